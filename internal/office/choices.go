package office

import (
	"context"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Choices are what a list can be filtered by.
type Choices struct {
	Procedures []rulebook.Option
	Phases     []rulebook.Option
	Steps      []rulebook.Option // of the procedure chosen
	Owners     []rulebook.Option
	Units      []rulebook.Option
	Stations   []rulebook.Option
}

// Choices gives the values of the filters of a list.
func (o *Office) Choices(ctx context.Context, v access.Viewer, procedure string) (Choices, error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Choices{}, err
	}
	var c Choices
	for _, p := range h.procedures(o.today(h)) {
		c.Procedures = append(c.Procedures, rulebook.Option{Code: p.Key, Name: p.Name})
		if p.Key == procedure {
			for _, s := range p.Order {
				c.Steps = append(c.Steps, rulebook.Option{Code: s, Name: p.Steps[s].Name})
			}
		}
	}
	for _, ph := range rulebook.Phases {
		c.Phases = append(c.Phases, rulebook.Option{Code: string(ph), Name: PhaseName(ph)})
	}
	c.Units, c.Stations = h.orgOptions("unit"), h.orgOptions("station")
	c.Owners = h.orgOptions("unit")
	for _, class := range []string{"station", "deputyOffice", "chairMeeting", "generalOffice", "committee"} {
		c.Owners = append(c.Owners, h.orgOptions(class)...)
	}
	return c, nil
}

func (o *Office) today(h *house) deadline.Date { return deadline.FromTime(o.db.Clock(), h.zone) }

// PhaseName is the name of a station of the rail.
func PhaseName(p rulebook.Phase) lang.Text {
	switch p {
	case rulebook.Seen:
		return lang.T("视", "Seen")
	case rulebook.Deliberated:
		return lang.T("议", "Deliberated")
	case rulebook.Decided:
		return lang.T("决", "Decided")
	case rulebook.Supervised:
		return lang.T("督", "Supervised")
	}
	return lang.T("果", "Resulted")
}

// procedures lists the procedures that new matters may begin on a day, each in its current version.
func (h *house) procedures(day deadline.Date) []*rulebook.Procedure {
	var keys []string
	for _, b := range h.books {
		for _, k := range b.Order {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	slices.SortFunc(keys, strings.Compare)
	var out []*rulebook.Procedure
	for _, k := range keys {
		if b := h.current(k, day); b != nil {
			out = append(out, b.Procedures[k])
		}
	}
	return out
}

// raisable is a procedure that a viewer may begin, and the role in which he does.
type raisable struct {
	*rulebook.Procedure
	role string
}

func (o *Office) raisable(ctx context.Context, v access.Viewer) (h *house, out []raisable, err error) {
	if err := granted(v, access.RaiseMatters); err != nil {
		return nil, nil, err
	}
	if h, err = o.house(ctx, v.Congress); err != nil {
		return nil, nil, err
	}
	for _, p := range h.procedures(o.today(h)) {
		if role, ok := access.MayRaise(v, p.RaisedBy); ok {
			out = append(out, raisable{p, role})
		}
	}
	return h, out, nil
}

// MayRaise reports whether viewer v may raise anything at all. Every page asks.
func (o *Office) MayRaise(ctx context.Context, v access.Viewer) (bool, error) {
	_, some, err := o.raisable(ctx, v)
	return len(some) > 0, err
}

// RaiseForms lists what viewer v may raise.
func (o *Office) RaiseForms(ctx context.Context, v access.Viewer) ([]RaiseForm, error) {
	h, some, err := o.raisable(ctx, v)
	if err != nil {
		return nil, err
	}
	var out []RaiseForm
	r := reader{house: h, viewer: v, now: o.db.Clock()}
	for _, p := range some {
		f := RaiseForm{Procedure: p.Key, Name: p.Name, About: p.About, Role: p.role}
		for _, key := range p.Raise {
			f.Inputs = append(f.Inputs, r.input(p.Procedure, matter.Matter{}, &rulebook.Act{}, key, p.Decisive(key)))
		}
		for _, b := range p.Basis {
			f.Basis = append(f.Basis, h.basis(b))
		}
		if d := p.Steps[p.Begin].Due; d != nil && !d.Term.IsZero() {
			f.FirstDue = d.Term.Text()
		}
		// A matter that a station looks after is put to one.
		if p.Steps[p.Begin].Owner.Role == "station" {
			f.Stations = h.orgOptions("station")
		}
		out = append(out, f)
	}
	return out, nil
}

// OrgEntry is an organization in the list of those there are.
type OrgEntry struct {
	Name           Name
	Classification string
}

// Organizations lists the organizations of a congress by name. It is the same for everybody: they stand as
// owners on every published matter.
func (o *Office) Organizations(ctx context.Context, congressID string) ([]OrgEntry, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return nil, err
	}
	var out []OrgEntry
	for _, opt := range h.orgOptions("") {
		out = append(out, OrgEntry{h.orgName(opt.Code), h.orgs[opt.Code].Classification})
	}
	return out, nil
}
