package office

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// The kinds of notice.
const (
	noticeRemind  = "remind"  // the owner, of the due day
	noticeUrge    = "urge"    // the owner, that the office urges
	noticeUp      = "up"      // those to whom an overdue matter went up
	noticeAnswer  = "answer"  // the raiser, that there is an answer
	noticeReceipt = "receipt" // the raiser, that his matter was written down
)

// again reports whether an e-mail of this kind is sent again after a crash in the moment of doubt. A reminder
// that comes twice annoys; an answer that does not come is worse.
func again(kind string) bool { return kind == noticeAnswer || kind == noticeReceipt }

// noticeData is what a notice keeps: days and numbers.
type noticeData struct {
	Step  string        `json:"step,omitempty"`
	Visit int64         `json:"visit,omitempty"`
	Seq   int64         `json:"seq,omitempty"`
	Due   deadline.Date `json:"due"`
	Late  int           `json:"late,omitempty"` // calendar days overdue
	By    string        `json:"by,omitempty"`   // organization that urged
}

// telling is one thing to tell.
type telling struct {
	Kind   string
	Effect string // the same effect is told to the same person once
	Data   noticeData
	Heads  bool // the heads of the organization, where the register names any
}

func (n noticeData) text() string {
	b, err := json.Marshal(n)
	if err != nil {
		panic(err) // numbers and a date
	}
	return string(b)
}

// tellOrg tells everybody who works for an organization, in the app and by e-mail.
func (w *work) tellOrg(m matter.Matter, org string, msg telling) error {
	people, err := w.staff(m.Congress, org, msg.Heads)
	if err != nil {
		return err
	}
	if len(people) == 0 { // kept, so that the office sees that nobody could be told
		people = []string{""}
	}
	for _, p := range people {
		if err := w.tell(m, p, org, msg); err != nil {
			return err
		}
	}
	return nil
}

// tell tells one person.
func (w *work) tell(m matter.Matter, person, org string, msg telling) error {
	n := store.Notice{Person: person, Org: org, Matter: m.ID, Kind: msg.Kind, Effect: msg.Effect, Data: msg.Data.text()}
	if err := w.tx.AddNotice(m.Congress, n); err != nil {
		return err
	}
	if person == "" || !w.mails {
		return nil
	}
	var p congress.Person
	if _, err := w.tx.Get(m.Congress, congress.KindPerson, person, &p); err != nil {
		return err
	}
	if p.Email == "" {
		return nil
	}
	return w.mail(m, store.Mail{Person: person, Org: org}, msg)
}

// mail queues one e-mail. Its id follows from effect and reader: whatever is repeated, it is the same e-mail.
func (w *work) mail(m matter.Matter, to store.Mail, msg telling) error {
	sum := sha256.Sum256([]byte(strings.Join([]string{"huiyin mail", m.Congress, msg.Effect, to.Person, to.Raiser}, "\x1f")))
	to.Congress, to.ID, to.Matter = m.Congress, hex.EncodeToString(sum[:16]), m.ID
	to.Kind, to.Effect, to.Data = msg.Kind, msg.Effect, msg.Data.text()
	added, err := w.tx.AddMail(to)
	if err != nil || !added {
		return err
	}
	return w.tx.Enqueue(store.Job{Congress: m.Congress, Kind: jobMail, Uniq: to.ID, Args: jobArgs{Mail: to.ID}.text()})
}

// staff lists who works for an organization today: not its deputies, and not whoever only administers the
// program. heads: its heads, where the register names any.
func (w *work) staff(congressID, org string, heads bool) ([]string, error) {
	if org == "" {
		return nil, nil
	}
	ms, err := store.FindAll[congress.Membership](w.tx, congressID, congress.KindMembership, store.Where{Column: "organization", Value: org})
	if err != nil {
		return nil, err
	}
	today := deadline.FromTime(w.tx.Now, w.house.zone)
	var all, chiefs []string
	for _, m := range ms {
		if !m.On(today) || m.Role == congress.RoleDeputy || m.Role == congress.RoleAdmin || slices.Contains(all, m.Person) {
			continue
		}
		all = append(all, m.Person)
		if m.Role == congress.RoleHead {
			chiefs = append(chiefs, m.Person)
		}
	}
	if heads && len(chiefs) > 0 {
		return chiefs, nil
	}
	return all, nil
}

// urged tells the owner that the office urges him, unless that was taken back or the matter has moved on.
func (w *work) urged(j Job, a jobArgs, m matter.Matter) error {
	i := slices.IndexFunc(m.Urged, func(u matter.Urged) bool { return u.Seq == a.Seq })
	p, err := w.house.procedure(m)
	if err != nil {
		return err
	}
	if !m.Open() || i < 0 || matter.WasUndone(m, a.Seq) || m.Visit().From.After(m.Urged[i].At) {
		return w.tx.FinishJob(j.Job)
	}
	if at := matter.Allowed(p.Hours, w.house.calendar, w.house.zone, w.tx.Now); at.After(w.tx.Now) {
		return w.tx.PutOff(j.Job, at)
	}
	d := w.facts(m)
	d.Seq, d.By = a.Seq, m.Urged[i].Org
	if err := w.tellOrg(m, m.Owner.Org, telling{Kind: noticeUrge, Effect: fmt.Sprintf("urge/%s/%d", m.ID, a.Seq), Data: d}); err != nil {
		return err
	}
	return w.tx.FinishJob(j.Job)
}

// answered tells the raisers that there is an answer. People wait for it: it goes out at any hour.
func (w *work) answered(j Job, a jobArgs, m matter.Matter) error {
	if !matter.WasUndone(m, a.Seq) && slices.ContainsFunc(m.Answers, func(x matter.Answer) bool { return x.Seq == a.Seq }) {
		msg := telling{Kind: noticeAnswer, Effect: fmt.Sprintf("answer/%s/%d", m.ID, a.Seq), Data: noticeData{Seq: a.Seq, Step: m.Step}}
		if err := w.tellRaisers(m, msg); err != nil {
			return err
		}
	}
	return w.tx.FinishJob(j.Job)
}

// received tells the raisers that their matter was written down, under which number.
func (w *work) received(j Job, _ jobArgs, m matter.Matter) error {
	msg := telling{Kind: noticeReceipt, Effect: "receipt/" + m.ID, Data: noticeData{Seq: 1, Step: m.Step}}
	if due := m.Due(); due != nil {
		msg.Data.Due = due.Day
	}
	if err := w.tellRaisers(m, msg); err != nil {
		return err
	}
	return w.tx.FinishJob(j.Job)
}

// tellRaisers tells people with an account in the app and by e-mail, and residents who left an address and
// agreed by e-mail.
func (w *work) tellRaisers(m matter.Matter, msg telling) error {
	for _, r := range m.Raisers {
		switch {
		case r.Person != "":
			if err := w.tell(m, r.Person, r.Org, msg); err != nil {
				return err
			}
		case w.mails && r.Mail && mailAddress(r.Contact):
			if err := w.mail(m, store.Mail{Raiser: r.ID}, msg); err != nil {
				return err
			}
		}
	}
	return nil
}

// mailAddress reports whether a text is one plain e-mail address.
func mailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s {
		return false
	}
	for _, c := range s {
		if c <= ' ' || c > '~' {
			return false
		}
	}
	_, domain, _ := strings.Cut(s, "@")
	return strings.Contains(domain, ".") || domain == "localhost"
}
