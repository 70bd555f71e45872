package matter

import (
	"time"

	"github.com/huiyin/huiyin/internal/rulebook"
)

// Kinds of event that are not acts of a rulebook.
const (
	Opened     rulebook.Kind = "opened"     // the first event of every matter
	Absorbed   rulebook.Kind = "absorbed"   // took in the raisers of a merged matter
	Released   rulebook.Kind = "released"   // gave them back
	Recalendar rulebook.Kind = "recalendar" // the due day was computed anew when a calendar year was published
	Erasure    rulebook.Kind = "erasure"    // words were lawfully erased; names the bodies that went
	Undone     rulebook.Kind = "undo"       // takes the last act back, within UndoWindow; the entry of that act stays
	Escalated  rulebook.Kind = "escalated"  // an overdue matter went up one rung of the ladder
	Substance  rulebook.Kind = "substance"  // suggestion to the office: not answered in substance
)

// Event is one thing that happened to a matter. What is in Change, and the header, is structure and goes
// into the journal entry; Words go into a body of their own that can be erased without breaking the chain.
type Event struct {
	Seq        int64
	Act        string // name in the rulebook, or the kind for events of the kernel
	Kind       rulebook.Kind
	Actor      Actor
	OccurredAt time.Time // when it happened
	RecordedAt time.Time // when we wrote it; the chain follows this
	Change     Change
	Words      *Words // nil: there were none, or they are erased
}

// Actor is who did it, and in which part.
type Actor struct {
	Person string `json:"person,omitempty"`
	Org    string `json:"org,omitempty"`
	Role   string `json:"role,omitempty"`   // the role under which the act was allowed
	Raiser string `json:"raiser,omitempty"` // raiser id, when acting as one who raised the matter
}

// Change is the structural part of an event.
type Change struct {
	To     string            `json:"to,omitempty"` // step; empty: stays
	Phase  rulebook.Phase    `json:"phase,omitempty"`
	Ends   rulebook.Ending   `json:"ends,omitempty"`
	Owner  *Owner            `json:"owner,omitempty"` // with To
	Due    *Due              `json:"due,omitempty"`   // with To, or alone when the due day moves
	As     rulebook.Kind     `json:"as,omitempty"`    // the move counts as this kind
	Opens  []Child           `json:"opens,omitempty"`
	Child  *Child            `json:"child,omitempty"`  // Settled: the child as it now stands
	Target string            `json:"target,omitempty"` // Merge, Absorbed, Released, Unmerge: the other matter
	Coded  map[string]string `json:"coded,omitempty"`  // coded facts that may be kept for ever: rating, reasonCode, raiser …
	Opened *Opening          `json:"opened,omitempty"`
	Undo   *Undoing          `json:"undo,omitempty"` // Undone: what is taken back
}

// Undoing is the structural part of an undo: the event it takes back, and what of the state before that event
// cannot be read from the stays that are still there.
type Undoing struct {
	Seq     int64         `json:"seq"`              // the event that is taken back: always the one just before
	Act     string        `json:"act"`              // its act …
	As      rulebook.Kind `json:"as,omitempty"`     // … and the kind under which it was counted, if any
	Fields  []string      `json:"fields,omitempty"` // the fields it had written; their former values are words
	Asked   *Ask          `json:"asked,omitempty"`  // the request that was open then; its reason is words
	Child   *Child        `json:"child,omitempty"`  // Settled: the child as it stood before
	Into    string        `json:"into,omitempty"`
	EndedAt *time.Time    `json:"endedAt,omitempty"`
}

// Before are the words that an undone act had replaced.
type Before struct {
	Fields map[string]string `json:"fields,omitempty"`
	Asked  string            `json:"asked,omitempty"` // the reason of the request that was open
}

// Opening is the structural part of the first event.
type Opening struct {
	Number    string    `json:"number"`
	Book      string    `json:"book"`
	Version   string    `json:"version"`
	Procedure string    `json:"procedure"`
	Station   string    `json:"station,omitempty"`
	Area      string    `json:"area,omitempty"`
	Parent    string    `json:"parent,omitempty"`
	Public    bool      `json:"public,omitempty"`
	PubFiles  bool      `json:"publicFiles,omitempty"` // what is attached may be shown to everybody as well
	Source    *Source   `json:"source,omitempty"`
	RaisedAt  time.Time `json:"raisedAt"`
	Raisers   []string  `json:"raisers"` // ids; names and contacts are words
	Kinds     []string  `json:"kinds"`   // role of each
}

// Words are the part of an event that people wrote, and personal data.
type Words struct {
	Title   string            `json:"title,omitempty"`
	Text    string            `json:"text,omitempty"`
	Fields  map[string]string `json:"fields,omitempty"`
	Raisers []Raiser          `json:"raisers,omitempty"`
	Before  *Before           `json:"before,omitempty"` // Undone: what stands again
	Files   []File            `json:"files,omitempty"`
}
