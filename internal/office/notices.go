package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// Notice is what its reader was told.
type Notice struct {
	ID     string
	Kind   string // remind, urge, up, answer, receipt
	At     time.Time
	Read   bool
	Matter *Link // nil: it is not for him to see any more
	Due    deadline.Date
	Late   int  // calendar days overdue when it was sent
	By     Name // who urged
}

// Notices is one page of them, the latest first.
type Notices struct {
	Rows            []Notice
	Unread          int // up to store.CountMax; More says that there are more
	More            bool
	NextKey, NextID string
}

var errNoNotices = problem.New(problem.Denied, "noNotices", "通知要登录以后查看。", "Notices are for people who are signed in.")

const noticePage = 30

// Notices gives one page of what the viewer was told.
func (o *Office) Notices(ctx context.Context, v access.Viewer, afterKey, afterID string) (Notices, error) {
	if err := granted(v, access.HearNotices); err != nil {
		return Notices{}, err
	}
	person, ok := access.SeesNotices(v)
	if !ok {
		return Notices{}, errNoNotices
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Notices{}, err
	}
	var out Notices
	err = o.db.View(ctx, func(tx *store.Tx) error {
		out = Notices{}
		list, next, err := tx.NoticesOf(v.Congress, person, store.Cursor{Key: afterKey, ID: afterID}, noticePage)
		if err != nil {
			return err
		}
		out.NextKey, out.NextID = next.Key, next.ID
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		for _, n := range list {
			row, err := r.notice(n)
			if err != nil {
				return err
			}
			out.Rows = append(out.Rows, row)
		}
		out.Unread, out.More, err = unread(tx, v.Congress, person)
		return err
	})
	return out, err
}

func unread(tx *store.Tx, congress, person string) (n int, more bool, err error) {
	n, err = tx.CountUnread(congress, person)
	return min(n, store.CountMax), n > store.CountMax, err
}

// Unread counts what the viewer has not read; 0 for whoever has no notices.
func (o *Office) Unread(ctx context.Context, v access.Viewer) (n int, more bool, err error) {
	person, ok := access.ReadsNotices(v)
	if !ok {
		return 0, false, nil
	}
	err = o.db.View(ctx, func(tx *store.Tx) (err error) {
		n, more, err = unread(tx, v.Congress, person)
		return err
	})
	return n, more, err
}

func (r *reader) notice(n store.Notice) (Notice, error) {
	var d noticeData
	if err := json.Unmarshal([]byte(n.Data), &d); err != nil {
		return Notice{}, fmt.Errorf("office: notice %s: %w", n.ID, err)
	}
	out := Notice{ID: n.ID, Kind: n.Kind, At: n.At, Read: !n.Read.IsZero(), Due: d.Due, Late: d.Late, By: r.house.orgName(d.By)}
	var err error
	out.Matter, err = r.name(n.Matter)
	return out, err
}

// ReadNotice marks one notice of the viewer as read.
func (o *Office) ReadNotice(ctx context.Context, v access.Viewer, id string) error {
	person, ok := access.ReadsNotices(v)
	if !ok {
		return errNoNotices
	}
	_, _, err := o.db.Update(ctx, store.Request{Congress: v.Congress}, func(tx *store.Tx) (string, error) {
		return "", tx.ReadNotice(v.Congress, person, id)
	})
	return err
}

// ReadNotices marks what the viewer was told up to a moment as read: what came after he looked stays new.
func (o *Office) ReadNotices(ctx context.Context, v access.Viewer, upTo time.Time) error {
	person, ok := access.ReadsNotices(v)
	if !ok {
		return errNoNotices
	}
	_, _, err := o.db.Update(ctx, store.Request{Congress: v.Congress}, func(tx *store.Tx) (string, error) {
		return "", tx.ReadNotices(v.Congress, person, upTo)
	})
	return err
}

// Sent is one thing that was told about a matter: to whom, when, and how it went.
type Sent struct {
	At     time.Time
	Kind   string
	Org    Name
	Person string // name; empty: nobody works there who could be told, or a resident
	Raiser bool   // by e-mail to a resident
	Read   bool
	Mail   store.MailState // empty: in the app only
	MailAt time.Time
}

// maxSent bounds what a matter's page lists; reminders are bounded by the rules, so it is hardly ever reached.
const maxSent = 100

// sent lists what was told about m.
func (r *reader) sent(m matter.Matter) ([]Sent, error) {
	notices, err := r.tx.NoticesOn(m.Congress, m.ID, maxSent)
	if err != nil || len(notices) == 0 && !slices.ContainsFunc(m.Raisers, func(x matter.Raiser) bool { return x.Mail }) {
		return nil, err
	}
	mails, err := r.tx.MailsOn(m.Congress, m.ID, maxSent)
	if err != nil {
		return nil, err
	}
	var out []Sent
	for _, n := range notices {
		s := Sent{At: n.At, Kind: n.Kind, Org: r.house.orgName(n.Org), Read: !n.Read.IsZero()}
		if n.Person != "" {
			s.Person = r.personName(n.Person)
		}
		for _, x := range mails {
			if x.Effect == n.Effect && x.Person == n.Person {
				s.Mail, s.MailAt = x.State, x.Sent
			}
		}
		out = append(out, s)
	}
	for _, x := range mails {
		if x.Raiser != "" {
			out = append(out, Sent{At: x.Created, Kind: x.Kind, Raiser: true, Mail: x.State, MailAt: x.Sent})
		}
	}
	slices.SortStableFunc(out, func(a, b Sent) int { return b.At.Compare(a.At) })
	return out, nil
}

// Rung is one rung of the ladder of the due day in force.
type Rung struct {
	Role  lang.Text
	Org   Name
	Day   deadline.Date // on which it comes to this rung
	At    *time.Time    // when it came; nil: it did not yet
	Basis BasisText
}

// ladder shows the rungs that m reached and the ones to come.
func (r *reader) ladder(proc *rulebook.Procedure, m matter.Matter) []Rung {
	var out []Rung
	for _, c := range matter.Ladder(r.house.env(proc, r.now), m) {
		role, _ := rulebook.RoleOf(c.Role)
		rung := Rung{Role: role.Name, Org: r.house.orgName(c.Org), Day: c.Day, Basis: r.house.basis(c.Basis)}
		if c.Role == "owner" {
			rung.Role = lang.T("责任单位负责人", "Heads of the owner")
		}
		if c.Done != nil {
			rung.At = &c.Done.At
		}
		out = append(out, rung)
	}
	return out
}

// JobsView is what an administrator sees of the work in the background.
type JobsView struct {
	Counts store.JobCounts
	Dead   []DeadJob
	Mails  bool // e-mail is sent
}

// DeadJob is a job that was given up.
type DeadJob struct {
	ID, Kind string
	Attempts int
	Error    string
	Since    time.Time
	Matter   *Link
}

const maxDead = 100

// Jobs shows the work in the background to the administrator.
func (o *Office) Jobs(ctx context.Context, v access.Viewer) (JobsView, error) {
	if !access.RunsJobs(v) {
		return JobsView{}, errNotAdmin
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return JobsView{}, err
	}
	var out JobsView
	err = o.db.View(ctx, func(tx *store.Tx) error {
		out = JobsView{Mails: o.mails.Load()}
		var err error
		if out.Counts, err = tx.CountJobs(v.Congress); err != nil {
			return err
		}
		dead, err := tx.DeadJobs(v.Congress, maxDead)
		if err != nil {
			return err
		}
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		for _, j := range dead {
			d := DeadJob{ID: j.ID, Kind: j.Kind, Attempts: j.Attempt, Error: j.Error, Since: j.Finished}
			if d.Matter, err = r.matterOf(j); err != nil {
				return err
			}
			out.Dead = append(out.Dead, d)
		}
		return nil
	})
	return out, err
}

// matterOf is the matter that a job is about; nil when it is about none, or none that the viewer may see.
func (r *reader) matterOf(j store.Job) (*Link, error) {
	var a jobArgs
	if err := json.Unmarshal([]byte(j.Args), &a); err != nil {
		return nil, fmt.Errorf("office: job %s: %w", j.ID, err)
	}
	if a.Mail != "" {
		m, err := r.tx.Mail(j.Congress, a.Mail)
		if err != nil {
			return nil, err
		}
		a.Matter = m.Matter
	}
	return r.name(a.Matter)
}

// ReviveJob lets a job that was given up be tried again; drop forgets it instead.
func (o *Office) ReviveJob(ctx context.Context, v access.Viewer, id string, drop bool) error {
	if !access.RunsJobs(v) {
		return errNotAdmin
	}
	_, _, err := o.db.Update(ctx, store.Request{Congress: v.Congress}, func(tx *store.Tx) (string, error) {
		if drop {
			return "", tx.DropDeadJob(v.Congress, id)
		}
		j, err := tx.JobByID(v.Congress, id)
		if err != nil {
			return "", err
		}
		var a jobArgs
		if err := json.Unmarshal([]byte(j.Args), &a); err != nil {
			return "", fmt.Errorf("office: job %s: %w", id, err)
		}
		if a.Mail != "" {
			if err := tx.SetMail(v.Congress, a.Mail, store.MailQueued, ""); err != nil {
				return "", err
			}
		}
		return "", tx.ReviveJob(v.Congress, id)
	})
	return err
}

// SetEmail gives the person behind an account an e-mail address; empty takes it away.
func (o *Office) SetEmail(ctx context.Context, congressID, login, address string) error {
	if address != "" && !mailAddress(address) {
		return problem.New(problem.Invalid, "badEmail", "这不是邮箱地址，没有改动。", "This is no e-mail address; nothing was changed.")
	}
	_, _, err := o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (string, error) {
		acc, err := accountByLogin(tx, congressID, login)
		if err != nil {
			return "", err
		}
		if acc.ID == "" {
			return "", store.ErrNotFound
		}
		var p congress.Person
		rev, err := tx.Get(congressID, congress.KindPerson, acc.Person, &p)
		if err != nil {
			return "", err
		}
		p.Email = address
		return "", tx.Put(congressID, congress.KindPerson, p.ID, rev, "setEmail", systemActor, p)
	})
	return err
}
