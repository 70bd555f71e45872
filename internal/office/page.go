package office

import (
	"context"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
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
	EndedAt           *time.Time
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
}

// AnswerText is one answer.
type AnswerText struct {
	At       time.Time
	By       Name
	Recorder Name
	Text     string
	Imported bool
}

// RaiserText is one raiser, as far as the viewer may know him.
type RaiserText struct {
	ID       string
	Kind     lang.Text
	Name     string // empty: the viewer may not see it
	Contact  string
	Self     bool
	Rating   string // of the latest answer; empty: not yet
	Attitude string
	Reason   string
	Ratings  int
}

// Matter gives the page of matter id for viewer v.
func (o *Office) Matter(ctx context.Context, v access.Viewer, id string) (Page, error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Page{}, err
	}
	var p Page
	err = o.db.View(ctx, func(tx *store.Tx) error {
		m, err := visible(tx, v, id)
		if err != nil {
			return err
		}
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		p, err = r.page(m)
		return err
	})
	return p, err
}

// reader turns stored facts into what one viewer sees.
type reader struct {
	tx     *store.Tx
	house  *house
	viewer access.Viewer
	now    time.Time
}

func (r *reader) page(m matter.Matter) (Page, error) {
	proc, err := r.house.procedure(m)
	if err != nil {
		return Page{}, err
	}
	row, err := r.row(m)
	if err != nil {
		return Page{}, err
	}
	p := Page{Row: row, Sight: access.Sees(r.viewer, m), Published: access.Published(m), Rev: m.Rev, Text: m.Text, Due: m.Due(), Erased: m.Erased}
	p.Fields = r.fields(proc, m.Fields, p.Sight)
	p.Rail = r.rail(proc, m)
	if step := proc.Steps[m.Step]; p.Due != nil && step.Due != nil {
		b := r.house.basis(step.Due.Basis)
		p.DueBasis = &b
		if term, err := deadline.ParseTerm(p.Due.Term); err == nil {
			p.DueWhy = deadline.Due(p.Due.Start, term, r.house.calendar).Why()
		}
	}
	for _, a := range m.Answers {
		p.Answers = append(p.Answers, AnswerText{At: a.At, By: r.house.orgName(a.Org), Recorder: r.house.orgName(a.Recorder), Text: a.Text, Imported: a.Imported})
	}
	for _, x := range m.Raisers {
		p.Raisers = append(p.Raisers, r.raiser(m, x))
	}
	if p.History, err = r.history(proc, m, p.Sight); err != nil {
		return Page{}, err
	}
	p.Forms = r.forms(proc, m)
	p.Failures = r.failures(proc, m)
	if err := r.links(m, &p); err != nil {
		return Page{}, err
	}
	end := r.now
	if m.EndedAt != nil {
		end = *m.EndedAt
	}
	p.TotalDays = deadline.FromTime(end, r.house.zone).Sub(deadline.FromTime(m.RaisedAt, r.house.zone))
	return p, nil
}

func (r *reader) row(m matter.Matter) (Row, error) {
	proc, err := r.house.procedure(m)
	if err != nil {
		return Row{}, err
	}
	row := Row{
		ID: m.ID, Number: m.Number, Title: m.Title, Procedure: proc.Name, ProcedureKey: proc.Key, Step: proc.Steps[m.Step].Name,
		Phase: m.Phase, Ending: m.Ending, Owner: r.house.orgName(m.Owner.Org), Station: r.house.orgName(m.Station),
		RaisedAt: m.RaisedAt, Raisers: len(m.Raisers), Answered: m.Answered(), Clock: r.countdown(m), EndedAt: m.EndedAt,
	}
	for _, x := range m.Raisers {
		if x.Name != "" && access.SeesContact(r.viewer, m, x) {
			row.RaisedBy = append(row.RaisedBy, x.Name)
		}
		if m.Open() && m.Answered() && m.Rating(x) == "" && access.Person(r.viewer, m).Raiser == x.ID {
			row.ToRate = true
		}
	}
	switch sight := access.Sees(r.viewer, m); {
	case sight >= access.Full:
		if row.Hollow, err = r.tx.Hollow(m.Congress, m.ID); err != nil {
			return Row{}, err
		}
		fallthrough
	case sight >= access.Work:
		if m.Asked != nil {
			row.Asked = m.Asked.Act
		}
	}
	return row, nil
}

func (r *reader) countdown(m matter.Matter) *Countdown {
	d := m.Due()
	if d == nil {
		return nil
	}
	today := deadline.FromTime(r.now, r.house.zone)
	c := &Countdown{Due: d.Day, Provisional: d.Provisional, Today: today == d.Day}
	if n := today.Sub(d.Day); n > 0 {
		c.Overdue = n
	} else {
		c.Workdays = r.house.calendar.WorkdaysBetween(today, d.Day)
	}
	return c
}

func (r *reader) raiser(m matter.Matter, x matter.Raiser) RaiserText {
	role, _ := rulebook.RoleOf(x.Kind)
	t := RaiserText{ID: x.ID, Kind: role.Name, Rating: m.Rating(x), Ratings: len(x.Ratings), Self: access.Person(r.viewer, m).Raiser == x.ID}
	if access.SeesContact(r.viewer, m, x) {
		t.Name, t.Contact = x.Name, x.Contact
	}
	if t.Rating != "" {
		last := x.Ratings[len(x.Ratings)-1]
		t.Attitude = last.Attitude
		if access.Sees(r.viewer, m) >= access.Work || t.Self {
			t.Reason = last.Reason
		}
	}
	return t
}

func (r *reader) links(m matter.Matter, p *Page) (err error) {
	link := func(id string) (*Link, error) {
		if id == "" {
			return nil, nil //nolint:nilnil // no link is no error
		}
		other, err := r.tx.Matter(m.Congress, id)
		if err != nil {
			return nil, err
		}
		if access.Sees(r.viewer, other) == access.Nothing {
			return nil, nil //nolint:nilnil // what he may not see does not exist
		}
		row, err := r.row(other)
		return &Link{ID: row.ID, Number: row.Number, Title: row.Title, Procedure: row.Procedure, Step: row.Step,
			Phase: row.Phase, Ending: row.Ending, Answered: row.Answered, Clock: row.Clock}, err
	}
	if p.Parent, err = link(m.Parent); err != nil {
		return err
	}
	if p.Into, err = link(m.Into); err != nil {
		return err
	}
	for _, c := range m.Children {
		l, err := link(c.ID)
		if err != nil {
			return err
		}
		if l != nil {
			p.Children = append(p.Children, *l)
		}
	}
	return nil
}

func (r *reader) failures(proc *rulebook.Procedure, m matter.Matter) []FailureText {
	var out []FailureText
	for _, f := range matter.Failures(m, r.now, r.house.zone) {
		t := FailureText{Failure: f, OwnerName: r.house.orgName(f.Owner.Org), Days: f.Days(r.now, r.house.zone)}
		if step := proc.Steps[f.Step]; step != nil {
			t.StepName = step.Name
			if step.Due != nil {
				t.Basis = r.house.basis(step.Due.Basis)
			}
		}
		out = append(out, t)
	}
	return out
}

func (r *reader) rail(proc *rulebook.Procedure, m matter.Matter) []Station {
	late := map[rulebook.Phase]bool{}
	for _, f := range matter.Failures(m, r.now, r.house.zone) {
		if step := proc.Steps[f.Step]; step != nil {
			late[step.Phase] = true
		}
	}
	out := make([]Station, 0, len(rulebook.Phases))
	for _, ph := range rulebook.Phases {
		s := Station{Phase: ph, Late: late[ph], Current: m.Phase == ph, Reached: ph.Rank() <= m.Phase.Rank()}
		i := slices.IndexFunc(m.Visits, func(v matter.Visit) bool { return v.Phase == ph })
		if i >= 0 {
			at := m.Visits[i].From
			s.At = &at
			if i > 0 {
				if prev := proc.Steps[m.Visits[i-1].Step]; prev != nil {
					if act := prev.Acts[m.Visits[i-1].Act]; act != nil {
						s.Act = act.Name
					}
				}
				s.By = r.house.orgName(m.Visits[i-1].Owner.Org)
			}
		}
		out = append(out, s)
	}
	return out
}

// MatterByNumber gives the page of the matter with a number, for viewer v.
func (o *Office) MatterByNumber(ctx context.Context, v access.Viewer, number string) (Page, error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Page{}, err
	}
	var p Page
	err = o.db.View(ctx, func(tx *store.Tx) error {
		m, err := tx.MatterByNumber(v.Congress, number)
		if err != nil {
			return err
		}
		if access.Sees(v, m) == access.Nothing {
			return store.ErrNotFound
		}
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		p, err = r.page(m)
		return err
	})
	return p, err
}
