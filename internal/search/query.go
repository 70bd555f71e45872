package search

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a query. What is longer is cut: nobody types more into a box.
const (
	maxQuery = 100 // characters
	maxTerms = 8
)

// Query is what somebody looks for: every term must be met.
type Query struct {
	Text  string // as it was typed, without spaces around it
	terms []term
}

// term is one word of a query: the runs of it stand next to each other.
type term struct {
	runs   []run
	number string   // a matter's number or its tail, in the form of numberTokens
	sounds []phrase // readings of Latin letters as pinyin: full syllables, and initials
}

// phrase is a row of tokens that stand next to each other. The last one may be the beginning of a token.
type phrase struct {
	tokens []string
	prefix bool
}

// Parse reads what was typed. Words are parted by spaces; signs inside a word are left out.
func Parse(s string) Query {
	s = strings.TrimSpace(strings.ToValidUTF8(s, " "))
	if utf8.RuneCountInString(s) > maxQuery {
		s = string([]rune(s)[:maxQuery])
	}
	q := Query{Text: s}
	for word := range strings.FieldsSeq(s) {
		t := term{runs: runs(word)}
		if len(t.runs) == 0 {
			continue
		}
		t.number = numberToken(word)
		if len(t.runs) == 1 && !t.runs[0].han {
			t.sounds = soundPhrases(t.runs[0].text)
		}
		if q.terms = append(q.terms, t); len(q.terms) == maxTerms {
			break
		}
	}
	return q
}

// Empty reports that there is nothing to look for.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// phrase is what a term looks for in words. A single Chinese character, and a single letter or digit that
// stands alone, is the beginning of a token; numbers and words are met whole.
func (t term) phrase() phrase {
	var p phrase
	for i, r := range t.runs {
		last := i == len(t.runs)-1
		switch {
		case !r.han:
			p.tokens = append(p.tokens, r.text)
			p.prefix = last && len(t.runs) == 1 && r.single()
		case last && r.single():
			p.tokens, p.prefix = append(p.tokens, r.text), true
		case last:
			p.tokens = r.appendPairs(p.tokens)
		default:
			p.tokens = r.appendTokens(p.tokens)
		}
	}
	return p
}

var (
	wholeNumber = regexp.MustCompile(`^\p{Nd}{4}-\p{Nd}{1,9}(\.\p{Nd}{1,3})*$`)
	tailNumber  = regexp.MustCompile(`^[0-9]{1,9}$`)
)

// numberMark stands before the tokens of a matter's number. Like the other marks it can be in no text: NFKC
// turns it into letters.
const numberMark = "№"

// numberToken is what a word means as a matter's number: 2026-000123 the number, 123 and 000123 its tail.
func numberToken(word string) string {
	switch {
	case wholeNumber.MatchString(word):
		year, rest, _ := strings.Cut(word, "-")
		tail, parts, _ := strings.Cut(rest, ".")
		return numberMark + year + "n" + plainNumber(tail) + strings.ReplaceAll("."+parts, ".", "p")
	case tailNumber.MatchString(word):
		return numberMark + plainNumber(word)
	}
	return ""
}

// plainNumber leaves out zeros in front.
func plainNumber(s string) string {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return s
	}
	return strconv.FormatInt(n, 10)
}

// numberTokens are what an index keeps of a matter's number, beside its words: itself and its tail.
func numberTokens(number string) []string {
	whole := numberToken(number)
	if whole == "" {
		return nil
	}
	_, tail, ok := strings.Cut(number, "-")
	if !ok {
		return []string{whole}
	}
	tail, _, _ = strings.Cut(tail, ".")
	return []string{whole, numberToken(tail)}
}
