package rulebook

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/law"
)

// FuzzRead: whatever the text, reading and checking neither crash nor take long, every mistake has a place
// inside the text, and a book without mistakes can be told and drawn.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/small.yaml", "../../rulebooks/appointments.yaml", "../../rulebooks/residents-opinions.yaml"} {
		f.Add(read(f, name))
	}
	for _, b := range allBroken() {
		for i := 1; i < len(b.edits); i += 2 {
			text, _ := unmark(b.edits[i])
			f.Add(text)
		}
	}
	for _, s := range []string{"", "a", "[]", "{}", "- a", "? a", "&a [*a]", "a: &a\n  <<: *a\n", "<<: [x]\n", "steps: {a: {acts: {b: {to: [1, {}]}}}}", "procedures: {p: {steps: {s: null}}}", "--- !x\n", "%YAML 1.2\n---\na: 1\n...\n", "a: |\n  x\n b: 1\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) { tryRead(t, src) })
}

// failer is what testing.T and rapid.T have in common here.
type failer interface {
	Fatalf(format string, args ...any)
}

func tryRead(t failer, src string) {
	began := time.Now()
	b, ms := Read("x.yaml", []byte(src), law.Shipped())
	if d := time.Since(began); d > 15*time.Second {
		t.Fatalf("took %s for %d bytes", d, len(src))
	}
	lines := strings.Count(strings.ReplaceAll(src, "\r", "\n"), "\n") + 1
	for _, m := range ms {
		if m.Line < 1 || m.Line > lines || m.Column < 1 || m.Code == "" || m.Message.ZH == "" || m.Message.EN == "" {
			t.Fatalf("unusable mistake %+v", m)
		}
	}
	if b == nil && len(ms) != 1 {
		t.Fatalf("no book, but %d mistakes", len(ms))
	}
	if len(ms) > 0 || len(src) > 100_000 {
		return
	}
	for _, l := range lang.All {
		Explain(b, l)
		for _, p := range b.Order {
			for _, f := range []Format{SVG, DOT, Mermaid} {
				if _, err := Graph(b, p, l, f); err != nil {
					t.Fatalf("draw %s: %v", p, err)
				}
			}
		}
	}
}

// TestMutations changes lines of the books at random: Read must never crash or hang, whatever is left.
func TestMutations(t *testing.T) {
	t.Parallel()
	var books [][]string
	for _, name := range []string{"testdata/small.yaml", "../../rulebooks/appointments.yaml", "../../rulebooks/residents-opinions.yaml"} {
		books = append(books, strings.Split(read(t, name), "\n"))
	}
	rapid.Check(t, func(t *rapid.T) {
		lines := append([]string{}, rapid.SampledFrom(books).Draw(t, "book")...)
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			i := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
			other := rapid.SampledFrom(lines).Draw(t, "other")
			switch rapid.IntRange(0, 5).Draw(t, "change") {
			case 0: // lost
				lines = append(lines[:i:i], lines[i+1:]...)
			case 1: // twice
				lines = append(lines[:i+1:i+1], lines[i:]...)
			case 2: // another line's words at this indentation
				indent := len(lines[i]) - len(strings.TrimLeft(lines[i], " "))
				lines[i] = strings.Repeat(" ", indent) + strings.TrimLeft(other, " ")
			case 3: // deeper or less deep
				lines[i] = strings.Repeat(" ", rapid.IntRange(0, 14).Draw(t, "indent")) + strings.TrimLeft(lines[i], " ")
			case 4: // cut off
				r := []rune(lines[i])
				lines[i] = string(r[:rapid.IntRange(0, len(r)).Draw(t, "cut")])
			case 5: // one word changed
				words := strings.Fields(lines[i])
				if len(words) > 0 {
					w := rapid.SampledFrom(words).Draw(t, "word")
					lines[i] = strings.Replace(lines[i], w, rapid.SampledFrom(strings.Fields(other+" x")).Draw(t, "new"), 1)
				}
			}
			if len(lines) == 0 {
				lines = []string{""}
			}
		}
		tryRead(t, strings.Join(lines, "\n"))
	})
}
