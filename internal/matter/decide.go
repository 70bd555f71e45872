package matter

import (
	"maps"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Decide says what act a comes to on matter m under env.Rules, or the Problem that stands in the way.
// It changes nothing: the caller applies and stores the event.
func Decide(env Env, m Matter, a Act) (Decision, error) {
	if a.Rev != 0 && a.Rev != m.Rev {
		return Decision{}, errStale
	}
	act, role, err := allowed(env, m, a)
	if err != nil {
		return Decision{}, err
	}
	at, err := occurred(env, m, a)
	if err != nil {
		return Decision{}, err
	}
	fields, err := checkFields(env, act, a.Fields)
	if err != nil {
		return Decision{}, err
	}
	if err := timely(env, m, act, at); err != nil {
		return Decision{}, err
	}
	if len(a.Files) > 0 && !TakesFiles(act) {
		return Decision{}, errNoFilesHere
	}
	if err := checkFiles(m, a.Files); err != nil {
		return Decision{}, err
	}
	ev := Event{
		Seq: m.Rev + 1, Act: act.Key, Kind: act.Kind, OccurredAt: at, RecordedAt: moment(env, m),
		Actor: Actor{Person: a.Actor.ID, Org: a.Actor.Org, Role: role, Raiser: a.Actor.Raiser},
	}
	if len(fields) > 0 || len(a.Files) > 0 {
		ev.Words = &Words{Fields: fields, Files: a.Files}
	}
	ev.Change.Coded = coded(m, act, a, role, fields)
	if act.Kind == rulebook.Rate && ev.Change.Coded["raiser"] == "" {
		return Decision{}, errNotNow // nobody is left who has not rated
	}
	ev.Change.Child = a.Child
	if act.Kind == rulebook.Extend {
		if ev.Change.Due, err = extended(env, m, act, fields, at); err != nil {
			return Decision{}, err
		}
	}
	var d Decision
	if act.Opens != nil {
		raised := at
		if raised.After(env.Now) {
			raised = micro(env.Now) // at is the parent's moment; nothing is raised in the future
		}
		if d.Opens, err = children(m, act, a, raised, fields); err != nil {
			return Decision{}, err
		}
		for _, s := range d.Opens {
			ev.Change.Opens = append(ev.Change.Opens, Child{ID: s.ID, Procedure: s.Procedure})
		}
	}
	d.Event, err = target(env, m, act, ev)
	return d, err
}

// Open makes the first event of a matter.
func Open(env Env, s Start) (Event, error) {
	p := env.Rules
	if p.Begin == "" || p.Steps[p.Begin] == nil {
		return Event{}, internalf("procedure %s has no first step", p.Key)
	}
	fields, err := checkStart(p, s)
	if err != nil {
		return Event{}, err
	}
	if err := checkFiles(Matter{}, s.Files); err != nil {
		return Event{}, err
	}
	raised := s.RaisedAt
	if raised.IsZero() {
		raised = env.Now
	}
	if raised.After(env.Now) {
		return Event{}, errFuture
	}
	o := &Opening{
		Number: s.Number, Book: s.Book, Version: s.Version, Procedure: s.Procedure, Station: s.Station,
		Area: s.Area, Parent: s.Parent, Public: s.Public, PubFiles: s.Public && s.PubFiles, Source: s.Source, RaisedAt: micro(raised),
	}
	for _, r := range s.Raisers {
		o.Raisers = append(o.Raisers, r.ID)
		o.Kinds = append(o.Kinds, r.Kind)
	}
	if len(o.Raisers) == 0 {
		return Event{}, internalf("a matter without a raiser would have nobody to answer to")
	}
	ev := Event{
		Seq: 1, Act: string(Opened), Kind: Opened, OccurredAt: micro(raised), RecordedAt: micro(env.Now),
		Actor:  Actor{Person: s.Actor.ID, Org: s.Actor.Org, Role: s.Role, Raiser: s.Actor.Raiser},
		Change: Change{Opened: o},
		Words:  &Words{Title: s.Title, Text: s.Text, Fields: fields, Raisers: s.Raisers, Files: s.Files},
	}
	m := Apply(Matter{Congress: s.Congress, ID: s.ID}, ev)
	err = enter(env, m, p.Steps[p.Begin], &ev.Change, ev.OccurredAt)
	return ev, err
}

// target chooses the branch of act that holds once ev has taken place, and completes ev with it.
func target(env Env, m Matter, act *rulebook.Act, ev Event) (Event, error) {
	after := Apply(m, ev)
	branch, err := choose(env, after, act, ev)
	if err != nil {
		return Event{}, err
	}
	if branch.As != "" {
		if ev.Words == nil || ev.Words.Fields["reason"] == "" {
			return Event{}, blame(nil, "reason", lang.T("请写明哪里不满意，好让承办单位改", "Please say what is not right, so that the unit can mend it"))
		}
		ev.Change.As = branch.As
	}
	to := branch.Step
	switch to {
	case rulebook.Stay, "":
		return ev, nil
	case rulebook.Back:
		to = before(m)
	}
	step := env.Rules.Steps[to]
	if step == nil {
		return Event{}, internalf("act %s leads to unknown step %q", act.Key, to)
	}
	if err := mayEnd(m, step, ev); err != nil {
		return Event{}, err
	}
	after = Apply(m, ev)
	if err := enter(env, after, step, &ev.Change, ev.OccurredAt); err != nil {
		return Event{}, err
	}
	return ev, nil
}

// choose is the first branch that holds; the rulebook check has proven that the last one always does.
func choose(env Env, after Matter, act *rulebook.Act, ev Event) (rulebook.Branch, error) {
	vars := Vars(env, after, act, ev)
	for _, b := range act.To {
		if b.Limit > 0 && after.Counts["kind:"+string(b.As)] >= b.Limit {
			continue
		}
		if b.When == nil {
			return b, nil
		}
		ok, err := b.When.Eval(vars)
		if err != nil {
			return rulebook.Branch{}, internalf("guard of %s: %w", act.Key, err)
		}
		if ok {
			return b, nil
		}
	}
	return rulebook.Branch{}, errNotNow
}

// before is the step at which a merged matter stood.
func before(m Matter) string {
	if n := len(m.Visits); n > 1 {
		return m.Visits[n-2].Step
	}
	return ""
}

// mayEnd holds the red line that nobody ends what he answered himself (domain rules §10.2): organization
// by organization, because a colleague at the next desk is not a second pair of eyes.
func mayEnd(m Matter, step *rulebook.Step, ev Event) error {
	if step.Ends != rulebook.Confirmed && step.Ends != rulebook.NotRated {
		return nil
	}
	if ev.Kind == rulebook.Answer {
		return errOwnAnswer // an answer is not a result, whoever writes it down
	}
	if !m.Answered() || ev.Kind == rulebook.Import {
		return nil
	}
	last := m.Answers[len(m.Answers)-1]
	if last.Imported {
		return nil
	}
	if last.Org != "" && last.Org == ev.Actor.Org || last.Person != "" && last.Person == ev.Actor.Person {
		return errOwnAnswer
	}
	return nil
}

// enter fills in what it means to arrive at step: owner, due day, phase and ending.
func enter(env Env, m Matter, step *rulebook.Step, c *Change, at time.Time) error {
	c.To, c.Phase, c.Ends = step.Key, step.Phase, step.Ends
	if step.Ends != rulebook.Open {
		if step.Ends != rulebook.Confirmed && m.Phase.Rank() > step.Phase.Rank() {
			c.Phase = m.Phase // an ending that is not a result keeps the station that was reached
		}
		return nil
	}
	owner, err := ownerOf(env, m, step)
	if err != nil {
		return err
	}
	c.Owner = &owner
	due, err := dueOf(env, m, step, at)
	if err != nil {
		return err
	}
	c.Due = &due
	return nil
}

func ownerOf(env Env, m Matter, step *rulebook.Step) (Owner, error) {
	var org string
	switch {
	case step.Owner.Field != "":
		if org = m.Fields[step.Owner.Field]; org == "" && m.Erased {
			org = ownedBefore(env, m, step.Owner.Field)
		}
	case step.Owner.Role == "station":
		org = m.Station
		if org == "" {
			org = env.Orgs["deputyOffice"] // nobody's station: the deputy office looks after it
		}
	default:
		org = env.Orgs[step.Owner.Role]
	}
	if org == "" {
		return Owner{}, noOwner(step)
	}
	return Owner{Org: org}, nil
}

// ownedBefore finds who last owned a step that is owned through field. An erasure takes the field's value
// with the other words of its body; who owned what is structure and stays, so the matter can still go on.
func ownedBefore(env Env, m Matter, field string) string {
	for _, v := range slices.Backward(m.Visits) {
		if step := env.Rules.Steps[v.Step]; step != nil && step.Owner.Field == field && v.Owner.Org != "" && !v.Undone {
			return v.Owner.Org
		}
	}
	return ""
}

// coded are the facts that an entry keeps even when the words are erased.
func coded(m Matter, act *rulebook.Act, a Act, role string, fields map[string]string) map[string]string {
	c := map[string]string{}
	for _, k := range []string{"reasonCode", "rating", "attitude", "newDue"} {
		if v := fields[k]; v != "" {
			c[k] = v
		}
	}
	switch act.Kind {
	case rulebook.Answer: // an imported answer was given by nobody we know
		c["answerer"], c["answererPerson"] = a.Actor.Org, a.Actor.ID
		// Whoever writes an answer down for the owner has not given it.
		if m.Owner.Org != "" && m.Owner.Org != a.Actor.Org {
			c["answerer"], c["answererPerson"], c["recorder"] = m.Owner.Org, "", a.Actor.Org
		}
	case rulebook.Rate:
		c["raiser"] = a.Actor.Raiser
		if role != "raiser" { // recorded for the first one who has not rated
			c["raiser"], c["recorder"] = "", a.Actor.Org
			for _, r := range m.Raisers {
				if !m.rated(r) {
					c["raiser"] = r.ID
					break
				}
			}
		}
	}
	maps.DeleteFunc(c, func(_, v string) bool { return v == "" })
	if len(c) == 0 {
		return nil
	}
	return c
}

func children(m Matter, act *rulebook.Act, a Act, at time.Time, fields map[string]string) ([]Start, error) {
	value := func(k string) string {
		if v, ok := fields[k]; ok {
			return v
		}
		return m.Fields[k]
	}
	titles := []string{value(act.Opens.Title)}
	if act.Opens.Each != "" {
		titles = splitList(value(act.Opens.Each))
	}
	if len(titles) == 0 {
		return nil, missing(act.Opens.Each)
	}
	if len(titles) > len(a.NewIDs) {
		return nil, errTooManyChildren
	}
	with := map[string]string{}
	for child, parent := range act.Opens.With {
		with[child] = value(parent)
	}
	raisers := slices.Clone(m.Raisers)
	for i := range raisers {
		raisers[i].Ratings = nil
	}
	out := make([]Start, 0, len(titles))
	for i, t := range titles {
		out = append(out, Start{
			Congress: m.Congress, ID: a.NewIDs[i], Book: m.Book, Version: m.Version, Procedure: act.Opens.Procedure,
			Title: t, Fields: maps.Clone(with), Raisers: raisers, Station: m.Station, Area: m.Area, Parent: m.ID, Public: m.Public,
			RaisedAt: at, Actor: a.Actor, Role: "system",
		})
	}
	return out, nil
}
