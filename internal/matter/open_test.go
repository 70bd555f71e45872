package matter_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// What a matter begins with, and what it cannot begin with.
func TestOpen(t *testing.T) {
	t.Parallel()
	rules := parse(t, caseBook)
	cases := []struct {
		name   string
		change func(*matter.Start)
		want   string // code of the problem; for errors that are nobody's input, a part of the text
	}{
		{"as it is", func(*matter.Start) {}, ""},
		{"no title", func(s *matter.Start) { s.Title = " \n " }, "incomplete"},
		{"a title of two lines", func(s *matter.Start) { s.Title = "一\n二" }, "incomplete"},
		{"a title that is too long", func(s *matter.Start) { s.Title = strings.Repeat("长", matter.MaxLine+1) }, "incomplete"},
		{"the longest title", func(s *matter.Start) { s.Title = strings.Repeat("长", matter.MaxLine) }, ""},
		{"a title that is no text", func(s *matter.Start) { s.Title = "路\xff灯" }, "incomplete"},
		{"a title with a zero byte", func(s *matter.Start) { s.Title = "路\x00灯" }, "incomplete"},
		{"text that is too long", func(s *matter.Start) { s.Text = strings.Repeat("长", matter.MaxText+1) }, "incomplete"},
		{"text that is no text", func(s *matter.Start) { s.Text = "路\xff灯" }, "incomplete"},
		{"text with a zero byte", func(s *matter.Start) { s.Text = "路\x00灯" }, "incomplete"},
		{"a field nobody knows", func(s *matter.Start) { s.Fields = map[string]string{"colour": "red"} }, "incomplete"},
		{"a built-in field", func(s *matter.Start) { s.Fields = map[string]string{"answer": "好"} }, "incomplete"},
		{"a wrong option", func(s *matter.Start) { s.Fields = map[string]string{"category": "sea"} }, "incomplete"},
		{"a field with a zero byte", func(s *matter.Start) { s.Fields = map[string]string{"findings": "a\x00b"} }, "incomplete"},
		{"an empty field", func(s *matter.Start) { s.Fields = map[string]string{"category": "  "} }, ""},
		{"raised in the future", func(s *matter.Start) { s.RaisedAt = at(t, "03-02 09:01") }, "inTheFuture"},
		{"raised long ago", func(s *matter.Start) { s.RaisedAt = at(t, "2019-06-01 09:00") }, ""},
		{"by nobody", func(s *matter.Start) { s.Raisers = nil }, "matter: a matter without a raiser would have nobody to answer to"},
	}
	for _, c := range cases {
		d := openDesk(t, rules, "case")
		s := matter.Start{Congress: "c1", ID: "m1", Number: "1", Procedure: "case", Title: "桥", Station: "station", Raisers: []matter.Raiser{{ID: "r1", Kind: "resident"}}}
		c.change(&s)
		if _, err := matter.Open(d.env, s); codeOf(err) != c.want {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestOpenedMatter(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(s *matter.Start) {
		s.RaisedAt, s.Fields = at(t, "02-27 16:00"), map[string]string{"category": " roads "}
	})
	m := d.m
	if m.Step != "taken" || m.Phase != rulebook.Seen || m.Owner.Org != "station" || m.Rev != 1 || m.Ending != rulebook.Open || !m.Public {
		t.Fatalf("opened as %s", text(t, m))
	}
	if !m.RaisedAt.Equal(at(t, "02-27 16:00")) || !m.RegisteredAt.Equal(at(t, "03-02 09:00")) || m.Fields["category"] != "roads" {
		t.Fatalf("raised %v, registered %v, fields %v", m.RaisedAt, m.RegisteredAt, m.Fields)
	}
	d.due("2026-03-03", false) // counted from Friday, the day it was raised; Saturday 02-28 is worked
	if len(m.Raisers) != 2 || m.Raisers[0].Contact != "0000-001" || !m.Raisers[0].Consent || m.Raisers[1].Person != "deputy" {
		t.Fatalf("raisers %+v", m.Raisers)
	}
	// What is structure is in the entry, what a person wrote is in the body.
	e, body, err := matter.Record(m, d.events[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"河边护栏松动", "汛期前", "住户甲", "0000-001"} {
		if strings.Contains(string(e.Data), words) || !strings.Contains(string(body), words) {
			t.Errorf("%q belongs into the body: %s", words, e.Data)
		}
	}
	for _, fact := range []string{`"r1"`, `"resident"`, "2026-000001", `"station"`} {
		if !strings.Contains(string(e.Data), fact) {
			t.Errorf("%s belongs into the entry: %s", fact, e.Data)
		}
	}
}

// Nobody's station: the deputy office looks after it.
func TestOpenWithoutStation(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(s *matter.Start) { s.Station = "" })
	if d.m.Owner.Org != "deputyOffice" {
		t.Fatalf("owned by %q", d.m.Owner.Org)
	}
}

// What a person is offered: his acts only, in the order of the rulebook, with the reason where one cannot be done now.
func TestOffers(t *testing.T) {
	t.Parallel()
	offers := func(d *desk, who string) (out []string) {
		for _, o := range matter.Offers(d.env, d.m, d.person(who)) {
			s := o.Act.Key
			if o.Why != nil {
				s += ":" + o.Why.Code
			}
			if !o.By.IsZero() {
				s += "<" + o.By.String()
			}
			out = append(out, s)
		}
		return out
	}
	d := newDesk(t)
	expect := func(who string, want ...string) {
		t.Helper()
		if got := offers(d, who); !slices.Equal(got, want) {
			t.Errorf("%s at %s is offered %v, want %v", who, d.m.Step, got, want)
		}
	}
	expect("station", "assign", "assignUrgent:notNow", "answerNow", "answerAndClose:ownAnswer", "decline", "split", "openOne", "plan", "planMaybe", "toOrphan", "note")
	expect("deputyOffice", "assign", "answerAndClose:ownAnswer", "merge", "note")
	expect("r1", "withdraw")
	expect("water")
	expect("system") // what the system does is nobody's to choose
	d.do("station", "assign unit=water")
	expect("water", "answer", "return<2026-03-09", "askMore", "note")
	expect("deputyOffice", "answerFor", "grantMore", "merge", "note") // nothing was asked for, so nothing can be refused
	d.do("water", "askMore reason=x newDue=2026-04-01")
	expect("deputyOffice", "answerFor", "grantMore", "refuseMore", "merge", "note")
	d.clock("03-10 09:00")
	expect("water", "answer", "return:tooLate<2026-03-09", "askMore", "note")
	d.do("water", "answer answer=好")
	expect("deputyOffice", "recordRating", "closeUnrated:notNow", "merge", "note")
	d.do("r1", "rate rating=satisfied")
	d.do("r2", "rate rating=satisfied")
	d.do("deputyOffice", "confirm findings=好")
	expect("r1", "reopen<2026-09-10")
	d.m.Step = "gone" // a rulebook that lost a step
	expect("r1")
}
