package worker_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/mail"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
	"github.com/huiyin/huiyin/internal/testkit/smtptest"
	"github.com/huiyin/huiyin/internal/testkit/world"
	"github.com/huiyin/huiyin/internal/worker"
)

// each runs a test on both engines.
func each(t *testing.T, test func(*testing.T, *house)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, newHouse(t, world.SQLite(t)))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, newHouse(t, world.Postgres(t, pgtest.URL(t))))
	})
}

// house is a world with a worker and a mail server.
type house struct {
	*world.World
	t      *testing.T
	worker *worker.Worker
	smtp   *smtptest.Server
}

func newHouse(t *testing.T, w *world.World) *house {
	s := smtptest.Start(t)
	h := &house{World: w, t: t, smtp: s, worker: &worker.Worker{
		Office: w.Office, Name: "w1", BaseURL: "https://huiyin.example.org", Log: slog.New(slog.DiscardHandler), Every: time.Millisecond,
		Mail: mail.Server{Addr: s.Addr, From: "huiyin@example.org", Timeout: 400 * time.Millisecond, Clock: time.Now},
	}}
	w.Office.SendsMail(true)
	return h
}

// at moves the clock and lets the worker do everything that is due.
func (h *house) at(when string) {
	h.t.Helper()
	h.Clock.Set(world.At(when))
	h.drain()
}

func (h *house) drain() {
	h.t.Helper()
	if err := h.worker.Drain(context.Background(), 200); err != nil {
		h.t.Fatal(err)
	}
}

// mails lists what the server took as "reader subject".
func (h *house) mails() []string {
	var out []string
	for _, m := range h.smtp.Mails() {
		out = append(out, strings.TrimSuffix(m.To, "@example.org")+" "+strings.TrimPrefix(m.Subject, "【云川区人大常委会】"))
	}
	slices.Sort(out)
	return out
}

// want compares the mails taken so far with a list, in any order.
func (h *house) want(list ...string) {
	h.t.Helper()
	slices.Sort(list)
	if got := h.mails(); !slices.Equal(got, list) {
		h.t.Fatalf("at %s mails are\n  %s\nwant\n  %s", h.Clock.Now().In(world.Zone).Format("01-02 15:04"), strings.Join(got, "\n  "), strings.Join(list, "\n  "))
	}
}

func (h *house) mailState(id string) []store.MailState {
	var out []store.MailState
	for _, s := range h.Page(id).Sent {
		out = append(out, s.Mail)
	}
	return out
}

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

// Answers reach deputies and residents who agreed, at any hour, after the time for undoing.
func TestAnswers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		raise := func(person string, in office.RaiseInput) office.Receipt {
			in.Procedure, in.Title, in.Text, in.Station, in.Fields = "opinion", "停水", "三天了", "station", map[string]string{"category": "water", "place": "东苑"}
			r, err := h.Office.Raise(ctx, h.Viewer(person), in)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		all := []office.Receipt{
			raise("deputy", office.RaiseInput{}),
			raise("", office.RaiseInput{Name: "王某", Contact: "wang@example.org", Mail: true}),
			raise("", office.RaiseInput{Name: "李某", Contact: "li@example.org"}), // did not agree
			raise("", office.RaiseInput{}),
		}
		h.drain()
		receipts := []string{"deputy 已收到 " + all[0].Number, "wang 已收到 " + all[1].Number}
		h.want(receipts...)
		if body := h.smtp.Mails()[0].Body + h.smtp.Mails()[1].Body; strings.Contains(body, all[1].Code) {
			t.Error("the code of the receipt went out")
		}
		h.Clock.Set(world.At("2026-03-02 22:00"))
		for _, r := range all {
			h.Act("station-clerk", r.ID, "answerNow", "answer", "管道已换，水质合格")
		}
		h.at("2026-03-02 22:10")
		h.want(receipts...)
		h.at("2026-03-02 22:11")
		h.want(append(receipts, "deputy 已有答复 "+all[0].Number, "wang 已有答复 "+all[1].Number)...)
		for _, m := range h.smtp.Mails() {
			if strings.Contains(m.Body, "管道") || strings.Contains(m.Body, "三天了") {
				t.Errorf("words went out: %q", m.Body)
			}
		}
		if _, err := h.Office.Raise(ctx, h.Viewer(""), office.RaiseInput{Procedure: "opinion", Title: "x", Text: "y", Mail: true, Contact: "0000-000", Fields: map[string]string{"category": "water", "place": "z"}}); err == nil {
			t.Error("a telephone number was taken as an e-mail address")
		}
		h.Verify()
	})
}

// Killed between handing in and marking: a reminder is not sent again, an answer is, under the same number.
func TestDoubtfulMoment(t *testing.T) {
	t.Parallel()
	crash := map[string]func(*house){
		// The process ends after the server took it: nobody calls EndMail.
		"process killed": func(h *house) {
			h.t.Helper()
			for range 50 {
				if err := h.worker.Office.EveryDay(context.Background()); err != nil {
					h.t.Fatal(err)
				}
				jobs, err := h.worker.Office.ClaimJobs(context.Background(), "killed", 8)
				if err != nil {
					h.t.Fatal(err)
				}
				if len(jobs) == 0 {
					return
				}
				for _, j := range jobs {
					if !j.Sends() {
						if err := h.worker.Office.RunJob(context.Background(), j); err != nil {
							h.t.Fatal(err)
						}
						continue
					}
					l, ok, err := h.worker.Office.BeginMail(context.Background(), j)
					if err != nil || !ok {
						h.t.Fatal(ok, err)
					}
					if err := h.worker.Mail.Send(context.Background(), mail.Message{ID: l.ID, To: l.To, Subject: l.Subject, Body: "x\n", Date: h.Clock.Now()}); err != nil {
						h.t.Fatal(err)
					}
				}
			}
		},
		"connection broken": func(h *house) {
			h.smtp.Set(smtptest.BreaksLate)
			h.drain()
			h.smtp.Set(smtptest.Takes)
		},
		"server silent": func(h *house) {
			h.smtp.Set(smtptest.HangsLate)
			h.drain()
			h.smtp.Set(smtptest.Takes)
		},
	}
	for name, crash := range crash {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, h *house) {
				r := h.Raise("路灯")
				h.Clock.Set(world.At("2026-03-05 08:30"))
				crash(h)
				h.want("station-clerk 办理提醒 " + r.Number)
				h.at("2026-03-05 08:45")
				h.at("2026-03-05 17:00")
				h.want("station-clerk 办理提醒 " + r.Number)
				if got := h.mailState(r.ID); !slices.Equal(got, []store.MailState{store.MailDoubtful}) {
					t.Errorf("%v", got)
				}

				receipt, err := h.Office.Raise(context.Background(), h.Viewer("deputy"), office.RaiseInput{
					Procedure: "opinion", Title: "水压", Text: "低", Station: "station", Fields: map[string]string{"category": "water", "place": "东苑"},
				})
				if err != nil {
					t.Fatal(err)
				}
				h.drain()
				h.Act("station-clerk", receipt.ID, "answerNow", "answer", "已处理")
				h.Clock.Set(h.Clock.Now().Add(matter.EffectsAfter))
				crash(h)
				h.Clock.Set(h.Clock.Now().Add(6 * time.Minute))
				h.drain()
				var ids []string
				for _, m := range h.smtp.Mails() {
					if strings.Contains(m.Subject, "已有答复") {
						ids = append(ids, m.ID)
					}
				}
				if len(ids) != 2 || ids[0] != ids[1] {
					t.Errorf("the answer went out as %v", ids)
				}
				h.Verify()
			})
		})
	}
}

// A server that refuses, hangs or is away stops nothing else; what it did not take goes out later, and what it
// refused for good lies before the administrator.
func TestServerTrouble(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		r := h.Raise("路灯")
		h.smtp.Set(smtptest.HangsEarly)
		h.Clock.Set(world.At("2026-03-05 08:30"))
		begin := time.Now()
		h.drain()
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("everything stood still for %v", took)
		}
		h.want()
		if got := h.mailState(r.ID); !slices.Equal(got, []store.MailState{store.MailQueued}) {
			t.Errorf("%v", got)
		}
		h.Raise("另一件") // the pages go on
		h.smtp.Set(smtptest.Busy)
		h.at("2026-03-05 08:32")
		h.smtp.Set(smtptest.Takes)
		h.at("2026-03-05 09:30")
		h.want("station-clerk 办理提醒 " + r.Number)

		h.smtp.Set(smtptest.Refuses)
		h.at("2026-03-06 09:00")
		v, err := h.Office.Jobs(context.Background(), h.Viewer("admin"))
		if err != nil || len(v.Dead) == 0 || v.Dead[0].Matter == nil || !strings.Contains(v.Dead[0].Error, "550") {
			t.Fatalf("%+v %v", v, err)
		}
		if strings.Contains(v.Dead[0].Error, "@") {
			t.Errorf("it names the address: %s", v.Dead[0].Error)
		}
		for _, person := range []string{"office-clerk", "station-clerk", "chair", "deputy", ""} {
			if _, err := h.Office.Jobs(context.Background(), h.Viewer(person)); err == nil {
				t.Errorf("%q sees the jobs", person)
			}
			if err := h.Office.ReviveJob(context.Background(), h.Viewer(person), v.Dead[0].ID, false); err == nil {
				t.Errorf("%q revives a job", person)
			}
		}
		h.smtp.Set(smtptest.Takes)
		before := len(h.mails())
		for _, d := range v.Dead {
			if err := h.Office.ReviveJob(context.Background(), h.Viewer("admin"), d.ID, false); err != nil {
				t.Error(err)
			}
		}
		h.drain()
		if len(h.mails()) != before+len(v.Dead) {
			t.Errorf("%v", h.mails())
		}
		h.Verify()
	})
}

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
