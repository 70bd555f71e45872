package matter_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// desk is one matter on a desk: its rules, its state, and every event so far.
type desk struct {
	t      testing.TB
	rules  map[string]*rulebook.Procedure
	env    matter.Env
	m      matter.Matter
	events []matter.Event
	opened []matter.Start // children that the last act opened
}

var zone = time.FixedZone("UTC+8", 8*60*60)

// at reads a civil time of 2026 in the zone of the tests: "03-02 09:00". Another year may stand before it.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	if len(s) == len("03-02 09:00") {
		s = "2026-" + s
	}
	got, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return got.UTC()
}

// orgs are the organizations that have a role for the whole congress of the tests.
var orgs = map[string]string{"deputyOffice": "deputyOffice", "committee": "committee", "chairMeeting": "chairMeeting"}

func parse(t testing.TB, src string) map[string]*rulebook.Procedure {
	t.Helper()
	book, bad := rulebook.Parse("test", []byte(src))
	if len(bad) > 0 {
		t.Fatalf("the rulebook of the tests: %v", bad)
	}
	return book.Procedures
}

// newDesk opens a matter under the book of the tests on Monday 2026-03-02, 09:00, with two raisers.
func newDesk(t testing.TB, change ...func(*matter.Start)) *desk {
	t.Helper()
	return openDesk(t, parse(t, caseBook), "case", change...)
}

func openDesk(t testing.TB, rules map[string]*rulebook.Procedure, procedure string, change ...func(*matter.Start)) *desk {
	t.Helper()
	d := &desk{t: t, rules: rules, env: matter.Env{
		Rules: rules[procedure], Calendar: deadline.Builtin(), Zone: zone, Orgs: maps.Clone(orgs), Now: at(t, "03-02 09:00"),
	}}
	if d.env.Rules == nil {
		t.Fatalf("no procedure %s", procedure)
	}
	s := matter.Start{
		Congress: "c1", ID: "m1", Number: "2026-000001", Book: "tests", Version: "1", Procedure: procedure,
		Title: "河边护栏松动", Text: "汛期前请修好。", Station: "station", Public: true, Role: "resident",
		Raisers: []matter.Raiser{
			{ID: "r1", Kind: "resident", Name: "住户甲", Contact: "0000-001", Consent: true},
			{ID: "r2", Kind: "deputy", Person: "deputy"},
		},
	}
	for _, c := range change {
		c(&s)
	}
	ev, err := matter.Open(d.env, s)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	d.take(matter.Matter{Congress: s.Congress, ID: s.ID}, ev)
	return d
}

func (d *desk) take(before matter.Matter, ev matter.Event) {
	d.m = matter.Apply(before, ev)
	d.events = append(d.events, ev)
}

// person gives somebody the parts he has in the matter as it stands.
func (d *desk) person(name string) matter.Person {
	p := matter.Person{ID: name, Org: name, Roles: []string{name}}
	switch name {
	case "water", "roads":
		p.Roles = nil
	case "r1", "r2":
		p = matter.Person{ID: "person of " + name, Raiser: name, Roles: []string{"raiser"}}
	case "system":
		p = matter.Person{Roles: []string{"system"}}
	}
	if p.Org != "" && p.Org == d.m.Owner.Org {
		p.Roles = append(p.Roles, "owner")
	}
	return p
}

// act reads "name field=value field=value"; an underscore in a value stands for a space.
func (d *desk) act(who, line string) matter.Act {
	words := strings.Fields(line)
	a := matter.Act{Name: words[0], Actor: d.person(who), Fields: map[string]string{}}
	for _, w := range words[1:] {
		k, v, _ := strings.Cut(w, "=")
		if k == "@at" {
			a.At = at(d.t, strings.ReplaceAll(v, "_", " "))
			continue
		}
		a.Fields[k] = strings.ReplaceAll(strings.ReplaceAll(v, "_", " "), "|", "\n")
	}
	for i := range matter.MaxChildren {
		a.NewIDs = append(a.NewIDs, fmt.Sprintf("%s-%d-%d", d.m.ID, d.m.Rev+1, i+1))
	}
	return a
}

// try does an act and gives its error.
func (d *desk) try(who, line string) error {
	d.t.Helper()
	dec, err := matter.Decide(d.env, d.m, d.act(who, line))
	if err != nil {
		return err
	}
	d.opened = dec.Opens
	d.take(d.m, dec.Event)
	return nil
}

func (d *desk) do(who, line string) {
	d.t.Helper()
	if err := d.try(who, line); err != nil {
		d.t.Fatalf("%s: %s: %v", who, line, err)
	}
}

func (d *desk) clock(s string) { d.env.Now = at(d.t, s) }

// line is one line of a story: when, who, what, and either the step it leads to or, after "!", the code of
// the problem that stands in the way.
type line struct{ when, who, act, want string }

// play runs a story. Every refusal must leave the matter untouched.
func (d *desk) play(lines ...line) {
	d.t.Helper()
	for _, l := range lines {
		if l.when != "" {
			d.clock(l.when)
		}
		before := text(d.t, d.m)
		err := d.try(l.who, l.act)
		if code, refused := strings.CutPrefix(l.want, "!"); refused {
			if got := codeOf(err); got != code {
				d.t.Fatalf("%s %s: %s: got %q (%v), want to be refused with %q", l.when, l.who, l.act, got, err, code)
			}
			if after := text(d.t, d.m); after != before {
				d.t.Fatalf("%s was refused and changed the matter:\n%s\n%s", l.act, before, after)
			}
			continue
		}
		if err != nil {
			d.t.Fatalf("%s %s: %s: %v", l.when, l.who, l.act, err)
		}
		if d.m.Step != l.want {
			d.t.Fatalf("%s %s: %s led to %s, want %s", l.when, l.who, l.act, d.m.Step, l.want)
		}
	}
}

// codeOf is the stable code of a problem; the text of any other error, "" for none.
func codeOf(err error) string {
	var p *problem.Problem
	switch {
	case err == nil:
		return ""
	case errors.As(err, &p):
		return p.Code
	}
	return err.Error()
}

// text is a matter as it is stored.
func text(t testing.TB, v any) string {
	t.Helper()
	b, err := journal.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// refold builds the matter anew from the bytes that the journal keeps.
func refold(t testing.TB, m matter.Matter, events []matter.Event) matter.Matter {
	t.Helper()
	out := matter.Matter{Congress: m.Congress, ID: m.ID}
	for _, ev := range events {
		e, body, err := matter.Record(m, ev)
		if err != nil {
			t.Fatal(err)
		}
		canonical, err := e.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		if e, err = journal.Parse(canonical); err != nil {
			t.Fatal(err)
		}
		back, err := matter.FromRecord(e, body)
		if err != nil {
			t.Fatal(err)
		}
		out = matter.Apply(out, back)
	}
	return out
}

// copyOf is a deep copy of a matter, for comparing what a function did to its argument.
func copyOf(t testing.TB, m matter.Matter) matter.Matter {
	t.Helper()
	var out matter.Matter
	if err := json.Unmarshal([]byte(text(t, m)), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
