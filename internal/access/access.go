// Package access decides who may see and do what. One file per subject; each rule is a sentence above the
// code that carries it out. Nothing else in the house decides on access: pages and API ask office, and
// office asks here.
package access

import (
	"slices"

	"github.com/huiyin/huiyin/internal/congress"
)

// Viewer is who looks or acts. The zero Viewer of a congress is the public.
type Viewer struct {
	Congress string
	Account  string
	Person   string
	Name     string
	Orgs     []Seat
	Matter   string // holder of a receipt code: the matter …
	Raiser   string // … and which of its raisers he is
	Token    string // id of the token a program came by; empty: a person at a page
	Grants   []Grant
}

// Seat is a viewer's place in an organization today.
type Seat struct {
	Org            string
	Name           string
	Classification string
	Role           string // congress.RoleDeputy, RoleMember, RoleStaff, RoleAdmin
	Label          string
}

// SignedIn reports whether the viewer has an account.
func (v Viewer) SignedIn() bool { return v.Account != "" }

// Deputy reports whether the viewer is a deputy today.
func (v Viewer) Deputy() bool {
	return slices.ContainsFunc(v.Orgs, func(s Seat) bool { return s.Role == congress.RoleDeputy })
}

// Admin reports whether the viewer administers the congress.
func (v Viewer) Admin() bool {
	return slices.ContainsFunc(v.Orgs, func(s Seat) bool { return s.Role == congress.RoleAdmin })
}

// works reports whether the viewer works for an organization of this classification: as staff or member,
// not as a deputy.
func (v Viewer) works(classification string) bool {
	return slices.ContainsFunc(v.Orgs, func(s Seat) bool {
		return s.Classification == classification && s.Role != congress.RoleDeputy
	})
}

// WorksFor reports whether the viewer works for this organization.
func (v Viewer) WorksFor(org string) bool {
	return org != "" && slices.ContainsFunc(v.Orgs, func(s Seat) bool {
		return s.Org == org && s.Role != congress.RoleDeputy
	})
}

// OrgsOf lists the organizations of a classification for which the viewer works.
func (v Viewer) OrgsOf(classification string) []string {
	var out []string
	for _, s := range v.Orgs {
		if s.Classification == classification && s.Role != congress.RoleDeputy {
			out = append(out, s.Org)
		}
	}
	return out
}

// Door is one of the five front doors.
type Door string

// The five front doors (docs/experience: who lands where).
const (
	DeputyDoor Door = "deputy" // 我的履职
	OfficeDoor Door = "office" // 待办
	UnitDoor   Door = "unit"   // 承办
	LeaderDoor Door = "leader" // 议事
	PublicDoor Door = "public" // 公开
)

// Doors lists the doors a viewer may use, the one he lands on first. Everybody has the public one.
func (v Viewer) Doors() []Door {
	var out []Door
	if v.works("chairMeeting") || v.works("standingCommittee") {
		out = append(out, LeaderDoor)
	}
	if v.office() {
		out = append(out, OfficeDoor)
	}
	if v.works("unit") {
		out = append(out, UnitDoor)
	}
	if v.Deputy() {
		out = append(out, DeputyDoor)
	}
	return append(out, PublicDoor)
}

func (v Viewer) office() bool {
	return v.works("deputyOffice") || v.works("generalOffice") || v.works("committee") || v.works("station")
}

// Staff reports whether the viewer works for any organization of the congress, not only as a deputy.
func (v Viewer) Staff() bool {
	return slices.ContainsFunc(v.Orgs, func(s Seat) bool { return s.Role != congress.RoleDeputy })
}
