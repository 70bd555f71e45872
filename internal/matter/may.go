package matter

import (
	"fmt"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Problems that Decide gives. Codes are stable.
var (
	errStale = problem.New(problem.Conflict, "staleRevision",
		"这件事项刚刚被别人办理过，您的操作没有执行，填写的内容已为您保留；请看清最新情况后再提交。",
		"Somebody acted on this matter just before you. Nothing was changed and what you typed was kept; look at the latest state, then submit again.")
	errUnknownAct = problem.New(problem.Conflict, "notAtThisStep",
		"事项现在所处的环节不能这样办理，没有改动任何内容；请刷新后查看可办事项。",
		"This cannot be done at the step the matter is now at; nothing was changed. Reload to see what can be done.")
	errDenied = problem.New(problem.Denied, "notYours",
		"这一步不由您办理，没有改动任何内容。", "This step is not yours to act on; nothing was changed.")
	errOwnAnswer = problem.New(problem.Denied, "ownAnswer",
		"答复单位不能自己销号：请由联络站、代表工委或回头看来确认。",
		"Whoever answered cannot close: the station, the deputy office or a look-back confirms.")
	errLimit = problem.New(problem.Conflict, "limitReached",
		"这项操作的次数已经用完，没有改动任何内容。", "This has been done as often as the rules allow; nothing was changed.")
	errTooLate = problem.New(problem.Conflict, "tooLate",
		"已经超过规定的期限，不能再这样办理。", "The time allowed for this is over.")
	errNotNow = problem.New(problem.Conflict, "notNow",
		"条件还不具备，现在不能这样办理；没有改动任何内容。", "The conditions for this are not met yet; nothing was changed.")
	errFuture = problem.New(problem.Invalid, "inTheFuture",
		"发生时间不能晚于现在。", "It cannot have happened in the future.")
	errPast = problem.New(problem.Invalid, "beforeLast",
		"发生时间不能早于这件事项的上一次记录。", "It cannot have happened before the last thing recorded on this matter.")
	errTooManyChildren = problem.New(problem.Invalid, "tooMany",
		"一次最多登记 50 项，请分次登记。", "At most 50 items at a time; please split them.")
)

// MaxChildren is how many children one act may open.
const MaxChildren = 50

func internalf(format string, args ...any) error {
	return fmt.Errorf("matter: "+format, args...)
}

func noOwner(step *rulebook.Step) error {
	return problem.New(problem.Conflict, "noOwner",
		fmt.Sprintf("环节“%s”找不到责任单位，没有改动任何内容；请管理员在机构名录中补上。", step.Name.ZH),
		fmt.Sprintf("No organization owns the step “%s”; nothing was changed. Ask the administrator to add one.", step.Name.EN))
}

func missing(field string) error {
	return problem.New(problem.Invalid, "incomplete",
		"有内容没有填好，已填的都为您保留；请按提示补充。", "Something is missing; what you typed was kept. Please complete it.").
		With(field, lang.T("请填写", "Please fill this in"))
}

// allowed finds the act and the role under which the person may do it now.
func allowed(env Env, m Matter, a Act) (*rulebook.Act, string, error) {
	step := env.Rules.Steps[m.Step]
	if step == nil {
		return nil, "", internalf("matter %s is at unknown step %q", m.ID, m.Step)
	}
	act := step.Acts[a.Name]
	if act == nil {
		return nil, "", errUnknownAct
	}
	role := roleFor(act, a.Actor)
	if role == "" {
		return nil, "", errDenied
	}
	if act.Limit > 0 && m.Counts["act:"+act.Key] >= act.Limit {
		return nil, "", errLimit
	}
	if act.Kind == rulebook.Refuse && m.Asked == nil {
		return nil, "", errNotNow // nothing was asked for
	}
	if err := mayUrge(env, m, act, a.Actor.Org); err != nil {
		return nil, "", err
	}
	if act.When != nil {
		ok, err := act.When.Eval(Vars(env, m, act, Event{OccurredAt: env.Now}))
		if err != nil {
			return nil, "", internalf("guard of %s: %w", act.Key, err)
		}
		if !ok {
			return nil, "", errNotNow
		}
	}
	return act, role, nil
}

// roleFor is the first of the act's roles that the person has.
func roleFor(act *rulebook.Act, p Person) string {
	for _, w := range act.Who {
		if slices.Contains(p.Roles, w) {
			return w
		}
	}
	return ""
}

// Offer is an act that a person can do now, or why not.
type Offer struct {
	Act *rulebook.Act
	Why *problem.Problem // nil: can be done
	By  deadline.Date    // last day on which it can be done, when the rules set one
}

// Offers lists what person p could do on m, in the order of the rulebook. Acts of other people are left
// out; acts whose time, number or condition is over are listed with the reason, so that nobody wonders.
func Offers(env Env, m Matter, p Person) []Offer {
	step := env.Rules.Steps[m.Step]
	if step == nil {
		return nil
	}
	var out []Offer
	for _, key := range step.Order {
		act := step.Acts[key]
		if act.Kind == rulebook.Settled || act.Kind == rulebook.Import || roleFor(act, p) == "" {
			continue
		}
		if act.Kind == rulebook.Refuse && m.Asked == nil {
			continue // nothing was asked
		}
		if act.Kind == rulebook.Urge && p.Org == m.Owner.Org {
			continue // nobody urges himself
		}
		o := Offer{Act: act}
		if _, _, err := allowed(env, m, Act{Name: key, Actor: p}); err != nil {
			o.Why = problem.Of(err)
		} else if err := timely(env, m, act, env.Now); err != nil {
			o.Why = problem.Of(err)
		} else if err := endsOwn(env, m, act, p); err != nil {
			o.Why = problem.Of(err)
		}
		if act.Kind == rulebook.Withdraw && o.Why == errNotNow { // the very value
			continue // one of several cannot take back what is not his alone: no use in showing it
		}
		if act.Within != nil {
			o.By = lastDay(env, m, act)
		}
		out = append(out, o)
	}
	return out
}

// endsOwn looks ahead at mayEnd, for acts with a single target.
func endsOwn(env Env, m Matter, act *rulebook.Act, p Person) error {
	if len(act.To) != 1 {
		return nil
	}
	step := env.Rules.Steps[act.To[0].Step]
	if step == nil {
		return nil
	}
	return mayEnd(m, step, Event{Kind: act.Kind, Actor: Actor{Person: p.ID, Org: p.Org}})
}

// occurred is when the act happened: as the person says, within bounds, or else now.
func occurred(env Env, m Matter, a Act) (time.Time, error) {
	if a.At.IsZero() {
		return moment(env, m), nil
	}
	at := micro(a.At)
	if at.After(env.Now) {
		return at, errFuture
	}
	if at.Before(m.LastAt) {
		return at, errPast
	}
	return at, nil
}

// moment is now, but never before the last thing recorded on m: of two acts that race, the later may have
// looked at its clock first, and a clock may be set back. Neither is the person's mistake.
func moment(env Env, m Matter) time.Time {
	if now := micro(env.Now); now.After(m.LastAt) {
		return now
	}
	return m.LastAt
}

// micro drops what neither database keeps.
func micro(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func timely(env Env, m Matter, act *rulebook.Act, at time.Time) error {
	if act.Within == nil {
		return nil
	}
	if last := lastDay(env, m, act); deadline.FromTime(at, env.Zone).After(last) {
		return errTooLate
	}
	return nil
}

// lastDay is the last day on which an act with a time limit can be done, counted from the day the matter
// came to this step (for Reopen: ended).
func lastDay(env Env, m Matter, act *rulebook.Act) deadline.Date {
	start := deadline.FromTime(m.since(), env.Zone)
	return deadline.Due(start, *act.Within, env.Calendar).Due
}
