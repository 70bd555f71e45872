package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// A run is prepared, begun once, held by one process at a time, settled row by row once, and ended once.
func testRuns(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	add := func(congress, id, account string) {
		update(t, w.db, func(tx *store.Tx) error {
			return tx.AddRun(store.Run{Congress: congress, ID: id, Account: account, Kind: store.RunBulk, Input: "{}"},
				[]store.RunRow{{Matter: "m1", Rev: 3}, {Matter: "m2", Rev: 4}})
		})
	}
	read := func(id string) (r store.Run) {
		t.Helper()
		view(t, w.db, func(tx *store.Tx) (err error) { r, err = tx.Run("c1", id); return err })
		return r
	}
	add("c1", "r1", "a1")
	w.clock.set(w.clock.now().Add(time.Second))
	add("c1", "r2", "a1")
	add("c2", "r1", "a1")
	if r := read("r1"); r.State != store.RunPrepared || r.Total != 2 || r.Account != "a1" || r.CreatedAt.IsZero() || !r.EndedAt.IsZero() {
		t.Fatalf("%+v", r)
	}
	view(t, w.db, func(tx *store.Tx) error {
		all, err := tx.RunsOf("c1", "a1", 10)
		if len(all) != 2 || all[0].ID != "r2" {
			t.Errorf("runs %+v", all)
		}
		if none, _ := tx.RunsOf("c1", "a2", 10); len(none) != 0 {
			t.Errorf("another account has %+v", none)
		}
		_, missing := tx.Run("c1", "nothing")
		wantErr(t, "no run", missing, store.ErrNotFound)
		return err
	})
	lease := func(id string) error {
		return tryUpdate(w.db, func(tx *store.Tx) error { return tx.LeaseRun("c1", id, tx.Now.Add(time.Minute)) })
	}
	wantErr(t, "in hand before it began", lease("r1"), store.ErrStale)
	update(t, w.db, func(tx *store.Tx) error { return tx.StartRun("c1", "r1") })
	update(t, w.db, func(tx *store.Tx) error { return tx.StartRun("c1", "r1") })
	wantErr(t, "changed when it had begun", tryUpdate(w.db, func(tx *store.Tx) error { return tx.SetRunInput("c1", "r1", "x") }), store.ErrStale)
	wantErr(t, "dropped when it had begun", tryUpdate(w.db, func(tx *store.Tx) error { return tx.DropRun("c1", "r1") }), store.ErrStale)
	if err := lease("r1"); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "in two hands", lease("r1"), store.ErrStale)
	w.clock.set(w.clock.now().Add(time.Minute))
	if err := lease("r1"); err != nil {
		t.Errorf("after its time nobody can have it: %v", err)
	}
	update(t, w.db, func(tx *store.Tx) error { return tx.ExtendRun("c1", "r1", time.Time{}) })
	if err := lease("r1"); err != nil {
		t.Errorf("let go, and nobody can have it: %v", err)
	}
	settle := func(state string) error {
		return tryUpdate(w.db, func(tx *store.Tx) error { return tx.SettleRow("c1", "r1", 1, state, "why") })
	}
	if err := settle(store.RowDone); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "settled twice", settle(store.RowRefused), store.ErrStale)
	view(t, w.db, func(tx *store.Tx) error {
		rows, err := tx.RunRows("c1", "r1", "")
		if want := []store.RunRow{{Seq: 1, Matter: "m1", Rev: 3, State: store.RowDone, Reason: "why"}, {Seq: 2, Matter: "m2", Rev: 4, State: store.RowWaiting}}; !slices.Equal(rows, want) {
			t.Errorf("rows %+v", rows)
		}
		if left, _ := tx.RunRows("c1", "r1", store.RowWaiting); len(left) != 1 || left[0].Seq != 2 {
			t.Errorf("waiting %+v", left)
		}
		if other, _ := tx.RunRows("c2", "r1", store.RowDone); len(other) != 0 {
			t.Errorf("the other congress's run was settled: %+v", other)
		}
		going, err2 := tx.GoingRuns("c1")
		if len(going) != 1 || going[0].ID != "r1" || err2 != nil {
			t.Errorf("going %+v %v", going, err2)
		}
		return err
	})
	update(t, w.db, func(tx *store.Tx) error { return tx.EndRun("c1", "r1", 1, 1, "", "result") })
	update(t, w.db, func(tx *store.Tx) error { return tx.EndRun("c1", "r1", 9, 9, "again", "again") })
	if r := read("r1"); r.State != store.RunDone || r.Did != 1 || r.Refused != 1 || r.Result != "result" || r.Input != "" || r.EndedAt.IsZero() {
		t.Errorf("ended %+v", r)
	}
	verify(t, w.db)
}

// A run's file comes back byte for byte, belongs to its run, and goes with it; runs nobody needs any more are swept.
func testRunFiles(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	data := make([]byte, 450<<10)
	for i := range data {
		data[i] = byte(i * i >> 3)
	}
	for _, id := range []string{"ended", "dropped", "old", "fresh"} {
		if id == "fresh" {
			w.clock.set(w.clock.now().Add(48 * time.Hour))
		}
		update(t, w.db, func(tx *store.Tx) error {
			if err := tx.AddRun(store.Run{Congress: "c1", ID: id, Account: "a1", Kind: store.RunImport, Input: "{}"}, []store.RunRow{{Matter: "m"}}); err != nil {
				return err
			}
			return tx.AddFile("c1", id, data)
		})
	}
	file := func(congress, id string) (got []byte, err error) {
		_ = w.db.View(t.Context(), func(tx *store.Tx) error { got, err = tx.File(congress, id); return nil })
		return got, err
	}
	if got, err := file("c1", "ended"); err != nil || !bytes.Equal(got, data) {
		t.Fatalf("%d bytes back, %v", len(got), err)
	}
	_, err := file("c2", "ended")
	wantErr(t, "a file of another congress", err, store.ErrNotFound)
	update(t, w.db, func(tx *store.Tx) error {
		if err := tx.StartRun("c1", "ended"); err != nil {
			return err
		}
		if err := tx.TotalRun("c1", "ended", 7); err != nil {
			return err
		}
		return tx.CountRun("c1", "ended", 5, 1, 2)
	})
	view(t, w.db, func(tx *store.Tx) error {
		r, err := tx.Run("c1", "ended")
		if r.Total != 7 || r.Did != 5 || r.Refused != 1 || r.Noted != 2 {
			t.Errorf("counted %+v", r)
		}
		return err
	})
	update(t, w.db, func(tx *store.Tx) error { return tx.EndRun("c1", "ended", 5, 1, "", "") })
	update(t, w.db, func(tx *store.Tx) error { return tx.DropRun("c1", "dropped") })
	update(t, w.db, func(tx *store.Tx) error { return tx.SweepRuns(24*time.Hour, 90*24*time.Hour) })
	for _, id := range []string{"ended", "dropped", "old"} {
		_, err := file("c1", id)
		wantErr(t, "the file of "+id, err, store.ErrNotFound)
	}
	if got, err := file("c1", "fresh"); err != nil || len(got) != len(data) {
		t.Errorf("the fresh file: %d, %v", len(got), err)
	}
	view(t, w.db, func(tx *store.Tx) error {
		for id, want := range map[string]int{"ended": 1, "old": 0, "dropped": 0, "fresh": 1} {
			rows, err := tx.RunRows("c1", id, "")
			if err != nil || len(rows) != want {
				t.Errorf("%s has %d rows, %v", id, len(rows), err)
			}
		}
		return nil
	})
	w.clock.set(w.clock.now().Add(100 * 24 * time.Hour))
	update(t, w.db, func(tx *store.Tx) error { return tx.SweepRuns(24*time.Hour, 90*24*time.Hour) })
	view(t, w.db, func(tx *store.Tx) error {
		left, err := tx.RunsOf("c1", "a1", 10)
		if len(left) != 0 {
			t.Errorf("left: %+v", left)
		}
		return err
	})
}

// What somebody keeps is his own to change; his organization sees what he shares, in its order, and no other does.
func testSavedFilters(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	put := func(congress string, f store.SavedFilter) error {
		return tryUpdate(w.db, func(tx *store.Tx) error { return tx.PutSavedFilter(congress, f) })
	}
	for i, f := range []store.SavedFilter{
		{ID: "f1", Account: "a1", Name: "later", Address: "queue=all", Place: 2},
		{ID: "f2", Account: "a1", Org: "unit", Name: "first", Address: "overdue=1", Place: 1},
		{ID: "f3", Account: "a2", Org: "station", Name: "theirs", Address: "queue=triage", Place: 1},
	} {
		if err := put("c1", f); err != nil {
			t.Fatal(i, err)
		}
	}
	look := func(congress, account string, orgs ...string) (mine, shared string) {
		view(t, w.db, func(tx *store.Tx) error {
			a, b, err := tx.SavedFilters(congress, account, orgs)
			for _, f := range a {
				mine += f.ID + " "
			}
			for _, f := range b {
				shared += f.ID + " "
			}
			return err
		})
		return mine, shared
	}
	for _, c := range []struct {
		congress, account string
		orgs              []string
		mine, shared      string
	}{
		{"c1", "a1", []string{"unit", "station"}, "f2 f1 ", "f3 "},
		{"c1", "a2", []string{"unit"}, "f3 ", "f2 "},
		{"c1", "a3", []string{"other"}, "", ""},
		{"c1", "a3", nil, "", ""},
		{"c1", "a3", []string{""}, "", ""},
		{"c2", "a1", []string{"unit"}, "", ""},
	} {
		if mine, shared := look(c.congress, c.account, c.orgs...); mine != c.mine || shared != c.shared {
			t.Errorf("%+v: %q and %q", c, mine, shared)
		}
	}
	wantErr(t, "another's filter changed", put("c1", store.SavedFilter{ID: "f1", Account: "a2", Name: "stolen"}), store.ErrNotFound)
	drop := func(account string) error {
		return tryUpdate(w.db, func(tx *store.Tx) error { return tx.DropSavedFilter("c1", account, "f1") })
	}
	wantErr(t, "another's filter dropped", drop("a2"), store.ErrNotFound)
	if err := drop("a1"); err != nil {
		t.Fatal(err)
	}
	if mine, _ := look("c1", "a1"); mine != "f2 " {
		t.Errorf("left %q", mine)
	}
	verify(t, w.db)
}

// Going from neighbour to neighbour meets what the list has, in its order, from either end and from a place that is
// taken by nobody any more; counting by due day counts what a look at every matter counts.
func testAround(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.populate(random(t), 40)
	for _, order := range []store.Order{store.ByDue, store.ByRaised} {
		f := store.Filter{Congress: "c1", Scope: access.Scope{All: true}, State: store.IsOpen}
		list := w.walk(t, f, order, 1000)
		if len(list) < 5 {
			t.Fatalf("%d matters", len(list))
		}
		id := func(i int) string {
			if i < 0 || i >= len(list) {
				return ""
			}
			return list[i].ID
		}
		for i, m := range list {
			view(t, w.db, func(tx *store.Tx) error {
				before, after, err := tx.Around(f, order, store.PlaceOf(order, m))
				if before != id(i-1) || after != id(i+1) {
					t.Errorf("%s, %d: %q and %q, want %q and %q", order, i, before, after, id(i-1), id(i+1))
				}
				return err
			})
		}
		gone := store.PlaceOf(order, list[2])
		update(t, w.db, func(tx *store.Tx) error { return tx.FlagHollow("c1", list[2].ID, "courtesy") })
		f.Hollow = true
		view(t, w.db, func(tx *store.Tx) error {
			before, after, err := tx.Around(f, order, gone)
			if before != "" || after != "" {
				t.Errorf("alone in its list, it has %q and %q", before, after)
			}
			return err
		})
		update(t, w.db, func(tx *store.Tx) error { return tx.FlagHollow("c1", list[2].ID, "") })
	}
	all := keep(w.all("c1"), func(m matter.Matter) bool { return m.Open() && m.Due() != nil })
	days := map[string]int{}
	for _, m := range all {
		days[m.Due().Day.String()]++
	}
	f := store.Filter{Congress: "c1", Scope: access.Scope{All: true}, State: store.IsOpen}
	view(t, w.db, func(tx *store.Tx) error {
		got, err := tx.DueCounts(f, "0", "9")
		if fmt.Sprint(got) != fmt.Sprint(days) {
			t.Errorf("by day: %v, want %v", got, days)
		}
		for day, n := range days {
			one, err := tx.DueCounts(f, day, day)
			if err != nil || len(one) != 1 || one[day] != n {
				t.Errorf("%s: %v, %v", day, one, err)
			}
		}
		f.Scope = access.Scope{}
		if none, _ := tx.DueCounts(f, "0", "9"); len(none) != 0 {
			t.Errorf("who sees nothing counts %v", none)
		}
		return err
	})
}
