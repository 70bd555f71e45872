package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// A subject's entries come back in order, each linked to the one before, with the words in a salted body.
func testJournal(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1")
	w.act("m1", "assign unit=water")
	m := w.act("m1", "answer answer=已修好。")
	view(t, w.db, func(tx *store.Tx) error {
		entries, err := tx.Entries("c1", matter.Subject, "m1")
		if err != nil {
			return err
		}
		if len(entries) != 3 {
			t.Fatalf("%d entries", len(entries))
		}
		prev := ""
		for i, e := range entries {
			canonical, err := e.Canonical()
			if err != nil {
				return err
			}
			if e.Seq != int64(i+1) || e.Prev != prev || e.Hash != journal.Hash(canonical) || e.Congress != "c1" {
				t.Errorf("entry %d: %+v", i+1, e)
			}
			prev = e.Hash
			if len(e.Body) == 0 || e.BodyHash == "" {
				t.Errorf("entry %d has no body", i+1)
			}
		}
		if !strings.Contains(string(entries[2].Body), "已修好。") || strings.Contains(string(entries[2].Data), "已修好。") {
			t.Errorf("words belong into the body: %s | %s", entries[2].Data, entries[2].Body)
		}
		if none, err := tx.Entries("c1", matter.Subject, "m9"); err != nil || len(none) != 0 {
			t.Errorf("entries of nothing: %v %v", none, err)
		}
		return nil
	})
	// The same words twice give two bodies that nobody can see to be the same.
	w.open("m2")
	w.act("m2", "assign unit=water")
	if a, b := count(t, w.db, "SELECT count(*) FROM body"), count(t, w.db, "SELECT count(DISTINCT salt) FROM body"); a != b {
		t.Errorf("%d bodies with %d salts", a, b)
	}
	if got := refold(t, w, "m1"); text(t, got) != text(t, m) {
		t.Errorf("fold:\n%s\n%s", text(t, got), text(t, m))
	}
	v := verify(t, w.db)
	if v.Matters != 2 || v.Records != 1 || v.Entries != 6 || v.Bodies != 6 || v.Congresses != 1 || v.Subjects != 3 {
		t.Errorf("verified %+v", v)
	}
}

func refold(t testing.TB, w *world, id string) matter.Matter {
	t.Helper()
	m := matter.Matter{Congress: "c1", ID: id}
	view(t, w.db, func(tx *store.Tx) error {
		entries, err := tx.Entries("c1", matter.Subject, id)
		for _, e := range entries {
			ev, err := matter.FromRecord(e.Entry, e.Body)
			if err != nil {
				return err
			}
			m = matter.Apply(m, ev)
		}
		return err
	})
	return m
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := journal.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What was written can be neither changed nor taken away, even by raw SQL; bodies can go but not change.
func testAppendOnly(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1")
	w.act("m1", "assign unit=water")
	tries := []string{
		"UPDATE entry SET act = 'x'", "UPDATE entry SET seq = seq + 10", "DELETE FROM entry", "DELETE FROM entry WHERE seq = 2",
		"UPDATE register SET first = 'x'", "DELETE FROM register",
		"UPDATE body SET body = 'x'", "UPDATE body SET salt = 'x'",
	}
	switch w.db.Name {
	case "postgres":
		tries = append(tries, "TRUNCATE entry", "TRUNCATE register", "TRUNCATE entry, register, body",
			"INSERT INTO entry SELECT * FROM entry ON CONFLICT (congress, kind, subject, seq) DO UPDATE SET act = 'x'")
	default:
		tries = append(tries, "REPLACE INTO entry SELECT congress, kind, subject, seq, 'x', recorded_at, actor, body_hash, canonical, hash FROM entry",
			"INSERT OR REPLACE INTO register SELECT congress, lane, seq, kind, subject, 'x', hash FROM register",
			"INSERT OR REPLACE INTO body SELECT congress, hash, salt, 'x' FROM body", "UPDATE OR REPLACE entry SET seq = 1 WHERE seq = 2")
	}
	for _, sql := range tries {
		if _, err := w.db.Writer().ExecContext(ctx, sql); err == nil {
			t.Errorf("%s: the database let it pass", sql)
		}
	}
	verify(t, w.db)
}

// Every opening has its place in the lane that follows from its id, in whatever order writers came.
func testRegister(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	const writers, each = 8, 12
	for _, err := range together(writers, func(i int) error {
		for n := range each {
			id := fmt.Sprintf("p%d-%d", i, n)
			if err := tryUpdate(w.db, func(tx *store.Tx) error {
				return tx.Put("c1", congress.KindPerson, id, 0, "add", system, congress.Person{ID: id, Name: "丁"})
			}); err != nil {
				return err
			}
		}
		return nil
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, w.db, "SELECT count(*) FROM register"); n != writers*each+1 {
		t.Errorf("%d rows in the register", n)
	}
	if n := count(t, w.db, "SELECT count(*) FROM register_head"); n < journal.Lanes/2 {
		t.Errorf("only %d lanes were used", n)
	}
	if v := verify(t, w.db); v.Subjects != writers*each+1 {
		t.Errorf("verified %+v", v)
	}
}

// Numbers of a series are drawn once each, by however many at once; series and congresses do not share.
func testNumbers(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	const writers, each = 8, 15
	drawn := make([][]int64, writers)
	for _, err := range together(writers, func(i int) error {
		for n := range each {
			var number int64
			err := tryUpdate(w.db, func(tx *store.Tx) (err error) {
				number, err = tx.NextNumber("c1", "matter:2026", fmt.Sprintf("%d-%d", i, n))
				return err
			})
			if err != nil {
				return err
			}
			drawn[i] = append(drawn[i], number)
		}
		return nil
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	seen := map[int64]bool{}
	for _, numbers := range drawn {
		for _, n := range numbers {
			if seen[n] || n < 1 {
				t.Fatalf("number %d was drawn twice, or is none", n)
			}
			seen[n] = true
		}
	}
	update(t, w.db, func(tx *store.Tx) error {
		var last int64
		for range 3 { // one id, one lane: they grow
			n, err := tx.NextNumber("c1", "matter:2027", "same")
			if err != nil || n <= last {
				t.Errorf("after %d came %d, %v", last, n, err)
			}
			last = n
		}
		n, err := tx.NextNumber("c2", "matter:2027", "same")
		if err != nil || n >= last {
			t.Errorf("another congress goes on at %d, %v", n, err)
		}
		return nil
	})
	// What was drawn by a write that failed may be drawn again or not, but never twice.
	err := tryUpdate(w.db, func(tx *store.Tx) error {
		if _, err := tx.NextNumber("c1", "matter:2026", "x"); err != nil {
			return err
		}
		return context.Canceled
	})
	wantErr(t, "a write that fails", err, context.Canceled)
}

// Words go for good: from the bodies, from the row, from the lists; the chain stays and says so.
func testErasure(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.open("m1", func(s *matter.Start) { s.Title, s.Source = "我家住三单元", &matter.Source{ID: "s-7"} })
	w.act("m1", "assign unit=water")
	w.open("m2")
	w.erase("m1")
	m := w.read("m1")
	if m.Title != "" || m.Text != "" || !m.Erased || m.Raisers[0].Name != "" || m.Step != "handling" || m.Owner.Org != "water" {
		t.Fatalf("after the erasure: %s", text(t, m))
	}
	for _, table := range []string{"matter", "entry", "body"} {
		column := map[string]string{"matter": "state || title || source", "entry": "canonical", "body": "body"}[table]
		if n := count(t, w.db, "SELECT count(*) FROM "+table+" WHERE "+column+" LIKE '%三单元%'"); n > 0 {
			t.Errorf("the words are still in %s", table)
		}
	}
	view(t, w.db, func(tx *store.Tx) error {
		if again, err := tx.MatterBySource("c1", "case", "s-7"); err != nil || again.ID != "m1" {
			t.Errorf("an erased import is not known any more: %v", err)
		}
		return nil
	})
	v := verify(t, w.db)
	if v.Erased != 2 {
		t.Errorf("verified %+v", v)
	}
	if m := w.act("m1", "answer answer=好"); m.Answers[0].Text != "好" { // life goes on
		t.Errorf("%+v", m.Answers)
	}
	err := tryUpdate(w.db, func(tx *store.Tx) error { return tx.EraseBodies("c1", []string{"nothing"}) })
	wantErr(t, "a body that is not there", err, store.ErrNotFound)
	var keys map[string]any
	if err := json.Unmarshal([]byte(text(t, w.read("m2"))), &keys); err != nil || keys["title"] == "" {
		t.Errorf("another matter lost its words: %v", keys)
	}
	verify(t, w.db)
}
