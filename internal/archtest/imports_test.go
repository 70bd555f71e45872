package archtest

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// matches reports whether a name fits one of the patterns; "x/*" is everything
// directly below x.
func matches(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := path.Match(p, name)
		return err == nil && ok
	})
}

func TestImportsGoDown(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		may, known := floors[p.short()]
		if !known {
			t.Errorf("%s is in no floor: decide what it may import and write it into the table in internal/archtest/floors_test.go", p.short())
			continue
		}
		for _, imported := range p.Imports {
			if target, ok := p.inside(imported); ok && !matches(may, target) {
				t.Errorf("%s must not import %s (the table of floors: internal/archtest/floors_test.go)", p.short(), target)
			}
		}
	}
}

// The table itself must hold: an arrow that is allowed both ways, over however
// many packages, is no floor.
func TestFloorsHaveNoCycle(t *testing.T) {
	t.Parallel()
	state := map[string]int{} // 1 on the way, 2 done
	var visit func(name string, way []string)
	visit = func(name string, way []string) {
		switch state[name] {
		case 1:
			t.Fatalf("the table allows a cycle: %s", strings.Join(append(way, name), " → "))
		case 2:
			return
		}
		state[name] = 1
		for target := range floors {
			if target != name && matches(floors[name], target) {
				visit(target, append(way, name))
			}
		}
		state[name] = 2
	}
	for name := range floors {
		visit(name, nil)
	}
}

func TestPureCoreHasNoWorld(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if !slices.Contains(pure, p.short()) {
			continue
		}
		for _, imported := range p.Imports {
			if slices.Contains(worldly, imported) {
				t.Errorf("%s is pure and must not import %s: take what it needs as an argument", p.short(), imported)
			}
		}
	}
}

func TestModulesHaveKeepers(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			for module, keeper := range keepers {
				if (imported == module || strings.HasPrefix(imported, module+"/")) && !slices.Contains(keeper, p.short()) {
					t.Errorf("%s must not import %s; only %s may", p.short(), imported, strings.Join(keeper, ", "))
				}
			}
		}
	}
}
