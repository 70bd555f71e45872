package worker_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/mail"
	"github.com/huiyin/huiyin/internal/matter"
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

func matterEnv(t *testing.T) matter.Env {
	t.Helper()
	return matter.Env{Calendar: deadline.Builtin(), Zone: world.Zone}
}
