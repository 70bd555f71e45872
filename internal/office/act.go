package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// ActInput is what a form or an API call asks for.
type ActInput struct {
	Act    string
	Fields map[string]string // canonical text; a MatterField holds the number people quote
	At     time.Time         // when it happened; zero: now
	Rev    int64             // the revision the person saw; 0: whatever stands
	Key    string            // idempotency key of the form; empty: none
	Files  []matter.File     // attached, as AddFile gave them
	Draft  bool              // a draft was kept of it, which goes with the act
}

// raceAttempts bounds how often an act is decided anew because another act on the same or a related matter
// was saved in between. Only the viewer's own stale page is his business; everything else is retried here.
const raceAttempts = 6

// Act does one act on matter id for viewer v, and gives the revision it led to.
func (o *Office) Act(ctx context.Context, v access.Viewer, id string, in ActInput) (rev int64, err error) {
	result, _, err := o.act(ctx, v, id, in, keepRev)
	return revOf(result, err)
}

// keepRev keeps of an act the revision it led to, for the key under which it may come again.
func keepRev(_ *house, after matter.Matter) (string, error) {
	return strconv.FormatInt(after.Rev, 10), nil
}

// revOf is the revision that keepRev kept: of a repeated key the first one.
func revOf(result string, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	rev, err := strconv.ParseInt(result, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("office: result of an act %q: %w", result, err)
	}
	return rev, nil
}

// act does one act and keeps under its key what keep says of the matter afterwards; a repeated key gives what
// was kept the first time.
func (o *Office) act(ctx context.Context, v access.Viewer, id string, in ActInput, keep func(*house, matter.Matter) (string, error)) (result string, replayed bool, err error) {
	if err := granted(v, access.ActOnMatters); err != nil {
		return "", false, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return "", false, err
	}
	release, err := o.naming(ctx, v, in.Files)
	if err != nil {
		return "", false, err
	}
	defer release()
	newIDs := make([]string, matter.MaxChildren)
	for i := range newIDs {
		newIDs[i] = newID()
	}
	defer func() {
		if err == nil && v.Person != "" {
			o.atIt.Leave(v.Congress, id, v.Person)
		}
	}()
	return o.update(ctx, v, in.Key, func(tx *store.Tx) (string, error) {
		m, err := visible(tx, v, id)
		if err != nil {
			return "", err
		}
		w := &work{tx: tx, house: h, viewer: v, mails: o.mails.Load()}
		after, err := w.act(m, in, newIDs)
		if err != nil {
			return "", err
		}
		if in.Draft {
			if err := tx.DropDraft(v.Congress, v.Account, m.ID, in.Act); err != nil {
				return "", err
			}
		}
		return keep(h, after)
	})
}

// update runs fn under the viewer's idempotency key, again when it raced with another act.
func (o *Office) update(ctx context.Context, v access.Viewer, key string, fn func(*store.Tx) (string, error)) (result string, replayed bool, err error) {
	r := store.Request{Congress: v.Congress, Key: scoped(v, key)}
	for range raceAttempts {
		if result, replayed, err = o.db.Update(ctx, r, fn); !errors.Is(err, store.ErrStale) {
			return result, replayed, err
		}
	}
	return "", false, err
}

// scoped keeps one person's keys apart from another's.
func scoped(v access.Viewer, key string) string {
	if key == "" {
		return ""
	}
	return v.Account + "/" + v.Raiser + "/" + key
}

// visible reads a matter for a viewer. What he may not see does not exist for him.
func visible(tx *store.Tx, v access.Viewer, id string) (matter.Matter, error) {
	m, err := tx.Matter(v.Congress, id)
	if err != nil {
		return m, err
	}
	if access.Sees(v, m) == access.Nothing {
		return matter.Matter{}, store.ErrNotFound
	}
	return m, nil
}

// work is one transaction's worth of acts.
type work struct {
	tx     *store.Tx
	house  *house
	viewer access.Viewer
	mails  bool // e-mail is sent
}

func (w *work) act(m matter.Matter, in ActInput, newIDs []string) (matter.Matter, error) {
	env, d, err := w.decide(m, in, newIDs)
	if err != nil {
		return m, err
	}
	switch d.Event.Kind {
	case rulebook.Merge:
		return w.merge(env, m, d)
	case rulebook.Unmerge:
		return w.unmerge(env, m, d)
	}
	return w.save(m, d)
}

// decide says what an act comes to, and changes nothing.
func (w *work) decide(m matter.Matter, in ActInput, newIDs []string) (env matter.Env, d matter.Decision, err error) {
	p, err := w.house.procedure(m)
	if err != nil {
		return env, d, err
	}
	env = w.house.env(p, w.tx.Now)
	a := matter.Act{
		Name: in.Act, Actor: access.Person(w.viewer, m), Fields: in.Fields, At: in.At, Rev: in.Rev, NewIDs: newIDs, Files: in.Files,
	}
	if err := w.references(p, m, a); err != nil {
		return env, d, err
	}
	d, err = matter.Decide(env, m, a)
	if err == nil && w.viewer.Staff() { // residents have no templates, and may write braces as they like
		err = unfilled(in.Fields)
	}
	return env, d, err
}

// save stores a decision, opens the children it opens and tells the parent what it must know.
func (w *work) save(m matter.Matter, d matter.Decision) (matter.Matter, error) {
	after, err := w.tx.SaveEvent(m, d.Event, w.house.zone)
	if err != nil {
		return m, err
	}
	for _, s := range d.Opens {
		if _, err := w.start(s); err != nil {
			return m, err
		}
	}
	if err := w.effects(m, after, d.Event); err != nil {
		return m, err
	}
	if matter.MovedOn(m, after) {
		if err := w.tellParent(after); err != nil {
			return m, err
		}
	}
	return after, nil
}

func (w *work) tellParent(child matter.Matter) error {
	parent, err := w.tx.Matter(child.Congress, child.Parent)
	if err != nil {
		return err
	}
	p, err := w.house.procedure(parent)
	if err != nil {
		return err
	}
	d, err := matter.Settle(w.house.env(p, w.tx.Now), parent, child)
	if err != nil {
		return err
	}
	_, err = w.save(parent, d)
	return err
}

// merge ends m inside its target, which takes in the raisers. The two are locked in the order of their ids.
func (w *work) merge(env matter.Env, m matter.Matter, d matter.Decision) (matter.Matter, error) {
	target, err := visible(w.tx, w.viewer, d.Event.Words.Fields["target"])
	if err != nil {
		return m, err
	}
	d.Event.Change.Target = target.ID
	taken, err := matter.Absorb(env, target, m, d)
	if err != nil {
		return m, err
	}
	return w.pair(m, d, target, taken, w.save)
}

func (w *work) unmerge(env matter.Env, m matter.Matter, d matter.Decision) (matter.Matter, error) {
	target, err := w.tx.Matter(m.Congress, m.Into)
	if err != nil {
		return m, err
	}
	d.Event.Change.Target = target.ID
	return w.pair(m, d, target, matter.Release(env, target, m, d), w.save)
}

// pair stores what happens to two matters together, m by save, in the order of their ids.
func (w *work) pair(m matter.Matter, d matter.Decision, other matter.Matter, ev matter.Event,
	save func(matter.Matter, matter.Decision) (matter.Matter, error),
) (after matter.Matter, err error) {
	steps := []func() error{
		func() error { after, err = save(m, d); return err },
		func() error { _, err := w.tx.SaveEvent(other, ev, w.house.zone); return err },
	}
	if other.ID < m.ID {
		slices.Reverse(steps)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return m, err
		}
	}
	return after, nil
}

// references checks fields that name something: an organization of the right class, a matter by its number
// (which becomes its id). What does not exist for the viewer is unknown to him.
func (w *work) references(p *rulebook.Procedure, m matter.Matter, a matter.Act) error {
	for key, value := range a.Fields {
		f := p.FieldOf(key)
		if f == nil || value == "" {
			continue
		}
		switch f.Type {
		case rulebook.OrgField:
			org, ok := w.house.orgs[value]
			if !ok || f.Class != "" && org.Classification != f.Class {
				return unknownChoice(key)
			}
		case rulebook.MatterField:
			target, err := w.tx.MatterByNumber(m.Congress, value)
			if err != nil && problem.KindOf(err) != problem.NotFound {
				return err
			}
			if err != nil || access.Sees(w.viewer, target) == access.Nothing {
				return badField(key, lang.T("没有这个编号的事项", "There is no matter with this number"))
			}
			a.Fields[key] = target.ID
		}
	}
	return nil
}

func unknownChoice(field string) error {
	return badField(field, lang.T("请从名录中选择", "Please choose one from the list"))
}

func badField(field string, t lang.Text) error {
	return problem.New(problem.Invalid, "incomplete",
		"有内容没有填好，已填的都为您保留；请按提示补充。", "Something is missing or not right; what you typed was kept. Please complete it.").With(field, t)
}
