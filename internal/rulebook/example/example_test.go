package example

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/deadline"
)

const good = `Remarks about the file.
who 陈秀兰 is resident
who 水利局 is unit

-- first --
# a remark
2026-03-02 陈秀兰 raises opinion as 一号 title="路灯 不亮" list=甲|乙 → registered, seen, owner 联络站, due 2026-03-05, children 0
2026-03-03 水利局 answer on 一号 answer="" -> refused incomplete
2026-03-06 see 一号 → late 视而不议, was late 议而不决, answers 2
2026-03-07 see → on time, ends confirmed

-- second --
2026-03-02 水利局 accept → handling
`

func TestParse(t *testing.T) {
	t.Parallel()
	f, err := Parse("x.txtar", []byte(strings.ReplaceAll(good, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Stories) != 2 || f.Stories[0].Name != "first" || len(f.Stories[0].Steps) != 4 || f.Role("水利局") != "unit" {
		t.Fatalf("%+v", f)
	}
	raise := f.Stories[0].Steps[0]
	if raise.Line != 7 || raise.Raises != "opinion" || raise.Matter != "一号" || raise.Values["title"] != "路灯 不亮" || raise.Values["list"] != "甲\n乙" {
		t.Errorf("%+v", raise)
	}
	if e := raise.Expect; e.Step != "registered" || e.Phase != "seen" || e.Owner != "联络站" || e.Due != deadline.MustDate("2026-03-05") || e.Children != 0 || e.Answers != -1 {
		t.Errorf("%+v", e)
	}
	if s := f.Stories[0].Steps[1]; s.Act != "answer" || s.Matter != "一号" || s.Expect.Refused != "incomplete" || s.Values["answer"] != "" {
		t.Errorf("%+v", s)
	}
	if e := f.Stories[0].Steps[2].Expect; e.Late != "视而不议" || e.WasLate != "议而不决" || e.Answers != 2 {
		t.Errorf("%+v", e)
	}
	if e := f.Stories[0].Steps[3].Expect; !e.OnTime || e.Ends != "confirmed" || e.Step != "" {
		t.Errorf("%+v", e)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for old, c := range map[string][2]string{
		"-> refused incomplete":     {"", "x.txtar:8: nothing is expected"},
		"2026-03-06 see":            {"2026-02-30 see", "x.txtar:9: badDate"},
		"水利局 accept":                {"财政局 accept", "x.txtar:13: 财政局 is not in the cast"},
		"list=甲|乙":                  {"list", `x.txtar:7: "list" is not of the form field=value`},
		"on time":                   {"quickly, ends", `x.txtar:10: "ends" is no expectation`},
		`title="路灯 不亮"`:             {`title="路灯 不亮`, "x.txtar:7: a quote is left open"},
		"children 0":                {"children none", "x.txtar:7: strconv.Atoi"},
		"who 水利局 is unit":           {"who 陈秀兰 is unit", "x.txtar:3: 陈秀兰 is there twice"},
		"水利局 accept →":              {"水利局 →", "x.txtar:13: 水利局 does nothing"},
		"raises opinion as 一号":      {"raises", "x.txtar:7: 陈秀兰 raises what?"},
		"answer on 一号 answer=\"\"":  {"answer answer=a answer=b", "x.txtar:8: answer is given twice"},
		"2026-03-07 see → on time,": {"2026-03-07 →", "x.txtar:10: too short"},
	} {
		if strings.Count(good, old) != 1 {
			t.Fatalf("%q is not there once", old)
		}
		if _, err := Parse("x.txtar", []byte(strings.Replace(good, old, c[0], 1))); err == nil || !strings.HasPrefix(err.Error(), c[1]) {
			t.Errorf("%q instead of %q: %v, want %s", c[0], old, err, c[1])
		}
	}
	if _, err := Parse("x.txtar", []byte("who 甲 is unit\n")); err == nil {
		t.Error("a file without a story was taken")
	}
}

// model answers every line with one state, and refuses what it is told to.
type model struct {
	state  State
	refuse string
	seen   []string
}

var errRefused = errors.New("refused")

func (m *model) Raise(_ deadline.Date, who, procedure, label string, _ map[string]string) error {
	m.seen = append(m.seen, who+" raises "+procedure+" as "+label)
	return nil
}

func (m *model) Act(_ deadline.Date, who, label, act string, _ map[string]string) error {
	m.seen = append(m.seen, who+" "+act+" on "+label)
	if m.refuse != "" {
		return errRefused
	}
	return nil
}

func (m *model) State(_ deadline.Date, label string) (State, error) {
	m.seen = append(m.seen, "see "+label)
	return m.state, nil
}

func (m *model) Code(err error) string {
	if errors.Is(err, errRefused) {
		return m.refuse
	}
	return ""
}

func TestPlay(t *testing.T) {
	t.Parallel()
	f, err := Parse("x.txtar", []byte("who 甲 is unit\n-- one --\n2026-03-02 甲 raises p → a\n2026-03-02 甲 go → a\n2026-03-02 甲 raises p as b → a\n2026-03-02 甲 go → a\n2026-03-03 see main → a\n"))
	if err != nil {
		t.Fatal(err)
	}
	m := &model{state: State{Step: "a"}}
	if err := Play(f, f.Stories[0], m); err != nil {
		t.Fatal(err)
	}
	want := []string{"甲 raises p as main", "see main", "甲 go on main", "see main", "甲 raises p as b", "see b", "甲 go on b", "see b", "see main"}
	if !slices.Equal(m.seen, want) {
		t.Errorf("%q", m.seen)
	}
}

// TestPlayFindsDifferences: each expectation that does not hold is named.
func TestPlayFindsDifferences(t *testing.T) {
	t.Parallel()
	state := State{Step: "a", Phase: "seen", Owner: "甲", Due: deadline.MustDate("2026-03-05"), Late: "视而不议", WasLate: []string{"议而不决"}, Children: 1, Answers: 2}
	for expect, want := range map[string]string{
		"a, seen, owner 甲, due 2026-03-05, late 视而不议, was late 议而不决, children 1, answers 2": "",
		"b":              `step is "a", want "b"`,
		"decided":        `phase is "seen"`,
		"owner 乙":        `owner is "甲"`,
		"due 2026-03-06": `due day is "2026-03-05"`,
		"ends confirmed": `ending is ""`,
		"late 督而不果":      `failure is "视而不议"`,
		"on time":        `it is late: 视而不议`,
		"was late 督而不果":  "was late as",
		"children 3":     "1 children, want 3",
		"answers 0":      "2 answers, want 0",
		"b, decided":     `want "b"; phase`,
		"refused x":      "was not refused",
	} {
		f, err := Parse("x.txtar", []byte("who 甲 is unit\n-- one --\n2026-03-02 甲 go → "+expect+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		err = Play(f, f.Stories[0], &model{state: state})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "x.txtar:3: one: ")) {
			t.Errorf("%s: %v", expect, err)
		}
	}
	f, err := Parse("x.txtar", []byte("who 甲 is unit\n-- one --\n2026-03-02 甲 go → refused late\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := Play(f, f.Stories[0], &model{refuse: "late"}); err != nil {
		t.Error(err)
	}
	if err := Play(f, f.Stories[0], &model{refuse: "early"}); err == nil || !errors.Is(err, errRefused) {
		t.Error(err)
	}
}
