package rulebook

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// CostLimit bounds the work of one guard, both as estimated before a rulebook is taken and while it
// runs, in the units of the expression language (about one a step). Guards are written by
// administrators: none may hold up an act.
const CostLimit = 10_000

// maxGuard is the length of a guard's text in characters.
const maxGuard = 500

// VarType is the type of a variable that a guard may name.
type VarType int

// The variable types.
const (
	IntVar VarType = iota
	BoolVar
	StringVar
)

// Variable is something that a guard may name.
type Variable struct {
	Name    string
	Type    VarType
	Options []string // the codes that a choice can have; nil when it is not a choice
}

// Expr is a guard: a condition in the Common Expression Language over the state of a matter.
type Expr struct {
	Source string
	vars   []Variable
	names  []string // the variables that the text really names
	prog   cel.Program
	tree   *ast.AST
}

var errNotCompiled = errors.New("guard was not compiled")

// Names lists the variables that the guard names, in no particular order.
func (e *Expr) Names() []string { return e.names }

// Variables lists the variables that the guard could have named.
func (e *Expr) Variables() []Variable { return e.vars }

// Eval tells whether the guard holds. A variable that vars does not have counts as 0, false or "";
// numbers and booleans may be given in their canonical text. An error means a bound was reached or a
// value had the wrong type: then the guard must count as not holding.
func (e *Expr) Eval(vars map[string]any) (bool, error) {
	if e == nil || e.prog == nil {
		return false, errNotCompiled
	}
	in := make(map[string]any, len(e.vars))
	for _, v := range e.vars {
		value, err := v.value(vars[v.Name])
		if err != nil {
			return false, fmt.Errorf("guard %q: %w", e.Source, err)
		}
		in[v.Name] = value
	}
	out, _, err := e.prog.Eval(in)
	if err != nil {
		return false, fmt.Errorf("guard %q: %w", e.Source, err)
	}
	return isTrue(out)
}

func isTrue(v ref.Val) (bool, error) {
	b, ok := v.(types.Bool)
	if !ok {
		return false, fmt.Errorf("guard gave %s, not a yes or no", v.Type().TypeName())
	}
	return bool(b), nil
}

// value brings x, as the callers have it, to the type that the expression language wants.
func (v Variable) value(x any) (any, error) {
	switch v.Type {
	case IntVar:
		return v.intValue(x)
	case BoolVar:
		switch b := x.(type) {
		case nil:
			return false, nil
		case bool:
			return b, nil
		case string:
			return b == "true", nil
		}
	case StringVar:
		switch s := x.(type) {
		case nil:
			return "", nil
		case string:
			return s, nil
		case fmt.Stringer:
			return s.String(), nil
		}
	}
	return nil, fmt.Errorf("%s cannot be a %T", v.Name, x)
}

func (v Variable) intValue(x any) (any, error) {
	switch n := x.(type) {
	case nil:
		return int64(0), nil
	case int:
		return int64(n), nil
	case int64:
		return n, nil
	case string:
		if strings.TrimSpace(n) == "" {
			return int64(0), nil
		}
		i, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", v.Name, err)
		}
		return i, nil
	}
	return nil, fmt.Errorf("%s cannot be a %T", v.Name, x)
}
