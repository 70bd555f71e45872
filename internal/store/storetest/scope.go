package storetest

import (
	"math/rand/v2"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// seats are the places a viewer of the tests can have.
var seats = []access.Seat{
	{Org: "station", Classification: "station", Role: congress.RoleStaff},
	{Org: "station2", Classification: "station", Role: congress.RoleMember},
	{Org: "water", Classification: "unit", Role: congress.RoleStaff},
	{Org: "roads", Classification: "unit", Role: congress.RoleStaff},
	{Org: "deputyOffice", Classification: "deputyOffice", Role: congress.RoleStaff},
	{Org: "generalOffice", Classification: "generalOffice", Role: congress.RoleStaff},
	{Org: "committee", Classification: "committee", Role: congress.RoleStaff},
	{Org: "chairMeeting", Classification: "chairMeeting", Role: congress.RoleMember},
	{Org: "standingCommittee", Classification: "standingCommittee", Role: congress.RoleMember},
	{Org: "congress", Classification: "congress", Role: congress.RoleDeputy},
	{Org: "water", Classification: "unit", Role: congress.RoleDeputy}, // elected there, not employed there
	{Org: "station", Classification: "station", Role: congress.RoleDeputy},
}

// randomViewer is anybody: the public, the holder of a receipt, people with up to three seats.
func randomViewer(r *rand.Rand, all []matter.Matter) access.Viewer {
	v := access.Viewer{Congress: "c1"}
	switch r.IntN(6) {
	case 0: // the public
	case 1: // the holder of a receipt, right or wrong
		m := pick(r, all...)
		v.Matter, v.Raiser = m.ID, m.Raisers[0].ID
		if r.IntN(4) == 0 {
			v.Raiser = pick(r, all...).Raisers[0].ID
		}
	default:
		v.Account, v.Person = "a", pick(r, "deputy", "deputy2", "clerk")
		for range r.IntN(4) {
			v.Orgs = append(v.Orgs, pick(r, seats...))
		}
	}
	if r.IntN(20) == 0 {
		v.Congress = "c2"
	}
	return v
}

// scopes: a viewer's list is exactly what he may see, never more and never less.
func scopes(t *testing.T, w *world, r *rand.Rand, all []matter.Matter) {
	t.Helper()
	everything := append(w.all("c2"), all...)
	shown := 0
	for range 150 {
		v := randomViewer(r, all)
		want := keep(everything, func(m matter.Matter) bool { return access.Sees(v, m) > access.Nothing })
		got, n := w.list(t, store.Filter{Congress: v.Congress, Scope: access.MatterScope(v)})
		if ids(got) != ids(want) || n != len(want) {
			t.Fatalf("%+v:\n lists %s (counted %d)\n may see %s", v, ids(got), n, ids(want))
		}
		shown += len(got)
		// What he works on is a part of it, in which everything is work to him.
		work, _ := w.list(t, store.Filter{Congress: v.Congress, Scope: access.WorkScope(v)})
		for _, m := range work {
			if s := access.Sees(v, m); s < access.Work {
				t.Fatalf("%+v has %s on the board, of which he sees %d", v, m.ID, s)
			}
		}
		if want := keep(everything, func(m matter.Matter) bool { return access.Sees(v, m) >= access.Work }); ids(work) != ids(want) {
			t.Fatalf("%+v:\n board %s\n works on %s", v, ids(work), ids(want))
		}
		lateMatters(t, w, v)
	}
	if shown == 0 {
		t.Error("nobody saw anything: the world proves nothing")
	}
}

// lateMatters: the was-late view obeys the same scope.
func lateMatters(t *testing.T, w *world, v access.Viewer) {
	t.Helper()
	view(t, w.db, func(tx *store.Tx) error {
		page, _, err := tx.Lates(store.LateFilter{Congress: v.Congress, Scope: access.WorkScope(v)}, store.Cursor{}, 1000)
		for _, l := range page {
			if access.Sees(v, l.Matter) < access.Work {
				t.Errorf("%+v finds %s among what was late", v, l.Matter.ID)
			}
		}
		return err
	})
}
