package storetest

import (
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/store"
)

// testMilestones proves that figures and the matters they were counted from are the same question, on either engine.
func testMilestones(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.fill()
	total := 0
	err := w.db.View(ctx, func(tx *store.Tx) error {
		counts, err := tx.CountMilestones("c1", store.MilestoneFilter{}, "kind", "month", "unit", "category", "days", "on_time")
		if err != nil {
			return err
		}
		byKind := map[string]int{}
		for _, c := range counts {
			f := store.MilestoneFilter{Kind: c.Kind, From: c.Month, To: c.Month, Unit: c.Unit, Category: c.Category}
			same, err := tx.CountMilestones("c1", f, "kind")
			if err != nil {
				return err
			}
			listed, err := tx.Count(store.Filter{Congress: "c1", Scope: access.Scope{All: true}, Reached: f})
			if err != nil {
				return err
			}
			if len(same) != 1 || same[0].N != listed || listed < c.N {
				t.Errorf("%+v: counted %+v, listed %d", c, same, listed)
			}
			byKind[c.Kind] += c.N
			total += c.N
		}
		raised, err := tx.Count(store.Filter{Congress: "c1", Scope: access.Scope{All: true}, TopLevel: true})
		if err != nil {
			return err
		}
		if byKind["seen"] != raised {
			t.Errorf("%d milestones of raising, %d matters that are no part of another", byKind["seen"], raised)
		}
		if other, err := tx.CountMilestones("c9", store.MilestoneFilter{}, "kind"); err != nil || len(other) != 0 {
			t.Errorf("another congress has %+v, %v", other, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if total == 0 {
		t.Fatal("nothing was counted")
	}

	// A database from before there were milestones gets them when it is opened, and is proven again.
	if _, err := w.db.Writer().ExecContext(ctx, "DELETE FROM milestone"); err != nil {
		t.Fatal(err)
	}
	if err := w.db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	verify(t, w.db)
}
