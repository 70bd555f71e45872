package bench

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
)

func onBoth(t *testing.T, test func(t *testing.T, at place)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); test(t, place{Data: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); test(t, place{DB: pgtest.URL(t)}) })
}

// The floor writes matter, entry and body with the very statements of the store: when those change, so must these.
func TestFloorStatements(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, at place) {
		s, err := record(t.Context(), at, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if len(s) != len(life) {
			t.Fatalf("%d acts were recorded, not %d", len(s), len(life))
		}
		var have []string
		for _, act := range s.only("matter", "entry", "body") {
			for _, l := range act {
				if q := oneLine(l.query); !slices.Contains(have, q) {
					have = append(have, q)
				}
			}
		}
		want := slices.Clone(floorStatements[1:]) // the first one reads
		slices.Sort(have)
		slices.Sort(want)
		if !slices.Equal(have, want) {
			t.Errorf("the store writes\n%q\nthe floor\n%q", have, want)
		}
		// What an act may cost at most: whoever adds a statement to every act answers for it here.
		if n := s.writes().count(); n > 60 {
			t.Errorf("a lifecycle of %d acts has %d writing statements", len(life), n)
		}
	})
}

// Every filled matter is one that verify accepts, and acts go on after filling.
func TestFilledMattersVerify(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, at place) {
		w := &worker{Part: Part{Kind: PartHuiyin, Now: time.Now}, at: at}
		db, err := at.open(func() time.Time { return time.Now().Add(-time.Duration(w.shift.Load())) })
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.db, w.office = db, office.New(db)
		if err := Found(t.Context(), w.office); err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{60, 150} {
			have, err := fill(t.Context(), w, n)
			if err != nil {
				t.Fatal(err)
			}
			if have != int64(n) {
				t.Errorf("%d finished matters, not %d", have, n)
			}
		}
		id := ""
		for _, s := range life {
			v, err := viewer(t.Context(), w.office, s.who(2))
			if err != nil {
				t.Fatal(err)
			}
			if id, err = do(t.Context(), w.office, v, id, s, 2); err != nil {
				t.Fatalf("%q after filling: %v", s.act, err)
			}
		}
		v, err := db.Verify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if v.Matters < 150 {
			t.Errorf("%d matters were verified", v.Matters)
		}
	})
}

// The raw engine performs what was recorded, with every key of its own.
func TestRawRepeats(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, at place) {
		s, err := record(t.Context(), at, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		db, err := at.open(time.Now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		l, err := newRaw(db, s, time.Now).run(t.Context(), 3, 200*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.each) == 0 {
			t.Error("nothing was done")
		}
	})
}

// Bench refuses a folder in which another congress works.
func TestRefusesOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := place{Data: dir}
	db, err := at.open(time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	f := town("")
	f.Congress.ID = "somebody"
	if err := office.New(db).Found(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := newGround(t.Context(), dir, ""); err == nil {
		t.Error("bench took a folder in which others work")
	}
	if found, _ := filepath.Glob(filepath.Join(dir, "huiyin-bench-*")); len(found) > 0 {
		t.Errorf("it left %v there", found)
	}
}
