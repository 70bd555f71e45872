package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// pkg is what `go list -json` says of a package, as far as it matters here.
type pkg struct {
	ImportPath   string
	Dir          string
	Doc          string
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Module       struct{ Path, Dir string }
}

// short is the package's path inside the module.
func (p pkg) short() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, p.Module.Path), "/")
}

// inside returns an import's path inside this module, and whether it is one.
func (p pkg) inside(imported string) (string, bool) {
	return strings.CutPrefix(imported, p.Module.Path+"/")
}

// files returns the paths of the package's Go files below the module's folder.
func (p pkg) files(names ...[]string) []string {
	var paths []string
	for _, group := range names {
		for _, name := range group {
			paths = append(paths, filepath.ToSlash(filepath.Join(p.short(), name)))
		}
	}
	return paths
}

var list = sync.OnceValues(func() ([]pkg, error) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Doc,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports,Module", "../../...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.Join(err, errors.New(stderr.String()))
	}
	var pkgs []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs, nil
		} else if err != nil {
			return nil, err
		}
		pkgs = append(pkgs, p)
	}
})

// packages lists every package of the module.
func packages(t *testing.T) []pkg {
	t.Helper()
	pkgs, err := list()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	if len(pkgs) < 2 {
		t.Fatalf("go list found %d packages: the rules would pass unchecked", len(pkgs))
	}
	return pkgs
}
