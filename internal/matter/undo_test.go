package matter_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/matter"
)

// before is the matter as it stood before the last event.
func (d *desk) before() matter.Matter {
	m := matter.Matter{Congress: d.m.Congress, ID: d.m.ID}
	for _, ev := range d.events[:len(d.events)-1] {
		m = matter.Apply(m, ev)
	}
	return m
}

// undo takes the last event back.
func (d *desk) undo() error {
	ev, err := matter.Undo(d.env, d.before(), d.m, d.events[len(d.events)-1], d.m.Rev, matter.Actor{Person: "luo", Org: "station", Role: "station"})
	if err == nil {
		d.take(d.m, ev)
	}
	return err
}

// bare is a matter without what an undo rightly leaves behind: the revision, the entries it speaks of, and the
// stays that were passed through.
func bare(m matter.Matter) matter.Matter {
	m.Rev, m.LastAt, m.Undone = 0, time.Time{}, nil
	v := *m.Visit()
	v.From, v.Seq, v.Resumes = time.Time{}, 0, 0
	m.Visits = []matter.Visit{v}
	return m
}

// lying is how long a matter lay overdue until now, by failure.
func lying(m matter.Matter, now time.Time) map[matter.FailureKind]time.Duration {
	out := map[matter.FailureKind]time.Duration{}
	for _, f := range matter.Failures(m, now, zone) {
		end := now
		if f.Until != nil {
			end = *f.Until
		}
		out[f.Kind] += end.Sub(f.From)
	}
	return out
}

// Whatever is taken back: step, owner, phase, ending, due day, fields, counts and what everybody may do stand as
// before, every interval stays true, and the time in between counts as it stood.
func TestUndoGivesBackWhatWas(t *testing.T) {
	t.Parallel()
	rules := parse(t, caseBook)
	undone := 0
	rapid.Check(t, func(r *rapid.T) {
		d := openDesk(t, rules, "case")
		for range rapid.IntRange(0, 12).Draw(r, "acts") {
			randomAct(r, d)
		}
		was := d.m
		for range 40 { // something that moved it
			if randomAct(r, d); d.m.Rev != was.Rev {
				break
			}
		}
		if d.m.Rev != was.Rev+1 || d.events[len(d.events)-1].Kind == matter.Undone {
			return
		}
		acted := d.events[len(d.events)-1]
		d.env.Now = acted.RecordedAt.Add(time.Duration(rapid.IntRange(0, int(matter.UndoWindow/time.Second)-1).Draw(r, "seconds")) * time.Second)
		between := d.m
		if d.undo() != nil {
			return
		}
		undone++
		if a, b := text(t, bare(was)), text(t, bare(d.m)); a != b {
			r.Fatalf("after undoing %s:\n%s\nbefore it:\n%s", acted.Act, b, a)
		}
		if !matter.WasUndone(d.m, acted.Seq) || matter.WasUndone(d.m, d.m.Rev) || matter.WasUndone(was, acted.Seq) {
			r.Fatal("WasUndone does not say which event was taken back")
		}
		if access.Published(was) != access.Published(d.m) || !slices.Equal(access.Involved(was), access.Involved(d.m)) {
			r.Fatal("others see it than before")
		}
		sameOffers(r, d, was)
		// The clock: what lay overdue before still did, without the time in between, which counts for itself.
		now := d.env.Now.Add(100 * 24 * time.Hour)
		if acted.Change.To != "" {
			want := lying(was, acted.OccurredAt)
			for kind, t := range lying(between, d.m.LastAt) {
				want[kind] += t - want[kind]
			}
			for kind, t := range lying(d.m, now) {
				alone := lying(was, now)[kind] - lying(was, d.m.LastAt)[kind]
				if t != want[kind]+alone && was.Open() {
					r.Fatalf("%s: lay overdue %v, want %v and %v more", kind, t, want[kind], alone)
				}
			}
		}
		invariants(r, d)
		if a, b := text(t, refold(t, d.m, d.events)), text(t, d.m); a != b {
			r.Fatalf("the fold of the journal is not the matter:\n%s\n%s", a, b)
		}
	})
	if undone == 0 {
		t.Error("nothing was ever undone: the test proves nothing")
	}
}

// sameOffers holds that everybody may do what he could do before, until the same day.
func sameOffers(r *rapid.T, d *desk, was matter.Matter) {
	for _, who := range people {
		p := d.person(who)
		a, b := matter.Offers(d.env, was, p), matter.Offers(d.env, d.m, p)
		if len(a) != len(b) {
			r.Fatalf("%s is offered %d acts, before %d", who, len(b), len(a))
		}
		for i := range a {
			if a[i].Act != b[i].Act || (a[i].Why == nil) != (b[i].Why == nil) || a[i].By != b[i].By {
				r.Fatalf("%s: %s is offered otherwise than before: %v %v, %v %v", who, a[i].Act.Key, a[i].Why, b[i].Why, a[i].By, b[i].By)
			}
		}
	}
}

func TestWhatCanBeUndone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		acts []string // "who act …"; the last one is to be undone
		wait time.Duration
		want string
	}{
		"assign":              {acts: []string{"station", "assign unit=water"}},
		"just in time":        {acts: []string{"station", "assign unit=water"}, wait: matter.UndoWindow - time.Second},
		"too late":            {acts: []string{"station", "assign unit=water"}, wait: matter.UndoWindow, want: "undoLate"},
		"merge":               {acts: []string{"deputyOffice", "merge target=m9 reason=同"}},
		"an answer":           {acts: []string{"station", "answerNow answer=好"}, want: "undoKind"},
		"declining":           {acts: []string{"station", "decline reasonCode=beyond answer=不归我们"}, want: "undoKind"},
		"a return":            {acts: []string{"station", "assign unit=water", "water", "return reasonCode=notOurs reason=错"}, want: "undoKind"},
		"opening parts":       {acts: []string{"station", "split unit=water parts=一|二"}, want: "undoParts"},
		"the raising":         {want: "undoKind"},
		"a note":              {acts: []string{"station", "note note=备注"}, want: "undoKind"},
		"the station's close": {acts: []string{"station", "assign unit=water", "water", "answer answer=好了", "r1", "rate rating=satisfied", "r2", "rate rating=satisfied", "station", "confirm findings=属实"}},
	} {
		d := newDesk(t)
		for i := 0; i+1 < len(c.acts); i += 2 {
			d.env.Now = d.env.Now.Add(time.Hour)
			d.do(c.acts[i], c.acts[i+1])
		}
		d.env.Now = d.events[len(d.events)-1].RecordedAt.Add(c.wait)
		if got := codeOf(d.undo()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if c.want == "" {
			if got := codeOf(d.undo()); got != "undoKind" {
				t.Errorf("%s: undoing the undo: %q", name, got)
			}
		}
	}
}

// Only the last event, and only on the page that shows it.
func TestUndoIsOfTheLastEvent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "assign unit=water")
	last, before := d.events[len(d.events)-1], d.before()
	if _, err := matter.Undo(d.env, before, d.m, last, d.m.Rev-1, matter.Actor{}); codeOf(err) != "undoMoved" {
		t.Errorf("a stale page: %v", err)
	}
	d.do("water", "note note=看过")
	if _, err := matter.Undo(d.env, before, d.m, last, 0, matter.Actor{}); codeOf(err) != "undoMoved" {
		t.Errorf("somebody wrote a note since: %v", err)
	}
}

// A unit that had a matter only by mistake has never had it; an assignment done right afterwards keeps the clock
// it would have had.
func TestUndoLeavesNoTrace(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first := d.m.Due().Day
	d.do("station", "assign unit=water")
	d.env.Now = d.env.Now.Add(5 * time.Minute)
	if err := d.undo(); err != nil {
		t.Fatal(err)
	}
	if got := d.m.Due().Day; got != first || d.m.Owner.Org != "station" {
		t.Errorf("due %v, owner %q", got, d.m.Owner.Org)
	}
	if slices.Contains(access.Involved(d.m), "water") {
		t.Error("the wrong unit still sees it")
	}
	if access.Published(d.m) {
		t.Error("it is published although nobody took it up")
	}
	d.do("station", "assign unit=roads")
	if !slices.Contains(access.Involved(d.m), "roads") || slices.Contains(access.Involved(d.m), "water") || !access.Published(d.m) {
		t.Errorf("involved: %v", access.Involved(d.m))
	}
}

// When the words of an undo are erased, the structure stands all the same.
func TestUndoWithoutItsWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "assign unit=water category=roads")
	if err := d.undo(); err != nil {
		t.Fatal(err)
	}
	events := slices.Clone(d.events)
	for i := range events {
		events[i].Words = nil
	}
	m := matter.Fold(events)
	if m.Step != d.m.Step || m.Owner != d.m.Owner || m.Due().Day != d.m.Due().Day || len(m.Fields) != 0 {
		t.Errorf("%s", text(t, m))
	}
}

// A child's undone act is taken back from its parent as well, unless the parent has moved on.
func TestUndoTellsTheParent(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.do("station", "split unit=water parts=一|二")
	before := d.m
	child := matter.Matter{ID: d.m.Children[0].ID, Procedure: "part", Answers: make([]matter.Answer, 1)}
	dec, err := matter.Settle(d.env, d.m, child)
	if err != nil {
		t.Fatal(err)
	}
	d.take(d.m, dec.Event)
	last := d.events[len(d.events)-1]
	if _, err := matter.UndoSettled(d.env, before, d.m, last, d.m.Children[1].ID, matter.Actor{}); codeOf(err) != "undoParent" {
		t.Errorf("told of another child: %v", err)
	}
	ev, err := matter.UndoSettled(d.env, before, d.m, last, child.ID, matter.Actor{})
	if err != nil {
		t.Fatal(err)
	}
	after := matter.Apply(d.m, ev)
	if a, b := text(t, bare(before)), text(t, bare(after)); a != b {
		t.Errorf("%s\n%s", a, b)
	}
	d.do("deputyOffice", "note note=看过")
	if _, err := matter.UndoSettled(d.env, before, d.m, last, child.ID, matter.Actor{}); codeOf(err) != "undoParent" {
		t.Errorf("the parent moved on: %v", err)
	}
}
