package rulebook

import (
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

// opens checks an act that opens child matters: the procedure, what becomes the title, what is handed over.
func (c *procedureCheck) opens(a *Act) {
	path := a.path + "/opens"
	o := a.Opens
	child := c.b.Procedures[o.Procedure]
	if o.Procedure != "" && child == nil {
		c.r.add(c.b.at(path+"/procedure"), "unknownProcedure", o.Procedure, tf("没有程序“%s”", "there is no procedure %q", o.Procedure), didYouMean(o.Procedure, c.known))
		child = c.b.Procedures[nearest(o.Procedure, c.known)]
	} else if child != nil && !slices.ContainsFunc(child.ChildOf, func(k string) bool { return k == c.p.Key || nearest(k, c.known) == c.p.Key && c.b.Procedures[k] == nil }) {
		c.r.add(c.b.at(path+"/procedure"), "notAChild", o.Procedure, tf("程序 %s 没有写由 %s 派生", "%s does not say that it is opened by %s", o.Procedure, c.p.Key),
			tf("在 %s 中写 childOf: [%s]", "give %s childOf: [%s]", o.Procedure, c.p.Key))
	}
	hasEach, hasTitle := c.b.has(path+"/each"), c.b.has(path+"/title")
	switch {
	case hasEach && hasTitle:
		c.r.add(c.b.home(path), "eachAndTitle", "", lang.T("each 和 title 写了两个", "each and title are both given"), lang.T("一行一件写 each，只开一件写 title", "give each for one child an item, or title for one child"))
	case !hasEach && !hasTitle && c.places(path):
		c.r.add(c.b.home(path), "eachOrTitle", "", lang.T("没有写子事项的标题从哪里来", "it is not said what becomes the title of a child"), lang.T("写 each: 列表字段，或 title: 文字字段", "give each: a list field, or title: a text field"))
	}
	c.openField(o.Each, path+"/each", List)
	c.openField(o.Title, path+"/title", TextField)
	if child == nil {
		return
	}
	for _, key := range sortedKeys(o.With) {
		c.with(child, key, o.With[key], path+"/with/"+key)
	}
}

func (c *procedureCheck) openField(name, path string, want FieldType) {
	if name == "" {
		return
	}
	f := c.p.FieldOf(name)
	switch {
	case f == nil:
		c.r.add(c.b.at(path), "unknownField", name, tf("没有字段“%s”", "there is no field %q", name), didYouMean(name, c.fieldsOf(want)))
	case f.Type != want && f.Type != "":
		c.r.add(c.b.at(path), "wrongFieldType", name, tf("字段 %s 的类型是 %s，应当是 %s", "the field %s is of type %s, but should be %s", name, f.Type, want), didYouMean(name, c.fieldsOf(want)))
	}
}

// with checks one field that is handed over: both exist and hold the same sort of value.
func (c *procedureCheck) with(child *Procedure, to, from, path string) {
	cf, pf := child.Fields[to], c.p.FieldOf(from)
	if cf == nil {
		c.r.add(c.b.home(path), "unknownField", to, tf("程序 %s 没有字段“%s”", "%s has no field %q", child.Key, to), didYouMean(to, child.FieldKeys))
	}
	if pf == nil && from != "" {
		c.r.add(c.b.at(path), "unknownField", from, tf("程序 %s 没有字段“%s”", "%s has no field %q", c.p.Key, from), didYouMean(from, c.p.FieldKeys))
	}
	if cf == nil || pf == nil || cf.Type == "" || pf.Type == "" {
		return
	}
	switch {
	case cf.Type != pf.Type && (cf.Type != LongText || pf.Type != TextField):
		c.r.add(c.b.at(path), "wrongFieldType", to, tf("%s 的类型是 %s，给不了类型为 %s 的 %s", "%s is of type %s and cannot fill %[4]s, which is of type %[3]s", from, pf.Type, cf.Type, to), lang.T("选类型相同的字段", "choose a field of the same type"))
	case cf.Type == OrgField && cf.Class != "" && cf.Class != pf.Class && cf.Class != vagueClass && pf.Class != vagueClass:
		c.r.add(c.b.at(path), "wrongClass", to, tf("%s 的机构类别是“%s”，%s 要的是“%s”", "%s holds organizations of the class %q, and %s wants %q", from, pf.Class, to, cf.Class), lang.T("写成相同的 class", "give both the same class"))
	case cf.Type == Choice && !subset(pf.Options, cf.Options):
		c.r.add(c.b.at(path), "wrongOptions", to, tf("%s 有 %s 没有的选项", "%s has options that %s does not have", from, to), lang.T("两边列出相同的选项", "list the same options on both sides"))
	}
}

func subset(part, whole []Option) bool {
	for _, o := range part {
		if !slices.ContainsFunc(whole, func(w Option) bool { return w.Code == o.Code }) {
			return false
		}
	}
	return true
}
