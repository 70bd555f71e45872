package access

import (
	"slices"
	"testing"

	"github.com/huiyin/huiyin/internal/congress"
)

// Who sees figures of work, for every kind of seat there is.
func TestFigures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		class, role string
		units       []string
		ok          bool
	}{
		{"deputyOffice", congress.RoleStaff, nil, true},
		{"generalOffice", congress.RoleStaff, nil, true},
		{"generalOffice", congress.RoleAdmin, nil, true},
		{"committee", congress.RoleStaff, nil, true},
		{"chairMeeting", congress.RoleMember, nil, true},
		{"standingCommittee", congress.RoleMember, nil, true},
		{"unit", congress.RoleStaff, []string{"o"}, true},
		{"station", congress.RoleStaff, nil, false},
		{"standingCommittee", congress.RoleDeputy, nil, false},
		{"delegation", congress.RoleDeputy, nil, false},
	} {
		units, ok := Figures(Viewer{Congress: "c1", Account: "a", Orgs: []Seat{{Org: "o", Classification: c.class, Role: c.role}}})
		if ok != c.ok || !slices.Equal(units, c.units) {
			t.Errorf("%s in %s: %v, %v", c.role, c.class, units, ok)
		}
	}
	if _, ok := Figures(Viewer{Congress: "c1"}); ok {
		t.Error("the public sees figures of work")
	}
	if _, ok := Figures(Viewer{Congress: "c1", Matter: "m", Raiser: "r"}); ok {
		t.Error("the holder of a receipt sees figures of work")
	}
}
