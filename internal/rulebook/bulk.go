package rulebook

import "slices"

// InBulk reports whether an act can be said once for many matters: a note, an urging, or a step forward whose
// needs are only chosen from lists (whom to assign it to, of what category). What must be written for one matter,
// what opens further matters and what ends one is done singly, by somebody who has that matter before his eyes.
func (p *Procedure) InBulk(a *Act) bool {
	switch a.Kind {
	case Note, Urge:
		return true
	case Advance:
	default:
		return false
	}
	if a.Opens != nil {
		return false
	}
	for _, b := range a.To {
		if s := p.Steps[b.Step]; s != nil && s.Ends != Open {
			return false
		}
	}
	return !slices.ContainsFunc(a.Needs, func(key string) bool {
		f := p.FieldOf(key)
		return f == nil || !slices.Contains([]FieldType{OrgField, Choice, YesNo}, f.Type)
	})
}
