package rulebook

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/huiyin/huiyin/internal/lang"
)

// countNames name the numbers that guards ask for. A thing can be there or not; a count is compared.
var countNames = map[string]struct {
	name  lang.Text
	thing bool
}{
	"raisers":      {lang.T("提出人数", "the number of raisers"), false},
	"unrated":      {lang.T("还没评价的提出人", "a raiser who has not rated"), true},
	"dissatisfied": {lang.T("不满意的提出人", "a raiser who is not satisfied"), true},
	"redos":        {lang.T("重办次数", "the number of redos"), false},
	"returns":      {lang.T("退办次数", "the number of returns"), false},
	"reopens":      {lang.T("重启次数", "the number of reopenings"), false},
	"extensions":   {lang.T("延期次数", "the number of extensions"), false},
	"children":     {lang.T("子事项", "a part"), true},
	"openChildren": {lang.T("未了结的子事项", "a part that is still open"), true},
}

// guard says a condition in words; a form that has none is shown as it is written.
func (t teller) guard(e *Expr) string {
	if e.tree != nil {
		if s, ok := t.words(e.tree, e.tree.Expr()); ok {
			return s
		}
	}
	return t.say("“%s”", `"%s"`, e.Source)
}

func (t teller) words(tree *ast.AST, x ast.Expr) (string, bool) {
	if name, ok := named(tree, x); ok {
		if name == "overdue" {
			return t.say("已逾期", "it is overdue"), true
		}
		return t.say("%s为“是”", "%s is yes", t.variable(name)), true
	}
	if x.Kind() != ast.CallKind {
		return "", false
	}
	args := x.AsCall().Args()
	switch fn := x.AsCall().FunctionName(); fn {
	case operators.LogicalAnd, operators.LogicalOr:
		var parts []string
		for _, a := range args {
			s, ok := t.words(tree, a)
			if !ok {
				return "", false
			}
			parts = append(parts, s)
		}
		word := t.say("并且", " and ")
		if fn == operators.LogicalOr {
			word = t.say("或者", " or ")
		}
		return strings.Join(parts, word), true
	case operators.LogicalNot:
		s, ok := t.words(tree, args[0])
		return t.say("并非%s", "it is not so that %s", s), ok
	default:
		if len(args) == 2 {
			return t.comparison(tree, fn, args[0], args[1])
		}
	}
	return "", false
}

// comparison says name <op> literal.
func (t teller) comparison(tree *ast.AST, fn string, left, right ast.Expr) (string, bool) {
	name, ok := named(tree, left)
	if !ok || right.Kind() != ast.LiteralKind {
		return "", false
	}
	switch v := right.AsLiteral().(type) {
	case types.Int:
		return t.counted(fn, name, int64(v))
	case types.String:
		verb, known := map[string]lang.Text{operators.Equals: lang.T("为", "is"), operators.NotEquals: lang.T("不为", "is not")}[fn]
		if !known {
			return "", false
		}
		if v == "" {
			return t.say("%s%s空", "%s %s empty", t.variable(name), verb.In(t.l)), true
		}
		return t.say("%s%s“%s”", `%s %s "%s"`, t.variable(name), verb.In(t.l), t.option(name, string(v))), true
	}
	return "", false
}

func (t teller) counted(fn, name string, n int64) (string, bool) {
	thing, isThing := t.thing(name)
	if isThing && n == 0 {
		switch fn {
		case operators.Equals:
			return t.say("没有%s", "there is no %s", strings.TrimPrefix(thing, "a ")), true
		case operators.Greater, operators.NotEquals:
			return t.say("有%s", "there is %s", thing), true
		}
	}
	verb, ok := map[string]lang.Text{
		operators.Equals: lang.T("等于", "is"), operators.NotEquals: lang.T("不等于", "is not"),
		operators.Greater: lang.T("大于", "is more than"), operators.GreaterEquals: lang.T("不少于", "is at least"),
		operators.Less: lang.T("少于", "is less than"), operators.LessEquals: lang.T("不多于", "is at most"),
	}[fn]
	return t.say("%s%s %d", "%s %s %d", t.variable(name), verb.In(t.l), n), ok
}

// thing names what a count counts.
func (t teller) thing(name string) (string, bool) {
	if c, ok := countNames[name]; ok {
		return c.name.In(t.l), c.thing
	}
	prefix, key, _ := strings.Cut(name, ".")
	p := t.b.Procedures[key]
	if p == nil {
		return "", false
	}
	switch prefix {
	case "open":
		return t.say("未了结的“%s”", `a "%s" that is still open`, p.Name.In(t.l)), true
	case "unanswered":
		return t.say("未答复的“%s”", `a "%s" that is not answered`, p.Name.In(t.l)), true
	}
	return "", false
}

// variable names a variable inside a sentence.
func (t teller) variable(name string) string {
	prefix, key, dotted := strings.Cut(name, ".")
	if dotted && (prefix == "input" || prefix == "field") {
		return t.say("“%s”", `"%s"`, t.field(key))
	}
	if s, _ := t.thing(name); s != "" {
		return s
	}
	return name
}

func (t teller) option(name, code string) string {
	_, key, _ := strings.Cut(name, ".")
	if f := t.p.FieldOf(key); f != nil {
		for _, o := range f.Options {
			if o.Code == code {
				return o.Name.In(t.l)
			}
		}
	}
	return code
}

// named is the declared variable that an expression is.
func named(tree *ast.AST, x ast.Expr) (string, bool) {
	if x.Kind() != ast.IdentKind && x.Kind() != ast.SelectKind {
		return "", false
	}
	r := tree.ReferenceMap()[x.ID()]
	if r == nil || r.Name == "" {
		return "", false
	}
	return r.Name, true
}
