package demo_test

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/demo"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/sqlite"
	"github.com/huiyin/huiyin/rulebooks"
)

var zone = mustZone()

func mustZone() *time.Location {
	z, err := time.LoadLocation(demo.Zone)
	if err != nil {
		panic(err) // the machine has no time zones
	}
	return z
}

// year is a built demonstration.
type year struct {
	now     time.Time
	db      *store.DB
	o       *office.Office
	clock   *demo.Clock
	sum     demo.Summary
	matters []matter.Matter // by the moment of raising, latest first
}

// build makes the demonstration that ends at a civil time of the district.
func build(t *testing.T, at string) year {
	t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", at, zone)
	if err != nil {
		t.Fatal(err)
	}
	y := year{now: now, clock: demo.NewClock(func() time.Time { return now })}
	if y.db, err = sqlite.Open(filepath.Join(t.TempDir(), "demo.db"), sqlite.Options{Now: y.clock.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := y.db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := y.db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	y.o = office.New(y.db)
	if y.sum, err = demo.Build(context.Background(), y.o, y.clock, now, nil); err != nil {
		t.Fatal(err)
	}
	err = y.db.View(context.Background(), func(tx *store.Tx) error {
		y.matters = nil
		cur := store.Cursor{}
		for {
			page, next, err := tx.Matters(store.Filter{Congress: demo.Code, Scope: access.Scope{All: true}}, store.ByRaised, cur, 100)
			if err != nil {
				return err
			}
			if y.matters = append(y.matters, page...); next.ID == "" {
				return nil
			}
			cur = next
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return y
}

// any reports whether some matter is as asked.
func (y year) any(f func(matter.Matter) bool) bool { return slices.ContainsFunc(y.matters, f) }

// procedures are the shipped ones, by key.
func procedures(t *testing.T) map[string]*rulebook.Procedure {
	t.Helper()
	out := map[string]*rulebook.Procedure{}
	for i, src := range rulebooks.Sources() {
		b, err := office.ParseBook(rulebooks.Names()[i], src)
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(out, b.Procedures)
	}
	return out
}

// The year has everything that can happen, whenever it is shown: on a Sunday, on a working morning, and when
// due days reach into a year whose holidays are not published.
func TestTheYearHasEverything(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"2026-03-01 09:00", "2026-11-23 10:30", "2027-01-05 08:10"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			y := build(t, at)
			everyStep(t, y)
			everyFailure(t, y)
			onItsClock(t, y)
			if at == "2026-11-23 10:30" {
				// The rest does not depend on the day, and one look at it is enough.
				codes(t, y)
				nothingAlikeSideBySide(t, y)
				everyDoorHasWork(t, y)
				twoStories(t, y)
				inTheHandbook(t, y)
				if _, err := y.db.Verify(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func everyStep(t *testing.T, y year) {
	t.Helper()
	for key, p := range procedures(t) {
		for _, s := range p.Order {
			if !y.any(func(m matter.Matter) bool { return m.Procedure == key && m.Step == s }) {
				t.Errorf("no %s stands at %s", key, s)
			}
			for _, a := range p.Steps[s].Order {
				if !y.any(func(m matter.Matter) bool { return m.Procedure == key && m.Counts["act:"+a] > 0 }) {
					t.Errorf("%s was never done on any %s", a, key)
				}
			}
		}
	}
}

func everyFailure(t *testing.T, y year) {
	t.Helper()
	open, closed, late := map[matter.FailureKind]int{}, map[matter.FailureKind]int{}, 0
	for _, m := range y.matters {
		fs := matter.Failures(m, y.now, zone)
		if len(fs) > 0 {
			late++
		}
		for _, f := range fs {
			if f.Until == nil {
				open[f.Kind]++
			} else {
				closed[f.Kind]++
			}
		}
	}
	for _, k := range matter.FailureKinds {
		if open[k] < 2 || closed[k] < 2 {
			t.Errorf("%s: %d open, %d closed; several of each are wanted", k.Name().ZH, open[k], closed[k])
		}
	}
	if share := late * 100 / len(y.matters); share < 10 || share > 22 {
		t.Errorf("%d %% of the matters lay overdue at some time, want about 15", share)
	}
}

// onItsClock: everything happened before now, in order, and the clock runs on from now.
func onItsClock(t *testing.T, y year) {
	t.Helper()
	if !y.o.Now().Equal(y.now) {
		t.Errorf("the clock stands at %s, not at now", y.o.Now())
	}
	if n := y.sum.Matters; n != len(y.matters) || n < 380 || n > 480 {
		t.Errorf("the summary says %d matters, the store has %d; about 400 are wanted", n, len(y.matters))
	}
	today, soon, provisional := 0, 0, 0
	for _, m := range y.matters {
		if !m.LastAt.Before(y.now) || !m.RegisteredAt.Before(y.now) {
			t.Errorf("%s: last at %s", m.Title, m.LastAt)
		}
		if d := m.Due(); d != nil {
			switch left := d.Day.In(zone).Sub(y.now); {
			case left > -24*time.Hour && left <= 0:
				today++
			case left > 0 && left < 5*24*time.Hour:
				soon++
			}
			if d.Provisional {
				provisional++
			}
		}
	}
	if y.now.Weekday() != time.Sunday && today == 0 || soon == 0 {
		t.Errorf("%d due today, %d due soon", today, soon)
	}
	if y.now.Year() == 2027 && provisional == 0 {
		t.Error("no due day waits for the calendar of its year")
	}
}

// codes: every coded reason of the rulebooks was given, and every way to rate.
func codes(t *testing.T, y year) {
	t.Helper()
	given := map[string]bool{}
	err := y.db.View(context.Background(), func(tx *store.Tx) error {
		for _, m := range y.matters {
			entries, err := tx.Entries(demo.Code, matter.Subject, m.ID)
			if err != nil {
				return err
			}
			for _, e := range entries {
				ev, err := matter.FromRecord(e.Entry, e.Body)
				if err != nil {
					return err
				}
				c := ev.Change.Coded
				given[m.Procedure+" "+ev.Act+" "+c["reasonCode"]] = true
				given["rating "+c["rating"]], given["attitude "+c["attitude"]] = true, true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key, p := range procedures(t) {
		if key == "message" { // its return is that of opinions
			continue
		}
		for _, s := range p.Order {
			for _, a := range p.Steps[s].Acts {
				for _, r := range a.Reasons {
					if !given[key+" "+a.Key+" "+r.Code] {
						t.Errorf("%s of %s was never given the reason %s", a.Key, key, r.Code)
					}
				}
			}
		}
	}
	for _, r := range []string{"satisfied", "basically", "notSatisfied"} {
		if !given["rating "+r] || !given["attitude "+r] {
			t.Errorf("nobody ever rated %s", r)
		}
	}
}
