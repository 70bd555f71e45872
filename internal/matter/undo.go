package matter

import (
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// UndoWindow is how long after it was recorded an act can be taken back. Outward effects of an act that can be
// undone wait until EffectsAfter: a minute longer, so that an undo that began in time cannot be overtaken.
const (
	UndoWindow   = 10 * time.Minute
	EffectsAfter = UndoWindow + time.Minute
)

var (
	errUndoLate = problem.New(problem.Conflict, "undoLate",
		"已经超过十分钟，不能再撤销，没有改动任何内容；请按规则办理下一步。",
		"The ten minutes are over: this can no longer be undone and nothing was changed. Please go on with what the rules offer.")
	errUndoMoved = problem.New(problem.Conflict, "undoMoved",
		"在您撤销之前，这件事项又有了新的办理，不能再撤销，没有改动任何内容。",
		"Something else was done on this matter since, so this can no longer be undone; nothing was changed.")
	errUndoKind = problem.New(problem.Conflict, "undoKind",
		"这项办理不能撤销（答复、评价、退办等已经告知有关各方），没有改动任何内容。",
		"This cannot be undone: answers, ratings and returns have reached others. Nothing was changed.")
	errUndoParts = problem.New(problem.Conflict, "undoParts",
		"这项办理已经登记了分项，不能整体撤销，没有改动任何内容；请分别办理各分项。",
		"This opened parts that are matters of their own, so it cannot be undone as a whole; nothing was changed.")
	errUndoParent = problem.New(problem.Conflict, "undoParent",
		"上级事项在此之后已经有新的办理，不能再撤销，没有改动任何内容。",
		"The matter this is a part of has moved on since, so this can no longer be undone; nothing was changed.")
)

// WasUndone reports whether the event with this sequence number was taken back.
func WasUndone(m Matter, seq int64) bool { return slices.Contains(m.Undone, seq) }

// Undoable says whether the last event of a matter can be taken back at env.Now, or the Problem that stands in
// the way. before is the matter as it stood before that event.
func Undoable(env Env, before Matter, last Event) error {
	switch {
	case !env.Now.Before(last.RecordedAt.Add(UndoWindow)):
		return errUndoLate
	case len(last.Change.Opens) > 0:
		return errUndoParts
	}
	step := env.Rules.Steps[before.Step]
	if step == nil || step.Acts[last.Act] == nil || !step.Acts[last.Act].Undoable() || last.Change.As != "" || last.Seq == 1 {
		return errUndoKind
	}
	return nil
}

// Undo makes the event by which by takes the last event of m back. before is m as it stood before last; rev the
// revision that the person saw. Whether he may is for package access.
func Undo(env Env, before, m Matter, last Event, rev int64, by Actor) (Event, error) {
	if rev != 0 && rev != m.Rev || last.Seq != m.Rev || before.Rev != m.Rev-1 {
		return Event{}, errUndoMoved
	}
	if err := Undoable(env, before, last); err != nil {
		return Event{}, err
	}
	return takeBack(env, before, m, last, by), nil
}

// UndoSettled makes the event by which a parent forgets what it was told about a child when the child's act was
// taken back: only while being told is still the last thing that happened to it.
func UndoSettled(env Env, before, parent Matter, last Event, child string, by Actor) (Event, error) {
	told := last.Kind == rulebook.Settled && last.Change.Child != nil && last.Change.Child.ID == child
	if !told || last.Seq != parent.Rev || before.Rev != parent.Rev-1 || len(last.Change.Opens) > 0 {
		return Event{}, errUndoParent
	}
	return takeBack(env, before, parent, last, by), nil
}

// takeBack is the compensating event: step, phase, owner, ending and due day as they stood, with the clock they
// had then. The time in between is a stay of its own and counts as it stood.
func takeBack(env Env, before, m Matter, last Event, by Actor) Event {
	u := &Undoing{Seq: last.Seq, Act: last.Act, As: moveKind(last), Into: before.Into, EndedAt: before.EndedAt}
	words := Before{}
	for _, key := range sorted(m.Fields) {
		if old, had := before.Fields[key]; !had || old != m.Fields[key] {
			u.Fields = append(u.Fields, key)
			if had {
				if words.Fields == nil {
					words.Fields = map[string]string{}
				}
				words.Fields[key] = old
			}
		}
	}
	if before.Asked != nil {
		ask := *before.Asked
		words.Asked, ask.Reason = ask.Reason, ""
		u.Asked = &ask
	}
	if c := last.Change.Child; c != nil {
		if i := slices.IndexFunc(before.Children, func(x Child) bool { return x.ID == c.ID }); i >= 0 {
			was := before.Children[i]
			u.Child = &was
		}
	}
	c := Change{Undo: u, Target: last.Change.Target}
	if last.Change.To != "" {
		c.To, c.Phase, c.Ends = before.Step, before.Phase, before.Ending
		if before.Open() {
			owner := before.Owner
			due := *before.Due()
			c.Owner, c.Due = &owner, &due
		}
	}
	var w *Words
	if words.Fields != nil || words.Asked != "" {
		w = &Words{Before: &words}
	}
	return kernelEvent(env, m, Undone, by, c, w)
}

// undo applies what takeBack made.
func undo(m *Matter, ev Event, w *Words) {
	u := ev.Change.Undo
	was := w.Before
	if was == nil {
		was = &Before{} // erased, or nothing was replaced
	}
	m.Undone = append(m.Undone, u.Seq)
	m.Into = u.Into
	for _, key := range u.Fields {
		delete(m.Fields, key)
		if old, ok := was.Fields[key]; ok {
			keep(m, map[string]string{key: old})
		}
	}
	uncount(m, "act:"+u.Act)
	if u.As != "" {
		uncount(m, "kind:"+string(u.As))
	}
	settle(m, u.Child)
	n := len(m.Visits)
	if ev.Change.To != "" && n > 1 {
		resume(m, ev, &m.Visits[n-1], m.Visits[n-2])
		m.Ending, m.EndedAt = ev.Change.Ends, u.EndedAt
	}
	m.Asked = nil
	if u.Asked != nil {
		ask := *u.Asked
		ask.Reason = was.Asked
		m.Asked = &ask
	}
}

// resume ends the stay that was taken back and takes up the one before it, with every due day it had.
func resume(m *Matter, ev Event, undone *Visit, old Visit) {
	at := ev.OccurredAt
	undone.Until, undone.Act, undone.Undone = &at, ev.Act, true
	v := Visit{Step: old.Step, Phase: old.Phase, Owner: old.Owner, From: at, Seq: ev.Seq, Resumes: old.Seq, Dues: slices.Clone(old.Dues)}
	if old.Resumes != 0 {
		v.Resumes = old.Resumes
	}
	m.Visits = append(m.Visits, v)
	m.Step, m.Phase, m.Owner = v.Step, v.Phase, v.Owner
}

func uncount(m *Matter, key string) {
	if m.Counts[key] <= 1 {
		delete(m.Counts, key)
		return
	}
	m.Counts[key]--
}
