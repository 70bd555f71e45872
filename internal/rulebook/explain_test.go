package rulebook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/law"
)

func shipped(t *testing.T) []*Book {
	t.Helper()
	var out []*Book
	for _, name := range []string{"appointments.yaml", "residents-opinions.yaml"} {
		b, ms := Read(name, []byte(read(t, "../../rulebooks/"+name)), law.Shipped())
		if len(ms) > 0 {
			t.Fatal(ms)
		}
		out = append(out, b)
	}
	return out
}

// TestExplainTellsEverything demands each step, act and coded reason by name, in both languages.
func TestExplainTellsEverything(t *testing.T) {
	t.Parallel()
	for _, b := range shipped(t) {
		for _, l := range lang.All {
			text := Explain(b, l)
			for _, p := range b.Procedures {
				for _, s := range p.Steps {
					for _, a := range s.Acts {
						for _, r := range a.Reasons {
							if !strings.Contains(text, r.Name.In(l)) {
								t.Errorf("%s %s: reason %s is not told", l, a.Key, r.Code)
							}
						}
						if !strings.Contains(text, a.Name.In(l)) {
							t.Errorf("%s: act %s.%s is not told", l, s.Key, a.Key)
						}
					}
					if !strings.Contains(text, s.Name.In(l)) {
						t.Errorf("%s: step %s is not told", l, s.Key)
					}
				}
			}
			if strings.Contains(text, "%!") || l == lang.EN && regexp.MustCompile(`[，。；：（）“”]`).MatchString(text) {
				t.Errorf("%s: unfinished text", l)
			}
			if strings.Contains(text, "input.") || strings.Contains(text, " == ") {
				t.Errorf("%s: a guard is told as it is written", l)
			}
		}
	}
}

// The sentences a clerk looks for, word by word.
func TestExplainSentences(t *testing.T) {
	t.Parallel()
	books := shipped(t)
	for _, c := range []struct {
		book int
		l    lang.Lang
		want string
	}{
		{1, lang.ZH, "由代表联络站负责，3个工作日内办理（依据：《代表联络站接待和意见办理办法》）。"},
		{1, lang.EN, "Owned by the contact station; due within 3 working days (Measure on contact stations)."},
		{1, lang.ZH, "申请退办：承办单位办理；限到本环节后5个工作日内；最多 3 次；须选理由：不属于本单位职责／不在本单位辖区／涉及多个单位，需另定主办；须填：理由；可填：建议改派的单位；退回“待分办”。"},
		{1, lang.EN, `if "The result" is "Not satisfied", it goes back to "Being redone" (at most twice); if there is a raiser who has not rated, it stays here; otherwise it goes on to "Look-back due".`},
		{0, lang.ZH, "由“被约见单位”中填写的单位负责，自“实际约见日期”起1个月内办理"},
		{0, lang.EN, `only when there is no part that is still open; to be given: Findings of the look-back, Answer; it ends as "Closed".`},
		{0, lang.EN, "Basis: 代表法, art. 29; Measure on deputies' appointments with officials."},
	} {
		if text := Explain(books[c.book], c.l); !strings.Contains(text, c.want) {
			t.Errorf("not told: %s", c.want)
		}
	}
	if ExplainProcedure(books[0], "nosuch", lang.ZH) != "" {
		t.Error("told something about a procedure that does not exist")
	}
}

func TestExplainKnowsTheLaw(t *testing.T) {
	t.Parallel()
	b, _ := Read("small.yaml", []byte(read(t, "testdata/small.yaml")), law.Shipped())
	if text := Explain(b, lang.ZH); !strings.Contains(text, "法定答复期限：3 个月，经批准延长不超过 6 个月（《代表法》第51条）。") {
		t.Error(text)
	}
}

// TestPictures draws every shipped procedure: well-formed, nothing over another card or over the edge, every
// step and act on it, and the same bytes each time.
func TestPictures(t *testing.T) {
	t.Parallel()
	for _, b := range shipped(t) {
		for _, key := range b.Order {
			for _, l := range lang.All {
				a, err := Graph(b, key, l, SVG)
				if err != nil {
					t.Fatal(err)
				}
				again, err := Graph(b, key, l, SVG)
				if err != nil || !bytes.Equal(a, again) {
					t.Errorf("%s: two pictures of one procedure differ", key)
				}
				wellFormed(t, a)
				cardsApart(t, teller{l: l, b: b, p: b.Procedures[key]})
				if got := read(t, fmt.Sprintf("../../docs/states/%s.%s.svg", key, string(l)[:2])); got != string(a) {
					t.Errorf("docs/states/%s.%s.svg is not fresh: huiyin rulebook graph --out docs/states", key, string(l)[:2])
				}
			}
		}
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

func cardsApart(t *testing.T, tell teller) {
	t.Helper()
	cols, width, height := tell.layout()
	var cards []*card
	for _, col := range cols {
		cards = append(cards, col.cards...)
	}
	if len(cards) != len(tell.p.Order) {
		t.Errorf("%s: %d cards for %d steps", tell.p.Key, len(cards), len(tell.p.Order))
	}
	for i, c := range cards {
		if c.x < 0 || c.y < headHeight || c.x+c.w > width || c.y+c.h > height {
			t.Errorf("%s: the card of %s is off the paper", tell.p.Key, c.step.Key)
		}
		for _, d := range cards[i+1:] {
			if c.x < d.x+d.w && d.x < c.x+c.w && c.y < d.y+d.h && d.y < c.y+c.h {
				t.Errorf("%s: the cards of %s and %s overlap", tell.p.Key, c.step.Key, d.step.Key)
			}
		}
		for _, line := range append(append([]string{}, c.name...), c.about...) {
			if textWidth(line, nameSize) > c.w+pad {
				t.Errorf("%s: %q is wider than its card", tell.p.Key, line)
			}
		}
	}
}

func TestOtherFormats(t *testing.T) {
	t.Parallel()
	b := shipped(t)[1]
	dot, err := Graph(b, "opinion", lang.EN, DOT)
	if err != nil || !strings.Contains(string(dot), `assigned -> registered [label="Return to sender", style=dashed];`) {
		t.Errorf("%v\n%s", err, dot)
	}
	mer, err := Graph(b, "opinion", lang.ZH, Mermaid)
	if err != nil || !strings.Contains(string(mer), `registered -->|"交办"| assigned`) {
		t.Errorf("%v\n%s", err, mer)
	}
	if _, err := Graph(b, "nosuch", lang.EN, SVG); !errors.Is(err, ErrNoProcedure) {
		t.Error(err)
	}
	if _, err := Graph(b, "opinion", lang.EN, "png"); err == nil {
		t.Error("an unknown format was drawn")
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"回头看属实，销号", 60, "回头看属|实，销号"},
		{"Being answered again", 80, "Being|answered|again"},
		{"（附）“甲”", 40, "（附）|“甲”"},
		{"", 40, ""},
	} {
		if got := strings.Join(wrapText(c.text, 15, c.width), "|"); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
