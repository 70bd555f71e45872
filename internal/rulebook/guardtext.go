package rulebook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/huiyin/huiyin/internal/lang"
)

var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	noOverload = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '([^']*)'`)
)

// explainIssues turns what the language says into our words, at the same places.
func explainIssues(issues *cel.Issues, vars []Variable) []guardMistake {
	var out []guardMistake
	for _, e := range issues.Errors() {
		line, column := e.Location.Line(), e.Location.Column()
		if m := undeclared.FindStringSubmatch(e.Message); m != nil {
			// The language points at the last dot of a dotted name.
			out = append(out, unknownInGuard(line, column-max(0, strings.LastIndex(m[1], ".")), m[1], vars))
		} else if m := noOverload.FindStringSubmatch(e.Message); m != nil {
			op := strings.Trim(m[1], "_")
			out = append(out, guardMistake{
				line, column, "guardType",
				lang.T(fmt.Sprintf("条件中“%s”两边的类型对不上：%s", op, m[2]), fmt.Sprintf("the two sides of %q do not fit in the guard: %s", op, m[2])),
				lang.T("数字与数字比较，文字与带引号的文字比较", "compare numbers with numbers, and texts with quoted texts"),
			})
		} else {
			out = append(out, foreignGuard(line, column, e.Message))
		}
	}
	return out
}

func unknownInGuard(line, column int, name string, vars []Variable) guardMistake {
	known := make([]string, len(vars))
	for i, v := range vars {
		known[i] = v.Name
	}
	slices.Sort(known)
	g := guardMistake{
		line, column, "guardUnknown",
		lang.T(fmt.Sprintf("条件中的“%s”不存在", name), fmt.Sprintf("the guard names %q, which does not exist here", name)),
		lang.T("可用的有:"+strings.Join(known, "、"), "use one of: "+strings.Join(known, ", ")),
	}
	// The language names a dotted variable by its first part when the whole is not known.
	switch {
	case name == "input" && !slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(k, "input.") }):
		g.mend = lang.T("办理前的条件还没有填写内容；把条件写到 to 的分支里，并在 needs 或 takes 里列出该字段",
			"nothing has been filled in yet when an act is offered; put the condition on a branch of to, and list the field in needs or takes")
	case name == "input":
		g.mend.ZH += ";input. 后面只能是本办理的 needs、takes 里的字段"
		g.mend.EN += "; after input. only fields in the needs or takes of this act"
	}
	if s := nearest(name, known); s != "" {
		g.mend = lang.T("是否想写“"+s+"”?", "did you mean "+s+"?")
	}
	return g
}

func tooLongGuard(n int) guardMistake {
	return guardMistake{
		1, 0, "guardTooLong",
		lang.T(fmt.Sprintf("条件有 %d 个字符，太长", n), fmt.Sprintf("the guard has %d characters", n)),
		lang.T(fmt.Sprintf("不超过 %d 个字符", maxGuard), fmt.Sprintf("keep it within %d characters", maxGuard)),
	}
}

func notABool(typ string) guardMistake {
	return guardMistake{
		1, 0, "guardNotBool",
		lang.T("条件的结果是 "+typ+",不是“是/否”", "the guard gives "+typ+", not a yes or no"),
		lang.T("写成比较，例如 redos > 0", "write a comparison, such as redos > 0"),
	}
}

func constantGuard() guardMistake {
	return guardMistake{
		1, 0, "guardConstant",
		lang.T("条件没有用到事项的任何情况，结果总是一样", "the guard names nothing of the matter, so it always says the same"),
		lang.T("写出所依据的情况，例如 overdue;或者删去条件", "name what it depends on, such as overdue, or remove it"),
	}
}

func costlyGuard(n uint64) guardMistake {
	return guardMistake{
		1, 0, "guardCost",
		lang.T(fmt.Sprintf("条件的计算量可能达到 %d，上限是 %d", n, CostLimit), fmt.Sprintf("the guard may cost %d, the limit is %d", n, CostLimit)),
		lang.T("改写得简单些", "make it simpler"),
	}
}

func foreignGuard(line, column int, said string) guardMistake {
	return guardMistake{
		line, column, "guardSyntax",
		lang.T("条件写得不对:"+said, "the guard cannot be read: "+said),
		lang.T("写法见 docs/rulebook.md 的“条件”一节", `see "Guards" in docs/rulebook.md`),
	}
}

// badOptions finds comparisons of a choice with a text that is not one of its codes: they would never
// hold, and the type check cannot see it.
func badOptions(tree *ast.AST, vars []Variable) []guardMistake {
	options := map[string][]string{}
	for _, v := range vars {
		if v.Options != nil {
			options[v.Name] = v.Options
		}
	}
	var out []guardMistake
	compared := func(choice ast.Expr, with ast.Expr) {
		ref := tree.ReferenceMap()[choice.ID()]
		if ref == nil || options[ref.Name] == nil {
			return
		}
		known := options[ref.Name]
		for _, c := range literals(with) {
			if s, ok := c.AsLiteral().(types.String); ok && !slices.Contains(known, string(s)) {
				at := tree.SourceInfo().GetStartLocation(c.ID())
				out = append(out, wrongOption(at.Line(), at.Column(), ref.Name, string(s), known))
			}
		}
	}
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind || len(e.AsCall().Args()) != 2 {
			return
		}
		a, b := e.AsCall().Args()[0], e.AsCall().Args()[1]
		switch e.AsCall().FunctionName() {
		case operators.Equals, operators.NotEquals:
			compared(a, b)
			compared(b, a)
		case operators.In:
			compared(a, b)
		}
	}))
	return out
}

func literals(e ast.Expr) []ast.Expr {
	switch e.Kind() {
	case ast.LiteralKind:
		return []ast.Expr{e}
	case ast.ListKind:
		var out []ast.Expr
		for _, x := range e.AsList().Elements() {
			out = append(out, literals(x)...)
		}
		return out
	}
	return nil
}

func wrongOption(line, column int, name, got string, known []string) guardMistake {
	g := guardMistake{
		line, column, "guardOption",
		lang.T(fmt.Sprintf("“%s”没有“%s”这个选项，条件永远不成立", name, got), fmt.Sprintf("%s has no option %q, so the comparison never holds", name, got)),
		lang.T("可用的有:"+strings.Join(known, "、"), "use one of: "+strings.Join(known, ", ")),
	}
	if s := nearest(got, known); s != "" {
		g.mend = lang.T("是否想写“"+s+"”?", "did you mean "+s+"?")
	}
	return g
}

// requires reports whether the guard can only hold when the boolean variable does: it is one of the parts
// that are joined by “and”.
func (e *Expr) requires(name string) bool {
	var part func(ast.Expr) bool
	part = func(x ast.Expr) bool {
		switch x.Kind() {
		case ast.IdentKind:
			return x.AsIdent() == name
		case ast.CallKind:
			if x.AsCall().FunctionName() == operators.LogicalAnd {
				return slices.ContainsFunc(x.AsCall().Args(), part)
			}
		}
		return false
	}
	return e.tree != nil && part(e.tree.Expr())
}
