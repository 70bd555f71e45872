package access

import (
	"slices"

	"github.com/huiyin/huiyin/internal/matter"
)

// Sight is how much of a matter a viewer sees. Each level includes the ones below it.
type Sight int

// The levels of sight.
const (
	Nothing Sight = iota // it does not exist for him
	Open                 // what the public page shows: title, text, steps, dates, owners, answers
	Own                  // what a raiser sees of his own matter: also his own data and rating
	Work                 // what those who work on it see: also internal fields and notes
	Full                 // what the office sees: also names and contacts of all raisers
)

// Sees says how much of m viewer v sees.
//
//   - The deputy office, the general office, the working committees and the chair meeting see every matter in full.
//   - A station sees the matters it looks after in full.
//   - A unit sees the matters it owns or once owned, as work: names and contacts only of raisers who agreed.
//   - Whoever raised a matter sees it as his own, and the parts it was split into.
//   - Members of the standing committee see every matter as work, without names and contacts.
//   - Everybody sees the matters whose raisers agreed to publication, once the station has taken them up.
//   - Nobody sees anything of another congress.
func Sees(v Viewer, m matter.Matter) Sight {
	if v.Congress != m.Congress {
		return Nothing
	}
	switch {
	case v.works("deputyOffice"), v.works("generalOffice"), v.works("committee"), v.works("chairMeeting"),
		m.Station != "" && v.WorksFor(m.Station):
		return Full
	case slices.ContainsFunc(Involved(m), v.WorksFor), v.works("standingCommittee"):
		return Work
	case raiserOf(v, m) != "":
		return Own
	case Published(m):
		return Open
	}
	return Nothing
}

// Published reports whether everybody may see m: its raiser agreed, and it was not turned down or taken
// back before anybody worked on it.
func Published(m matter.Matter) bool {
	return m.Public && m.Stays() > 1 && m.Ending != "declined" && m.Ending != "withdrawn"
}

// Involved lists the organizations that own m or once owned it. Whoever owned it only through an act that was
// taken back never did.
func Involved(m matter.Matter) []string {
	var out []string
	for _, visit := range m.Visits {
		if org := visit.Owner.Org; org != "" && !visit.Undone && !slices.Contains(out, org) {
			out = append(out, org)
		}
	}
	return out
}

// raiserOf is the id of the raiser that v is in m, or "". Ids of people mean nothing in another congress.
func raiserOf(v Viewer, m matter.Matter) string {
	if v.Congress != m.Congress {
		return ""
	}
	for _, r := range m.Raisers {
		if v.Person != "" && r.Person == v.Person || v.Raiser != "" && v.Matter == m.ID && r.ID == v.Raiser {
			return r.ID
		}
	}
	return ""
}

// SeesContact reports whether v may see name and contact of raiser r: the office and the station always,
// those who work on the matter when the raiser agreed, and the raiser himself. A deputy's name goes with
// what he raised: that is his office.
func SeesContact(v Viewer, m matter.Matter, r matter.Raiser) bool {
	switch s := Sees(v, m); {
	case s == Full:
		return true
	case r.ID != "" && raiserOf(v, m) == r.ID:
		return true
	case r.Kind == "deputy":
		return s >= Own
	default:
		return s == Work && r.Consent
	}
}

// Person gives the parts that v has in m, for matter.Decide: "owner" for people of the owning organization,
// "raiser" for one who raised it, and the roles of his organizations. A station has its role only in the
// matters it looks after, a unit only in those it owns or once owned.
func Person(v Viewer, m matter.Matter) matter.Person {
	p := matter.Person{ID: v.Person, Raiser: raiserOf(v, m)}
	if v.Congress != m.Congress {
		return matter.Person{}
	}
	add := func(role, org string) {
		if !slices.Contains(p.Roles, role) {
			p.Roles = append(p.Roles, role)
		}
		if p.Org == "" {
			p.Org = org
		}
	}
	if v.WorksFor(m.Owner.Org) {
		add("owner", m.Owner.Org)
	}
	for _, s := range v.Orgs {
		switch {
		case s.Role == "deputy":
			add("deputy", "")
		case s.Classification == "station" && s.Org != m.Station:
		case s.Classification == "unit" && !slices.Contains(Involved(m), s.Org):
		default:
			add(s.Classification, s.Org)
		}
	}
	if p.Raiser != "" {
		add("raiser", "")
	}
	return p
}

// MayRaise reports whether v may raise a matter for which a procedure names these roles, and in which role.
// Residents need no account.
func MayRaise(v Viewer, raisedBy []string) (role string, ok bool) {
	for _, role := range raisedBy {
		switch {
		case role == "resident":
			if !v.SignedIn() {
				return role, true
			}
		case role == "deputy":
			if v.Deputy() {
				return role, true
			}
		case v.works(role):
			return role, true
		}
	}
	return "", false
}

// Scope is what part of all matters a viewer's lists may show; it selects exactly the matters of which
// Sees gives more than Nothing.
type Scope struct {
	All      bool     // every matter of the congress
	Stations []string // those these stations look after
	Involved []string // those these organizations own or once owned
	Person   string   // those this person raised
	Matter   string   // the one whose receipt he holds …
	Raiser   string   // … as this raiser of it
	Public   bool     // those everybody may see
}

// MatterScope is the scope of v's lists.
func MatterScope(v Viewer) Scope {
	if slices.ContainsFunc([]string{"deputyOffice", "generalOffice", "committee", "chairMeeting", "standingCommittee"}, v.works) {
		return Scope{All: true}
	}
	s := Scope{Stations: v.OrgsOf("station"), Person: v.Person, Matter: v.Matter, Raiser: v.Raiser, Public: true}
	for _, seat := range v.Orgs {
		if seat.Role != "deputy" {
			s.Involved = append(s.Involved, seat.Org)
		}
	}
	return s
}

// WorkScope is the part of MatterScope on which the viewer works: the board of the four failures shows
// nothing that is merely public or merely his own.
func WorkScope(v Viewer) Scope {
	s := MatterScope(v)
	s.Person, s.Matter, s.Raiser, s.Public = "", "", "", false
	return s
}
