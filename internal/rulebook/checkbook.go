package rulebook

import (
	"slices"
	"strconv"

	"github.com/huiyin/huiyin/internal/lang"
)

// procedure checks what is said of the procedure as a whole: who raises it, what opens it, its basis.
func (c *procedureCheck) procedure() {
	p := c.p
	c.bases(p.Basis, p.path+"/basis")
	for i, name := range p.RaisedBy {
		at := c.b.at(p.path + "/raisedBy/" + strconv.Itoa(i))
		role, ok := c.role(name, at)
		if ok && (role.Key == "owner" || role.Key == "raiser" || role.Class == SystemClass) {
			c.r.add(at, "badRaiser", name, tf("“%s”不能提出事项", "%s cannot raise a matter", name),
				lang.T("写 resident、deputy、station 这样的角色", "name a role such as resident, deputy or station"))
		}
	}
	if len(p.RaisedBy) == 0 && len(p.ChildOf) == 0 && !c.b.has(p.path+"/raisedBy") && !c.b.has(p.path+"/childOf") && !c.openedByAny() {
		c.r.add(c.b.whole(p.path), "neverBegins", "", tf("程序 %s 没有人能提出，也不由别的程序派生", "nobody can raise %s, and no procedure opens it", p.Key),
			lang.T("补上 raisedBy 或 childOf", "add raisedBy or childOf"))
	}
	for i, name := range p.ChildOf {
		c.parent(name, c.b.at(p.path+"/childOf/"+strconv.Itoa(i)))
	}
	for i, name := range p.Raise {
		at := c.b.at(p.path + "/raise/" + strconv.Itoa(i))
		switch {
		case p.Fields[name] != nil:
		case name == "title" || name == "text":
			c.r.add(at, "raiseBuiltin", name, tf("“%s”本来就要填，不用列出", "%s is always asked for", name), lang.T("从 raise 中删去", "remove it from raise"))
		default:
			c.r.add(at, "unknownField", name, tf("没有字段“%s”", "there is no field %q", name), didYouMean(name, p.FieldKeys))
		}
	}
	if c.b.has(p.path + "/remind") {
		c.remind(p.Remind, p.path, c.openSteps())
	}
	if c.b.has(p.path + "/escalate") {
		c.ladder(p.Escalate, nil)
	}
	if p.Begin != "" {
		c.begin()
	}
}

// openedByAny reports whether an act opens the procedure although it does not say so: reported at the act.
func (c *procedureCheck) openedByAny() bool {
	for _, other := range c.b.Procedures {
		if slices.Contains(other.opened(), c.p.Key) {
			return true
		}
	}
	return false
}

func (c *procedureCheck) begin() {
	at := c.b.at(c.p.path + "/begin")
	s := c.p.Steps[c.p.Begin]
	switch {
	case s == nil:
		c.r.add(at, "unknownStep", c.p.Begin, tf("没有环节“%s”", "there is no step %q", c.p.Begin), didYouMean(c.p.Begin, c.p.Order))
	case s.Ends != Open:
		c.r.add(at, "beginsAtEnd", "", tf("程序从结束环节 %s 开始", "the procedure begins at the ending %s", s.Key),
			lang.T("从一个有责任单位和期限的环节开始", "begin at a step with an owner and a due day"))
	}
}

// parent checks one entry of childOf: the procedure exists and really opens this one.
func (c *procedureCheck) parent(name string, at Pos) {
	parent := c.b.Procedures[name]
	if parent == nil {
		c.r.add(at, "unknownProcedure", name, tf("没有程序“%s”", "there is no procedure %q", name), didYouMean(name, c.known))
		return
	}
	for _, opened := range parent.opened() {
		if opened == c.p.Key || c.b.Procedures[opened] == nil {
			return // an unknown name there is reported there, and may mean this one
		}
	}
	c.r.add(at, "notOpened", name, tf("程序 %s 没有派生 %s 的办理", "no act of %s opens %s", name, c.p.Key),
		tf("在 %s 的某项办理里写 opens: {procedure: %s, …}，或从 childOf 中删去", "give an act of %s opens: {procedure: %s, …}, or remove it from childOf", name, c.p.Key))
}

// role finds a role and reports an unknown one; a misspelt name stands for the nearest.
func (c *checking) role(name string, at Pos) (Role, bool) {
	if r, ok := RoleOf(name); ok {
		return r, true
	}
	all := roleNames()
	c.r.add(at, "unknownRole", name, tf("没有角色“%s”", "there is no role %q", name), didYouMean(name, all))
	return RoleOf(nearest(name, all))
}

func roleNames() []string {
	names := make([]string, len(Roles))
	for i, r := range Roles {
		names[i] = r.Key
	}
	return names
}

// bases checks a list of bases, basis one of them: the article is known in law/, the measure in local.
func (c *checking) bases(list []Basis, path string) {
	for i, b := range list {
		c.basis(b, c.b.at(path+"/"+strconv.Itoa(i)))
	}
}

func (c *checking) basis(b Basis, at Pos) {
	if !basisPattern.MatchString(b.String()) {
		return // reported with the form
	}
	switch b.Class {
	case Local:
		if _, ok := c.b.Local[b.Law]; !ok {
			known := sortedKeys(c.b.Local)
			mend := tf("在 local 下写出“%s”的名称", "name %s under local", b.Law)
			if nearest(b.Law, known) != "" {
				mend = didYouMean(b.Law, known)
			}
			c.r.add(at, "unknownMeasure", b.Law, tf("没有登记办法“%s”", "the measure %q is not listed", b.Law), mend)
		}
	case Law:
		c.article(b, at)
	}
}

func (c *checking) article(b Basis, at Pos) {
	if _, ok := c.ix.Find(b.Law, b.Article); ok {
		return
	}
	s := c.ix.Statute(b.Law)
	if s == nil {
		var names []string
		for _, s := range c.ix.Statutes() {
			names = append(names, s.Name)
		}
		slices.Sort(names)
		c.r.add(at, "unknownLaw", b.String(), tf("law/ 里没有“%s”", "law/ has no %q", b.Law), didYouMean(b.Law, names))
		return
	}
	c.r.add(at, "unknownArticle", b.String(), tf("law/ 里的%s没有第%s条", "law/ has no article %[2]s of %[1]s", b.Law, b.Article),
		lang.T("核对条号；确有此条的，先在 law/ 中补上", "check the number; if the article exists, add it to law/ first"))
}
