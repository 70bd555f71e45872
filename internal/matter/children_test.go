package matter_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// One child for each item: with the raisers of the parent, who have rated nothing yet, and the fields that
// the rulebook hands down.
func TestSplitOpensChildren(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clock("03-04 10:00")
	d.do("station", "split unit=water parts=一段|_二段_||三段 @at=03-03_09:00")
	if len(d.opened) != 3 || len(d.m.Children) != 3 {
		t.Fatalf("opened %d, the parent knows %d", len(d.opened), len(d.m.Children))
	}
	for i, s := range d.opened {
		if s.Title != []string{"一段", "二段", "三段"}[i] || s.Parent != "m1" || s.Fields["unit"] != "water" || s.Station != "station" ||
			s.ID != d.m.Children[i].ID || s.Procedure != "part" || len(s.Raisers) != 2 || s.Public != d.m.Public {
			t.Errorf("child %d: %+v", i, s)
		}
		if !s.RaisedAt.Equal(at(t, "03-03 09:00")) {
			t.Errorf("child %d was raised %v, when it was split", i, s.RaisedAt)
		}
	}
	d.opened[0].Fields["unit"] = "roads"
	if d.opened[1].Fields["unit"] != "water" {
		t.Error("children share their fields")
	}
}

func TestOneChild(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "openOne unit=roads part=换灯")
	d.do("station", "openOne unit=water part=通渠")
	if d.m.Step != "taken" || len(d.m.Children) != 2 || d.opened[0].Title != "通渠" {
		t.Fatalf("at %s with %d children, the last %q", d.m.Step, len(d.m.Children), d.opened[0].Title)
	}
}

func TestTooManyChildren(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	parts := strings.TrimSuffix(strings.Repeat("项|", matter.MaxChildren), "|")
	if err := d.try("station", "split unit=water parts="+parts+"|项"); codeOf(err) != "tooMany" {
		t.Fatalf("%d parts: %v", matter.MaxChildren+1, err)
	}
	d.do("station", "split unit=water parts="+parts)
	if len(d.opened) != matter.MaxChildren {
		t.Fatalf("%d children", len(d.opened))
	}
}

// The parent hears of a child when it is answered and when it ends, and of nothing else.
func TestMovedOn(t *testing.T) {
	t.Parallel()
	plain := matter.Matter{Parent: "m1"}
	answered := matter.Matter{Parent: "m1", Answers: []matter.Answer{{Text: "好"}}}
	ended := matter.Matter{Parent: "m1", Answers: answered.Answers, Ending: rulebook.Confirmed}
	for _, c := range []struct {
		name          string
		before, after matter.Matter
		want          bool
	}{
		{"nothing", plain, plain, false},
		{"answered", plain, answered, true},
		{"a second answer", answered, matter.Matter{Parent: "m1", Answers: make([]matter.Answer, 2)}, false},
		{"ended", answered, ended, true},
		{"reopened", ended, answered, true},
		{"no parent", matter.Matter{}, matter.Matter{Ending: rulebook.Declined}, false},
	} {
		if got := matter.MovedOn(c.before, c.after); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// The step's own act decides what follows; where there is none the fact is kept and the matter stays.
func TestSettle(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "split unit=water parts=一段|二段")
	settle := func(i int, answered bool, ends rulebook.Ending) {
		t.Helper()
		child := matter.Matter{ID: d.m.Children[i].ID, Procedure: "part", Ending: ends}
		if answered {
			child.Answers = []matter.Answer{{Text: "好"}}
		}
		dec, err := matter.Settle(d.env, d.m, child)
		if err != nil {
			t.Fatal(err)
		}
		d.take(d.m, dec.Event)
	}
	settle(0, true, rulebook.Open)
	if d.m.Step != "waiting" || !d.m.Children[0].Answered || d.m.Children[1].Answered {
		t.Fatalf("one of two answered: at %s, %+v", d.m.Step, d.m.Children)
	}
	settle(1, true, rulebook.Open)
	if d.m.Step != "checking" {
		t.Fatalf("both answered: at %s", d.m.Step)
	}
	settle(0, true, rulebook.Confirmed)
	if d.m.Step != "checking" || d.m.Children[0].Ending != rulebook.Confirmed {
		t.Fatalf("a child ended while nothing follows from it: at %s, %+v", d.m.Step, d.m.Children)
	}
	if a, b := text(t, refold(t, d.m, d.events)), text(t, d.m); a != b {
		t.Errorf("fold:\n%s\n%s", a, b)
	}
}

// A merge takes the raisers along, and undoing it gives them back; somebody who raised both is told once.
func TestAbsorbAndRelease(t *testing.T) {
	t.Parallel()
	target := newDesk(t)
	source := newDesk(t, func(s *matter.Start) {
		s.ID, s.Raisers = "m2", []matter.Raiser{
			{ID: "r3", Kind: "resident", Name: "住户乙", Contact: "0000-003"},
			{ID: "r4", Kind: "deputy", Person: "deputy"}, // r2 of the target
		}
	})
	source.do("deputyOffice", "note note=像是同一件事")
	merged, err := matter.Decide(source.env, source.m, source.act("deputyOffice", "merge target=m1 reason=同一处"))
	if err != nil {
		t.Fatal(err)
	}
	target.clock("03-04 10:00")
	ev, err := matter.Absorb(target.env, target.m, source.m, merged)
	if err != nil {
		t.Fatal(err)
	}
	target.take(target.m, ev)
	if got := fmt.Sprint(raisers(target.m)); got != "[r1 r2 r3<m2]" {
		t.Fatalf("raisers after the merge: %s", got)
	}
	if r := target.m.Raiser("r3"); r.Name != "住户乙" || !r.Joined.Equal(at(t, "03-04 10:00")) {
		t.Fatalf("the raiser who came along: %+v", r)
	}
	target.take(target.m, matter.Release(target.env, target.m, source.m, merged))
	if got := fmt.Sprint(raisers(target.m)); got != "[r1 r2]" {
		t.Fatalf("raisers after undoing it: %s", got)
	}
	if a, b := text(t, refold(t, target.m, target.events)), text(t, target.m); a != b {
		t.Errorf("fold:\n%s\n%s", a, b)
	}
}

func raisers(m matter.Matter) (out []string) {
	for _, r := range m.Raisers {
		s := r.ID
		if r.From != "" {
			s += "<" + r.From
		}
		out = append(out, s)
	}
	return out
}

func TestAbsorbRefuses(t *testing.T) {
	t.Parallel()
	open := matter.Matter{Congress: "c1", ID: "m1", Procedure: "case"}
	for _, c := range []struct {
		name, want     string
		target, source matter.Matter
	}{
		{"itself", "mergeSelf", open, open},
		{"an ended matter", "mergeInto", matter.Matter{Congress: "c1", ID: "m1", Procedure: "case", Ending: rulebook.Confirmed}, matter.Matter{Congress: "c1", ID: "m2", Procedure: "case"}},
		{"another kind", "mergeInto", open, matter.Matter{Congress: "c1", ID: "m2", Procedure: "part"}},
		{"another congress", "mergeInto", open, matter.Matter{Congress: "c2", ID: "m2", Procedure: "case"}},
	} {
		if _, err := matter.Absorb(matter.Env{}, c.target, c.source, matter.Decision{}); codeOf(err) != c.want {
			t.Errorf("into %s: %v", c.name, err)
		}
	}
}
