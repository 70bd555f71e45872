package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/faultdb"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// story is a small piece of work with everything in it that one act can touch: an opening with its number and
// its place in the register, an act on one matter, one on two matters, and an answer.
type story struct {
	w    *world.World
	run  string
	a, b office.Receipt
}

// acts are the steps of the story. Each has a key of its own and gives what it touched and the revision that
// this led to, when it succeeded.
func (s *story) acts() []func() error {
	act := func(who string, r *office.Receipt, name string, fields ...string) func() error {
		return func() error {
			in := office.ActInput{Act: name, Fields: map[string]string{}, Key: s.run + name}
			for i := 0; i+1 < len(fields); i += 2 {
				in.Fields[fields[i]] = fields[i+1]
			}
			if name == "merge" {
				in.Fields["target"] = s.a.Number
			}
			_, err := s.w.Office.Act(context.Background(), viewer(who), r.ID, in)
			return err
		}
	}
	raise := func(r *office.Receipt, title string) func() error {
		return func() (err error) {
			*r, err = s.w.Office.Raise(context.Background(), viewer(""), office.RaiseInput{
				Procedure: "opinion", Title: s.run + title, Text: "请处理。", Station: "station", Name: "住户", Contact: "0000",
				Fields: map[string]string{"category": "roads", "place": "柳溪桥"}, Key: s.run + title,
			})
			return err
		}
	}
	return []func() error{
		raise(&s.a, "一"), raise(&s.b, "二"),
		act("station", &s.b, "merge", "reason", "同一处"),
		act("station", &s.a, "answerNow", "answer", "已修好。"),
	}
}

// entries are how many journal entries both matters have after each act of the story.
var entries = []int{1, 2, 4, 5}

// viewer is somebody who works for an organization; "" is the public.
func viewer(org string) access.Viewer {
	v := access.Viewer{Congress: world.ID}
	if org != "" {
		v.Account, v.Person = "a-"+org, org+"-clerk"
		v.Orgs = []access.Seat{{Org: org, Classification: org, Role: "staff"}}
	}
	return v
}

// Every call of the story fails once, without effect or although it was done. Afterwards every act that was
// acknowledged is there, every other is there wholly or not at all, and repeating it with its key leaves one.
func TestFaultAtEveryCall(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, open opener) {
		clock := &world.Clock{}
		clock.Set(world.At("2026-03-02 09:00"))
		good := open(t, clock.Now, nil)
		w := world.On(t, good, clock)
		calls := tell(t, w, open, nil, "plain")
		if len(calls) < 40 {
			t.Fatalf("only %d calls: the story is not what it was", len(calls))
		}
		for k, call := range calls {
			hows := []faultdb.How{faultdb.Before, faultdb.After}
			if call.Kind != faultdb.Statement {
				hows = append(hows, faultdb.Before|faultdb.Drop, faultdb.After|faultdb.Drop)
			}
			for _, how := range hows {
				fault := faultdb.Fault{Kind: faultdb.Any, N: k + 1, How: how}
				tell(t, w, open, &fault, fmt.Sprintf("%d-%d-", k+1, how))
			}
			if k%40 == 39 {
				verify(t, good)
			}
		}
		verify(t, good)
	})
}

// tell runs the story on a database whose writing connections fail once, and looks at what is left through
// another one. It gives the calls that reached the engine.
func tell(t *testing.T, good *world.World, open opener, fault *faultdb.Fault, run string) []faultdb.Call {
	t.Helper()
	p := faultdb.NewPlan()
	if fault != nil {
		p = faultdb.NewPlan(*fault)
	}
	db := open(t, good.Clock.Now, p)
	s := &story{w: &world.World{T: t, Office: office.New(db), Store: db, Clock: good.Clock}, run: run}
	if _, err := s.w.Office.Congress(context.Background(), world.ID); err != nil {
		t.Fatal(err)
	}
	good.Clock.Set(good.Clock.Now().Add(time.Second))
	p.Arm()
	struck := -1
	for i, act := range s.acts() {
		if err := act(); err != nil {
			struck = i
			break
		}
	}
	p.Disarm()
	if err := db.Close(); err != nil {
		t.Errorf("%s: %v", run, err)
	}
	if fault != nil && p.Fired() != 1 {
		t.Fatalf("%s: the fault struck %d times", run, p.Fired())
	}
	s.w = good // the database, opened anew
	last := len(entries) - 1
	if struck >= 0 {
		last = struck - 1
	}
	done := 0 // entries of what was acknowledged
	if last >= 0 {
		done = entries[last]
	}
	whole := done
	if struck >= 0 {
		whole = entries[struck]
	}
	if n := s.written(t); n != done && n != whole {
		t.Fatalf("%s: act %d failed and left %d entries, want %d or %d", run, struck+1, n, done, whole)
	}
	for i, act := range s.acts() {
		if i < struck || struck < 0 {
			continue
		}
		for range 2 { // and once more: still one
			if err := act(); err != nil {
				t.Fatalf("%s: repeating act %d: %v", run, i+1, err)
			}
		}
		if n := s.written(t); n != entries[i] {
			t.Fatalf("%s: repeating act %d left %d entries, want %d", run, i+1, n, entries[i])
		}
	}
	if page := good.Page(s.a.ID); len(page.Answers) != 1 || len(page.Raisers) != 2 {
		t.Fatalf("%s: the story ended at %q with %d raisers", run, page.Step.EN, len(page.Raisers))
	}
	return p.Calls()
}

// written counts the entries of the story's matters, found by their titles: a receipt may never have arrived.
// They are the latest, because the clock goes on from story to story.
func (s *story) written(t *testing.T) (n int) {
	t.Helper()
	err := s.w.Store.View(context.Background(), func(tx *store.Tx) error {
		n = 0
		page, _, err := tx.Matters(store.Filter{Congress: world.ID, Scope: access.Scope{All: true}}, store.ByRaised, store.Cursor{}, 3)
		for _, m := range page {
			if strings.HasPrefix(m.Title, s.run) {
				n += int(m.Rev)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
