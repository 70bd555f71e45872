// Package law knows the articles of statutes that Huiyin refers to: number, version and a one-line
// summary in our own words. It holds no statute's text. A basis in a rulebook, in code or in a document
// that names an article must be found here, so that a wrong number is caught before anyone relies on it.
package law

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/huiyin/huiyin/internal/lang"
)

//go:embed *.yaml
var files embed.FS

// Statute is one law or regulation at one version.
type Statute struct {
	Name     string               `yaml:"name"`     // the short name by which it is cited, e.g. 代表法
	Full     lang.Text            `yaml:"full"`     // its full name
	Version  string               `yaml:"version"`  // day on which this text was passed, 2006-01-02
	InForce  string               `yaml:"inForce"`  // day from which this text applies, where a source says so
	Source   string               `yaml:"source"`   // where the numbers and summaries were checked
	Articles map[string]lang.Text `yaml:"articles"` // number → summary in our own words
}

// Article is one article of a statute.
type Article struct {
	Statute *Statute
	No      string
	Summary lang.Text
}

// Numbers lists the articles of s that are known, in order.
func (s *Statute) Numbers() []string {
	var out []string
	for n := range s.Articles {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b string) int { return number(a) - number(b) })
	return out
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// Index finds articles. The zero Index knows none.
type Index struct {
	statutes []*Statute
}

// Find is the article of the statute with this short name.
func (ix Index) Find(name, article string) (Article, bool) {
	s := ix.Statute(name)
	if s == nil {
		return Article{}, false
	}
	text, ok := s.Articles[article]
	return Article{Statute: s, No: article, Summary: text}, ok
}

// Statute is the statute with this short name, nil when it is not known.
func (ix Index) Statute(name string) *Statute {
	for _, s := range ix.statutes {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Statutes lists all statutes, in the order of their files.
func (ix Index) Statutes() []*Statute { return slices.Clone(ix.statutes) }

// Shipped is the index that comes with the program. It is empty when the files in it cannot be read,
// which a test rules out.
var Shipped = sync.OnceValue(func() Index {
	ix, err := Load(files)
	if err != nil {
		return Index{}
	}
	return ix
})

// Load reads every *.yaml file at the top of a directory.
func Load(dir fs.FS) (Index, error) {
	names, err := fs.Glob(dir, "*.yaml")
	if err != nil {
		return Index{}, fmt.Errorf("list laws: %w", err)
	}
	var ix Index
	for _, name := range names {
		src, err := fs.ReadFile(dir, name)
		if err != nil {
			return Index{}, fmt.Errorf("read law: %w", err)
		}
		if err := ix.add(src); err != nil {
			return Index{}, fmt.Errorf("law/%s: %w", path.Base(name), err)
		}
	}
	return ix, nil
}

func (ix *Index) add(src []byte) error {
	var file struct {
		Laws    []*Statute `yaml:"laws"` // several statutes in one file
		Statute `yaml:",inline"`
	}
	if err := yaml.UnmarshalWithOptions(src, &file, yaml.Strict()); err != nil {
		return err
	}
	all := file.Laws
	if file.Statute.Name != "" {
		all = append(all, &file.Statute)
	}
	for _, s := range all {
		if s.Name == "" || s.Full.ZH == "" || s.Full.EN == "" || s.Version == "" || s.Source == "" || len(s.Articles) == 0 {
			return fmt.Errorf("%q is not complete", s.Name)
		}
		if ix.Statute(s.Name) != nil {
			return fmt.Errorf("%s is there twice", s.Name)
		}
		for n, text := range s.Articles {
			if number(n) < 1 || text.ZH == "" || text.EN == "" {
				return fmt.Errorf("%s#%s is not complete", s.Name, n)
			}
		}
		ix.statutes = append(ix.statutes, s)
	}
	return nil
}
