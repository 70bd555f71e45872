package matter

import (
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Act is what somebody wants to do.
type Act struct {
	Name   string
	Actor  Person
	Fields map[string]string // values in canonical text form, see rulebook.FieldType
	At     time.Time         // when it happened; zero: now
	Rev    int64             // the revision the person saw; 0: whatever stands
	NewIDs []string          // ids for the children it may open, drawn outside the pure core
	Files  []File            // attached to it
	Child  *Child            // Settled only: the child as it now stands
}

// Person is who wants to do it, with every part he has in this matter (see package access).
type Person struct {
	ID     string
	Org    string
	Roles  []string
	Raiser string // raiser id, when he is one who raised the matter
}

// Env is everything Decide needs to know besides the matter: values only.
type Env struct {
	Rules    *rulebook.Procedure
	Calendar deadline.Calendar
	Zone     *time.Location
	Orgs     map[string]string // the organization that has a role for the whole congress, e.g. deputyOffice
	Now      time.Time
}

// Decision is what an act comes to.
type Decision struct {
	Event Event
	Opens []Start // child matters to open in the same transaction, in the order of Event.Change.Opens
}

// Start is what is needed to open a matter.
type Start struct {
	Congress  string
	ID        string
	Number    string
	Book      string
	Version   string
	Procedure string
	Title     string
	Text      string
	Fields    map[string]string
	Raisers   []Raiser
	Station   string
	Area      string
	Parent    string
	Public    bool
	PubFiles  bool // what is attached may be shown to everybody as well
	Files     []File
	Source    *Source
	RaisedAt  time.Time // zero: now
	Actor     Person
	Role      string // the role under which it was raised
}
