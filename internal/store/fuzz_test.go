package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// A list's address is written by anybody: whatever stands in it, the answer is a page or a refusal that is
// not our fault, and the page shows no more than the scope allows.
func FuzzLists(f *testing.F) {
	w := world.SQLite(f)
	for range 5 {
		w.Raise("路灯不亮")
	}
	f.Add("2026-03-05", "id", "opinion", "registered", "seen", "station", "open", "due", 3)
	f.Add("1772413200000000", "0192", "", "", "", "water", "", "raised", 0)
	f.Add("x", "'; --", "\x00", "\xff", "%", "a/b", "ended", "", -1)
	f.Fuzz(func(t *testing.T, key, id, procedure, step, phase, org, state, order string, limit int) {
		limit = max(0, min(limit, 10))
		filter := store.Filter{
			Congress: world.ID, Scope: access.Scope{Stations: []string{"station2"}, Involved: []string{org}, Person: org},
			Procedure: procedure, Step: step, Phase: phase, Parent: id, State: store.State(state), DueFrom: key, DueTo: step,
			OwnerOrgs: []string{org}, Person: id,
		}
		err := w.Store.View(context.Background(), func(tx *store.Tx) error {
			page, _, err := tx.Matters(filter, store.Order(order), store.Cursor{Key: key, ID: id}, limit)
			if err != nil {
				return err
			}
			for _, m := range page {
				if m.Station == "station" && org != "station" {
					t.Errorf("outside the scope: %s", m.ID)
				}
			}
			if _, err := tx.Count(filter); err != nil {
				return err
			}
			_, _, err = tx.Lates(store.LateFilter{Congress: world.ID, Scope: filter.Scope, Kind: phase, Procedure: procedure, OwnerOrgs: filter.OwnerOrgs, Stations: []string{id}}, store.Cursor{Key: key, ID: id}, limit)
			return err
		})
		var p *problem.Problem
		if err != nil && (!errors.As(err, &p) || p.Kind == problem.Internal) {
			t.Fatalf("%v", err)
		}
	})
}
