package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// The kinds of job.
const (
	jobDay     = "day"     // look through the open matters once a working day
	jobRemind  = "remind"  // remind of one matter, and let it go up the ladder
	jobUrge    = "urge"    // tell the owner that he was urged
	jobAnswer  = "answer"  // tell the raisers that there is an answer
	jobReceipt = "receipt" // tell a raiser that his matter was written down
	jobMail    = "mail"    // send one e-mail
)

// How long a worker may be at a job before another takes it over; how long done jobs are kept.
const (
	jobLease = 5 * time.Minute
	keepJobs = 30 * 24 * time.Hour
)

// Job is a job that this worker has.
type Job struct{ store.Job }

// Sends reports whether the job is the sending of an e-mail, which goes by BeginMail and EndMail.
func (j Job) Sends() bool { return j.Kind == jobMail }

// jobArgs are the arguments of all kinds.
type jobArgs struct {
	Day    string `json:"day,omitempty"`
	Key    string `json:"key,omitempty"` // jobDay: where the page begins
	ID     string `json:"id,omitempty"`
	Matter string `json:"matter,omitempty"`
	Seq    int64  `json:"seq,omitempty"` // the event that it comes from
	Mail   string `json:"mail,omitempty"`
}

func (a jobArgs) text() string {
	b, err := json.Marshal(a)
	if err != nil {
		panic(err) // strings and a number
	}
	return string(b)
}

// SendsMail says whether this installation sends e-mail. Without, people are told in the app only and no e-mail
// is queued.
func (o *Office) SendsMail(yes bool) { o.mails.Store(yes) }

// Mails reports whether this installation sends e-mail.
func (o *Office) Mails() bool { return o.mails.Load() }

// JobsDue reports whether there is something to do. It only reads.
func (o *Office) JobsDue(ctx context.Context) (found bool, err error) {
	err = o.db.View(ctx, func(tx *store.Tx) (err error) {
		found, err = tx.JobsDue()
		return err
	})
	return found, err
}

// ClaimJobs gives a worker what is due, at most limit jobs. Names of workers differ between processes.
func (o *Office) ClaimJobs(ctx context.Context, worker string, limit int) ([]Job, error) {
	var out []Job
	_, _, err := o.db.Update(ctx, store.Request{}, func(tx *store.Tx) (string, error) {
		jobs, err := tx.ClaimJobs(worker, jobLease, limit)
		out = nil
		for _, j := range jobs {
			out = append(out, Job{j})
		}
		return "", err
	})
	return out, err
}

// EveryDay makes sure that the open matters of every congress are looked through today, where today is a
// working day. It may be called as often as one likes.
func (o *Office) EveryDay(ctx context.Context) error {
	all, err := o.Congresses(ctx)
	if err != nil {
		return err
	}
	for _, k := range all {
		h, err := o.house(ctx, k.ID)
		if err != nil {
			return err
		}
		now := o.db.Clock()
		today := deadline.FromTime(now, h.zone)
		if !h.calendar.Workday(today) || o.ensured(k.ID, today) {
			continue
		}
		_, _, err = o.db.Update(ctx, store.Request{Congress: k.ID}, func(tx *store.Tx) (string, error) {
			return "", tx.Enqueue(store.Job{
				Congress: k.ID, Kind: jobDay, Uniq: today.String(), Args: jobArgs{Day: today.String()}.text(), RunAt: h.opens(today),
			})
		})
		if err != nil {
			return err
		}
		o.mu.Lock()
		o.days[k.ID] = today
		o.mu.Unlock()
	}
	return nil
}

// ensured reports whether today's look was asked for by this process already.
func (o *Office) ensured(congress string, today deadline.Date) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.days[congress] == today
}

// opens is when the hours of a day begin: the earliest of the congress's rulebooks.
func (h *house) opens(day deadline.Date) time.Time {
	from := rulebook.UsualHours.From
	for _, b := range h.books {
		from = min(from, b.Hours.From)
	}
	return day.In(h.zone).Add(time.Duration(from) * time.Minute)
}

// RunJob does a job that is not an e-mail, and finishes it in the same transaction: whatever happens in
// between, it is done once. An error puts it off, with longer and longer pauses.
func (o *Office) RunJob(ctx context.Context, j Job) error {
	err := o.runJob(ctx, j)
	if err == nil || errors.Is(err, store.ErrLost) {
		return nil
	}
	dead := problem.KindOf(err) == problem.NotFound
	_, _, failed := o.db.Update(ctx, store.Request{Congress: j.Congress}, func(tx *store.Tx) (string, error) {
		return "", tx.FailJob(j.Job, reason(err), dead)
	})
	if errors.Is(failed, store.ErrLost) {
		failed = nil
	}
	return errors.Join(err, failed)
}

// reason is an error as an administrator reads it: of problems the stable code, which holds no words of people.
func reason(err error) string {
	if p := problem.Of(err); p.Kind != problem.Internal {
		return p.Code
	}
	text := err.Error()
	if len(text) > 300 {
		text = text[:300]
	}
	return text
}

func (o *Office) runJob(ctx context.Context, j Job) error {
	var a jobArgs
	if err := json.Unmarshal([]byte(j.Args), &a); err != nil {
		return fmt.Errorf("office: job %s: %w", j.Kind, err)
	}
	h, err := o.house(ctx, j.Congress)
	if err != nil {
		return err
	}
	if j.Kind == jobDay {
		return o.lookThrough(ctx, h, j, a)
	}
	do := map[string]func(*work, Job, jobArgs, matter.Matter) error{
		jobRemind: (*work).remind, jobUrge: (*work).urged, jobAnswer: (*work).answered, jobReceipt: (*work).received,
	}[j.Kind]
	if do == nil {
		return fmt.Errorf("office: there is no job %q", j.Kind)
	}
	_, _, err = o.update(ctx, access.Viewer{Congress: j.Congress}, "", func(tx *store.Tx) (string, error) {
		m, err := tx.Matter(j.Congress, a.Matter)
		if err != nil {
			return "", err
		}
		w := &work{tx: tx, house: h, mails: o.mails.Load()}
		return "", do(w, j, a, m)
	})
	return err
}

// enqueue adds a job of the matter's own to the transaction of an act.
func (w *work) enqueue(m matter.Matter, kind string, seq int64, at time.Time) error {
	return w.tx.Enqueue(store.Job{
		Congress: m.Congress, Kind: kind, Uniq: fmt.Sprintf("%s/%d", m.ID, seq), Args: jobArgs{Matter: m.ID, Seq: seq}.text(), RunAt: at,
	})
}

// effects enqueues what must leave the house because of an event: nothing before the time for undoing is over.
func (w *work) effects(before, after matter.Matter, ev matter.Event) error {
	later := w.tx.Now.Add(matter.EffectsAfter)
	if ev.Kind == rulebook.Urge {
		return w.enqueue(after, jobUrge, ev.Seq, later)
	}
	if len(after.Answers) > len(before.Answers) && ev.Kind != rulebook.Import && w.canTell(after) {
		return w.enqueue(after, jobAnswer, ev.Seq, later)
	}
	return nil
}

// canTell reports whether anybody among the raisers could be told: in the app, or by e-mail.
func (w *work) canTell(m matter.Matter) bool {
	for _, r := range m.Raisers {
		if r.Person != "" || w.mails && r.Mail {
			return true
		}
	}
	return false
}
