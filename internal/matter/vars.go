package matter

import (
	"strconv"

	"github.com/huiyin/huiyin/internal/rulebook"
)

// Vars are the facts a guard can ask about m, once ev has taken place (see docs/rulebook.md).
func Vars(env Env, m Matter, act *rulebook.Act, ev Event) map[string]any {
	vars := map[string]any{
		"raisers": int64(len(m.Raisers)), "children": int64(len(m.Children)),
		"redos":      int64(m.Counts["kind:"+string(rulebook.Redo)]),
		"returns":    int64(m.Counts["kind:"+string(rulebook.Return)]),
		"reopens":    int64(m.Counts["kind:"+string(rulebook.Reopen)]),
		"extensions": int64(m.Counts["kind:"+string(rulebook.Extend)]),
		"overdue":    m.Overdue(env.Now, env.Zone),
	}
	var unrated, dissatisfied, open int64
	for _, r := range m.Raisers {
		switch m.Rating(r) {
		case "":
			unrated++
		case rulebook.NotSatisfied:
			dissatisfied++
		}
	}
	perOpen, perUnanswered := map[string]int64{}, map[string]int64{}
	for _, c := range m.Children {
		if c.Ending == rulebook.Open {
			open++
			perOpen[c.Procedure]++
			if !c.Answered {
				perUnanswered[c.Procedure]++
			}
		}
	}
	vars["unrated"], vars["dissatisfied"], vars["openChildren"] = unrated, dissatisfied, open
	for p, n := range perOpen {
		vars["open."+p] = n
	}
	for p, n := range perUnanswered {
		vars["unanswered."+p] = n
	}
	for k, v := range m.Fields {
		vars["field."+k] = typed(env.Rules.FieldOf(k), v)
	}
	if ev.Words != nil {
		for k, v := range ev.Words.Fields {
			vars["input."+k] = typed(env.Rules.FieldOf(k), v)
		}
	}
	return vars
}

// typed turns the canonical text of a value into what a guard sees.
func typed(f *rulebook.Field, v string) any {
	if f != nil {
		switch f.Type {
		case rulebook.NumberField:
			n, _ := strconv.ParseInt(v, 10, 64) // was checked when it was stored
			return n
		case rulebook.YesNo:
			return v == "true"
		}
	}
	return v
}
