package worker_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// Several workers at once do nothing twice.
func TestTwoWorkers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		const n = 20
		var want []string
		for i := range n {
			want = append(want, "station-clerk 办理提醒 "+h.Raise(fmt.Sprint("第", i, "件")).Number)
		}
		h.Clock.Set(world.At("2026-03-05 09:00"))
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				w := *h.worker
				w.Name = fmt.Sprint("worker ", i)
				if err := w.Drain(context.Background(), 400); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		h.drain() // what one left when it found nothing while another was at it
		h.want(want...)
		h.Verify()
	})
}

// Told to stop, a worker stops; started again, it goes on.
func TestStops(t *testing.T) {
	t.Parallel()
	h := newHouse(t, world.SQLite(t))
	r := h.Raise("路灯")
	h.Clock.Set(world.At("2026-03-05 09:00"))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		h.worker.Run(ctx)
		close(ended)
	}()
	for range 4000 {
		if len(h.mails()) > 0 {
			break
		}
		<-time.After(5 * time.Millisecond)
	}
	stop()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
	h.drain()
	h.want("station-clerk 办理提醒 " + r.Number)
}

// Everybody reads his own notices and nobody else's; what is read is read.
func TestNotices(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.Office.SendsMail(false) // without e-mail people are told in the app
		r := h.Raise("路灯")
		h.at("2026-03-05 09:00")
		h.want()
		mine, err := h.Office.Notices(ctx, h.Viewer("station-clerk"), "", "")
		if err != nil || len(mine.Rows) != 1 || mine.Unread != 1 || mine.Rows[0].Matter == nil || mine.Rows[0].Matter.ID != r.ID || mine.Rows[0].Kind != "remind" {
			t.Fatalf("%+v %v", mine, err)
		}
		for _, person := range []string{"station2-clerk", "water-clerk", "office-clerk", "chair", "member", "deputy", "admin"} {
			v := h.Viewer(person)
			if got, err := h.Office.Notices(ctx, v, "", ""); err != nil || len(got.Rows) != 0 {
				t.Errorf("%s reads %+v %v", person, got, err)
			}
			if err := h.Office.ReadNotice(ctx, v, mine.Rows[0].ID); err == nil {
				t.Errorf("%s marks somebody else's notice", person)
			}
		}
		if _, err := h.Office.Notices(ctx, h.Viewer(""), "", ""); err == nil {
			t.Error("the public has notices")
		}
		if err := h.Office.ReadNotice(ctx, h.Viewer("station-clerk"), mine.Rows[0].ID); err != nil {
			t.Error(err)
		}
		if n, _, err := h.Office.Unread(ctx, h.Viewer("station-clerk")); n != 0 || err != nil {
			t.Error(n, err)
		}
		// What was sent, and the ladder, are for those who may see them.
		h.at("2026-03-06 09:00")
		h.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "water")
		for person, want := range map[string][2]bool{
			"office-clerk": {true, true}, "general-clerk": {true, true}, "station-clerk": {true, true}, "chair": {true, true},
			"water-clerk": {false, true}, "member": {false, true}, "deputy": {false, false}, "": {false, false},
		} {
			p, err := h.Office.Matter(ctx, h.Viewer(person), r.ID)
			if err != nil {
				t.Fatal(person, err)
			}
			up := slices.ContainsFunc(p.History, func(mo office.Moment) bool { return mo.Kind == matter.Escalated })
			if len(p.Sent) > 0 != want[0] || len(p.Ladder) > 0 != want[1] || up != want[1] {
				t.Errorf("%q sees %d sent, %d rungs, the ladder in the history: %v", person, len(p.Sent), len(p.Ladder), up)
			}
		}
		h.Verify()
	})
}
