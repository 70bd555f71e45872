// Package matter is the pure core: what may be done to a matter, what that changes, and what its
// recorded facts mean at a given moment.
//
// Decide turns an act into an event, Apply turns an event into the next state, Failures and Status read
// facts and clock. Nothing here does I/O, reads a clock or draws a random number, so a matter row can be
// proven equal to the fold of its journal at any time.
package matter

import (
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Matter is the state of one matter after Rev events.
type Matter struct {
	Congress  string          `json:"congress"`
	ID        string          `json:"id"`
	Number    string          `json:"number"` // what people quote, e.g. 2026-000123
	Book      string          `json:"book"`   // rulebook id …
	Version   string          `json:"version"`
	Procedure string          `json:"procedure"`
	Rev       int64           `json:"rev"` // sequence number of the last event
	Step      string          `json:"step"`
	Phase     rulebook.Phase  `json:"phase"` // station already reached; endings keep theirs
	Ending    rulebook.Ending `json:"ending,omitempty"`

	Title    string            `json:"title"`
	Text     string            `json:"text,omitempty"`
	Fields   map[string]string `json:"fields,omitempty"`
	Raisers  []Raiser          `json:"raisers"`
	Answers  []Answer          `json:"answers,omitempty"`
	Files    []Attachment      `json:"files,omitempty"`   // of all events, in their order
	Asked    *Ask              `json:"asked,omitempty"`   // what the owner asked for and nobody decided yet
	Station  string            `json:"station,omitempty"` // the contact station that looks after it
	Area     string            `json:"area,omitempty"`
	Public   bool              `json:"public,omitempty"`      // the raiser agreed that it may be shown to everybody …
	PubFiles bool              `json:"publicFiles,omitempty"` // … and that what he attached may be shown, too
	Owner    Owner             `json:"owner"`                 // zero on endings
	Visits   []Visit           `json:"visits"`
	Parent   string            `json:"parent,omitempty"`
	Children []Child           `json:"children,omitempty"`
	Source   *Source           `json:"source,omitempty"`
	Into     string            `json:"into,omitempty"`   // merged into this matter
	Counts   map[string]int    `json:"counts,omitempty"` // moves by kind ("kind:redo") and acts by name

	Urged []Urged   `json:"urged,omitempty"` // 催办, oldest first
	Rungs []Reached `json:"rungs,omitempty"` // to whom it went up while overdue, oldest first

	RaisedAt     time.Time  `json:"raisedAt"`     // when it was raised; the total clock starts here and never restarts
	RegisteredAt time.Time  `json:"registeredAt"` // when Huiyin wrote it down
	EndedAt      *time.Time `json:"endedAt,omitempty"`
	LastAt       time.Time  `json:"lastAt"`           // occurredAt of the last event; acts may not be dated before it
	Erased       bool       `json:"erased,omitempty"` // some words were lawfully erased
	Undone       []int64    `json:"undone,omitempty"` // events that were taken back, oldest first
}

// Source is what an imported matter was where it came from. It is structure: after an erasure it still keeps
// the same message from coming in anew.
type Source struct {
	ID     string `json:"id"`     // the message's own number
	Digest string `json:"digest"` // of its whole text, for telling "the same" from "another under this number"
}

// Owner is who owes the next step: an organization and, where known, a person.
type Owner struct {
	Org    string `json:"org,omitempty"`
	Person string `json:"person,omitempty"`
}

// Raiser is one who raised the matter. Each is told every answer and rates for himself.
type Raiser struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`             // role: resident, deputy, or the office that wrote it down
	Person  string    `json:"person,omitempty"` // id, for people with an account
	Org     string    `json:"org,omitempty"`
	Name    string    `json:"name,omitempty"`
	Contact string    `json:"contact,omitempty"`
	Mail    bool      `json:"mail,omitempty"`    // he wants to be told at Contact, an e-mail address
	Consent bool      `json:"consent,omitempty"` // the handling unit may see name and contact
	Code    string    `json:"code,omitempty"`    // salted hash of the receipt code
	Joined  time.Time `json:"joined"`
	From    string    `json:"from,omitempty"` // came with this merged matter
	Ratings []Rating  `json:"ratings,omitempty"`
}

// Rating is what one raiser thought of the answers up to Answer.
type Rating struct {
	At       time.Time `json:"at"`
	Answer   int       `json:"answer"` // number of answers given when it was rated
	Result   string    `json:"result"`
	Attitude string    `json:"attitude,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	By       string    `json:"by,omitempty"` // organization that recorded it for the raiser; empty: the raiser himself
}

// Answer is one answer that was given to every raiser.
type Answer struct {
	Seq      int64     `json:"seq"`
	At       time.Time `json:"at"`
	Org      string    `json:"org,omitempty"` // who answered; this organization may not end the matter
	Person   string    `json:"person,omitempty"`
	Recorder string    `json:"recorder,omitempty"` // organization that wrote it down for Org
	Text     string    `json:"text"`
	Imported bool      `json:"imported,omitempty"`
}

// Ask is a request of the owner to the office.
type Ask struct {
	Act    string        `json:"act"`
	At     time.Time     `json:"at"`
	Reason string        `json:"reason,omitempty"`
	NewDue deadline.Date `json:"newDue"`
}

// Visit is one stay at a step.
type Visit struct {
	Step  string         `json:"step"`
	Phase rulebook.Phase `json:"phase"`
	Owner Owner          `json:"owner"`
	From  time.Time      `json:"from"`
	Until *time.Time     `json:"until,omitempty"`
	Act   string         `json:"act,omitempty"` // the act that ended the stay
	Seq   int64          `json:"seq"`           // the event that began it
	Dues  []Due          `json:"dues,omitempty"`

	Undone  bool  `json:"undone,omitempty"`  // the act that led here was taken back; the time spent here stays on the clock
	Resumes int64 `json:"resumes,omitempty"` // Seq of the stay that an undo took up again, with its own due day
}

// Due is a due day as it was set: history is never recomputed with a later calendar.
type Due struct {
	Day         deadline.Date `json:"day"`
	Nominal     deadline.Date `json:"nominal"`  // before it was rolled off rest days
	Term        string        `json:"term"`     // "15 workdays", or "date" for a fixed day
	Start       deadline.Date `json:"start"`    // day 0
	Basis       string        `json:"basis"`    // as written in the rulebook
	Calendar    string        `json:"calendar"` // version of the holiday calendar that was used
	Provisional bool          `json:"provisional,omitempty"`
	Set         time.Time     `json:"set"`
}

// Child is a matter that this one opened.
type Child struct {
	ID        string          `json:"id"`
	Procedure string          `json:"procedure"`
	Answered  bool            `json:"answered,omitempty"`
	Ending    rulebook.Ending `json:"ending,omitempty"`
}

// Visit returns the current stay, or nil before the first event.
func (m *Matter) Visit() *Visit {
	if len(m.Visits) == 0 {
		return nil
	}
	return &m.Visits[len(m.Visits)-1]
}

// Stays counts the stays at a step that stand: neither those whose act was taken back nor their resumption.
func (m *Matter) Stays() int {
	n := 0
	for _, v := range m.Visits {
		if !v.Undone && v.Resumes == 0 {
			n++
		}
	}
	return n
}

// since is when the current stay began; for one that an undo took up again, when it first began.
func (m *Matter) since() time.Time {
	now := m.Visit()
	for _, v := range m.Visits {
		if now.Resumes != 0 && v.Seq == now.Resumes {
			return v.From
		}
	}
	return now.From
}

// Due returns the due day in force, or nil on endings.
func (m *Matter) Due() *Due {
	if v := m.Visit(); v != nil && len(v.Dues) > 0 && m.Ending == rulebook.Open {
		return &v.Dues[len(v.Dues)-1]
	}
	return nil
}

// Open reports whether the matter still needs somebody to act.
func (m *Matter) Open() bool { return m.Ending == rulebook.Open }

// Answered reports whether the raisers have an answer.
func (m *Matter) Answered() bool { return len(m.Answers) > 0 }

// Raiser finds a raiser by id.
func (m *Matter) Raiser(id string) *Raiser {
	for i := range m.Raisers {
		if m.Raisers[i].ID == id {
			return &m.Raisers[i]
		}
	}
	return nil
}

// rated reports whether r has rated the latest answer.
func (m *Matter) rated(r Raiser) bool {
	n := len(r.Ratings)
	return n > 0 && r.Ratings[n-1].Answer == len(m.Answers)
}

// Rating gives r's rating of the latest answer, or "" while it waits for one.
func (m *Matter) Rating(r Raiser) string {
	if !m.rated(r) {
		return ""
	}
	return r.Ratings[len(r.Ratings)-1].Result
}
