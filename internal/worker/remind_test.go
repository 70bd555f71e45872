package worker_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/smtptest"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// A matter is reminded of before, on and after its due day, goes up while nobody acts, and is quiet again once
// somebody does.
func TestReminders(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		r := h.Raise("柳巷路灯不亮") // due 2026-03-05, owned by the station
		n := r.Number
		h.at("2026-03-03 12:00")
		h.at("2026-03-04 08:29")
		h.want()
		h.at("2026-03-04 08:30")
		h.want("station-clerk 办理提醒 " + n)
		h.at("2026-03-04 16:00")
		h.want("station-clerk 办理提醒 " + n)
		body := h.smtp.Mails()[0].Body
		for _, part := range []string{n, "柳巷路灯不亮", "期限为2026-03-05", "https://huiyin.example.org/m/" + r.ID} {
			if !strings.Contains(body, part) {
				t.Errorf("%q is not in %q", part, body)
			}
		}
		if strings.Contains(body, "请尽快处理") || strings.Contains(body, "住户") {
			t.Errorf("the matter's words went out: %q", body)
		}
		h.at("2026-03-05 08:30")
		h.want("station-clerk 办理提醒 "+n, "station-clerk 办理提醒 "+n)
		h.at("2026-03-06 09:00") // one working day late: to the heads of the owner, here everybody there
		h.want("station-clerk 办理提醒 "+n, "station-clerk 办理提醒 "+n, "station-clerk 逾期上报 "+n)
		h.at("2026-03-07 10:00") // Saturday
		h.at("2026-03-08 10:00")
		h.at("2026-03-12 09:00") // three and five working days late, nothing ran since
		p := h.Page(r.ID)
		if len(p.Ladder) != 3 || p.Ladder[0].At == nil || p.Ladder[1].At == nil || p.Ladder[2].At != nil || p.Ladder[1].Org.ID != "deputyOffice" {
			t.Errorf("ladder %+v", p.Ladder)
		}
		h.want("station-clerk 办理提醒 "+n, "station-clerk 办理提醒 "+n, "station-clerk 办理提醒 "+n, "station-clerk 逾期上报 "+n, "office-clerk 逾期上报 "+n)
		if got := h.smtp.Mails(); !strings.Contains(got[len(got)-1].Body+got[len(got)-2].Body, "已逾期 7 天") {
			t.Errorf("%q", got[len(got)-1].Body)
		}
		h.at("2026-03-26 09:00")
		list, err := h.Office.List(context.Background(), h.Viewer("chair"), office.ListQuery{Queue: "above"})
		if err != nil || len(list.Rows) != 1 || list.Rows[0].ID != r.ID {
			t.Errorf("it is not in the leaders' queue: %+v %v", list.Rows, err)
		}
		h.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "water")
		before := len(h.mails())
		h.at("2026-03-26 10:00")
		list, err = h.Office.List(context.Background(), h.Viewer("chair"), office.ListQuery{Queue: "above"})
		if err != nil || len(list.Rows) != 0 || len(h.mails()) != before {
			t.Errorf("it moved on, and is still up there: %+v %v", list.Rows, err)
		}
		h.Verify()
	})
}

// The reminders of a due day are void when the matter returns, is redone, gets more time or ends, also when
// their job is already waiting and their mail already queued.
func TestVoid(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		r := h.Raise("河道护栏")
		h.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "water")
		h.Act("water-clerk", r.ID, "accept") // due 2026-03-23
		h.Clock.Set(world.At("2026-03-18 18:00"))
		h.drain() // the look of this day comes after hours: its job waits for the morning
		h.Act("office-clerk", r.ID, "extend", "reason", "等待到货", "newDue", "2026-04-10", "approver", "主任")
		h.at("2026-03-19 08:30")
		h.at("2026-03-23 12:00")
		h.want()
		h.at("2026-04-07 09:00")
		h.want("water-clerk 办理提醒 " + r.Number)
		// The mail is queued, the server busy; meanwhile the unit answers.
		h.smtp.Set(smtptest.Busy)
		h.at("2026-04-09 09:00")
		h.Act("water-clerk", r.ID, "answer", "answer", "已修好")
		h.smtp.Set(smtptest.Takes)
		h.at("2026-04-09 09:30")
		h.want("water-clerk 办理提醒 " + r.Number)
		if got := h.mailState(r.ID); !slices.Contains(got, store.MailVoid) {
			t.Errorf("%v", got)
		}
		h.Verify()
	})
}

// A clock that jumps sends nothing twice, and one reminder for a matter instead of thirty.
func TestClockJumps(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		r := h.Raise("公厕无水")
		h.at("2026-03-05 09:00")
		h.want("station-clerk 办理提醒 " + r.Number)
		h.at("2026-03-04 09:00") // a day backward
		h.at("2026-03-05 09:00")
		h.want("station-clerk 办理提醒 " + r.Number)
		h.at("2027-03-05 09:00") // a year forward
		up := []string{"station-clerk 逾期上报 " + r.Number, "office-clerk 逾期上报 " + r.Number, "chair 逾期上报 " + r.Number}
		all := append([]string{"station-clerk 办理提醒 " + r.Number, "station-clerk 办理提醒 " + r.Number}, up...)
		h.want(all...)
		for _, day := range []string{"2026-03-06", "2026-03-09", "2026-03-10", "2026-03-13", "2026-03-27"} {
			h.at(day + " 09:00") // and back: what comes now was told
		}
		h.at("2027-03-05 10:00")
		h.want(all...)
		h.Verify()
	})
}

// Nobody is reminded at night or on a rest day, whenever the worker happens to run.
func TestQuietHours(t *testing.T) {
	t.Parallel()
	h := newHouse(t, world.SQLite(t))
	var ids []string
	for i := range 6 {
		ids = append(ids, h.Raise(fmt.Sprint("第", i, "件")).ID)
	}
	h.Act("office-clerk", ids[0], "urge", "note", "请抓紧")
	hours := rulebook.UsualHours
	env := matterEnv(t)
	when := world.At("2026-03-02 09:00")
	// Odd steps, so that every hour of the day and every day of the week comes up; the holiday of Qingming too.
	for i := 0; when.Before(world.At("2026-04-20 00:00")); i++ {
		when = when.Add(time.Duration(i%5+1)*97*time.Minute + 13*time.Second)
		h.Clock.Set(when)
		if i%9 == 4 && i/9 < len(ids) {
			h.Act("station-clerk", ids[i/9], "assign", "unit", "water", "category", "water")
		}
		before := len(h.smtp.Mails())
		h.drain()
		if after := h.smtp.Mails(); len(after) > before && !matter.Allowed(hours, env.Calendar, world.Zone, when).Equal(when) {
			for _, m := range after[before:] {
				t.Errorf("at %s: %s", when.In(world.Zone), m.Subject)
			}
		}
	}
	if len(h.mails()) < 15 {
		t.Errorf("only %d mails: the test tries nothing", len(h.mails()))
	}
	for _, id := range ids {
		for _, s := range h.Page(id).Sent {
			if !matter.Allowed(hours, env.Calendar, world.Zone, s.At).Equal(s.At) {
				t.Errorf("told at %s", s.At.In(world.Zone))
			}
		}
	}
	h.Verify()
}

// An urging waits until it cannot be taken back any more, comes once, and only while the matter is still there.
func TestUrge(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		r, gone := h.Raise("路面破损"), h.Raise("井盖松动")
		for _, id := range []string{r.ID, gone.ID} {
			h.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
			h.Act("station-clerk", id, "urge", "note", "群众在等")
		}
		h.at("2026-03-02 09:10")
		h.want()
		h.Act("roads-clerk", gone.ID, "accept")
		h.at("2026-03-02 09:11")
		h.want("roads-clerk 催办 " + r.Number)
		h.at("2026-03-02 12:00")
		h.want("roads-clerk 催办 " + r.Number)
		if body := h.smtp.Mails()[0].Body; strings.Contains(body, "群众在等") || !strings.Contains(body, "柳溪镇代表联络站催办") {
			t.Errorf("%q", body)
		}
		h.Clock.Set(world.At("2026-03-02 17:25"))
		if err := h.Try(h.Viewer("office-clerk"), r.ID, "urge", "note", "再催"); err == nil {
			t.Error("urged twice a day")
		}
		h.Clock.Set(world.At("2026-03-03 17:25"))
		h.Act("office-clerk", r.ID, "urge", "note", "再催")
		h.at("2026-03-03 17:36") // the time for undoing ends after hours
		before := len(h.mails())
		h.at("2026-03-04 08:31")
		if got := h.mails(); len(got) <= before || !slices.Contains(got[len(got)-2:], "roads-clerk 催办 "+r.Number) && !slices.Contains(got, "roads-clerk 催办 "+r.Number) {
			t.Errorf("%v", got)
		}
		if n := len(h.Page(r.ID).Urged); n != 2 {
			t.Errorf("%d urgings", n)
		}
		h.Verify()
	})
}
