package rulebook

import (
	"strconv"
)

// at is where the value at path stands.
func (b *Book) at(path string) Pos { return b.places[path].value }

// home is where the key of path stands.
func (b *Book) home(path string) Pos { return b.places[path].home }

// whole is where the thing at path was written as a whole; for what is used by alias, at its anchor.
func (b *Book) whole(path string) Pos { return b.places[path].whole }

// has reports whether something is written at path, right or wrong.
func (b *Book) has(path string) bool { _, ok := b.places[path]; return ok }

// branchPath is the path of a branch of an act.
func branchPath(a *Act, i int) string { return a.path + "/to/" + strconv.Itoa(i) }
