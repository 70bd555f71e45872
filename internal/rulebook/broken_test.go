package rulebook

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/law"
)

// broken is one way of breaking testdata/small.yaml. Edits are pairs of old and new text; ⟦code⟧ in the new
// text stands before the place where the mistake must be reported. Exactly the marked mistakes must be
// reported: one missing, one too many or one at another place fails.
type broken struct {
	name  string
	edits []string
}

var marker = regexp.MustCompile(`⟦([A-Za-z]+)⟧`)

// breakIt applies the edits and gives the text and the expected mistakes as "line:column code".
func (b broken) breakIt(t *testing.T) (text string, want []string) {
	t.Helper()
	src, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = string(src)
	for i := 0; i < len(b.edits); i += 2 {
		if n := strings.Count(text, b.edits[i]); n != 1 {
			t.Fatalf("%q is there %d times", b.edits[i], n)
		}
		text = strings.Replace(text, b.edits[i], b.edits[i+1], 1)
	}
	return unmark(text)
}

// unmark takes the marks out of a text and gives what they stand for.
func unmark(text string) (string, []string) {
	var want []string
	for {
		at := marker.FindStringSubmatchIndex(text)
		if at == nil {
			return text, want
		}
		before := text[:at[0]]
		line := strings.Count(before, "\n") + 1
		column := len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
		want = append(want, fmt.Sprintf("%d:%d %s", line, column, text[at[2]:at[3]]))
		text = before + text[at[1]:]
	}
}

func got(ms Mistakes) []string {
	var out []string
	for _, m := range ms {
		out = append(out, fmt.Sprintf("%d:%d %s", m.Line, m.Column, m.Code))
	}
	return out
}

func allBroken() []broken {
	return slices.Concat(brokenForm, brokenFields, brokenSteps, brokenActs, brokenWays, brokenRed, brokenTime, brokenRemind)
}

func TestBroken(t *testing.T) {
	t.Parallel()
	for _, b := range allBroken() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			text, want := b.breakIt(t)
			_, ms := Read("small.yaml", []byte(text), law.Shipped())
			slices.Sort(want)
			have := got(ms)
			slices.Sort(have)
			if !slices.Equal(want, have) {
				t.Errorf("want %q\n got %q\n%s", want, have, ms.Error())
			}
			for _, m := range ms {
				if m.Message.ZH == "" || m.Message.EN == "" || strings.Contains(m.String(), "%!") || strings.Contains(m.In("zh-CN"), "%!") {
					t.Errorf("unfinished text: %s / %s", m.Message.ZH, m.String())
				}
			}
		})
	}
}

func TestSmallIsFine(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, ms := Read("small.yaml", src, law.Shipped()); len(ms) > 0 {
		t.Fatal(ms)
	}
}

// TestEveryCodeIsTried reads the codes out of the source of this package, so that a check without a test
// fails here.
func TestEveryCodeIsTried(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, b := range allBroken() {
		for _, e := range b.edits {
			for _, m := range marker.FindAllStringSubmatch(e, -1) {
				tried[m[1]] = true
			}
		}
	}
	tried["tooTangled"] = true // TestTooTangled
	for code := range codesInSource(t) {
		if !tried[code] {
			t.Errorf("no broken rulebook tries %s", code)
		}
	}
}

// codesInSource finds the codes: the string literals given to the functions that report.
func codesInSource(t *testing.T) map[string]bool {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	note := func(x ast.Expr) {
		if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && regexp.MustCompile(`^[a-z][A-Za-z]+$`).MatchString(s) {
				codes[s] = true
			}
		}
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				switch callee(n.Fun) {
				case "add":
					if len(n.Args) == 5 {
						note(n.Args[1])
					}
				case "bad", "enumOf":
					note(n.Args[0])
				case "miss":
					note(n.Args[2])
				case "beyond":
					note(n.Args[1])
				}
			case *ast.CompositeLit:
				if id, ok := n.Type.(*ast.Ident); ok && id.Name == "guardMistake" && len(n.Elts) > 2 {
					note(n.Elts[2])
				}
			}
			return true
		})
	}
	if len(codes) < 80 {
		t.Fatalf("found only %d codes", len(codes))
	}
	return codes
}

func callee(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// TestTooTangled makes a procedure with more ways to the answer than can be looked at: the statutory time
// must then count as not proven.
func TestTooTangled(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	step := func(key, to string) {
		fmt.Fprintf(&b, "      %s:\n        phase: decided\n        name: {zh: 步, en: Step}\n        owner: {role: unit}\n        due: {days: 1, of: calendar, basis: default}\n        acts:\n%s", key, to)
	}
	act := func(key, kind, to string) string {
		return fmt.Sprintf("          %s: {%sname: {zh: 办, en: Act}, who: [owner], to: %s}\n", key, kind, to)
	}
	const layers = 20
	for i := range layers {
		next := fmt.Sprintf("%s%s", act("left", "", fmt.Sprintf("a%d", i+1)), act("right", "", fmt.Sprintf("b%d", i+1)))
		if i == layers-1 {
			next = strings.Replace(act("answer", "kind: answer, ", "waiting"), "to:", "needs: [answer], to:", 1)
		}
		step(fmt.Sprintf("a%d", i), next)
		if i > 0 {
			step(fmt.Sprintf("b%d", i), next)
		}
	}
	text := "rulebook: tangled\nversion: 1.0\ninForce: 2026-01-01\nname: {zh: 乱, en: Tangled}\nprocedures:\n  p:\n    kind: suggestion\n    name: {zh: 乱, en: Tangled}\n    basis: [default]\n    raisedBy: [deputy]\n    begin: a0\n    steps:\n" + b.String() +
		"      waiting:\n        phase: supervised\n        name: {zh: 等, en: Wait}\n        owner: {role: station}\n        due: {days: 1, of: calendar, basis: default}\n        acts:\n          confirm: {kind: confirm, name: {zh: 了, en: Done}, who: [owner], to: done}\n" +
		"      done: {phase: resulted, name: {zh: 完, en: Done}, ends: confirmed}\n"
	_, ms := Read("tangled.yaml", []byte(text), law.Shipped())
	if have := got(ms); !slices.Equal(have, []string{"6:3 tooTangled"}) {
		t.Fatal(ms)
	}
}
