package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/store"
)

// claim claims as a worker.
func claim(t testing.TB, db *store.DB, worker string, limit int) []store.Job {
	t.Helper()
	var got []store.Job
	update(t, db, func(tx *store.Tx) (err error) {
		got, err = tx.ClaimJobs(worker, time.Minute, limit)
		return err
	})
	return got
}

func due(t testing.TB, db *store.DB) (found bool) {
	t.Helper()
	view(t, db, func(tx *store.Tx) (err error) {
		found, err = tx.JobsDue()
		return err
	})
	return found
}

// A job exists if and only if the transaction that enqueued it was committed; it comes when its time has come,
// once, and a second one of the same word is never taken.
func testJobs(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	boom := errors.New("boom")
	if err := tryUpdate(w.db, func(tx *store.Tx) error {
		if err := tx.Enqueue(store.Job{Congress: "c1", Kind: "a"}); err != nil {
			return err
		}
		return boom
	}); !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if due(t, w.db) || len(claim(t, w.db, "w1", 9)) != 0 {
		t.Fatal("a job of a transaction that was undone")
	}
	begin := w.clock.now()
	update(t, w.db, func(tx *store.Tx) error {
		for _, j := range []store.Job{
			{Congress: "c1", Kind: "later", Args: `{"n":1}`, RunAt: begin.Add(time.Hour)},
			{Congress: "c1", Kind: "a", Uniq: "x", Args: `{"n":2}`},
			{Congress: "c1", Kind: "a", Uniq: "x", Args: `{"n":3}`},
			{Congress: "c2", Kind: "a", Uniq: "x"},
			{Congress: "c1", Kind: "b", Uniq: "x"},
			{Congress: "c1", Kind: "b"},
			{Congress: "c1", Kind: "b"},
		} {
			if err := tx.Enqueue(j); err != nil {
				return err
			}
		}
		return nil
	})
	if !due(t, w.db) {
		t.Error("nothing is due")
	}
	jobs := claim(t, w.db, "w1", 100)
	if len(jobs) != 5 {
		t.Fatalf("%d jobs: %+v", len(jobs), jobs)
	}
	for _, j := range jobs {
		if j.Kind == "a" && j.Congress == "c1" && (j.Args != `{"n":2}` || j.Attempt != 1 || j.Worker != "w1") {
			t.Errorf("%+v", j)
		}
		update(t, w.db, func(tx *store.Tx) error { return tx.FinishJob(j) })
		if err := tryUpdate(w.db, func(tx *store.Tx) error { return tx.FinishJob(j) }); !errors.Is(err, store.ErrLost) {
			t.Errorf("finished twice: %v", err)
		}
	}
	update(t, w.db, func(tx *store.Tx) error { return tx.Enqueue(store.Job{Congress: "c1", Kind: "a", Uniq: "x"}) })
	if due(t, w.db) || len(claim(t, w.db, "w1", 9)) != 0 {
		t.Error("what was done once is done again")
	}
	w.clock.set(begin.Add(time.Hour))
	if jobs := claim(t, w.db, "w1", 9); len(jobs) != 1 || jobs[0].Args != `{"n":1}` {
		t.Errorf("an hour later: %+v", jobs)
	}
	// After the sweep the word is forgotten: what must never happen twice is marked elsewhere.
	w.clock.set(begin.Add(48 * time.Hour))
	update(t, w.db, func(tx *store.Tx) error { return tx.SweepJobs(24 * time.Hour) })
	update(t, w.db, func(tx *store.Tx) error { return tx.Enqueue(store.Job{Congress: "c1", Kind: "a", Uniq: "x"}) })
	if !due(t, w.db) {
		t.Error("the sweep left a job behind")
	}
	verify(t, w.db)
}

// A worker that dies gives its job back when the lease is over; whoever comes back too late finds it gone. A job
// that fails waits longer each time, and in the end is dead until somebody revives it.
func testJobLease(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	update(t, w.db, func(tx *store.Tx) error { return tx.Enqueue(store.Job{Congress: "c1", Kind: "a", Max: 4}) })
	first := claim(t, w.db, "w1", 9)[0]
	if len(claim(t, w.db, "w2", 9)) != 0 {
		t.Fatal("two have it")
	}
	w.clock.set(w.clock.now().Add(time.Minute))
	second := claim(t, w.db, "w2", 9)
	if len(second) != 1 || second[0].Attempt != 2 {
		t.Fatalf("after the lease: %+v", second)
	}
	for _, late := range []func(*store.Tx) error{
		func(tx *store.Tx) error { return tx.FinishJob(first) },
		func(tx *store.Tx) error { return tx.FailJob(first, "x", false) },
		func(tx *store.Tx) error { return tx.PutOff(first, tx.Now) },
	} {
		if err := tryUpdate(w.db, late); !errors.Is(err, store.ErrLost) {
			t.Errorf("it was no longer his: %v", err)
		}
	}
	update(t, w.db, func(tx *store.Tx) error { return tx.PutOff(second[0], tx.Now.Add(time.Hour)) })
	w.clock.set(w.clock.now().Add(time.Hour))
	j := claim(t, w.db, "w2", 9)[0]
	if j.Attempt != 2 {
		t.Errorf("putting off counted as an attempt: %d", j.Attempt)
	}
	var waited []time.Duration
	for range 2 {
		update(t, w.db, func(tx *store.Tx) error { return tx.FailJob(j, "server busy", false) })
		failed := w.clock.now()
		for d := time.Duration(0); ; d += time.Minute {
			w.clock.set(failed.Add(d))
			if got := claim(t, w.db, "w2", 9); len(got) == 1 {
				j, waited = got[0], append(waited, d)
				break
			}
			if d > 24*time.Hour {
				t.Fatal("it never came back")
			}
		}
		if j.Error != "server busy" {
			t.Errorf("error %q", j.Error)
		}
	}
	if waited[0] >= waited[1] {
		t.Errorf("waited %v", waited)
	}
	update(t, w.db, func(tx *store.Tx) error { return tx.FailJob(j, "still busy", false) })
	w.clock.set(w.clock.now().Add(1000 * time.Hour))
	if due(t, w.db) {
		t.Error("a dead job is due")
	}
	view(t, w.db, func(tx *store.Tx) error {
		c, err := tx.CountJobs("c1")
		dead, err2 := tx.DeadJobs("c1", 9)
		if c != (store.JobCounts{Dead: 1}) || len(dead) != 1 || dead[0].Error != "still busy" || dead[0].Attempt != 4 {
			t.Errorf("%+v %+v", c, dead)
		}
		return errors.Join(err, err2)
	})
	wantErr(t, "another congress's job", tryUpdate(w.db, func(tx *store.Tx) error { return tx.ReviveJob("c2", j.ID) }), store.ErrNotFound)
	update(t, w.db, func(tx *store.Tx) error { return tx.ReviveJob("c1", j.ID) })
	j = claim(t, w.db, "w3", 9)[0]
	if j.Attempt != 1 {
		t.Errorf("revived at attempt %d", j.Attempt)
	}
	// A worker that dies at the last attempt leaves a dead job, not one that is tried for ever.
	for range 3 {
		w.clock.set(w.clock.now().Add(time.Hour))
		claim(t, w.db, "w3", 9)
	}
	w.clock.set(w.clock.now().Add(time.Hour))
	if got := claim(t, w.db, "w3", 9); len(got) != 0 {
		t.Errorf("tried again: %+v", got)
	}
	update(t, w.db, func(tx *store.Tx) error { return tx.DropDeadJob("c1", j.ID) })
	verify(t, w.db)
}

// Many workers at once do each job once.
func testJobRace(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	const n = 200
	update(t, w.db, func(tx *store.Tx) error {
		for i := range n {
			if err := tx.Enqueue(store.Job{Congress: "c1", Kind: "a", Uniq: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	var mu sync.Mutex
	done := map[string]int{}
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for range n + 1 {
				var jobs []store.Job
				_, _, err := w.db.Update(context.Background(), store.Request{}, func(tx *store.Tx) (_ string, err error) {
					jobs, err = tx.ClaimJobs(fmt.Sprint(worker), time.Minute, 7)
					return "", err
				})
				if err != nil {
					t.Error(err)
					return
				}
				if len(jobs) == 0 {
					return
				}
				for _, j := range jobs {
					if err := tryUpdate(w.db, func(tx *store.Tx) error { return tx.FinishJob(j) }); err != nil {
						t.Error(err)
					}
					mu.Lock()
					done[j.ID]++
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	// A worker that found nothing while others held their last ones is done as well.
	if len(done) != n {
		t.Errorf("%d of %d were done", len(done), n)
	}
	for id, times := range done {
		if times != 1 {
			t.Errorf("%s was done %d times", id, times)
		}
	}
}

// A person is told the same thing once, reads only his own, and what comes while he reads stays new.
func testNotices(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	tell := func(congress, person, effect string) {
		update(t, w.db, func(tx *store.Tx) error {
			return tx.AddNotice(congress, store.Notice{Person: person, Org: "o", Matter: "m1", Kind: "remind", Effect: effect, Data: "{}"})
		})
	}
	begin := w.clock.now()
	for i := range 5 {
		w.clock.set(begin.Add(time.Duration(i) * time.Minute))
		tell("c1", "p1", fmt.Sprint("e", i))
		tell("c1", "p1", fmt.Sprint("e", i))
	}
	tell("c1", "p2", "e0")
	tell("c2", "p1", "e0")
	page := func(after store.Cursor) (got []string, next store.Cursor) {
		view(t, w.db, func(tx *store.Tx) error {
			list, n, err := tx.NoticesOf("c1", "p1", after, 3)
			for _, x := range list {
				got = append(got, x.Effect)
			}
			next = n
			return err
		})
		return got, next
	}
	first, next := page(store.Cursor{})
	second, end := page(next)
	if fmt.Sprint(first, second) != "[e4 e3 e2] [e1 e0]" || end != (store.Cursor{}) {
		t.Errorf("pages %v %v %v", first, second, end)
	}
	unread := func(congress, person string) (n int) {
		view(t, w.db, func(tx *store.Tx) (err error) {
			n, err = tx.CountUnread(congress, person)
			return err
		})
		return n
	}
	update(t, w.db, func(tx *store.Tx) error { return tx.ReadNotices("c1", "p1", begin.Add(2*time.Minute)) })
	if n := unread("c1", "p1"); n != 2 || unread("c1", "p2") != 1 || unread("c2", "p1") != 1 {
		t.Errorf("%d unread", n)
	}
	var id string
	view(t, w.db, func(tx *store.Tx) error {
		list, err := tx.NoticesOn("c1", "m1", 99)
		if len(list) != 6 {
			t.Errorf("%d on the matter", len(list))
		}
		for _, x := range list {
			if x.Person == "p1" && x.Read.IsZero() {
				id = x.ID
			}
		}
		return err
	})
	wantErr(t, "somebody else's", tryUpdate(w.db, func(tx *store.Tx) error { return tx.ReadNotice("c1", "p2", id) }), store.ErrNotFound)
	wantErr(t, "another congress's", tryUpdate(w.db, func(tx *store.Tx) error { return tx.ReadNotice("c2", "p1", id) }), store.ErrNotFound)
	update(t, w.db, func(tx *store.Tx) error { return tx.ReadNotice("c1", "p1", id) })
	if n := unread("c1", "p1"); n != 1 {
		t.Errorf("%d unread", n)
	}
	verify(t, w.db)
}

// An e-mail is queued once per id, and keeps where it stands.
func testMails(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	m := store.Mail{Congress: "c1", ID: "abc", Effect: "e", Matter: "m1", Kind: "answer", Person: "p1", Data: "{}"}
	for i := range 2 {
		var added bool
		update(t, w.db, func(tx *store.Tx) (err error) {
			added, err = tx.AddMail(m)
			return err
		})
		if added != (i == 0) {
			t.Errorf("added %v the %d. time", added, i+1)
		}
	}
	for _, s := range []store.MailState{store.MailSending, store.MailQueued, store.MailSent} {
		update(t, w.db, func(tx *store.Tx) error { return tx.SetMail("c1", "abc", s, "why") })
		view(t, w.db, func(tx *store.Tx) error {
			got, err := tx.Mail("c1", "abc")
			if got.State != s || got.Why != "why" || got.Sent.IsZero() != (s != store.MailSent) || got.Matter != "m1" {
				t.Errorf("%+v", got)
			}
			return err
		})
	}
	view(t, w.db, func(tx *store.Tx) error {
		list, err := tx.MailsOn("c1", "m1", 9)
		if len(list) != 1 {
			t.Errorf("%+v", list)
		}
		_, err2 := tx.Mail("c2", "abc")
		wantErr(t, "another congress's", err2, store.ErrNotFound)
		return err
	})
	update(t, w.db, func(tx *store.Tx) error {
		return tx.SetReminded("c1", "m1", store.Reminded{Visit: 3, Due: "2026-03-05", Order: 2})
	})
	update(t, w.db, func(tx *store.Tx) error {
		return tx.SetReminded("c1", "m1", store.Reminded{Visit: 4, Due: "2026-03-09", Order: 1})
	})
	view(t, w.db, func(tx *store.Tx) error {
		r, err := tx.LastReminded("c1", "m1")
		other, err2 := tx.LastReminded("c2", "m1")
		if r != (store.Reminded{Visit: 4, Due: "2026-03-09", Order: 1}) || other != (store.Reminded{}) {
			t.Errorf("%+v %+v", r, other)
		}
		return errors.Join(err, err2)
	})
	verify(t, w.db)
}
