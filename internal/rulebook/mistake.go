package rulebook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// Pos is a place in a rulebook: line and column from 1, the column in characters.
type Pos struct{ Line, Column int }

// IsZero reports whether the place is unknown.
func (p Pos) IsZero() bool { return p == Pos{} }

// String is line:column.
func (p Pos) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

// Mistake is one thing wrong with a rulebook, where it is, and how to mend it.
type Mistake struct {
	File         string
	Line, Column int
	Code         string    // stable, lowerCamel, e.g. "unreachableStep"
	Message      lang.Text // what is wrong
	Mend         lang.Text // what to write instead
	about        string    // tells apart two mistakes of one code at one place
}

// In is the mistake as a line for people: file:line:column: message — how to mend it.
func (m Mistake) In(l lang.Lang) string {
	s := fmt.Sprintf("%s:%d:%d: %s", m.File, m.Line, m.Column, m.Message.In(l))
	if mend := m.Mend.In(l); mend != "" {
		s += " — " + mend
	}
	return s
}

// String is the line in English.
func (m Mistake) String() string { return m.In(lang.EN) }

// Mistakes is every mistake of a rulebook, in the order of the text. An empty list is no mistake.
type Mistakes []Mistake

// Error makes the list an error; callers must not use an empty list as one, see Err.
func (ms Mistakes) Error() string { return strings.Join(ms.In(lang.EN), "\n") }

// Err is the list as an error, nil when it is empty.
func (ms Mistakes) Err() error {
	if len(ms) == 0 {
		return nil
	}
	return ms
}

// In gives one line for each mistake.
func (ms Mistakes) In(l lang.Lang) []string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.In(l)
	}
	return lines
}

// IsSyntax reports whether the text could not be read at all, so that nothing else was looked at.
func (ms Mistakes) IsSyntax() bool { return len(ms) > 0 && ms[0].Code == codeSyntax }

// tidy sorts by place and drops repetitions: what several steps share by alias is said once.
func (ms Mistakes) tidy() Mistakes {
	slices.SortStableFunc(ms, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			strings.Compare(a.Code, b.Code), strings.Compare(a.about, b.about))
	})
	return slices.CompactFunc(ms, func(a, b Mistake) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Code == b.Code && a.about == b.about
	})
}

// codeSyntax marks the one mistake after which nothing else can be said.
const codeSyntax = "syntax"
