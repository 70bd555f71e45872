package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A run is a stretch of Chinese characters, or of other letters and digits, in normal form (NFKC, lower case),
// with the bytes of the source it came from.
type run struct {
	text       string
	han        bool
	from, to   int
	runes, src []int // of a Chinese run: byte offsets of each character in text, and in the source
}

// runs cuts a text. Everything else (spaces, marks, signs, line ends) only parts runs.
func runs(s string) []run {
	var out []run
	var text strings.Builder
	var now run
	open := false
	end := func(at int) {
		if open {
			now.text, now.to = text.String(), at
			if !now.han {
				now.text = cut(now.text)
			}
			out = append(out, now)
			text.Reset()
			open = false
		}
	}
	var it norm.Iter
	it.InitString(norm.NFKC, s)
	for !it.Done() {
		at := it.Pos()
		piece := string(it.Next())
		for _, r := range strings.ToLower(piece) {
			kind, han := wordRune(r)
			if !kind {
				end(at)
				continue
			}
			if open && now.han != han {
				end(at)
			}
			if !open {
				open, now = true, run{han: han, from: at}
			}
			if han {
				now.runes, now.src = append(now.runes, text.Len()), append(now.src, at)
			}
			text.WriteRune(r)
		}
	}
	end(len(s))
	return out
}

// maxWord is how many characters of a word count: PostgreSQL keeps no lexeme of more than 2 046 bytes.
const maxWord = 64

func cut(word string) string {
	n := 0
	for i := range word {
		if n++; n > maxWord {
			return word[:i]
		}
	}
	return word
}

// wordRune reports whether r belongs to a word, and whether that is written in Chinese characters.
func wordRune(r rune) (word, han bool) {
	switch {
	case r == utf8.RuneError:
		return false, false
	case unicode.Is(unicode.Han, r):
		return true, true
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return true, false
	}
	return false, false
}

// single reports whether a run is one character.
func (r run) single() bool { return utf8.RuneCountInString(r.text) == 1 }

// pairs are the overlapping pairs of a Chinese run.
func (r run) pairs() []string {
	if len(r.runes) < 2 {
		return nil
	}
	out := make([]string, 0, len(r.runes))
	for i := 0; i+1 < len(r.runes); i++ {
		end := len(r.text)
		if i+2 < len(r.runes) {
			end = r.runes[i+2]
		}
		out = append(out, r.text[r.runes[i]:end])
	}
	return out
}

// last is the last character of a Chinese run.
func (r run) last() string { return r.text[r.runes[len(r.runes)-1]:] }

// tokens are what an index keeps of a run that stands in a text.
func (r run) tokens() []string {
	if !r.han {
		return []string{r.text}
	}
	return append(r.pairs(), r.last())
}

// Tokens are what an index keeps of a text, in order.
func Tokens(s string) []string {
	var out []string
	for _, r := range runs(s) {
		out = append(out, r.tokens()...)
	}
	return out
}
