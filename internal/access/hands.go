package access

import (
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/matter"
)

// SeesColleagues says who is told that somebody else has a form of m open, and is named to others himself: staff
// who work on the matter. A raiser never learns who sits at it.
func SeesColleagues(v Viewer, m matter.Matter) bool {
	return v.Person != "" && v.Staff() && Sees(v, m) >= Work
}

// UsesTemplate says who may use a template of a congress: whoever works for its organization, or wrote it for himself.
func UsesTemplate(v Viewer, in string, t congress.Template) bool {
	if v.Congress != in {
		return false
	}
	if t.Org != "" {
		return v.WorksFor(t.Org)
	}
	return v.Person != "" && v.Person == t.Person
}

// KeepsTemplate says who may write and retire a template: the same. An organization's texts are its own affair,
// and every change is a record with its author.
func KeepsTemplate(v Viewer, in string, t congress.Template) bool {
	return v.SignedIn() && UsesTemplate(v, in, t)
}
