package rulebook

import (
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// Explain tells a rulebook as sentences for the people who work by it: who owns each step, by when and by
// which article, what can be done there by whom, what must be given, and where it leads.
func Explain(b *Book, l lang.Lang) string {
	var w strings.Builder
	t := teller{l: l, b: b}
	fmt.Fprintf(&w, "%s\n", t.say("%s（%s，版本 %s，%s 起施行）", "%s (%s, version %s, in force from %s)", b.Name.In(l), b.ID, b.Version, b.InForce))
	fmt.Fprintf(&w, "%s\n", t.say("提醒只在工作日 %s 至 %s 发出。", "People are reminded on working days only, between %s and %s.", b.Hours.From, b.Hours.To))
	for _, key := range b.Order {
		w.WriteString("\n")
		w.WriteString(ExplainProcedure(b, key, l))
	}
	return w.String()
}

// ExplainProcedure tells one procedure of a rulebook; "" when there is none of that key.
func ExplainProcedure(b *Book, key string, l lang.Lang) string {
	p := b.Procedures[key]
	if p == nil {
		return ""
	}
	var w strings.Builder
	t := teller{l: l, b: b, p: p}
	fmt.Fprintf(&w, "%s\n", t.say("【%s】%s", "[%[2]s] %[1]s", p.Name.In(l), key))
	if !p.About.IsZero() {
		fmt.Fprintf(&w, "%s\n", p.About.In(l))
	}
	for _, line := range t.opening() {
		fmt.Fprintf(&w, "%s\n", line)
	}
	n := 0
	for _, s := range p.Order {
		step := p.Steps[s]
		if step.Ends == Open {
			n++
			fmt.Fprintf(&w, "\n%d. %s\n", n, t.step(step))
		}
	}
	if always := t.everywhere(); len(always) > 0 {
		fmt.Fprintf(&w, "\n%s\n", t.say("结束之前随时可以", "At any time before the end"))
		for _, line := range always {
			fmt.Fprintf(&w, "   - %s\n", line)
		}
	}
	fmt.Fprintf(&w, "\n%s\n", t.say("结束", "Endings"))
	for _, s := range p.Order {
		if step := p.Steps[s]; step.Ends != Open {
			fmt.Fprintf(&w, "%s\n", t.ending(step))
		}
	}
	return w.String()
}

// teller says things about one procedure in one language.
type teller struct {
	l lang.Lang
	b *Book
	p *Procedure
}

func (t teller) say(zh, en string, args ...any) string {
	return fmt.Sprintf(lang.T(zh, en).In(t.l), args...)
}

// quote names something on the screen.
func (t teller) quote(text lang.Text) string { return t.say("“%s”", `"%s"`, text.In(t.l)) }

// times says how often.
func (t teller) times(n int) string {
	if t.l == lang.EN && n <= 2 {
		return [...]string{"", "once", "twice"}[n]
	}
	return t.say("%d 次", "%d times", n)
}

func (t teller) opening() []string {
	p := t.p
	lines := []string{t.say("依据：%s。", "Basis: %s.", t.bases(p.Basis))}
	if k, ok := Kinds[p.Kind]; ok && k.Answer > 0 {
		lines = append(lines, t.say("法定答复期限：%d 个月，经批准延长不超过 %d 个月（%s）。", "By law it is answered within %d months, or %d with an extension (%s).", k.Answer, k.Hard, t.basis(k.Basis)))
	}
	var by []string
	for _, r := range p.RaisedBy {
		by = append(by, t.one(r))
	}
	if len(by) > 0 {
		fields := t.fields(append([]string{"title", "text"}, p.Raise...))
		lines = append(lines, t.say("由%s提出；须填：%s。", "It is raised by %s; to be given: %s.", strings.Join(by, t.say("、", " or ")), fields))
	}
	for _, parent := range p.ChildOf {
		if pp := t.b.Procedures[parent]; pp != nil {
			lines = append(lines, t.say("由%s派生。", "It is opened by %s.", t.quote(pp.Name)))
		}
	}
	return lines
}

// role names a role inside a sentence.
func (t teller) role(key string) string {
	r, _ := RoleOf(key)
	if t.l == lang.EN {
		return "the " + strings.ToLower(r.Name.EN[:1]) + r.Name.EN[1:]
	}
	return r.Name.ZH
}

// one is somebody who has the role.
func (t teller) one(key string) string {
	if key == "resident" || key == "deputy" {
		return strings.Replace(t.role(key), "the ", "a ", 1)
	}
	return t.role(key)
}

func (t teller) field(key string) string {
	if f := t.p.FieldOf(key); f != nil {
		return f.Name.In(t.l)
	}
	return key
}

func (t teller) fields(keys []string) string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = t.field(k)
	}
	return strings.Join(out, t.say("、", ", "))
}

func (t teller) bases(list []Basis) string {
	out := make([]string, len(list))
	for i, b := range list {
		out[i] = t.basis(b)
	}
	return strings.Join(out, t.say("；", "; "))
}

// basis names an article or measure as people do.
func (t teller) basis(b Basis) string {
	name := b.Law
	switch b.Class {
	case Default:
		return t.say("办公室默认", "office default")
	case Local:
		if text, ok := t.b.Local[b.Law]; ok {
			name = text.In(t.l)
		}
	}
	if b.Article == "" {
		return t.say("《%s》", "%s", name)
	}
	return t.say("《%s》第%s条", "%s, art. %s", name, b.Article)
}

func (t teller) owner(s *Step) string {
	if s.Owner.Field != "" {
		return t.say("“%s”中填写的单位", `the organization given as "%s"`, t.field(s.Owner.Field))
	}
	return t.role(s.Owner.Role)
}

// due says by when, as the rest of a sentence.
func (t teller) due(d *Due) string {
	term := t.term(d.Term)
	switch {
	case d.Field != "":
		return t.say("到“%s”这一天为止", `by the day given as "%s"`, t.field(d.Field))
	case d.Since == "raised":
		return t.say("自提出之日起%s内", "within %s of being raised", term)
	case d.Since != "":
		return t.say("自“%s”起%s内", `within %[2]s of "%[1]s"`, t.field(d.Since), term)
	}
	return t.say("%s内", "within %s", term)
}

// term is a length of time in words.
func (t teller) term(d deadline.Term) string {
	switch d.Roll {
	case deadline.PrevWorkday:
		return d.Text().In(t.l) + t.say("（遇休息日提前）", " (earlier if that is a rest day)")
	case deadline.NoRoll:
		return d.Text().In(t.l) + t.say("（遇休息日不顺延）", " (also if that is a rest day)")
	}
	return d.Text().In(t.l)
}

// phaseNames name the five phases.
var phaseNames = map[Phase]lang.Text{
	Seen: lang.T("视", "seen"), Deliberated: lang.T("议", "deliberated"), Decided: lang.T("决", "decided"),
	Supervised: lang.T("督", "supervised"), Resulted: lang.T("果", "resulted"),
}

// Name is how people call the phase: 视, 议, 决, 督, 果.
func (p Phase) Name() lang.Text { return phaseNames[p] }

var endingNames = map[Ending]lang.Text{
	Confirmed: lang.T("核实后销号，算结果", "confirmed: a result"),
	Declined:  lang.T("不予办理，已告知提出人", "not taken up, and the raiser was told why"),
	Withdrawn: lang.T("提出人撤回", "taken back by the raiser"),
	Merged:    lang.T("并入另一件，提出人一并转入", "goes on inside another matter, with its raisers"),
	NotRated:  lang.T("已答复，提出人未在期限内评价，不算结果", "answered, but not rated in time: no result"),
	Historic:  lang.T("以往在别处答复，未经核实，不算结果", "answered elsewhere, not confirmed: no result"),
}
