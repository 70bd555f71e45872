package rulebooks

import (
	"os"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/rulebook/example"
	"github.com/huiyin/huiyin/law"
)

// book parses and checks a shipped rulebook.
func book(t *testing.T, i int) *rulebook.Book {
	t.Helper()
	b, ms := rulebook.Read(Names()[i], Sources()[i], law.Shipped())
	if len(ms) > 0 {
		t.Fatal(ms)
	}
	return b
}

func TestShippedBooksHaveNoMistakes(t *testing.T) {
	t.Parallel()
	if len(Names()) < 2 || len(Names()) != len(Sources()) {
		t.Fatal(Names())
	}
	for i, name := range Names() {
		if b := book(t, i); b.ID+".yaml" != name {
			t.Errorf("%s holds the rulebook %s", name, b.ID)
		}
	}
}

// stories reads the worked examples of a shipped rulebook, which lie beside it.
func stories(t *testing.T, i int) example.File {
	t.Helper()
	name := strings.TrimSuffix(Names()[i], ".yaml") + ".txtar"
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("every rulebook has worked examples: %v", err)
	}
	f, err := example.Parse(name, src)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestExamples plays every worked example on the kernel.
func TestExamples(t *testing.T) {
	t.Parallel()
	for i := range Names() {
		b := book(t, i)
		f := stories(t, i)
		for _, s := range f.Stories {
			t.Run(b.ID+"/"+s.Name, func(t *testing.T) {
				t.Parallel()
				if err := example.Play(f, s, newDesk(b, f)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestExampleInTheReference plays the story that docs/rulebook.md tells.
func TestExampleInTheReference(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../docs/rulebook.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(doc), "## Worked examples")
	part, _, _ = strings.Cut(part, "\n## ")
	var story strings.Builder
	for line := range strings.Lines(part) {
		if rest, ok := strings.CutPrefix(line, "    "); ok {
			story.WriteString(rest)
		}
	}
	f, err := example.Parse("docs/rulebook.md", []byte(story.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := example.Play(f, f.Stories[0], newDesk(book(t, 1), f)); err != nil {
		t.Fatal(err)
	}
}

// TestExamplesComeToEveryStep demands that the stories together come to every step of the shipped procedures.
func TestExamplesComeToEveryStep(t *testing.T) {
	t.Parallel()
	for i := range Names() {
		b := book(t, i)
		f := stories(t, i)
		come := map[string]bool{}
		for _, s := range f.Stories {
			d := newDesk(b, f)
			if err := example.Play(f, s, d); err != nil {
				t.Fatal(err)
			}
			for _, m := range d.matters {
				for _, v := range m.Visits {
					come[m.Procedure+"."+v.Step] = true
				}
			}
		}
		for _, p := range b.Procedures {
			for key := range p.Steps {
				if at := p.Key + "." + key; !come[at] && !untold[at] {
					t.Errorf("no story comes to %s", at)
				}
			}
		}
	}
}

// untold are steps that no story comes to, with good reason: their acts are those of opinion, by alias.
var untold = map[string]bool{"message.withdrawn": true, "message.merged": true}
