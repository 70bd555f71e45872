package access_test

import (
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/matter"
)

func yes(ok bool) string {
	if ok {
		return "yes"
	}
	return "-"
}

// Colleagues are told who else has a form open; those who raised a matter, deputies and the public never are.
func TestSeesColleagues(t *testing.T) {
	t.Parallel()
	all := states(t)
	check(t, `
                   taken  assigned  answered  closed  private taken  private answered
public             -      -         -         -       -              -
nobody's account   -      -         -         -       -              -
receipt            -      -         -         -       -              -
wrong receipt      -      -         -         -       -              -
wrong raiser       -      -         -         -       -              -
raising deputy     -      -         -         -       -              -
other deputy       -      -         -         -       -              -
elected at roads   -      -         -         -       -              -
elected at office  -      -         -         -       -              -
station            yes    yes       yes       yes     yes            yes
deputy at station  yes    yes       yes       yes     yes            yes
other station      -      -         -         -       -              -
water              -      yes       yes       yes     -              yes
roads              -      yes       yes       yes     -              yes
deputy office      yes    yes       yes       yes     yes            yes
general office     yes    yes       yes       yes     yes            yes
committee          yes    yes       yes       yes     yes            yes
chair meeting      yes    yes       yes       yes     yes            yes
member             yes    yes       yes       yes     yes            yes
abroad             -      -         -         -       -              -
abroad's receipt   -      -         -         -       -              -
`, func(v access.Viewer, column string) string { return yes(access.SeesColleagues(v, one(t, all, column))) })
}

// A template is for those who work for its organization, or for whoever wrote it for himself; using it and
// keeping it go together.
func TestTemplates(t *testing.T) {
	t.Parallel()
	of := map[string]congress.Template{
		"of roads": {Org: "roads"}, "of the station": {Org: "station"}, "of the congress": {Org: "congress"}, "own": {Person: "p"}, "of a deputy": {Person: "deputy"}, "of nobody": {},
	}
	check(t, `
                   of roads  of the station  of the congress  own  of a deputy  of nobody
public             -         -               -                -    -            -
nobody's account   -         -               -                yes  -            -
receipt            -         -               -                -    -            -
wrong receipt      -         -               -                -    -            -
wrong raiser       -         -               -                -    -            -
raising deputy     -         -               -                -    yes          -
other deputy       -         -               -                -    -            -
elected at roads   -         -               -                yes  -            -
elected at office  -         -               -                yes  -            -
station            -         yes             -                yes  -            -
deputy at station  -         yes             -                -    yes          -
other station      -         -               -                yes  -            -
water              -         -               -                yes  -            -
roads              yes       -               -                yes  -            -
deputy office      -         -               -                yes  -            -
general office     -         -               -                yes  -            -
committee          -         -               -                yes  -            -
chair meeting      -         -               -                yes  -            -
member             -         -               -                yes  -            -
abroad             -         -               -                -    -            -
abroad's receipt   -         -               -                -    -            -
`, func(v access.Viewer, column string) string {
		uses, keeps := access.UsesTemplate(v, "c1", of[column]), access.KeepsTemplate(v, "c1", of[column])
		if uses != keeps {
			t.Errorf("%s: uses %v, keeps %v", column, uses, keeps)
		}
		return yes(uses)
	})
}

// Undo is for whoever did the act and for his organization, while they still work on the matter.
func TestMayUndo(t *testing.T) {
	t.Parallel()
	all := states(t)
	check(t, `
                   assigned  handling  answered  private assigned  private answered
public             -         -         -         -                 -
nobody's account   -         -         -         -                 -
receipt            -         -         -         -                 -
wrong receipt      -         -         -         -                 -
wrong raiser       -         -         -         -                 -
raising deputy     -         -         -         -                 -
other deputy       -         -         -         -                 -
elected at roads   -         -         -         -                 -
elected at office  -         -         -         -                 -
station            yes       -         -         yes               -
deputy at station  yes       -         -         yes               -
other station      -         -         -         -                 -
water              -         -         -         -                 -
roads              -         yes       yes       -                 yes
deputy office      -         -         -         -                 -
general office     -         -         -         -                 -
committee          -         -         -         -                 -
chair meeting      -         -         -         -                 -
member             -         -         -         -                 -
abroad             -         -         -         -                 -
abroad's receipt   -         -         -         -                 -
`, func(v access.Viewer, column string) string {
		by := map[string]string{"assigned": "station", "handling": "roads", "answered": "roads"}[strings.TrimPrefix(column, "private ")]
		return yes(access.MayUndo(v, one(t, all, column), matter.Event{Actor: matter.Actor{Person: by + " clerk", Org: by}}))
	})
}
