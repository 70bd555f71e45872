package office

import (
	"context"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/message"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// Matter gives the page of matter id for viewer v.
func (o *Office) Matter(ctx context.Context, v access.Viewer, id string) (Page, error) {
	if err := granted(v, access.ReadMatters); err != nil {
		return Page{}, err
	}
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
	p.Files = r.files(m, 1)
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
		p.Answers = append(p.Answers, AnswerText{At: a.At, By: r.house.orgName(a.Org), Recorder: r.house.orgName(a.Recorder), Text: a.Text, Files: r.files(m, a.Seq), Imported: a.Imported})
	}
	for _, x := range m.Raisers {
		t := r.raiser(m, x)
		if t.Self || p.Sight >= access.Work {
			if t.From, err = r.name(x.From); err != nil {
				return Page{}, err
			}
		}
		p.Raisers = append(p.Raisers, t)
	}
	p.HollowWhy = message.HollowReason(row.Hollow)
	if p.History, err = r.history(proc, m, p.Sight); err != nil {
		return Page{}, err
	}
	if p.Undo, err = r.undoOffer(proc, m, p.History); err != nil {
		return Page{}, err
	}
	for _, u := range m.Urged {
		p.Urged = append(p.Urged, UrgedText{At: u.At, By: r.house.orgName(u.Org)})
	}
	if access.SeesLadder(r.viewer, m) {
		p.Ladder = r.ladder(proc, m)
	}
	if access.SeesSent(r.viewer, m) {
		if p.Sent, err = r.sent(m); err != nil {
			return Page{}, err
		}
	}
	if p.Drafts, err = drafts(r.tx, r.viewer, m.ID); err != nil {
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
		ID: m.ID, Number: m.Number, Title: m.Title, Procedure: proc.Name, ProcedureKey: proc.Key, Step: proc.Steps[m.Step].Name, StepKey: m.Step,
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
	if row.Part, err = r.name(m.Parent); err != nil {
		return Row{}, err
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

// name gives number and title of another matter, or nil for none and for one the viewer may not see. The
// holder of a receipt may always see what he raised himself.
func (r *reader) name(id string) (*Link, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // no link is no error
	}
	other, err := r.tx.Matter(r.house.congress.ID, id)
	if err != nil {
		return nil, err
	}
	mine := r.viewer.Raiser != "" && other.Raiser(r.viewer.Raiser) != nil
	if access.Sees(r.viewer, other) == access.Nothing && !mine {
		return nil, nil //nolint:nilnil // what he may not see does not exist
	}
	return &Link{ID: other.ID, Number: other.Number, Title: other.Title}, nil
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
		return &Link{
			ID: row.ID, Number: row.Number, Title: row.Title, Procedure: row.Procedure, Step: row.Step,
			Phase: row.Phase, Ending: row.Ending, Answered: row.Answered, Clock: row.Clock,
		}, err
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
		i := slices.IndexFunc(m.Visits, func(v matter.Visit) bool { return v.Phase == ph && !v.Undone })
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
	if err := granted(v, access.ReadMatters); err != nil {
		return Page{}, err
	}
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
