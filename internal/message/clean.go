package message

import (
	"strings"
	"unicode"
)

// Clean tidies white space as people paste it and keeps every visible character, in order.
//
// Lines end in \n, without white space at their ends and with at most one empty line between two
// paragraphs; tabs, no-break and ideographic spaces become one plain space; characters that show
// nothing (byte order marks, zero width spaces, direction overrides, control characters) go. Two or
// more ideographic spaces after the end of a sentence are where a paragraph began before an export
// lost its line break, so the paragraph comes back. Invalid UTF-8 becomes U+FFFD, which is visible.
//
// Letters are not normalised: a compatibility character in a name is part of the name.
func Clean(s string) string {
	s = lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD"))
	var (
		b      strings.Builder
		spaces int  // white space runes that wait on this line
		wide   int  // how many of them are ideographic
		breaks int  // line breaks that wait
		last   rune // the last visible rune written
	)
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case isBreak(r):
			breaks, spaces, wide = breaks+1, 0, 0
			continue
		case invisible(r):
			continue
		case isSpace(r):
			spaces++
			if r == '\u3000' {
				wide++
			}
			continue
		}
		if wide >= 2 && breaks == 0 && endsSentence(last) {
			breaks = 1
		}
		switch {
		case last == 0: // white space before the text goes
		case breaks > 1:
			b.WriteString("\n\n")
		case breaks == 1:
			b.WriteByte('\n')
		case spaces > 0:
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, spaces, wide, breaks = r, 0, 0, 0
	}
	return b.String()
}

// lineEnds makes one kind of line end out of three; what Excel writes as _x000D_ arrives here as \r.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// CleanLine is Clean for what fits on one line: a title, a name, a heading.
func CleanLine(s string) string { return oneLine.Replace(Clean(s)) }

var oneLine = strings.NewReplacer("\n\n", " ", "\n", " ")

func isBreak(r rune) bool {
	switch r {
	case '\n', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// isSpace is white space inside a line. U+202F and U+180E are left alone: Mongolian spelling needs them.
func isSpace(r rune) bool {
	if r == '\u202F' {
		return false
	}
	return r == '\t' || unicode.Is(unicode.Zs, r)
}

// invisible lists what shows nothing and is no part of a word. Joiners (U+200C, U+200D) and direction
// marks (U+200E, U+200F) stay: Uyghur, Mongolian and emoji are written with them.
func invisible(r rune) bool {
	switch {
	case r == '\t':
		return false
	case unicode.IsControl(r), r == '\u00AD', r == '\u200B', r == '\uFEFF':
		return true
	case r >= '\u202A' && r <= '\u202E', r >= '\u2060' && r <= '\u206F', r >= '\uFFF9' && r <= '\uFFFB':
		return true
	}
	return false
}

func endsSentence(r rune) bool { return strings.ContainsRune("。！？：；…”』」）)!?:;", r) }
