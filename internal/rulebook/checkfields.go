package rulebook

import "github.com/huiyin/huiyin/internal/lang"

// fields checks what is declared under fields.
func (c *procedureCheck) fields() {
	for _, key := range c.p.FieldKeys {
		f := c.p.Fields[key]
		if builtin[key] != nil {
			c.r.add(c.b.home(f.path), "builtinField", key, tf("“%s”是自带的字段，不用声明", "%s is built in and need not be declared", key),
				lang.T("换一个名称，或者直接使用", "choose another name, or just use it"))
		}
		hasOptions, hasClass := c.b.has(f.path+"/options"), c.b.has(f.path+"/class")
		switch {
		case f.Type == "": // reported with the form
		case f.Type == Choice && !hasOptions:
			c.r.add(c.b.whole(f.path), "noOptions", "", tf("选择字段 %s 没有选项", "the choice %s has no options", key), lang.T("补上 options", "add options"))
		case f.Type != Choice && hasOptions:
			c.r.add(c.b.home(f.path+"/options"), "uselessOptions", "", tf("%s 不是 choice，不能有选项", "%s is not a choice and cannot have options", key),
				lang.T("删去 options，或写 type: choice", "remove options, or write type: choice"))
		}
		if f.Type != "" && f.Type != OrgField && hasClass {
			c.r.add(c.b.home(f.path+"/class"), "uselessClass", "", tf("%s 不是 organization，不能有 class", "%s is not an organization and cannot have a class", key),
				lang.T("删去 class，或写 type: organization", "remove class, or write type: organization"))
		}
	}
}
