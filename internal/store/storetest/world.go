package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// world is a store with a congress in it and somebody who acts on its matters.
type world struct {
	t     testing.TB
	db    *store.DB
	clock *clock
	n     int // for ids
}

// rules are the procedures of bookSource.
var rules = sync.OnceValue(func() map[string]*rulebook.Procedure {
	book, bad := rulebook.Parse("storetest", []byte(bookSource))
	if len(bad) > 0 {
		panic(bad) // a mistake in the test itself
	}
	return book.Procedures
})

var system = journal.Actor{Role: "system"}

// newWorld opens a fresh database on Monday 2026-03-02, 09:00, and founds congress c1 in it.
func newWorld(t testing.TB, e Engine) *world {
	t.Helper()
	return openWorld(t, e.Fresh(t))
}

func openWorld(t testing.TB, h Home) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{t: at("2026-03-02 09:00")}}
	w.db = h.Open(t, w.clock.now)
	t.Cleanup(func() {
		if err := w.db.Close(); err != nil {
			t.Error(err)
		}
	})
	w.found("c1")
	return w
}

func (w *world) found(id string) {
	w.t.Helper()
	update(w.t, w.db, func(tx *store.Tx) error {
		return tx.Put(id, congress.KindCongress, id, 0, "found", system, congress.Congress{
			ID: id, Name: "云川区人大常委会", Level: "county", Code: "999901", Zone: "Asia/Shanghai", Term: 5,
		})
	})
}

func (w *world) id(prefix string) string {
	w.n++
	return fmt.Sprintf("%s%03d", prefix, w.n)
}

func env(procedure string, now time.Time) matter.Env {
	return matter.Env{
		Rules: rules()[procedure], Calendar: deadline.Builtin(), Zone: zone, Now: now,
		Orgs: map[string]string{"deputyOffice": "deputyOffice", "station": "station"},
	}
}

// start is a matter with two raisers, as the tests open it.
func start(id string, change ...func(*matter.Start)) matter.Start {
	s := matter.Start{
		Congress: "c1", ID: id, Number: "2026-" + id, Book: "storetest", Version: "1", Procedure: "case",
		Title: "桥头路灯不亮 " + id, Text: "请尽快处理。", Station: "station", Role: "resident",
		Raisers: []matter.Raiser{
			{ID: id + "-r1", Kind: "resident", Name: "住户", Contact: "0000-000"},
			{ID: id + "-r2", Kind: "deputy", Person: "deputy"},
		},
		Files: []matter.File{
			{Hash: strings.Repeat("a", 64), Name: "桥头.jpg", Type: "image/jpeg", Size: 12, Width: 4, Height: 3, Thumb: strings.Repeat("b", 64)},
			{Hash: strings.Repeat("c", 64), Name: "说明.pdf", Type: "application/pdf", Size: 34},
		},
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

// open opens a matter.
func (w *world) open(id string, change ...func(*matter.Start)) matter.Matter {
	w.t.Helper()
	var m matter.Matter
	update(w.t, w.db, func(tx *store.Tx) (err error) {
		m, err = openIn(tx, start(id, change...))
		return err
	})
	return m
}

func openIn(tx *store.Tx, s matter.Start) (matter.Matter, error) {
	ev, err := matter.Open(env(s.Procedure, tx.Now), s)
	if err != nil {
		return matter.Matter{}, err
	}
	return tx.SaveEvent(matter.Matter{Congress: s.Congress, ID: s.ID}, ev, zone)
}

// act does "name field=value …" (an underscore stands for a space, a bar for a line end) on a matter, as
// whoever may.
func (w *world) act(id, line string) matter.Matter {
	w.t.Helper()
	var m matter.Matter
	update(w.t, w.db, func(tx *store.Tx) (err error) {
		m, err = actIn(tx, "c1", id, line, 0)
		return err
	})
	return m
}

// actIn is an act inside a transaction, with all that follows from it: children, and what the parent is told.
func actIn(tx *store.Tx, congressID, id, line string, rev int64) (matter.Matter, error) {
	m, err := tx.Matter(congressID, id)
	if err != nil {
		return m, err
	}
	a := actOf(m, line)
	a.Rev = rev
	d, err := matter.Decide(env(m.Procedure, tx.Now), m, a)
	if err != nil {
		return m, err
	}
	after, err := tx.SaveEvent(m, d.Event, zone)
	if err != nil {
		return m, err
	}
	for i, s := range d.Opens {
		s.Number = fmt.Sprintf("%s.%d", m.Number, i+1)
		if _, err := openIn(tx, s); err != nil {
			return m, err
		}
	}
	if !matter.MovedOn(m, after) {
		return after, nil
	}
	parent, err := tx.Matter(congressID, m.Parent)
	if err != nil {
		return m, err
	}
	told, err := matter.Settle(env(parent.Procedure, tx.Now), parent, after)
	if err != nil {
		return m, err
	}
	_, err = tx.SaveEvent(parent, told.Event, zone)
	return after, err
}

func actOf(m matter.Matter, line string) matter.Act {
	words := strings.Fields(line)
	a := matter.Act{
		Name: words[0], Fields: map[string]string{},
		Actor: matter.Person{ID: "somebody", Org: "desk", Roles: []string{"owner", "raiser", "deputyOffice", "system"}},
	}
	for _, r := range m.Raisers { // the first one who has not rated
		if a.Actor.Raiser == "" && m.Rating(r) == "" {
			a.Actor.Raiser = r.ID
		}
	}
	for _, word := range words[1:] {
		k, v, _ := strings.Cut(word, "=")
		a.Fields[k] = strings.NewReplacer("_", " ", "|", "\n").Replace(v)
	}
	for i := range matter.MaxChildren {
		a.NewIDs = append(a.NewIDs, fmt.Sprintf("%s-%02d", m.ID, i+1))
	}
	return a
}

// read gives a matter as it is stored.
func (w *world) read(id string) matter.Matter {
	w.t.Helper()
	var m matter.Matter
	view(w.t, w.db, func(tx *store.Tx) (err error) {
		m, err = tx.Matter("c1", id)
		return err
	})
	return m
}

// erase removes all words of a matter, the way the office does.
func (w *world) erase(id string) {
	w.t.Helper()
	update(w.t, w.db, func(tx *store.Tx) error {
		m, err := tx.Matter("c1", id)
		if err != nil {
			return err
		}
		entries, err := tx.Entries("c1", matter.Subject, id)
		if err != nil {
			return err
		}
		var bodies []string
		for _, e := range entries {
			if e.Body != nil {
				bodies = append(bodies, e.BodyHash)
			}
		}
		ev := matter.Erase(env(m.Procedure, tx.Now), m, matter.Actor{Person: "admin", Role: "admin"}, bodies, "pipl47", "本人要求")
		if _, err := tx.SaveEvent(m, ev, zone); err != nil {
			return err
		}
		if err := tx.EraseBodies("c1", bodies); err != nil {
			return err
		}
		_, err = tx.Refold("c1", id, zone)
		return err
	})
}

// undo takes the last event of a matter back.
func (w *world) undo(id string) {
	w.t.Helper()
	update(w.t, w.db, func(tx *store.Tx) error {
		m, err := tx.Matter("c1", id)
		if err != nil {
			return err
		}
		before, last, err := tx.BeforeLast("c1", id)
		if err != nil {
			return err
		}
		ev, err := matter.Undo(env(m.Procedure, tx.Now), before, m, last, m.Rev, last.Actor)
		if err != nil {
			return err
		}
		_, err = tx.SaveEvent(m, ev, zone)
		return err
	})
}

// climb lets an overdue matter go up so many rungs of its ladder.
func (w *world) climb(id string, rungs int) {
	w.t.Helper()
	for range rungs {
		update(w.t, w.db, func(tx *store.Tx) error {
			m, err := tx.Matter("c1", id)
			if err != nil {
				return err
			}
			ev, ok := matter.Escalate(env(m.Procedure, tx.Now), m)
			if !ok {
				w.t.Fatalf("%s does not go up", id)
			}
			_, err = tx.SaveEvent(m, ev, zone)
			return err
		})
	}
}

// merge puts source into target.
func (w *world) merge(source, target string) {
	w.t.Helper()
	update(w.t, w.db, func(tx *store.Tx) error {
		s, err := tx.Matter("c1", source)
		if err != nil {
			return err
		}
		into, err := tx.Matter("c1", target)
		if err != nil {
			return err
		}
		d, err := matter.Decide(env(s.Procedure, tx.Now), s, actOf(s, "merge target="+target+" reason=同一处"))
		if err != nil {
			return err
		}
		d.Event.Change.Target = target
		ev, err := matter.Absorb(env(into.Procedure, tx.Now), into, s, d)
		if err != nil {
			return err
		}
		if _, err := tx.SaveEvent(s, d.Event, zone); err != nil {
			return err
		}
		_, err = tx.SaveEvent(into, ev, zone)
		return err
	})
}

// all reads every matter of a congress.
func (w *world) all(congressID string) []matter.Matter {
	w.t.Helper()
	var out []matter.Matter
	view(w.t, w.db, func(tx *store.Tx) error {
		out = nil
		for p := range rules() {
			if err := tx.EachMatter(congressID, p, func(m matter.Matter) error { out = append(out, m); return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	return out
}

// ctx is the context of callers who do not give up.
var ctx = context.Background()
