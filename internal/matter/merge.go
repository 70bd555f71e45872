package matter

import (
	"slices"

	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

var (
	errMergeSelf = problem.New(problem.Invalid, "mergeSelf", "不能并入它自己。", "A matter cannot be merged into itself.")
	errMergeInto = problem.New(problem.Conflict, "mergeInto", "要并入的事项已经结束或不是同一类事项，没有改动任何内容。",
		"The matter to merge into has ended or is of another kind; nothing was changed.")
)

// Absorb makes the event by which target takes in the raisers of source, which goes on inside it: each of
// them is told every answer and rates for himself, and the merge can be undone.
func Absorb(env Env, target, source Matter, d Decision) (Event, error) {
	if target.ID == source.ID {
		return Event{}, errMergeSelf
	}
	if !target.Open() || target.Procedure != source.Procedure || target.Congress != source.Congress {
		return Event{}, errMergeInto
	}
	o := &Opening{}
	w := &Words{}
	for _, r := range source.Raisers {
		if target.Raiser(r.ID) != nil || slices.ContainsFunc(target.Raisers, func(x Raiser) bool { return x.Person != "" && x.Person == r.Person }) {
			continue
		}
		o.Raisers, o.Kinds = append(o.Raisers, r.ID), append(o.Kinds, r.Kind)
		r.Ratings = nil
		w.Raisers = append(w.Raisers, r)
	}
	return kernelEvent(env, target, Absorbed, d.Event.Actor, Change{Target: source.ID, Opened: o}, w), nil
}

// Release makes the event by which target gives back what it took in from source.
func Release(env Env, target, source Matter, d Decision) Event {
	return kernelEvent(env, target, Released, d.Event.Actor, Change{Target: source.ID}, nil)
}

// Settle makes the event that tells a parent how one of its children now stands. Where the parent's step
// has an act for it, that act decides what follows; elsewhere the fact is only kept.
func Settle(env Env, parent, child Matter) (Decision, error) {
	c := &Child{ID: child.ID, Procedure: child.Procedure, Answered: child.Answered(), Ending: child.Ending}
	if step := env.Rules.Steps[parent.Step]; step != nil {
		for _, key := range step.Order {
			if step.Acts[key].Kind == rulebook.Settled {
				return Decide(env, parent, Act{Name: key, Actor: Person{Roles: []string{"system"}}, Child: c})
			}
		}
	}
	ev := kernelEvent(env, parent, rulebook.Settled, Actor{Role: "system"}, Change{Child: c}, nil)
	return Decision{Event: ev}, nil
}

// MovedOn reports whether what happened to a child is something its parent must be told.
func MovedOn(before, after Matter) bool {
	return after.Parent != "" && (before.Answered() != after.Answered() || before.Ending != after.Ending)
}

// Erase makes the event that names the bodies whose words were erased, with the coded basis; the reason in
// words is part of the event's own body.
func Erase(env Env, m Matter, actor Actor, bodies []string, basis, reason string) Event {
	coded := map[string]string{"basis": basis}
	for _, b := range bodies {
		coded["body:"+b] = "erased"
	}
	return kernelEvent(env, m, Erasure, actor, Change{Coded: coded}, &Words{Fields: map[string]string{"reason": reason}})
}

func kernelEvent(env Env, m Matter, kind rulebook.Kind, actor Actor, c Change, w *Words) Event {
	at := moment(env, m)
	return Event{Seq: m.Rev + 1, Act: string(kind), Kind: kind, Actor: actor, OccurredAt: at, RecordedAt: at, Change: c, Words: w}
}
