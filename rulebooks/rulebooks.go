// Package rulebooks carries the rulebooks that come with Huiyin.
package rulebooks

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed *.yaml
var files embed.FS

// Names lists the files of the shipped rulebooks, in order.
func Names() []string {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		panic(fmt.Sprintf("rulebooks: %v", err)) // the pattern is a constant
	}
	return names
}

// Sources gives the text of each shipped rulebook, in the order of Names.
func Sources() [][]byte {
	var out [][]byte
	for _, name := range Names() {
		src, err := files.ReadFile(name)
		if err != nil {
			panic(fmt.Sprintf("rulebooks: %v", err)) // embedded files are always readable
		}
		out = append(out, src)
	}
	return out
}
