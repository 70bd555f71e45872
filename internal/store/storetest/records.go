package storetest

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/store"
)

// What was put is read back, the latest state with its revision; Find filters by the columns it has.
func testRecords(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	people := []congress.Person{
		{ID: "p1", Name: "罗秋萍", SortName: "luo qiuping", Phone: "0000"},
		{ID: "p2", Name: "Ай \"gül\" <b>&\\", SortName: "ai"},
		{ID: "p3", Name: "木合塔尔·买买提", SortName: "muhetaer"},
	}
	update(t, w.db, func(tx *store.Tx) error {
		for _, p := range people {
			if err := tx.Put("c1", congress.KindPerson, p.ID, 0, "add", system, p); err != nil {
				return err
			}
		}
		return tx.Put("c1", congress.KindMembership, "m1", 0, "add", system, congress.Membership{
			ID: "m1", Person: "p1", Organization: "o1", Role: congress.RoleStaff, StartDate: deadline.MustDate("2022-01-01"),
		})
	})
	people[0].Phone = "1111"
	update(t, w.db, func(tx *store.Tx) error {
		return tx.Put("c1", congress.KindPerson, "p1", 1, "change", system, people[0])
	})
	view(t, w.db, func(tx *store.Tx) error {
		var p congress.Person
		rev, err := tx.Get("c1", congress.KindPerson, "p1", &p)
		if err != nil || rev != 2 || !reflect.DeepEqual(p, people[0]) {
			t.Errorf("got %+v, revision %d, %v", p, rev, err)
		}
		_, err = tx.Get("c1", congress.KindPerson, "p9", &p)
		wantErr(t, "a person who is not there", err, store.ErrNotFound)
		found, err := store.FindAll[congress.Person](tx, "c1", congress.KindPerson)
		if err != nil || !reflect.DeepEqual(found, people) {
			t.Errorf("all: %+v, %v", found, err)
		}
		found, err = store.FindAll[congress.Person](tx, "c1", congress.KindPerson, store.Where{Column: "name", Value: people[1].Name})
		if err != nil || len(found) != 1 || found[0].ID != "p2" {
			t.Errorf("by name: %+v, %v", found, err)
		}
		ms, err := store.FindAll[congress.Membership](tx, "c1", congress.KindMembership, store.Where{Column: "person", Value: "p1"}, store.Where{Column: "role", Value: "staff"})
		if err != nil || len(ms) != 1 || ms[0].StartDate.String() != "2022-01-01" || !ms[0].EndDate.IsZero() {
			t.Errorf("memberships: %+v, %v", ms, err)
		}
		ids, err := tx.Congresses()
		if err != nil || !slices.Equal(ids, []string{"c1"}) {
			t.Errorf("congresses: %v, %v", ids, err)
		}
		if _, err := store.FindAll[congress.Person](tx, "c1", congress.KindPerson, store.Where{Column: "phone", Value: "1"}); err == nil {
			t.Error("a column that is not there was taken into a query")
		}
		if _, err := tx.Get("c1", "matter", "m1", &p); err == nil {
			t.Error("matters are no records")
		}
		return nil
	})
	verify(t, w.db)
}

// A stale revision and a taken key leave nothing behind: no row, no entry, no place in the register.
func testRecordConflicts(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	put := func(id, login string, rev int64) error {
		return tryUpdate(w.db, func(tx *store.Tx) error {
			return tx.Put("c1", congress.KindAccount, id, rev, "put", system, congress.Account{ID: id, Login: login, Person: "p"})
		})
	}
	if err := errors.Join(put("a1", "luo", 0), put("a1", "luo", 1), put("a2", "han", 0)); err != nil {
		t.Fatal(err)
	}
	rows := func() [4]int {
		return [4]int{
			count(t, w.db, "SELECT count(*) FROM entry"), count(t, w.db, "SELECT count(*) FROM register"),
			count(t, w.db, "SELECT count(*) FROM body"), count(t, w.db, "SELECT count(*) FROM account"),
		}
	}
	before := rows()
	wantErr(t, "an old revision", put("a1", "luo", 1), store.ErrStale)
	wantErr(t, "a revision that is still to come", put("a1", "luo", 3), store.ErrStale)
	wantErr(t, "a revision of nothing", put("a9", "new", 1), store.ErrStale)
	wantErr(t, "an id that is taken", put("a1", "new", 0), store.ErrDuplicate)
	wantErr(t, "a login that is taken", put("a3", "han", 0), store.ErrDuplicate)
	wantErr(t, "a login taken over", put("a1", "han", 2), store.ErrDuplicate)
	if after := rows(); after != before {
		t.Errorf("entries, register, bodies, accounts were %v and are %v", before, after)
	}
	if err := put("a1", "luo", 2); err != nil {
		t.Errorf("the right revision after all that: %v", err)
	}
	verify(t, w.db)
}

// The same ids in two congresses are different subjects, and nobody finds the other's.
func testCongressesApart(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.found("c2")
	for _, c := range []string{"c1", "c2"} {
		update(t, w.db, func(tx *store.Tx) error {
			if err := tx.Put(c, congress.KindAccount, "a1", 0, "put", system, congress.Account{ID: "a1", Login: "luo", Person: "of " + c}); err != nil {
				return err
			}
			s := start("m1")
			s.Congress, s.Number = c, "2026-000001"
			_, err := openIn(tx, s)
			return err
		})
	}
	view(t, w.db, func(tx *store.Tx) error {
		for _, c := range []string{"c1", "c2", "c3"} {
			found, err := store.FindAll[congress.Account](tx, c, congress.KindAccount)
			if want := map[string]int{"c1": 1, "c2": 1}[c]; err != nil || len(found) != want || want == 1 && found[0].Person != "of "+c {
				t.Errorf("accounts of %s: %+v, %v", c, found, err)
			}
			m, err := tx.MatterByNumber(c, "2026-000001")
			if c == "c3" {
				wantErr(t, "a matter of no congress", err, store.ErrNotFound)
			} else if err != nil || m.Congress != c {
				t.Errorf("matter of %s: %s, %v", c, m.Congress, err)
			}
		}
		return nil
	})
	verify(t, w.db)
}
