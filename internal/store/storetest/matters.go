package storetest

import (
	"testing"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// A matter is read back as it was saved, by id, by number and by where it came from.
func testMatters(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1", func(s *matter.Start) { s.Source = &matter.Source{ID: "留言-1", Digest: "d"} })
	w.open("m2")
	w.act("m1", "assign unit=water")
	saved := w.act("m1", "askMore reason=备料 newDue=2026-05-06")
	if got := w.read("m1"); text(t, got) != text(t, saved) || got.Rev != 3 {
		t.Fatalf("read:\n%s\nsaved:\n%s", text(t, got), text(t, saved))
	}
	view(t, w.db, func(tx *store.Tx) error {
		for name, find := range map[string]func() (matter.Matter, error){
			"number": func() (matter.Matter, error) { return tx.MatterByNumber("c1", "2026-m1") },
			"source": func() (matter.Matter, error) { return tx.MatterBySource("c1", "case", "留言-1") },
		} {
			if m, err := find(); err != nil || m.ID != "m1" {
				t.Errorf("by %s: %s, %v", name, m.ID, err)
			}
		}
		for name, find := range map[string]func() (matter.Matter, error){
			"id":                   func() (matter.Matter, error) { return tx.Matter("c1", "m9") },
			"number":               func() (matter.Matter, error) { return tx.MatterByNumber("c1", "2026-m9") },
			"source":               func() (matter.Matter, error) { return tx.MatterBySource("c1", "case", "留言-9") },
			"no source":            func() (matter.Matter, error) { return tx.MatterBySource("c1", "case", "") },
			"another procedure":    func() (matter.Matter, error) { return tx.MatterBySource("c1", "part", "留言-1") },
			"another congress":     func() (matter.Matter, error) { return tx.Matter("c2", "m1") },
			"an id with a quote":   func() (matter.Matter, error) { return tx.Matter("c1", "m1' OR '1'='1") },
			"a number as sent raw": func() (matter.Matter, error) { return tx.MatterByNumber("c1", "%") },
		} {
			_, err := find()
			wantErr(t, "by "+name, err, store.ErrNotFound)
		}
		return nil
	})
	var procedures []string
	view(t, w.db, func(tx *store.Tx) error {
		return tx.EachMatter("c1", "case", func(m matter.Matter) error { procedures = append(procedures, m.ID); return nil })
	})
	if len(procedures) != 2 {
		t.Errorf("each: %v", procedures)
	}
	verify(t, w.db)
}

// One revision, one event: what was decided on an old state is refused whole, and so is a number twice.
func testMatterConflicts(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	old := w.open("m1", func(s *matter.Start) { s.Source = &matter.Source{ID: "s1"} })
	w.act("m1", "note note=先")
	now := w.read("m1")
	entries := count(t, w.db, "SELECT count(*) FROM entry")
	err := tryUpdate(w.db, func(tx *store.Tx) error {
		d, err := matter.Decide(env("case", tx.Now), old, actOf(old, "assign unit=water"))
		if err != nil {
			return err
		}
		_, err = tx.SaveEvent(old, d.Event, zone)
		return err
	})
	wantErr(t, "an event on an old state", err, store.ErrStale)
	for name, s := range map[string]matter.Start{
		"an id twice":     start("m1", func(s *matter.Start) { s.Number = "n" }),
		"a number twice":  start("m2", func(s *matter.Start) { s.Number = old.Number }),
		"a source twice":  start("m3", func(s *matter.Start) { s.Source = &matter.Source{ID: "s1"} }),
		"a raiser doubly": start("m4", func(s *matter.Start) { s.Raisers = append(s.Raisers, s.Raisers[0]) }),
	} {
		err := tryUpdate(w.db, func(tx *store.Tx) error { _, err := openIn(tx, s); return err })
		wantErr(t, name, err, store.ErrDuplicate)
	}
	if n := count(t, w.db, "SELECT count(*) FROM entry"); n != entries {
		t.Errorf("refused events left %d entries", n-entries)
	}
	if text(t, w.read("m1")) != text(t, now) {
		t.Error("a refused event changed the matter")
	}
	verify(t, w.db)
}

// A suggestion about an answer is set, replaced and taken back; it is no part of the proof.
func testHollow(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1")
	for _, code := range []string{"courtesy", "forwarded", ""} {
		var got string
		update(t, w.db, func(tx *store.Tx) error { return tx.FlagHollow("c1", "m1", code) })
		view(t, w.db, func(tx *store.Tx) (err error) { got, err = tx.Hollow("c1", "m1"); return err })
		if got != code {
			t.Errorf("flagged %q, read %q", code, got)
		}
	}
	verify(t, w.db)
}
