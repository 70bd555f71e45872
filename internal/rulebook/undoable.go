package rulebook

import "slices"

// Undoable reports whether an act of this kind can be taken back for some minutes by whoever did it: an act that
// moves the matter inside the house — assigning, accepting, merging, closing — and neither carries an answer nor
// opens matters of its own. Answers, ratings, returns and whatever else has reached somebody outside stand.
func (a *Act) Undoable() bool {
	if !slices.Contains([]Kind{Advance, Confirm, Merge}, a.Kind) || a.Opens != nil || slices.Contains(a.Who, "raiser") {
		return false
	}
	return !slices.Contains(a.Needs, "answer") && !slices.Contains(a.Takes, "answer")
}
