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
	c := cutter{out: make([]run, 0, 1+len(s)/48)}
	for i := 0; i < len(s); {
		if r, n := utf8.DecodeRuneInString(s[i:]); ideograph(r) { // nearly all; they are in normal form
			c.take(i, r)
			i += n
			continue
		}
		from := i
		for i < len(s) {
			r, n := utf8.DecodeRuneInString(s[i:])
			if ideograph(r) {
				break
			}
			i += n
		}
		var it norm.Iter
		it.InitString(norm.NFKC, s[from:i])
		for !it.Done() {
			at := from + it.Pos()
			for _, r := range strings.ToLower(string(it.Next())) {
				c.take(at, r)
			}
		}
	}
	c.end(len(s))
	return c.out
}

// usualRun is how many Chinese characters stand between two marks, or fewer.
const usualRun = 24

// cutter puts runs together, character by character.
type cutter struct {
	out  []run
	text strings.Builder
	now  run
	open bool
}

// take takes the next character, in normal form, of the source at a byte offset.
func (c *cutter) take(at int, r rune) {
	word, han := wordRune(r)
	if !word {
		c.end(at)
		return
	}
	if c.open && c.now.han != han {
		c.end(at)
	}
	if !c.open {
		c.open, c.now = true, run{han: han, from: at}
		if han {
			offsets := make([]int, 0, 2*usualRun)
			c.now.runes, c.now.src = offsets[:0:usualRun], offsets[usualRun:usualRun]
		}
	}
	if han {
		c.now.runes, c.now.src = append(c.now.runes, c.text.Len()), append(c.now.src, at)
	}
	c.text.WriteRune(r)
}

// end ends the run under way before a byte offset of the source.
func (c *cutter) end(at int) {
	if !c.open {
		return
	}
	c.now.text, c.now.to = c.text.String(), at
	if !c.now.han {
		c.now.text = cut(c.now.text)
	}
	c.out = append(c.out, c.now)
	c.text.Reset()
	c.open = false
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

// ideograph reports whether r is one of the CJK unified ideographs of the basic block.
func ideograph(r rune) bool { return 0x4E00 <= r && r <= 0x9FFF }

// wordRune reports whether r belongs to a word, and whether that is written in Chinese characters.
func wordRune(r rune) (word, han bool) {
	switch {
	case ideograph(r):
		return true, true
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
	return r.appendPairs(make([]string, 0, len(r.runes)))
}

func (r run) appendPairs(out []string) []string {
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

// appendTokens appends what an index keeps of a run that stands in a text.
func (r run) appendTokens(out []string) []string {
	if !r.han {
		return append(out, r.text)
	}
	return append(r.appendPairs(out), r.last())
}

// Tokens are what an index keeps of a text, in order.
func Tokens(s string) []string {
	out := make([]string, 0, len(s)/3+1)
	for _, r := range runs(s) {
		out = r.appendTokens(out)
	}
	return out
}
