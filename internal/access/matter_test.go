package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
)

var sights = map[access.Sight]string{access.Nothing: "-", access.Open: "open", access.Own: "own", access.Work: "work", access.Full: "full"}

// Who sees how much, at every point of a matter whose raiser agreed to publication, and of one whose raiser
// did not. A matter is public once the station has taken it up, and never when it was turned down or taken back.
func TestSees(t *testing.T) {
	t.Parallel()
	all := states(t)
	check(t, `
                   taken  declined  withdrawn  assigned  answered  closed  private taken  private declined  private answered  private closed
public             -      -         -          open      open      open    -              -                 -                 -
nobody's account   -      -         -          open      open      open    -              -                 -                 -
receipt            own    own       own        own       own       own     own            own               own               own
wrong receipt      -      -         -          open      open      open    -              -                 -                 -
wrong raiser       -      -         -          open      open      open    -              -                 -                 -
raising deputy     own    own       own        own       own       own     own            own               own               own
other deputy       -      -         -          open      open      open    -              -                 -                 -
elected at roads   -      -         -          open      open      open    -              -                 -                 -
elected at office  -      -         -          open      open      open    -              -                 -                 -
station            full   full      full       full      full      full    full           full              full              full
deputy at station  full   full      full       full      full      full    full           full              full              full
other station      -      -         -          open      open      open    -              -                 -                 -
water              -      -         -          work      work      work    -              -                 work              work
roads              -      -         -          work      work      work    -              -                 work              work
deputy office      full   full      full       full      full      full    full           full              full              full
general office     full   full      full       full      full      full    full           full              full              full
committee          full   full      full       full      full      full    full           full              full              full
chair meeting      full   full      full       full      full      full    full           full              full              full
member             work   work      work       work      work      work    work           work              work              work
abroad             -      -         -          -         -         -       -              -                 -                 -
abroad's receipt   -      -         -          -         -         -       -              -                 -                 -
`, func(v access.Viewer, column string) string { return sights[access.Sees(v, one(t, all, column))] })
}

func one(t *testing.T, all map[string]matter.Matter, name string) matter.Matter {
	t.Helper()
	m, ok := all[name]
	if !ok {
		t.Fatalf("no state %q", name)
	}
	return m
}

// Whose name and contact one sees: of a resident who did not agree, of a deputy, of a resident who agreed that
// the unit may know. Never of a resident from outside, and never by the public, however public the matter is.
func TestSeesContact(t *testing.T) {
	t.Parallel()
	all := states(t)
	check(t, `
                   resident at answered  deputy at answered  agreeing at answered  resident at taken  deputy at taken  agreeing at taken
public             -                     -                   -                     -                  -                -
nobody's account   -                     -                   -                     -                  -                -
receipt            yes                   yes                 -                     yes                yes              -
wrong receipt      -                     -                   -                     -                  -                -
wrong raiser       -                     -                   -                     -                  -                -
raising deputy     -                     yes                 -                     -                  yes              -
other deputy       -                     -                   -                     -                  -                -
elected at roads   -                     -                   -                     -                  -                -
elected at office  -                     -                   -                     -                  -                -
station            yes                   yes                 yes                   yes                yes              yes
deputy at station  yes                   yes                 yes                   yes                yes              yes
other station      -                     -                   -                     -                  -                -
water              -                     yes                 yes                   -                  -                -
roads              -                     yes                 yes                   -                  -                -
deputy office      yes                   yes                 yes                   yes                yes              yes
general office     yes                   yes                 yes                   yes                yes              yes
committee          yes                   yes                 yes                   yes                yes              yes
chair meeting      yes                   yes                 yes                   yes                yes              yes
member             -                     yes                 yes                   -                  yes              yes
abroad             -                     -                   -                     -                  -                -
abroad's receipt   -                     -                   -                     -                  -                -
`, func(v access.Viewer, column string) string {
		who, state, _ := strings.Cut(column, " at ")
		m := one(t, all, state)
		if access.SeesContact(v, m, m.Raisers[map[string]int{"resident": 0, "deputy": 1, "agreeing": 2}[who]]) {
			return "yes"
		}
		return "-"
	})
}

// Which part each of them has in a matter: what an act's `who` is compared with.
func TestPerson(t *testing.T) {
	t.Parallel()
	all := states(t)
	check(t, `
                   taken                                assigned                      answered                             closed
public             -                                    -                             -                                    -
nobody's account   -                                    -                             -                                    -
receipt            raiser r1                            raiser r1                     raiser r1                            raiser r1
wrong receipt      -                                    -                             -                                    -
wrong raiser       -                                    -                             -                                    -
raising deputy     deputy,raiser r2                     deputy,raiser r2              deputy,raiser r2                     deputy,raiser r2
other deputy       deputy                               deputy                        deputy                               deputy
elected at roads   deputy                               deputy                        deputy                               deputy
elected at office  deputy                               deputy                        deputy                               deputy
station            owner,station@station                station@station               owner,station@station                station@station
deputy at station  owner,deputy,station,raiser@station r2  deputy,station,raiser@station r2  owner,deputy,station,raiser@station r2  deputy,station,raiser@station r2
other station      -                                    -                             -                                    -
water              -                                    unit@water                    unit@water                           unit@water
roads              -                                    owner,unit@roads              unit@roads                           unit@roads
deputy office      deputyOffice@deputyOffice            deputyOffice@deputyOffice     deputyOffice@deputyOffice            deputyOffice@deputyOffice
general office     generalOffice@generalOffice          generalOffice@generalOffice   generalOffice@generalOffice          generalOffice@generalOffice
committee          committee@committee                  committee@committee           committee@committee                  committee@committee
chair meeting      chairMeeting@chairMeeting            chairMeeting@chairMeeting     chairMeeting@chairMeeting            chairMeeting@chairMeeting
member             standingCommittee@standingCommittee  standingCommittee@standingCommittee  standingCommittee@standingCommittee  standingCommittee@standingCommittee
abroad             -                                    -                             -                                    -
abroad's receipt   -                                    -                             -                                    -
`, func(v access.Viewer, column string) string {
		p := access.Person(v, one(t, all, column))
		out := strings.Join(p.Roles, ",")
		if p.Org != "" {
			out += "@" + p.Org
		}
		if p.Raiser != "" {
			out += " " + p.Raiser
		}
		if out == "" {
			return "-"
		}
		return out
	})
}

// Who may do which act of the shipped procedure for residents' opinions, step by step: with a name of the
// act, and with nothing but "-" for everybody whom the step is none of.
func TestActs(t *testing.T) {
	t.Parallel()
	all := states(t)
	acts := map[string]map[string][]string{
		"taken":        {"assign": {"station", "deputy office"}, "answerNow": {"station"}, "decline": {"station", "deputy office"}},
		"assigned":     {"accept": {"roads"}, "return": {"roads"}},
		"handling":     {"answer": {"roads"}, "return": {"roads"}, "askExtension": {"roads"}, "extend": {"station", "deputy office"}},
		"answered":     {"rate": {"receipt", "raising deputy", "deputy at station"}, "recordRating": {"station", "deputy office"}, "closeUnrated": {"station", "deputy office"}},
		"looking back": {"confirm": {"station", "deputy office"}, "notDone": {"station", "deputy office"}},
		"closed":       {"reopen": {"receipt", "raising deputy", "deputy at station", "deputy office"}},
		"declined":     {},
	}
	for state, want := range acts {
		m := one(t, all, state)
		for name, v := range people() {
			var offered []string
			for _, o := range matter.Offers(env(), m, access.Person(v, m)) {
				offered = append(offered, o.Act.Key)
			}
			for act, who := range want {
				may := slices.Contains(who, name) || name == "deputy at station" && slices.Contains(who, "station")
				if got := slices.Contains(offered, act); got != may {
					t.Errorf("%s, %s: %s is offered %v, want %v", state, act, name, got, may)
				}
			}
			// Deciding agrees with offering: whoever is not offered an act is refused it before his form is read.
			for act := range env().Rules.Steps[m.Step].Acts {
				_, err := matter.Decide(env(), m, matter.Act{Name: act, Actor: access.Person(v, m)})
				if k := problem.KindOf(err); !slices.Contains(offered, act) && k != problem.Denied && k != problem.Conflict {
					t.Errorf("%s: %s is not offered to %s and decided as %v", state, act, name, err)
				}
			}
		}
	}
}

// Nobody who sees nothing of a matter has a part in it through which he could act.
func TestNoActWithoutSight(t *testing.T) {
	t.Parallel()
	for state, m := range states(t) {
		for name, v := range people() {
			if access.Sees(v, m) > access.Nothing {
				continue
			}
			if offers := matter.Offers(env(), m, access.Person(v, m)); len(offers) > 0 {
				t.Errorf("%s: %s sees nothing and is offered %s", state, name, offers[0].Act.Key)
			}
		}
	}
}

// The scope of the lists in one line per person; storetest proves that it selects what Sees allows.
func TestScopes(t *testing.T) {
	t.Parallel()
	short := func(s access.Scope) string {
		if s.All {
			return "all"
		}
		var out []string
		for name, v := range map[string][]string{"1 stations ": s.Stations, "2 involved ": s.Involved} {
			if len(v) > 0 {
				out = append(out, name+strings.Join(v, "+"))
			}
		}
		if s.Person != "" {
			out = append(out, "3 raised by "+s.Person)
		}
		if s.Matter != "" {
			out = append(out, "4 receipt "+s.Matter+"/"+s.Raiser)
		}
		if s.Public {
			out = append(out, "5 public")
		}
		slices.Sort(out)
		if len(out) == 0 {
			return "nothing"
		}
		return fmt.Sprint(out)
	}
	check(t, `
                   lists                                                                          board
public             [5 public]                                                                     nothing
nobody's account   [3 raised by p 5 public]                                                       nothing
receipt            [4 receipt m1/r1 5 public]                                                     nothing
wrong receipt      [4 receipt m2/r1 5 public]                                                     nothing
wrong raiser       [4 receipt m1/r9 5 public]                                                     nothing
raising deputy     [3 raised by deputy 5 public]                                                  nothing
other deputy       [3 raised by deputy2 5 public]                                                 nothing
elected at roads   [3 raised by p 5 public]                                                       nothing
elected at office  [3 raised by p 5 public]                                                       nothing
station            [1 stations station 2 involved station 3 raised by p 5 public]                 [1 stations station 2 involved station]
deputy at station  [1 stations station 2 involved station 3 raised by deputy 5 public]            [1 stations station 2 involved station]
other station      [1 stations station2 2 involved station2 3 raised by p 5 public]               [1 stations station2 2 involved station2]
water              [2 involved water 3 raised by p 5 public]                                      [2 involved water]
roads              [2 involved roads 3 raised by p 5 public]                                      [2 involved roads]
deputy office      all                                                                            all
general office     all                                                                            all
committee          all                                                                            all
chair meeting      all                                                                            all
member             all                                                                            all
abroad             all                                                                            all
abroad's receipt   [4 receipt m1/r1 5 public]                                                     nothing
`, func(v access.Viewer, column string) string {
		if column == "board" {
			return short(access.WorkScope(v))
		}
		return short(access.MatterScope(v))
	})
}
