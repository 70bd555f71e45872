package access

import "github.com/huiyin/huiyin/internal/matter"

// MayUndo says who may take the last act on m back, while matter.Undoable allows it at all: whoever did it, and
// his colleagues in the organization in whose name it was done, as long as they still work on the matter.
func MayUndo(v Viewer, m matter.Matter, last matter.Event) bool {
	if Sees(v, m) < Work {
		return false
	}
	return v.Person != "" && v.Person == last.Actor.Person || v.WorksFor(last.Actor.Org)
}
