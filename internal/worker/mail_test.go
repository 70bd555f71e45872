package worker_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/mail"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/smtptest"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

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
