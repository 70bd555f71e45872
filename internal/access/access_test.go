package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
)

// Who lands at which of the five doors, and who may raise what: residents without an account, deputies,
// stations and offices for themselves or for somebody who came by.
func TestDoorsAndRaising(t *testing.T) {
	t.Parallel()
	check(t, `
                   doors                 opinion       appointment  message
public             public                resident      -            -
nobody's account   public                -             -            -
receipt            public                resident      -            -
wrong receipt      public                resident      -            -
wrong raiser       public                resident      -            -
raising deputy     deputy public         deputy        deputy       -
other deputy       deputy public         deputy        deputy       -
elected at roads   deputy public         deputy        deputy       -
elected at office  deputy public         deputy        deputy       -
station            office public         station       -            -
deputy at station  office deputy public  deputy        deputy       -
other station      office public         station       -            -
water              unit public           -             -            -
roads              unit public           -             -            -
deputy office      office public         deputyOffice  -            deputyOffice
general office     office public         -             -            -
committee          office public         -             -            -
chair meeting      leader public         -             -            -
member             leader public         -             -            -
abroad             office unit public    station       -            deputyOffice
abroad's receipt   public                resident      -            -
`, func(v access.Viewer, column string) string {
		if column == "doors" {
			return strings.Trim(fmt.Sprint(v.Doors()), "[]")
		}
		raisedBy := map[string][]string{
			"opinion": {"resident", "deputy", "station", "deputyOffice"}, "appointment": {"deputy"}, "message": {"deputyOffice"},
		}[column]
		role, ok := access.MayRaise(v, raisedBy)
		if !ok {
			return "-"
		}
		return role
	})
}

func TestSeats(t *testing.T) {
	t.Parallel()
	v := access.Viewer{Congress: "c1", Account: "a", Orgs: append(staff("station", "water", "roads"), elected("congress", "congress")...)}
	if !v.SignedIn() || !v.Deputy() || v.Admin() || !v.Staff() {
		t.Errorf("signed in %v, deputy %v, admin %v, staff %v", v.SignedIn(), v.Deputy(), v.Admin(), v.Staff())
	}
	if got := v.OrgsOf("unit"); !slices.Equal(got, []string{"water", "roads"}) {
		t.Errorf("units %v", got)
	}
	for org, want := range map[string]bool{"water": true, "station2": false, "congress": false, "": false} {
		if v.WorksFor(org) != want {
			t.Errorf("works for %q: %v", org, !want)
		}
	}
	if admin := (access.Viewer{Orgs: []access.Seat{{Org: "generalOffice", Classification: "generalOffice", Role: congress.RoleAdmin}}}); !admin.Admin() || !admin.Staff() || admin.Deputy() {
		t.Error("an administrator is none")
	}
	if d := (access.Viewer{Account: "a", Orgs: elected("congress", "congress")}); d.Staff() {
		t.Error("a deputy is no staff")
	}
	if (access.Viewer{}).SignedIn() {
		t.Error("the public has an account")
	}
}
