package main

import (
	"fmt"
	"io"
	"runtime/debug"
)

type versionCmd struct{}

// Run prints the version the binary was built from.
func (versionCmd) Run(out io.Writer) error {
	v := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		v = info.Main.Version
	}
	_, err := fmt.Fprintln(out, "huiyin", v)
	return err
}
