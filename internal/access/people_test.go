package access_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/rulebooks"
)

func staff(orgs ...string) []access.Seat {
	classes := map[string]string{"station2": "station", "water": "unit", "roads": "unit"}
	var out []access.Seat
	for _, org := range orgs {
		class := classes[org]
		if class == "" {
			class = org
		}
		out = append(out, access.Seat{Org: org, Classification: class, Role: congress.RoleStaff})
	}
	return out
}

func elected(org, class string) []access.Seat {
	return []access.Seat{{Org: org, Classification: class, Role: congress.RoleDeputy}}
}

// people are everybody who may turn up, by the name under which the tables below know them.
func people() map[string]access.Viewer {
	v := map[string]access.Viewer{
		"public":            {},
		"receipt":           {Matter: "m1", Raiser: "r1"},                              // holds the receipt of the resident who raised it
		"wrong receipt":     {Matter: "m2", Raiser: "r1"},                              // of another matter
		"wrong raiser":      {Matter: "m1", Raiser: "r9"},                              // of somebody who was released again
		"raising deputy":    {Person: "deputy", Orgs: elected("congress", "congress")}, // r2
		"other deputy":      {Person: "deputy2", Orgs: elected("congress", "congress")},
		"station":           {Person: "p", Orgs: staff("station")},
		"other station":     {Person: "p", Orgs: staff("station2")},
		"water":             {Person: "p", Orgs: staff("water")}, // had it first and gave it back
		"roads":             {Person: "p", Orgs: staff("roads")}, // has it
		"deputy office":     {Person: "p", Orgs: staff("deputyOffice")},
		"general office":    {Person: "p", Orgs: staff("generalOffice")},
		"committee":         {Person: "p", Orgs: staff("committee")},
		"chair meeting":     {Person: "p", Orgs: []access.Seat{{Org: "chairMeeting", Classification: "chairMeeting", Role: congress.RoleMember}}},
		"member":            {Person: "p", Orgs: []access.Seat{{Org: "standingCommittee", Classification: "standingCommittee", Role: congress.RoleMember}}},
		"nobody's account":  {Person: "p"},
		"elected at roads":  {Person: "p", Orgs: elected("roads", "unit")}, // a deputy of a body called like a unit works for no unit
		"elected at office": {Person: "p", Orgs: elected("deputyOffice", "deputyOffice")},
		"deputy at station": {Person: "deputy", Orgs: append(elected("congress", "congress"), staff("station")...)},
		"abroad":            {Person: "deputy", Orgs: staff("deputyOffice", "station", "roads")}, // every seat, in another congress
		"abroad's receipt":  {Matter: "m1", Raiser: "r1"},
	}
	for name, x := range v {
		x.Congress = "c1"
		if strings.HasPrefix(name, "abroad") {
			x.Congress = "c2"
		}
		if x.Person != "" {
			x.Account = "a-" + x.Person
		}
		v[name] = x
	}
	return v
}

// states are one matter at every point of its life.
func states(t *testing.T) map[string]matter.Matter {
	t.Helper()
	out := map[string]matter.Matter{}
	for _, public := range []bool{true, false} {
		d := &desk{t: t, env: env()}
		keep := func(name string) matter.Matter {
			if !public {
				name = "private " + name
			}
			out[name] = d.m
			return d.m
		}
		back := func(m matter.Matter) { d.m = m }
		d.open(public)
		taken := keep("taken")
		d.do("station", "decline", "reasonCode", "beyond", "answer", "不归本级")
		keep("declined")
		back(taken)
		d.m.Ending = rulebook.Withdrawn
		d.m.Visits = append(slices.Clone(d.m.Visits), matter.Visit{Step: "withdrawn", Phase: rulebook.Seen})
		keep("withdrawn")
		back(taken)
		d.do("station", "assign", "unit", "water", "category", "roads")
		d.do("water", "return", "reasonCode", "notOurs", "reason", "不是水利的事")
		d.do("station", "assign", "unit", "roads", "category", "roads")
		keep("assigned")
		d.do("roads", "accept")
		keep("handling")
		d.do("roads", "answer", "answer", "已修好。")
		keep("answered")
		d.do("r1", "rate", "rating", "satisfied")
		d.do("r2", "rate", "rating", "satisfied")
		d.do("r3", "rate", "rating", "satisfied")
		keep("looking back")
		d.do("station", "confirm", "findings", "属实")
		keep("closed")
	}
	return out
}

type desk struct {
	t   *testing.T
	env matter.Env
	m   matter.Matter
}

// opinion is the shipped procedure for residents' opinions.
var opinion = sync.OnceValue(func() *rulebook.Procedure {
	for i, src := range rulebooks.Sources() {
		book, bad := rulebook.Parse(rulebooks.Names()[i], src)
		if len(bad) > 0 {
			panic(bad)
		}
		if p := book.Procedures["opinion"]; p != nil {
			return p
		}
	}
	panic("no procedure opinion")
})

// now is when everything happens here: a Monday.
var now = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func env() matter.Env {
	return matter.Env{
		Rules: opinion(), Calendar: deadline.Builtin(), Zone: time.UTC, Now: now,
		Orgs: map[string]string{"deputyOffice": "deputyOffice", "committee": "committee"},
	}
}

func (d *desk) open(public bool) {
	d.t.Helper()
	s := matter.Start{
		Congress: "c1", ID: "m1", Number: "1", Procedure: "opinion", Title: "路灯不亮", Text: "请修。", Station: "station", Public: public, Role: "resident",
		Raisers: []matter.Raiser{
			{ID: "r1", Kind: "resident", Name: "住户", Contact: "0000"},
			{ID: "r2", Kind: "deputy", Person: "deputy", Name: "唐晓禾"},
			{ID: "r3", Kind: "resident", Name: "同意公开联系的住户", Contact: "0001", Consent: true},
		},
		Fields: map[string]string{"category": "roads", "place": "桥头"},
	}
	ev, err := matter.Open(d.env, s)
	if err != nil {
		d.t.Fatal(err)
	}
	d.m = matter.Apply(matter.Matter{Congress: "c1", ID: "m1"}, ev)
}

// do lets an organization or a raiser act through access.Person, as the office does.
func (d *desk) do(who, act string, fields ...string) {
	d.t.Helper()
	v := access.Viewer{Congress: "c1", Account: "a", Person: who + " clerk", Orgs: staff(who)}
	if strings.HasPrefix(who, "r") && len(who) == 2 {
		v = access.Viewer{Congress: "c1", Matter: "m1", Raiser: who}
	}
	a := matter.Act{Name: act, Actor: access.Person(v, d.m), Fields: map[string]string{}}
	for i := 0; i+1 < len(fields); i += 2 {
		a.Fields[fields[i]] = fields[i+1]
	}
	dec, err := matter.Decide(d.env, d.m, a)
	if err != nil {
		d.t.Fatalf("%s: %s: %v", who, act, err)
	}
	d.m = matter.Apply(d.m, dec.Event)
}

// table is a readable table of words: a head of column names, then a row per person.
type table struct {
	columns []string
	rows    map[string][]string
}

// read takes in a table whose columns stand below each other; words of a name are joined by single blanks.
func read(t *testing.T, text string) table {
	t.Helper()
	var out table
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		var cells []string
		for c := range strings.SplitSeq(line, "  ") {
			if c = strings.TrimSpace(c); c != "" {
				cells = append(cells, c)
			}
		}
		switch {
		case len(cells) == 0:
		case out.rows == nil:
			out.columns, out.rows = cells, map[string][]string{}
		case len(cells) != len(out.columns)+1:
			t.Fatalf("%d cells under %d columns: %q", len(cells)-1, len(out.columns), line)
		default:
			out.rows[cells[0]] = cells[1:]
		}
	}
	return out
}

// check compares every cell of a table of all people with what is so, and shows the whole table when it differs.
func check(t *testing.T, text string, cell func(v access.Viewer, column string) string) {
	t.Helper()
	want, everybody := read(t, text), people()
	wrong := 0
	var is strings.Builder
	for _, name := range slices.Sorted(maps.Keys(everybody)) {
		row, ok := want.rows[name]
		if !ok {
			t.Errorf("%s is missing from the table", name)
		}
		fmt.Fprintf(&is, "%-18s", name)
		for i, column := range want.columns {
			got := cell(everybody[name], column)
			fmt.Fprintf(&is, "  %-*s", len(column), got)
			if ok && row[i] != got {
				wrong++
				t.Errorf("%s, %s: %s, want %s", name, column, got, row[i])
			}
		}
		is.WriteString("\n")
	}
	for name := range want.rows {
		if _, ok := everybody[name]; !ok {
			t.Errorf("nobody is called %s", name)
		}
	}
	if wrong > 0 || t.Failed() {
		t.Logf("the table as it is:\n%s", is.String())
	}
}
