package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// BulkMax is how many matters one run may take: what a person can still look over before he confirms.
const BulkMax = 500

// BulkAct is an act that a list offers for several matters at once.
type BulkAct struct {
	Key  string
	Kind rulebook.Kind
	Name lang.Text
}

// BulkInput is one act on many matters: those chosen, or all that a list shows.
type BulkInput struct {
	Act    string
	IDs    []string
	All    bool
	Query  ListQuery // with All
	Fields map[string]string
	Key    string // idempotency key of the form
}

// BulkForm is what must be said once for all of the chosen matters.
type BulkForm struct {
	Act    BulkAct
	Inputs []Input
	IDs    []string // the matters, in the order of the list
	More   bool     // with All: the list is longer than BulkMax, the rest is left out
	Ready  int      // to how many of them it can be done now
}

// BulkRow is one matter of a run, as it stands now.
type BulkRow struct {
	Row          // with an empty ID when it is not, or no longer, for the viewer to see
	State string // store.RowWaiting, RowDone, RowRefused
	Why   *problem.Problem
	Then  *Then // before it is done: what it would lead to
}

// Then is where an act leads.
type Then struct {
	Stays bool // nothing but a line in the history
	Step  lang.Text
	Owner Name
	Due   deadline.Date
}

var (
	errNoneChosen    = problem.New(problem.Invalid, "noneChosen", "还没有选中事项，没有办理任何内容；请先勾选。", "Nothing was chosen and nothing was done; tick some matters first.")
	errTooManyChosen = problem.New(problem.Invalid, "tooManyChosen",
		fmt.Sprintf("一次最多办理 %d 件，没有办理任何内容；请分批勾选。", BulkMax),
		fmt.Sprintf("At most %d matters at a time; nothing was done. Please choose fewer.", BulkMax))
	errNotInBulk = problem.New(problem.Conflict, "notInBulk",
		"这项操作不能批量办理，请打开事项逐件办理；没有改动任何内容。", "This cannot be done to many matters at once; open them one by one. Nothing was changed.")
)

// bulkWork is what a run will do, as it is stored until the run ends.
type bulkWork struct {
	Act    BulkAct           `json:"act"`
	Fields map[string]string `json:"fields,omitempty"`
}

// bulkActs lists what can be done in bulk to any of the matters of one page, by whoever looks.
func (r *reader) bulkActs(page []matter.Matter) ([]BulkAct, error) {
	var out []BulkAct
	for _, m := range page {
		p, err := r.house.procedure(m)
		if err != nil {
			return nil, err
		}
		for _, o := range matter.Offers(r.house.env(p, r.now), m, access.Person(r.viewer, m)) {
			known := slices.ContainsFunc(out, func(a BulkAct) bool { return a.Key == o.Act.Key })
			if o.Why == nil && !known && p.InBulk(o.Act) {
				out = append(out, BulkAct{o.Act.Key, o.Act.Kind, o.Act.Name})
			}
		}
	}
	// A note is what everybody may always add: it stands last.
	slices.SortStableFunc(out, func(a, b BulkAct) int { return noteLast(a.Kind) - noteLast(b.Kind) })
	return out, nil
}

func noteLast(k rulebook.Kind) int {
	if k == rulebook.Note {
		return 1
	}
	return 0
}

// chosen gives the matters of a run, in the order they were chosen or the list has them. What the viewer may not
// see is left in its place as an empty matter: it does not exist for him.
func (r *reader) chosen(in BulkInput) (out []matter.Matter, more bool, err error) {
	if in.All {
		f, order := r.house.filter(r.viewer, in.Query, deadline.FromTime(r.now, r.house.zone))
		page, next, err := r.tx.Matters(f, order, store.Cursor{}, BulkMax)
		return page, next != (store.Cursor{}), err
	}
	var seen []string
	for _, id := range in.IDs {
		if slices.Contains(seen, id) {
			continue
		}
		if seen = append(seen, id); len(seen) > BulkMax {
			return nil, false, errTooManyChosen
		}
		m, err := visible(r.tx, r.viewer, id)
		if err != nil && problem.KindOf(err) != problem.NotFound {
			return nil, false, err
		}
		out = append(out, m)
	}
	return out, false, nil
}

// BulkForm prepares one act on many matters: what must be said for it, and to how many it can be done.
func (o *Office) BulkForm(ctx context.Context, v access.Viewer, in BulkInput) (BulkForm, error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return BulkForm{}, err
	}
	if err := signedIn(v); err != nil {
		return BulkForm{}, err
	}
	var f BulkForm
	err = o.db.View(ctx, func(tx *store.Tx) error {
		f = BulkForm{}
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		all, more, err := r.chosen(in)
		if err != nil {
			return err
		}
		f.More = more
		w := work{tx: tx, house: h, viewer: v}
		for _, m := range all {
			if m.ID == "" {
				continue
			}
			f.IDs = append(f.IDs, m.ID)
			p, err := h.procedure(m)
			if err != nil {
				return err
			}
			step := p.Steps[m.Step]
			if step == nil || step.Acts[in.Act] == nil || !p.InBulk(step.Acts[in.Act]) {
				continue
			}
			_, _, err = w.decide(m, bulkAct(p, m, in.Act, in.Fields, 0), nil)
			if why := problem.Of(err); err != nil && why.Code != "incomplete" {
				if why.Kind == problem.Internal {
					return err
				}
				continue
			}
			f.Ready++
			f.take(&r, p, step.Acts[in.Act])
		}
		if len(f.IDs) == 0 {
			return errNoneChosen
		}
		return nil
	})
	return f, err
}

// take adds the inputs of one procedure's act that are not there yet. What a matter says already may be left empty.
func (f *BulkForm) take(r *reader, p *rulebook.Procedure, a *rulebook.Act) {
	if f.Act.Key == "" {
		f.Act = BulkAct{a.Key, a.Kind, a.Name}
	}
	add := func(key string, required bool) {
		if !slices.ContainsFunc(f.Inputs, func(i Input) bool { return i.Key == key }) {
			in := r.input(p, matter.Matter{}, a, key, required)
			in.Value = ""
			f.Inputs = append(f.Inputs, in)
		}
	}
	for _, key := range a.Needs {
		add(key, !slices.Contains(p.Raise, key))
	}
	for _, key := range a.Takes {
		add(key, false)
	}
}

// bulkAct is the act on one matter: of what was said for all, that which its own procedure asks for, and what the
// matter says already where nothing was said.
func bulkAct(p *rulebook.Procedure, m matter.Matter, act string, said map[string]string, rev int64) ActInput {
	in := ActInput{Act: act, Fields: map[string]string{}, Rev: rev}
	step := p.Steps[m.Step]
	if step == nil || step.Acts[act] == nil {
		return in
	}
	for _, key := range slices.Concat(step.Acts[act].Needs, step.Acts[act].Takes) {
		value := said[key]
		if value == "" && p.Fields[key] != nil {
			value = m.Fields[key]
		}
		if value != "" {
			in.Fields[key] = value
		}
	}
	return in
}

// PrepareBulk stores a run to be looked at; nothing is done to any matter yet. What nobody could take as it was
// typed is refused as a whole, so that it can be mended.
func (o *Office) PrepareBulk(ctx context.Context, v access.Viewer, in BulkInput) (id string, err error) {
	form, err := o.BulkForm(ctx, v, in)
	if err != nil {
		return "", err
	}
	if form.Ready > 0 {
		for _, i := range form.Inputs {
			if i.Required && in.Fields[i.Key] == "" {
				return "", badField(i.Key, lang.T("请填写", "Please fill this in"))
			}
		}
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return "", err
	}
	newRun := newID()
	id, _, err = o.update(ctx, v, in.Key, func(tx *store.Tx) (string, error) {
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		all, _, err := r.chosen(in)
		if err != nil {
			return "", err
		}
		if err := r.sound(all, in, form.Inputs); err != nil {
			return "", err
		}
		rows := make([]store.RunRow, 0, len(all))
		for _, m := range all {
			rows = append(rows, store.RunRow{Matter: m.ID, Rev: m.Rev})
		}
		if form.Act.Key == "" {
			form.Act = BulkAct{Key: in.Act, Name: r.actName(all, in.Act)}
		}
		input, err := json.Marshal(bulkWork{form.Act, in.Fields})
		if err != nil {
			return "", err
		}
		return newRun, tx.AddRun(store.Run{Congress: v.Congress, ID: newRun, Account: v.Account, Kind: store.RunBulk, Input: string(input)}, rows)
	})
	return id, err
}

// sound refuses a value that no matter could take: then it is the value that is wrong.
func (r *reader) sound(all []matter.Matter, in BulkInput, inputs []Input) error {
	w := work{tx: r.tx, house: r.house, viewer: r.viewer}
	for _, m := range all {
		if m.ID == "" {
			continue
		}
		p, err := r.house.procedure(m)
		if err != nil {
			return err
		}
		_, _, err = w.decide(m, bulkAct(p, m, in.Act, in.Fields, m.Rev), nil)
		why := problem.Of(err)
		if err == nil || why.Kind != problem.Invalid {
			continue
		}
		for key := range why.Fields {
			if in.Fields[key] != "" && slices.ContainsFunc(inputs, func(i Input) bool { return i.Key == key }) {
				return why
			}
		}
	}
	return nil
}

// actName is what an act is called anywhere in the procedures of these matters.
func (r *reader) actName(all []matter.Matter, act string) lang.Text {
	for _, m := range all {
		if p, err := r.house.procedure(m); m.ID != "" && err == nil {
			for _, key := range p.Order {
				if a := p.Steps[key].Acts[act]; a != nil {
					return a.Name
				}
			}
		}
	}
	return lang.Text{}
}

// would says what the act of a run comes to on one of its matters now.
func (r *reader) would(w bulkWork, x store.RunRow, newIDs []string) (BulkRow, error) {
	out := BulkRow{State: x.State}
	m, err := visible(r.tx, r.viewer, x.Matter)
	if problem.KindOf(err) == problem.NotFound && err != nil {
		out.Why = store.ErrNotFound
		return out, nil
	}
	if err != nil {
		return out, err
	}
	if out.Row, err = r.row(m); err != nil {
		return out, err
	}
	p, err := r.house.procedure(m)
	if err != nil {
		return out, err
	}
	if x.State != store.RowWaiting {
		return out, nil
	}
	d, err := r.decideBulk(p, m, w, x.Rev, newIDs)
	if err != nil {
		if out.Why = problem.Of(err); out.Why.Kind == problem.Internal {
			return out, err
		}
		return out, nil
	}
	out.Then = &Then{Stays: d.Event.Change.To == "" || d.Event.Change.To == m.Step}
	if step := p.Steps[d.Event.Change.To]; step != nil {
		out.Then.Step = step.Name
	}
	if c := d.Event.Change; c.Owner != nil {
		out.Then.Owner = r.house.orgName(c.Owner.Org)
	}
	if c := d.Event.Change; c.Due != nil {
		out.Then.Due = c.Due.Day
	}
	return out, nil
}

// decideBulk decides the act of a run on one matter; what may not be done in bulk is refused before anything else.
func (r *reader) decideBulk(p *rulebook.Procedure, m matter.Matter, b bulkWork, rev int64, newIDs []string) (matter.Decision, error) {
	if step := p.Steps[m.Step]; step != nil && step.Acts[b.Act.Key] != nil && !p.InBulk(step.Acts[b.Act.Key]) {
		return matter.Decision{}, errNotInBulk
	}
	w := work{tx: r.tx, house: r.house, viewer: r.viewer}
	_, d, err := w.decide(m, bulkAct(p, m, b.Act.Key, b.Fields, rev), newIDs)
	return d, err
}
