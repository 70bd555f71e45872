package office

import (
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Name is an organization or person as it is shown.
type Name struct{ ID, ZH, EN string }

// In is the name in language l; Chinese where there is no other.
func (n Name) In(l lang.Lang) string { return lang.T(n.ZH, n.EN).In(l) }

// Countdown is where a matter stands on its clock, in civil days of the congress.
type Countdown struct {
	Due         deadline.Date
	Provisional bool
	Workdays    int // working days left after today, up to the due day; 0 on the day itself and when overdue
	Overdue     int // calendar days overdue; 0: not
	Today       bool
}

// Row is one matter in a list.
type Row struct {
	ID, Number, Title string
	Procedure         lang.Text
	ProcedureKey      string
	Step              lang.Text
	StepKey           string
	Phase             rulebook.Phase
	Ending            rulebook.Ending
	Owner             Name
	Station           Name
	RaisedAt          time.Time
	RaisedBy          []string // names the viewer may see; empty for residents he may not
	Raisers           int
	Answered          bool
	Asked             string // act that waits for a decision of the office
	Clock             *Countdown
	Hollow            string // code of a suggestion, shown to the office only
	ToRate            bool   // waits for the viewer's own rating
	Part              *Link  // the matter this one is a part of
	EndedAt           *time.Time
	At                string // its place in the list it was read with
}

// Station is one of the five stations on the rail.
type Station struct {
	Phase   rulebook.Phase
	Reached bool
	Current bool
	At      *time.Time // when it was first reached
	Act     lang.Text  // the act that reached it
	By      Name       // on whose behalf
	Late    bool       // a failure was at this station
}

// Moment is one line of the history, oldest first.
type Moment struct {
	Seq        int64
	At         time.Time
	RecordedAt time.Time
	Act        lang.Text
	Kind       rulebook.Kind
	By         Name   // organization, or the raiser's name where the viewer may see it
	Person     string // name of the person, for those who work on the matter
	Role       lang.Text
	To         lang.Text // step it led to
	Owner      Name
	Due        *matter.Due
	Fields     []FieldValue
	Erased     bool
	Internal   bool
	Undone     bool       // it was taken back; the entry of that stands further down
	Files      []FileText // where they are not shown with the text or an answer
	Recorder   Name
	Other      *Link // merged with, parent, child
}

// FieldValue is a field as it is shown.
type FieldValue struct {
	Key   string
	Name  lang.Text
	Type  rulebook.FieldType
	Value lang.Text // text to show: option and organization names are resolved
	Raw   string
}

// Link names another matter.
type Link struct {
	ID, Number, Title string
	Procedure         lang.Text
	Step              lang.Text
	Phase             rulebook.Phase
	Ending            rulebook.Ending
	Answered          bool
	Clock             *Countdown
}

// Form is an act the viewer can do, with its fields; Why says why not now.
type Form struct {
	Act     string
	Kind    rulebook.Kind
	Name    lang.Text
	Hint    lang.Text
	Inputs  []Input
	Basis   []BasisText
	Why     *problem.Problem
	By      deadline.Date // last day, when the rules set one
	Primary bool          // the act that moves the matter on
	Files   bool          // files can be attached
}

// Input is one field of a form.
type Input struct {
	Key      string
	Name     lang.Text
	Hint     lang.Text
	Type     rulebook.FieldType
	Required bool
	Options  []rulebook.Option // Choice, and organizations by id
	Value    string            // what to begin with
	Internal bool
}

// BasisText is a legal basis as it is shown.
type BasisText struct {
	Class rulebook.BasisClass
	Ref   string // as in the rulebook
	Name  lang.Text
	Gist  lang.Text // our one-line summary of the article
}

// FailureText is one failure with the clock that proves it.
type FailureText struct {
	matter.Failure
	StepName  lang.Text
	OwnerName Name
	Days      int
	Basis     BasisText
}

// Page is everything the matter page shows to one viewer.
type Page struct {
	Row
	Sight     access.Sight
	Published bool // everybody may see it at /p/ with its number
	Rev       int64
	Text      string
	Files     []FileText // attached when it was raised
	Fields    []FieldValue
	Rail      []Station
	Due       *matter.Due
	DueBasis  *BasisText
	DueWhy    lang.Text
	Answers   []AnswerText
	Raisers   []RaiserText
	History   []Moment
	Forms     []Form
	Failures  []FailureText
	Parent    *Link
	Into      *Link
	Children  []Link
	TotalDays int // calendar days since it was raised, until it ended: this clock never restarts
	Erased    bool
	HollowWhy lang.Text
	Undo      *UndoOffer           // what this viewer can still take back
	Drafts    map[string]DraftText // what he has typed and not sent, by act
	Urged     []UrgedText          // 催办, oldest first
	Ladder    []Rung               // to whom it goes up when it is overdue; for those who work on it
	Sent      []Sent               // what was told about it; for the office
}

// UrgedText is one urging.
type UrgedText struct {
	At time.Time
	By Name
}

// AnswerText is one answer.
type AnswerText struct {
	At       time.Time
	By       Name
	Recorder Name
	Text     string
	Files    []FileText
	Imported bool
}

// RaiserText is one raiser, as far as the viewer may know him.
type RaiserText struct {
	ID       string
	Kind     lang.Text
	Name     string // empty: the viewer may not see it
	Contact  string
	Self     bool
	From     *Link  // what he raised, where it was merged into this one; for himself and those who work on it
	Rating   string // of the latest answer; empty: not yet
	Attitude string
	Reason   string
	Ratings  int
}
