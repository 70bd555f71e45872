// Package worker does the jobs of the house: it takes what is due, does it through the office, and hands e-mails to
// the mail server. Several workers, in one process or in many, do nothing twice.
package worker

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/huiyin/huiyin/internal/mail"
	"github.com/huiyin/huiyin/internal/office"
)

// Sender hands in one e-mail; see mail.Server.Send for what its errors mean.
type Sender interface {
	Send(ctx context.Context, m mail.Message) error
}

// Worker does jobs. Its name differs from that of every other worker.
type Worker struct {
	Office  *office.Office
	Name    string
	Mail    Sender // nil: no e-mail is sent
	BaseURL string // where people find the pages, without a slash at the end; empty: e-mails have no link
	Log     *slog.Logger
	Every   time.Duration // how often Run looks for something to do
}

// atOnce is how many jobs are taken in one go. E-mails of one go are sent at the same time.
const atOnce = 8

// Run works until ctx ends. A job under way is finished, or left to whoever finds its lease over.
func (w *Worker) Run(ctx context.Context) {
	tick := time.NewTicker(w.Every)
	defer tick.Stop()
	for {
		for {
			n, err := w.Step(ctx)
			if err != nil && ctx.Err() == nil {
				w.Log.Error("jobs", "error", err.Error())
			}
			if n == 0 || err != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Step takes some of the jobs that are due and does them; it gives how many it took. Without jobs it only reads.
func (w *Worker) Step(ctx context.Context) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, nil //nolint:nilerr // told to stop: nothing is begun any more
	}
	if err := w.Office.EveryDay(ctx); err != nil {
		return 0, err
	}
	found, err := w.Office.JobsDue(ctx)
	if err != nil || !found {
		return 0, err
	}
	jobs, err := w.Office.ClaimJobs(ctx, w.Name, atOnce)
	if err != nil {
		return 0, err
	}
	var mails sync.WaitGroup
	for _, j := range jobs {
		if j.Sends() {
			mails.Go(func() { w.send(ctx, j) })
			continue
		}
		// What was taken is done, also when the process is told to stop meanwhile: it takes milliseconds.
		if err := w.Office.RunJob(context.WithoutCancel(ctx), j); err != nil {
			w.Log.Error("job", "kind", j.Kind, "job", j.ID, "attempt", j.Attempt, "error", err.Error())
		}
	}
	mails.Wait()
	return len(jobs), nil
}

// Drain steps until nothing is due; for tests and for demonstrations of a past year. It stops after bound steps.
func (w *Worker) Drain(ctx context.Context, bound int) error {
	for range bound {
		n, err := w.Step(ctx)
		if err != nil || n == 0 {
			return err
		}
	}
	return errors.New("worker: there is always something to do")
}

// send sends one e-mail.
func (w *Worker) send(ctx context.Context, j office.Job) {
	report := func(err error) {
		if err != nil {
			w.Log.Error("mail", "job", j.ID, "attempt", j.Attempt, "error", err.Error())
		}
	}
	if w.Mail == nil {
		report(w.Office.EndMail(context.WithoutCancel(ctx), j, office.NotTaken, "no mail server is set"))
		return
	}
	letter, send, err := w.Office.BeginMail(context.WithoutCancel(ctx), j)
	if err != nil {
		report(err)
		report(w.Office.EndMail(context.WithoutCancel(ctx), j, office.NotTaken, "it could not be put into words"))
		return
	}
	if !send {
		return
	}
	err = w.Mail.Send(ctx, mail.Message{ID: letter.ID, To: letter.To, Subject: letter.Subject, Body: w.body(letter), Date: w.Office.Now()})
	outcome, why := office.Taken, ""
	if err != nil {
		why = err.Error()
		switch {
		case errors.Is(err, mail.ErrRefused):
			outcome = office.Refused
		case errors.Is(err, mail.ErrDoubtful):
			outcome = office.Doubtful
		default:
			outcome = office.NotTaken
		}
		report(err)
	}
	report(w.Office.EndMail(context.WithoutCancel(ctx), j, outcome, why))
}

func (w *Worker) body(l office.Letter) string {
	lines := l.Lines
	if w.BaseURL != "" {
		lines = append(lines, w.BaseURL+l.Path, "")
	}
	return strings.Join(append(lines, "本邮件由系统自动发出，请勿回复。"), "\n") + "\n"
}
