package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// testLists fills one world with random matters and compares every list with looking at all of them.
func testLists(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	r := random(t)
	w.populate(r, 70)
	all := w.all("c1")
	for i := range all {
		if i%5 == 0 {
			update(t, w.db, func(tx *store.Tx) error { return tx.FlagHollow("c1", all[i].ID, "courtesy") })
		}
	}
	hollow := func(m matter.Matter) bool {
		i := slices.IndexFunc(all, func(x matter.Matter) bool { return x.ID == m.ID })
		return i%5 == 0
	}
	t.Run("filters", func(t *testing.T) { filters(t, w, r, all, hollow) })
	t.Run("pages", func(t *testing.T) { pages(t, w, r, all) })
	t.Run("scope", func(t *testing.T) { scopes(t, w, r, all) })
	t.Run("lateness", func(t *testing.T) { lates(t, w, r, all) })
	t.Run("made-up cursors", func(t *testing.T) { madeUpCursors(t, w) })
	t.Run("provisional", func(t *testing.T) {
		var got []string
		view(t, w.db, func(tx *store.Tx) (err error) { got, err = tx.Provisional("c1"); return err })
		want := keep(all, func(m matter.Matter) bool { return m.Due() != nil && m.Due().Provisional })
		if slices.Sort(got); fmt.Sprint(got) != ids(want) && len(want) > 0 {
			t.Errorf("provisional: %v, want %s", got, ids(want))
		}
	})
	verify(t, w.db)
}

func keep(ms []matter.Matter, want func(matter.Matter) bool) []matter.Matter {
	var out []matter.Matter
	for _, m := range ms {
		if want(m) {
			out = append(out, m)
		}
	}
	return out
}

func every(m matter.Matter) bool { return true }

// clause is one condition of a filter, as the store takes it and as a plain test of one matter.
type clause struct {
	key  string // conditions with one key exclude each other
	set  func(*store.Filter)
	test func(matter.Matter) bool
}

func randomClause(r *rand.Rand, hollow func(matter.Matter) bool) clause {
	unit, station, person := pick(r, units...), pick(r, "station", "station2"), pick(r, "deputy", "deputy2", "nobody")
	day := at("2026-03-02 00:00").AddDate(0, 0, r.IntN(200)).Format("2006-01-02")
	due := func(m matter.Matter) string {
		if d := m.Due(); d != nil {
			return d.Day.String()
		}
		return ""
	}
	raiser := func(m matter.Matter) *matter.Raiser {
		i := slices.IndexFunc(m.Raisers, func(x matter.Raiser) bool { return x.Person == person })
		if i < 0 {
			return nil
		}
		return &m.Raisers[i]
	}
	return pick(r,
		clause{"owner", func(f *store.Filter) { f.OwnerOrgs = append(f.OwnerOrgs, unit, "deputyOffice") }, func(m matter.Matter) bool { return m.Owner.Org == unit || m.Owner.Org == "deputyOffice" }},
		clause{"station", func(f *store.Filter) { f.Stations = []string{station} }, func(m matter.Matter) bool { return m.Station == station }},
		clause{"person", func(f *store.Filter) { f.Person = person }, func(m matter.Matter) bool { return raiser(m) != nil }},
		clause{"person", func(f *store.Filter) { f.Person, f.ToRate = person, true }, func(m matter.Matter) bool {
			x := raiser(m)
			return x != nil && m.Open() && m.Answered() && m.Rating(*x) == ""
		}},
		clause{"procedure", func(f *store.Filter) { f.Procedure = "part" }, func(m matter.Matter) bool { return m.Procedure == "part" }},
		clause{"step", func(f *store.Filter) { f.Step = "handling" }, func(m matter.Matter) bool { return m.Step == "handling" }},
		clause{"phase", func(f *store.Filter) { f.Phase = "supervised" }, func(m matter.Matter) bool { return m.Phase == rulebook.Supervised }},
		clause{"state", func(f *store.Filter) { f.State = store.IsOpen }, func(m matter.Matter) bool { return m.Open() }},
		clause{"state", func(f *store.Filter) { f.State = store.IsEnded }, func(m matter.Matter) bool { return !m.Open() }},
		clause{"dueFrom", func(f *store.Filter) { f.DueFrom = day }, func(m matter.Matter) bool { return due(m) >= day }},
		clause{"state", func(f *store.Filter) { f.State, f.DueTo = store.IsOpen, day }, func(m matter.Matter) bool { return m.Open() && due(m) <= day }},
		clause{"asked", func(f *store.Filter) { f.Asked = true }, func(m matter.Matter) bool { return m.Asked != nil }},
		clause{"public", func(f *store.Filter) { f.Public = true }, access.Published},
		clause{"top", func(f *store.Filter) { f.TopLevel = true }, func(m matter.Matter) bool { return m.Parent == "" }},
		clause{"hollow", func(f *store.Filter) { f.Hollow = true }, hollow},
	)
}

// filters: any two conditions together select what looking at every matter selects, and Count agrees.
func filters(t *testing.T, w *world, r *rand.Rand, all []matter.Matter, hollow func(matter.Matter) bool) {
	t.Helper()
	for range 120 {
		a, b := randomClause(r, hollow), randomClause(r, hollow)
		f := store.Filter{Congress: "c1", Scope: access.Scope{All: true}}
		a.set(&f)
		want := keep(all, a.test)
		if b.key != a.key {
			b.set(&f)
			want = keep(want, b.test)
		}
		got, n := w.list(t, f)
		if ids(got) != ids(want) || n != len(want) {
			t.Fatalf("%+v:\n got %s (counted %d)\nwant %s", f, ids(got), n, ids(want))
		}
	}
	for _, parent := range keep(all, func(m matter.Matter) bool { return len(m.Children) > 0 }) {
		got, _ := w.list(t, store.Filter{Congress: "c1", Scope: access.Scope{All: true}, Parent: parent.ID})
		if want := keep(all, func(m matter.Matter) bool { return m.Parent == parent.ID }); ids(got) != ids(want) {
			t.Errorf("children of %s: %s, want %s", parent.ID, ids(got), ids(want))
		}
	}
	if got, n := w.list(t, store.Filter{Congress: "c1"}); len(got) != 0 || n != 0 {
		t.Errorf("the zero scope shows %d matters", len(got))
	}
	if got, _ := w.list(t, store.Filter{Congress: "c9", Scope: access.Scope{All: true}}); len(got) != 0 {
		t.Errorf("a congress that is not there shows %d matters", len(got))
	}
}

// list gives everything a filter selects, and what Count says.
func (w *world) list(t *testing.T, f store.Filter) (page []matter.Matter, n int) {
	t.Helper()
	view(t, w.db, func(tx *store.Tx) (err error) {
		if page, _, err = tx.Matters(f, store.ByRaised, store.Cursor{}, 1000); err != nil {
			return err
		}
		n, err = tx.Count(f)
		return err
	})
	return page, n
}

// pages: however long a page is, going from page to page meets each row once, in order, and no other.
func pages(t *testing.T, w *world, r *rand.Rand, all []matter.Matter) {
	t.Helper()
	for _, c := range []struct {
		order  store.Order
		filter store.Filter
		want   func(matter.Matter) bool
		less   func(a, b matter.Matter) int
	}{
		{store.ByDue, store.Filter{State: store.IsOpen}, func(m matter.Matter) bool { return m.Open() }, func(a, b matter.Matter) int {
			return strings.Compare(a.Due().Day.String()+a.ID, b.Due().Day.String()+b.ID)
		}},
		{store.ByRaised, store.Filter{}, every, func(a, b matter.Matter) int {
			if x := b.RaisedAt.Compare(a.RaisedAt); x != 0 {
				return x
			}
			return strings.Compare(b.ID, a.ID)
		}},
	} {
		c.filter.Congress, c.filter.Scope = "c1", access.Scope{All: true}
		want := keep(all, c.want)
		for _, limit := range []int{1, 2, 3, 7, 1 + r.IntN(20), len(want), len(want) + 1} {
			got := w.walk(t, c.filter, c.order, limit)
			if ids(got) != ids(want) {
				t.Fatalf("%s, %d a page:\n got %s\nwant %s", c.order, limit, ids(got), ids(want))
			}
			if !slices.IsSortedFunc(got, c.less) {
				t.Fatalf("%s, %d a page: out of order", c.order, limit)
			}
		}
	}
}

// walk goes through all pages of a list.
func (w *world) walk(t *testing.T, f store.Filter, o store.Order, limit int) (out []matter.Matter) {
	t.Helper()
	var after store.Cursor
	for range 2000 {
		var page []matter.Matter
		view(t, w.db, func(tx *store.Tx) (err error) {
			page, after, err = tx.Matters(f, o, after, limit)
			return err
		})
		if len(page) > limit || len(page) == 0 && after != (store.Cursor{}) {
			t.Fatalf("a page of %d rows, limit %d, next %v", len(page), limit, after)
		}
		if out = append(out, page...); after == (store.Cursor{}) {
			return out
		}
	}
	t.Fatal("the pages do not end")
	return nil
}

// testPagingUnderInserts: while others open matters, whoever walks through the pages still meets every
// matter that was there when he began once, in order, and nothing twice.
func testPagingUnderInserts(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	first := w.clock.now()
	for i := range 40 {
		w.open(w.id("m"), func(s *matter.Start) { s.RaisedAt = first.Add(-time.Duration(i%7) * time.Hour) })
	}
	before := w.all("c1")
	done := make(chan error, 1)
	stop := make(chan struct{})
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			s := start(fmt.Sprintf("n%04d", i), func(s *matter.Start) { s.RaisedAt = first.Add(-time.Duration(i%9) * time.Hour) })
			if err := tryUpdate(w.db, func(tx *store.Tx) error { _, err := openIn(tx, s); return err }); err != nil {
				done <- err
				return
			}
		}
	}()
	for _, o := range []store.Order{store.ByRaised, store.ByDue} {
		got := w.walk(t, store.Filter{Congress: "c1", Scope: access.Scope{All: true}, State: store.IsOpen}, o, 3)
		seen := map[string]int{}
		for _, m := range got {
			seen[m.ID]++
		}
		for id, n := range seen {
			if n > 1 {
				t.Errorf("%s: %s was met %d times", o, id, n)
			}
		}
		for _, m := range before {
			if seen[m.ID] != 1 {
				t.Errorf("%s: %s was met %d times", o, m.ID, seen[m.ID])
			}
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
	verify(t, w.db)
}

// madeUpCursors: a position that nobody was given is no reason to fail: it shows some page or none.
func madeUpCursors(t *testing.T, w *world) {
	t.Helper()
	for _, c := range []store.Cursor{
		{Key: "x"},
		{ID: "x"},
		{Key: "2026-03-05"},
		{Key: "99999999999999999999999", ID: "m"},
		{Key: "-1", ID: "m"},
		{Key: "1e3", ID: "'"},
		{Key: "0x10", ID: "m/2"},
		{Key: "1; DROP TABLE matter", ID: "/"},
		{Key: "１２", ID: "河"},
		{Key: " 12 ", ID: strings.Repeat("m", 5000)},
		{Key: "1770000000000000", ID: "m/99999999999999999999"},
	} {
		err := w.db.View(ctx, func(tx *store.Tx) error {
			for _, o := range []store.Order{store.ByDue, store.ByRaised} {
				if _, _, err := tx.Matters(store.Filter{Congress: "c1", Scope: access.Scope{All: true}, State: store.IsOpen}, o, c, 3); err != nil {
					return err
				}
			}
			_, _, err := tx.Lates(store.LateFilter{Congress: "c1", Scope: access.Scope{All: true}}, c, 3)
			return err
		})
		if err != nil {
			t.Errorf("cursor %q: %v", c, err)
		}
	}
}

// lates: the was-late view holds exactly the closed intervals that the core derives, the latest first.
func lates(t *testing.T, w *world, r *rand.Rand, all []matter.Matter) {
	row := func(id string, f matter.Failure) string {
		return fmt.Sprintf("%s %s %s %d..%d %s", id, f.Kind, f.Due.Day, f.From.UnixMicro(), f.Until.UnixMicro(), f.Owner.Org)
	}
	for range 12 {
		f := store.LateFilter{Congress: "c1", Scope: access.Scope{All: true}}
		test := func(matter.Matter, matter.Failure) bool { return true }
		switch unit := pick(r, units...); r.IntN(4) {
		case 0:
			f.Kind = string(matter.SupervisedWithoutResult)
			test = func(_ matter.Matter, x matter.Failure) bool { return x.Kind == matter.SupervisedWithoutResult }
		case 1:
			f.OwnerOrgs = []string{unit}
			test = func(_ matter.Matter, x matter.Failure) bool { return x.Owner.Org == unit }
		case 2:
			f.Procedure, f.Stations, f.OwnerOrgs = "case", []string{"station"}, []string{unit}
			test = func(m matter.Matter, x matter.Failure) bool {
				return m.Procedure == "case" && (m.Station == "station" || x.Owner.Org == unit)
			}
		}
		var want, got []string
		for _, m := range all {
			for _, x := range matter.Failures(m, w.clock.now(), zone) {
				if x.Until != nil && test(m, x) {
					want = append(want, row(m.ID, x))
				}
			}
		}
		n, last := 0, int64(1<<62)
		var after store.Cursor
		for more := true; more; more = after != (store.Cursor{}) {
			var page []store.Late
			view(t, w.db, func(tx *store.Tx) (err error) {
				if n, err = tx.CountLates(f); err != nil {
					return err
				}
				page, after, err = tx.Lates(f, after, 1+r.IntN(6))
				return err
			})
			for _, l := range page {
				until := time.UnixMicro(l.UntilAt)
				i := slices.IndexFunc(matter.Failures(l.Matter, w.clock.now(), zone), func(x matter.Failure) bool {
					return x.Until != nil && x.Until.Equal(until) && x.From.UnixMicro() == l.FromAt && x.Due.Day == deadline.MustDate(l.DueDay)
				})
				if i < 0 || l.UntilAt > last {
					t.Fatalf("an interval that is none, or out of order: %+v", l)
				}
				last = l.UntilAt
				got = append(got, row(l.Matter.ID, matter.Failures(l.Matter, w.clock.now(), zone)[i]))
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) || n != len(want) {
			t.Fatalf("%+v: counted %d\n got %v\nwant %v", f, n, got, want)
		}
	}
}
