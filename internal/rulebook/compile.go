package rulebook

import (
	"strings"
	"sync"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"

	"github.com/huiyin/huiyin/internal/lang"
)

// guardMistake is something wrong with a guard, at a place inside its text.
type guardMistake struct {
	line, column int // line from 1, column in characters from 0
	code         string
	text, mend   lang.Text
}

// guardBase is the expression language without loops: a guard compares, it does not compute. Each
// procedure's variables are added to it.
var guardBase = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(cel.ClearMacros(), cel.ParserRecursionLimit(50), cel.ParserExpressionSizeLimit(4*maxGuard))
})

// CompileExpr reads a guard that may name vars. It exists for tests and for callers that make guards
// of their own; Parse compiles those of a book.
func CompileExpr(source string, vars []Variable) (*Expr, error) {
	e, bad := compile(source, vars)
	if len(bad) > 0 {
		return nil, Mistakes{{Line: bad[0].line, Column: bad[0].column + 1, Code: bad[0].code, Message: bad[0].text, Mend: bad[0].mend}}
	}
	return e, nil
}

// compile reads, type-checks and bounds a guard. The Expr is usable only when there is no mistake.
func compile(source string, vars []Variable) (*Expr, []guardMistake) {
	e := &Expr{Source: source, vars: vars}
	if n := utf8.RuneCountInString(source); n > maxGuard {
		return e, []guardMistake{tooLongGuard(n)}
	}
	env, err := guardEnv(vars)
	if err != nil {
		return e, []guardMistake{foreignGuard(1, 0, err.Error())}
	}
	checked, issues := env.Compile(source)
	if issues != nil && issues.Err() != nil {
		return e, explainIssues(issues, vars)
	}
	if !checked.OutputType().IsExactType(cel.BoolType) {
		return e, []guardMistake{notABool(checked.OutputType().String())}
	}
	e.tree = checked.NativeRep()
	e.names = namesIn(e.tree)
	if bad := badOptions(e.tree, vars); len(bad) > 0 {
		return e, bad
	}
	if len(e.names) == 0 {
		return e, []guardMistake{constantGuard()}
	}
	est, err := env.EstimateCost(checked, sizes{})
	if err != nil || est.Max > CostLimit {
		return e, []guardMistake{costlyGuard(est.Max)}
	}
	e.prog, err = env.Program(checked, cel.CostLimit(CostLimit))
	if err != nil {
		return e, []guardMistake{foreignGuard(1, 0, err.Error())}
	}
	return e, nil
}

func guardEnv(vars []Variable) (*cel.Env, error) {
	base, err := guardBase()
	if err != nil {
		return nil, err
	}
	types := map[VarType]*cel.Type{IntVar: cel.IntType, BoolVar: cel.BoolType, StringVar: cel.StringType}
	opts := make([]cel.EnvOption, 0, len(vars))
	for _, v := range vars {
		opts = append(opts, cel.Variable(v.Name, types[v.Type]))
	}
	return base.Extend(opts...)
}

// sizes tells the estimate how long texts can be; all else is a number or a yes or no.
type sizes struct{}

// EstimateSize bounds every text at 10 000 characters, the limit of a long text in a form.
func (sizes) EstimateSize(cost.AstNode) *cost.SizeEstimate {
	return &cost.SizeEstimate{Min: 0, Max: 10_000}
}

// EstimateCallCost leaves the cost of calls to the language.
func (sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}

// namesIn lists the declared variables that a checked guard names.
func namesIn(tree *ast.AST) []string {
	var names []string
	seen := map[string]bool{}
	for _, r := range tree.ReferenceMap() {
		if r.Name != "" && !seen[r.Name] {
			seen[r.Name] = true
			names = append(names, strings.TrimPrefix(r.Name, "."))
		}
	}
	return names
}
