package office

import (
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// forms makes the forms of every act the viewer could do on m, from the rulebook.
func (r *reader) forms(proc *rulebook.Procedure, m matter.Matter) []Form {
	env := r.house.env(proc, r.now)
	var out []Form
	primary := true
	for _, offer := range matter.Offers(env, m, access.Person(r.viewer, m)) {
		a := offer.Act
		f := Form{Act: a.Key, Kind: a.Kind, Name: a.Name, Hint: a.Hint, Why: offer.Why, By: offer.By, Files: matter.TakesFiles(a)}
		for _, b := range a.Basis {
			f.Basis = append(f.Basis, r.house.basis(b))
		}
		if len(a.Reasons) > 0 {
			f.Inputs = append(f.Inputs, Input{Key: "reasonCode", Name: proc.FieldOf("reasonCode").Name, Type: rulebook.Choice, Required: true, Options: a.Reasons})
		}
		for _, key := range a.Needs {
			f.Inputs = append(f.Inputs, r.input(proc, m, a, key, true))
		}
		for _, key := range a.Takes {
			f.Inputs = append(f.Inputs, r.input(proc, m, a, key, false))
		}
		if f.Why == nil && primary && movesOn(a) {
			f.Primary, primary = true, false
		}
		out = append(out, f)
	}
	return out
}

// movesOn reports whether an act is the expected next step rather than a way back or a side matter.
func movesOn(a *rulebook.Act) bool {
	return slices.Contains([]rulebook.Kind{rulebook.Advance, rulebook.Answer, rulebook.Rate, rulebook.Confirm}, a.Kind)
}

func (r *reader) input(proc *rulebook.Procedure, m matter.Matter, a *rulebook.Act, key string, required bool) Input {
	f := proc.FieldOf(key)
	in := Input{Key: key, Name: f.Name, Hint: f.Hint, Type: f.Type, Required: required, Options: f.Options, Internal: f.Internal}
	if proc.Fields[key] != nil {
		in.Value = m.Fields[key] // what the matter already says, to be confirmed or changed
	}
	switch {
	case f.Type == rulebook.OrgField:
		in.Options = r.house.orgOptions(f.Class)
	case key == "newDue" && m.Asked != nil && a.Kind == rulebook.Extend:
		in.Value = m.Asked.NewDue.String()
	}
	return in
}

// orgOptions lists the organizations of a class, by name.
func (h *house) orgOptions(class string) []rulebook.Option {
	var out []rulebook.Option
	for id, org := range h.orgs {
		if class == "" || org.Classification == class {
			out = append(out, rulebook.Option{Code: id, Name: lang.T(org.Name, org.NameEN)})
		}
	}
	slices.SortFunc(out, func(a, b rulebook.Option) int { return strings.Compare(a.Code, b.Code) })
	sortNames(out, func(o rulebook.Option) string { return o.Name.ZH })
	return out
}

// RaiseForm is the form by which a viewer raises a matter of one procedure.
type RaiseForm struct {
	Procedure string
	Name      lang.Text
	About     lang.Text
	Role      string // in which the viewer raises it
	Inputs    []Input
	Stations  []rulebook.Option
	Basis     []BasisText
	FirstDue  lang.Text // by when the first step is due, as a rule
	Children  bool
}
