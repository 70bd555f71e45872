package rulebook

import "github.com/huiyin/huiyin/internal/lang"

// steps checks each step by itself: owner, due day, ending, phase.
func (c *procedureCheck) steps() {
	for _, key := range c.p.Order {
		s := c.p.Steps[key]
		if s.Phase == Resulted && !c.b.has(s.path+"/ends") {
			c.r.add(c.b.at(s.path+"/phase"), "resultedNotEnding", "", tf("环节 %s 在“果”，却不是结束", "step %s is in the phase resulted but is not an ending", key),
				lang.T("写 ends: confirmed，或改用其他阶段", "write ends: confirmed, or choose another phase"))
		}
		if s.Ends != Open {
			c.ending(s)
			continue
		}
		c.owner(s)
		c.due(s)
		if c.b.has(s.path + "/remind") {
			c.remind(s.Remind, s.path, []*Step{s})
		}
		if c.b.has(s.path + "/escalate") {
			c.ladder(s.Escalate, s)
		}
	}
}

func (c *procedureCheck) ending(s *Step) {
	if c.b.has(s.path + "/owner") {
		c.r.add(c.b.home(s.path+"/owner"), "endingOwned", "", tf("结束环节 %s 不能有责任单位", "the ending %s cannot have an owner", s.Key), lang.T("删去 owner", "remove owner"))
	}
	if c.b.has(s.path + "/due") {
		c.r.add(c.b.home(s.path+"/due"), "endingDue", "", tf("结束环节 %s 不能有期限", "the ending %s cannot have a due day", s.Key), lang.T("删去 due", "remove due"))
	}
	for _, key := range []string{"remind", "escalate"} {
		if c.b.has(s.path + "/" + key) {
			c.r.add(c.b.home(s.path+"/"+key), "endingReminded", key, tf("结束环节 %s 没有期限，不能写 %s", "the ending %s has no due day and cannot have %s", s.Key, key), tf("删去 %s", "remove %s", key))
		}
	}
	switch {
	case s.Phase == "" || s.Ends == vagueEnding:
	case s.Ends == Confirmed && s.Phase != Resulted:
		c.r.add(c.b.at(s.path+"/phase"), "confirmedNotResulted", "", tf("核实结束的环节 %s 应当在“果”", "the confirmed ending %s belongs to the phase resulted", s.Key),
			lang.T("写 phase: resulted", "write phase: resulted"))
	case s.Ends != Confirmed && s.Phase == Resulted:
		c.r.add(c.b.at(s.path+"/phase"), "resultedNotConfirmed", "", tf("环节 %s 没有经过核实，不算结果", "the ending %s was not confirmed and is no result", s.Key),
			lang.T("写它结束时所在的阶段，如 supervised", "give the phase that it ends in, such as supervised"))
	}
	if s.Ends == Merged && !c.unmerges(s) {
		c.r.add(c.b.whole(s.path), "mergeWithoutUnmerge", "", tf("并入之后无法撤销（%s）", "a merge into %s cannot be undone", s.Key),
			lang.T("补上 kind: unmerge、to: back 的办理", "add an act of kind unmerge with to: back"))
	}
}

func (c *procedureCheck) unmerges(s *Step) bool {
	for _, a := range s.Acts {
		if a.Kind == Unmerge || a.Kind == vagueKind {
			return true
		}
	}
	return false
}

func (c *procedureCheck) owner(s *Step) {
	path := s.path + "/owner"
	hasRole, hasField := c.b.has(path+"/role"), c.b.has(path+"/field")
	switch {
	case !c.b.has(path):
		c.r.add(c.b.whole(s.path), "missingOwner", "", tf("环节 %s 没有责任单位", "step %s has no owner", s.Key),
			lang.T("补上 owner: {role: …} 或 owner: {field: …}", "add owner: {role: …} or owner: {field: …}"))
	case hasRole && hasField:
		c.r.add(c.b.home(path), "twoOwners", "", tf("环节 %s 写了两个责任单位", "step %s names two owners", s.Key), lang.T("role 和 field 只写一个", "give role or field, not both"))
	case !hasRole && !hasField:
		if c.places(path) {
			c.r.add(c.b.home(path), "missingOwner", "", tf("环节 %s 没有责任单位", "step %s has no owner", s.Key), lang.T("写 role: … 或 field: …", "write role: … or field: …"))
		}
	case hasRole:
		c.ownerRole(s, path+"/role")
	default:
		c.ownerField(s, path+"/field")
	}
}

// places reports whether the value at path is a map, so that what is missing in it was not reported yet.
func (c *checking) places(path string) bool { return c.b.places[path].isMap }

func (c *procedureCheck) ownerRole(s *Step, path string) {
	if s.Owner.Role == "" {
		return
	}
	role, ok := c.role(s.Owner.Role, c.b.at(path))
	if ok && !role.Owns {
		c.r.add(c.b.at(path), "cannotOwn", s.Owner.Role, tf("%s（%s）不能作责任单位", "%[1]s cannot own a step", role.Key, role.Name.ZH),
			lang.T("由单位负责：可用的有 "+join(owningRoles(), "、"), "an organization owns it, one of: "+join(owningRoles(), ", ")))
	}
}

func (c *procedureCheck) ownerField(s *Step, path string) {
	name := s.Owner.Field
	if name == "" {
		return
	}
	f := c.p.FieldOf(name)
	switch {
	case f == nil:
		c.r.add(c.b.at(path), "unknownField", name, tf("没有字段“%s”", "there is no field %q", name), didYouMean(name, c.fieldsOf(OrgField)))
	case f.Type != OrgField && f.Type != "":
		c.r.add(c.b.at(path), "ownerNotOrganization", name, tf("字段 %s 的类型是 %s，不是 organization，不能作责任单位", "the field %s is of type %s, not an organization, and cannot own a step", name, f.Type),
			didYouMean(name, c.fieldsOf(OrgField)))
	}
}

// fieldsOf lists the declared fields of a type.
func (c *procedureCheck) fieldsOf(t FieldType) []string {
	var out []string
	for _, k := range c.p.FieldKeys {
		if c.p.Fields[k].Type == t {
			out = append(out, k)
		}
	}
	return out
}

func (c *procedureCheck) due(s *Step) {
	path := s.path + "/due"
	if s.Due == nil {
		c.r.add(c.b.whole(s.path), "missingDue", "", tf("环节 %s 没有期限", "step %s has no due day", s.Key),
			lang.T("补上 due: {days: 15, of: working, basis: default} 这样的期限", "add a due rule such as due: {days: 15, of: working, basis: default}"))
		return
	}
	c.basis(s.Due.Basis, c.b.at(path+"/basis"))
	c.dateField(s.Due.Field, path+"/field", false)
	c.dateField(s.Due.Since, path+"/since", true)
	c.longest(s, path)
}

func (c *procedureCheck) dateField(name, path string, raised bool) {
	if name == "" || raised && name == "raised" {
		return
	}
	f := c.p.FieldOf(name)
	dates := c.fieldsOf(DateField)
	if raised {
		dates = append(dates, "raised")
	}
	switch {
	case f == nil:
		c.r.add(c.b.at(path), "unknownField", name, tf("没有字段“%s”", "there is no field %q", name), didYouMean(name, dates))
	case f.Type != DateField && f.Type != "":
		c.r.add(c.b.at(path), "notADate", name, tf("字段 %s 的类型是 %s，不是 date", "the field %s is of type %s, not a date", name, f.Type), didYouMean(name, dates))
	}
}
