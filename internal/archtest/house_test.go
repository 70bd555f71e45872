package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	root     = "../.."
	maxLines = 400
)

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if p.Doc == "" && len(p.GoFiles) > 0 {
			t.Errorf("%s has no package comment", p.short())
		}
	}
}

func TestFilesStaySmall(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, file := range p.files(p.GoFiles) {
			text := read(t, file)
			if lines := bytes.Count(text, []byte("\n")); lines > maxLines && !generated(text) {
				t.Errorf("%s has %d lines, more than %d: it holds more than one thing", file, lines, maxLines)
			}
		}
	}
}

// generated files say so in the words that Go's tools agreed on.
var generatedMark = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

func generated(text []byte) bool { return generatedMark.Match(text) }

// banned are calls that must not be in the code of a package; the key is the
// package's name as imported, and the function.
var banned = map[string]struct {
	except []string // folders where it may be
	why    string
}{
	"time.Now":           {clockReaders, "the time is an argument (house law 9)"},
	"time.Since":         {clockReaders, "it reads the clock; the time is an argument (house law 9)"},
	"time.Until":         {clockReaders, "it reads the clock; the time is an argument (house law 9)"},
	"fmt.Print":          {[]string{"cmd/"}, "only a command writes to its output"},
	"fmt.Printf":         {[]string{"cmd/"}, "only a command writes to its output"},
	"fmt.Println":        {[]string{"cmd/"}, "only a command writes to its output"},
	"os.Exit":            {[]string{"cmd/"}, "only a command ends the process"},
	"log.Fatal":          {nil, "return the error"},
	"log.Fatalf":         {nil, "return the error"},
	"http.DefaultClient": {nil, "it has no timeout"},
	"http.Get":           {nil, "it has no timeout"},
	"http.Post":          {nil, "it has no timeout"},
}

func TestNobodyCallsWhatIsBanned(t *testing.T) {
	t.Parallel()
	eachFile(t, func(p pkg) []string { return p.files(p.GoFiles) }, func(file string, f *ast.File, pos func(ast.Node) string) {
		names := importNames(f)
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if !ok {
				return true
			}
			call := names[x.Name] + "." + sel.Sel.Name
			rule, ok := banned[call]
			if ok && !slices.ContainsFunc(rule.except, func(dir string) bool { return strings.HasPrefix(file, dir) }) {
				t.Errorf("%s: %s: %s", pos(sel), call, rule.why)
			}
			return true
		})
	})
}

// importNames maps the names of a file's imports to the last part of their
// paths.
func importNames(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, imp := range f.Imports {
		base := strings.Trim(imp.Path.Value, `"`)
		base = base[strings.LastIndexByte(base, '/')+1:]
		if imp.Name != nil {
			names[imp.Name.Name] = base
		} else {
			names[base] = base
		}
	}
	return names
}

// A test that cannot run fails; one that is skipped is taken for passed. A
// sleeping test is slow on a good day and fails on a bad one.
func TestNoTestIsSkippedOrSleeps(t *testing.T) {
	t.Parallel()
	eachFile(t, func(p pkg) []string { return p.files(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) }, func(_ string, f *ast.File, pos func(ast.Node) string) {
		tests := testParameters(f)
		names := importNames(f)
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if !ok {
				return true
			}
			switch sel.Sel.Name {
			case "Skip", "Skipf", "SkipNow":
				if tests[x.Name] {
					t.Errorf("%s: a test is skipped", pos(sel))
				}
			case "Short":
				if names[x.Name] == "testing" {
					t.Errorf("%s: every test runs every time", pos(sel))
				}
			case "Sleep":
				if names[x.Name] == "time" {
					t.Errorf("%s: time.Sleep: wait for the thing itself", pos(sel))
				}
			}
			return true
		})
	})
}

// testParameters returns the names that stand for a running test in a file:
// parameters of a type of package testing or rapid.
func testParameters(f *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		field, ok := n.(*ast.Field)
		if !ok {
			return true
		}
		typ := field.Type
		if star, ok := typ.(*ast.StarExpr); ok {
			typ = star.X
		}
		if sel, ok := typ.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && (x.Name == "testing" || x.Name == "rapid") {
				for _, name := range field.Names {
					names[name.Name] = true
				}
			}
		}
		return true
	})
	return names
}

// eachFile parses the chosen files of every package.
func eachFile(t *testing.T, choose func(pkg) []string, check func(file string, f *ast.File, pos func(ast.Node) string)) {
	t.Helper()
	seen := 0
	for _, p := range packages(t) {
		for _, file := range choose(p) {
			fset := token.NewFileSet()
			text := read(t, file)
			f, err := parser.ParseFile(fset, file, text, parser.SkipObjectResolution)
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			if generated(text) {
				continue
			}
			seen++
			check(file, f, func(n ast.Node) string { return fset.Position(n.Pos()).String() })
		}
	}
	if seen == 0 {
		t.Fatalf("no file was looked at")
	}
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// unfinished is put together so that this file does not find itself.
var unfinished = regexp.MustCompile(`\b(` + "TO" + "DO|FIX" + "ME|X" + "XX" + `)\b`)

func TestNothingIsLeftUnfinished(t *testing.T) {
	t.Parallel()
	kinds := map[string]bool{
		".go": true, ".templ": true, ".css": true, ".js": true, ".sql": true, ".yaml": true, ".yml": true,
		".md": true, ".sh": true, ".txtar": true, ".html": true, ".json": true, "": true,
	}
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch d.Name() {
			case ".git", "vendor", "thirdparty", "node_modules", "shots":
				return fs.SkipDir
			}
			return nil
		}
		if !kinds[filepath.Ext(path)] || !d.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if bytes.IndexByte(text, 0) >= 0 {
			return nil // a program that was built here
		}
		seen++
		for i, line := range bytes.Split(text, []byte("\n")) {
			if word := unfinished.Find(line); word != nil {
				t.Errorf("%s:%d: %s: finish it, or open an issue and name its number", path, i+1, word)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Fatalf("no file was looked at")
	}
}
