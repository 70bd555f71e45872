package office

import (
	"context"
	"fmt"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// dayPage is how many open matters one job looks through.
const dayPage = 200

// lookThrough looks through one page of the open matters and enqueues a job for each that has something due
// today. What was due earlier and was not told because nothing ran is told now, as one reminder.
func (o *Office) lookThrough(ctx context.Context, h *house, j Job, a jobArgs) error {
	var found []matter.Matter
	var next store.Cursor
	at := map[string]time.Time{}
	err := o.db.View(ctx, func(tx *store.Tx) error {
		found = nil
		filter := store.Filter{Congress: j.Congress, Scope: access.Scope{All: true}, State: store.IsOpen}
		page, n, err := tx.Matters(filter, store.ByDue, store.Cursor{Key: a.Key, ID: a.ID}, dayPage)
		if err != nil {
			return err
		}
		next = n
		for _, m := range page {
			p, err := h.procedure(m)
			if err != nil {
				return err
			}
			env := h.env(p, tx.Now)
			env.Now = endOf(tx.Now, h.zone)
			last, err := tx.LastReminded(m.Congress, m.ID)
			if err != nil {
				return err
			}
			_, climbs := matter.Escalate(env, m)
			if r := pending(env, m, last); r == nil && !climbs {
				continue
			}
			found = append(found, m)
			at[m.ID] = matter.Allowed(p.Hours, h.calendar, h.zone, tx.Now)
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, _, err = o.db.Update(ctx, store.Request{Congress: j.Congress}, func(tx *store.Tx) (string, error) {
		for _, m := range found {
			err := tx.Enqueue(store.Job{
				Congress: m.Congress, Kind: jobRemind, Uniq: m.ID + "/" + a.Day, Args: jobArgs{Matter: m.ID}.text(), RunAt: at[m.ID],
			})
			if err != nil {
				return "", err
			}
		}
		if next != (store.Cursor{}) {
			err := tx.Enqueue(store.Job{
				Congress: j.Congress, Kind: jobDay, Uniq: a.Day + "/" + next.Key + "/" + next.ID, Args: jobArgs{Day: a.Day, Key: next.Key, ID: next.ID}.text(),
			})
			if err != nil {
				return "", err
			}
		}
		return "", tx.FinishJob(j.Job)
	})
	return err
}

// endOf is the last moment of the day of t.
func endOf(t time.Time, zone *time.Location) time.Time {
	return deadline.FromTime(t, zone).AddDays(1).In(zone).Add(-time.Microsecond)
}

// pending is the reminder that should have come by env.Now and did not: only the latest, and none when a later
// one of the same due day has come, as it can when the clock was wrong.
func pending(env matter.Env, m matter.Matter, last store.Reminded) *matter.Reminder {
	var latest *matter.Reminder
	for _, r := range matter.Reminders(env, m) {
		if !r.At.After(env.Now) {
			latest = &r
		}
	}
	if latest == nil || last.Visit == m.Visit().Stay() && last.Due == m.Due().Day.String() && latest.Order <= last.Order {
		return nil
	}
	return latest
}

// remind reminds the owner of m, and lets m go up the ladder, as things stand now. The job says only which
// matter to look at: whether there is still anything to say follows from its due day in force.
func (w *work) remind(j Job, _ jobArgs, m matter.Matter) error {
	if !m.Open() {
		return w.tx.FinishJob(j.Job)
	}
	p, err := w.house.procedure(m)
	if err != nil {
		return err
	}
	env := w.house.env(p, w.tx.Now)
	if at := matter.Allowed(p.Hours, w.house.calendar, w.house.zone, w.tx.Now); at.After(w.tx.Now) {
		return w.tx.PutOff(j.Job, at)
	}
	if m, err = w.climb(env, m); err != nil {
		return err
	}
	last, err := w.tx.LastReminded(m.Congress, m.ID)
	if err != nil {
		return err
	}
	if r := pending(env, m, last); r != nil {
		visit, due := m.Visit().Stay(), m.Due().Day
		if err := w.tx.SetReminded(m.Congress, m.ID, store.Reminded{Visit: visit, Due: due.String(), Order: r.Order}); err != nil {
			return err
		}
		err := w.tellOrg(m, m.Owner.Org, telling{Kind: noticeRemind, Effect: fmt.Sprintf("remind/%s/%d/%s/%d", m.ID, visit, due, r.Order), Data: w.facts(m)})
		if err != nil {
			return err
		}
	}
	return w.tx.FinishJob(j.Job)
}

// climb takes m up every rung whose day has come, each with its journal entry, and tells those it came to.
func (w *work) climb(env matter.Env, m matter.Matter) (matter.Matter, error) {
	for {
		ev, ok := matter.Escalate(env, m)
		if !ok {
			return m, nil
		}
		after, err := w.tx.SaveEvent(m, ev, w.house.zone)
		if err != nil {
			return m, err
		}
		m = after
		r := m.Rungs[len(m.Rungs)-1]
		msg := telling{Kind: noticeUp, Effect: fmt.Sprintf("up/%s/%d/%s/%d", m.ID, r.Visit, r.Due, r.N), Data: w.facts(m), Heads: r.Role == "owner"}
		if err := w.tellOrg(m, r.Org, msg); err != nil {
			return m, err
		}
	}
}

// facts are what a notice says beside number and title: days and numbers, no words.
func (w *work) facts(m matter.Matter) noticeData {
	d := noticeData{Step: m.Step}
	if v := m.Visit(); v != nil {
		d.Visit = v.Stay()
	}
	if due := m.Due(); due != nil {
		d.Due = due.Day
		d.Late = max(0, deadline.FromTime(w.tx.Now, w.house.zone).Sub(due.Day))
	}
	return d
}
