package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/office"
)

type importRegisterCmd struct {
	whereFlags
	congressFlag
	File string `arg:"" help:"Register in YAML, see docs/register.md." type:"existingfile"`
}

// Run takes places, organizations and people in, as a whole or not at all. It sets the installation up when
// there is none yet.
func (c importRegisterCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	if c.Data == "" && c.DB == "" {
		return install.ErrWhere
	}
	src, err := os.ReadFile(c.File)
	if err != nil {
		return usagef("%v", err)
	}
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		return usagef("%s is not a YAML text file in UTF-8", c.File)
	}
	var r office.Register
	if err := yaml.UnmarshalWithOptions(src, &r, yaml.Strict()); err != nil {
		return usagef("%s: %s", c.File, strings.TrimSpace(yaml.FormatError(err, false, true)))
	}
	return c.with(ctx, install.Write, now, func(o *office.Office) error {
		if err := foundIfEmpty(ctx, o); err != nil {
			return err
		}
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		rep, err := o.LoadRegister(ctx, clerk(k.ID), r)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%d added, %d changed, %d as they were\n", rep.Added, rep.Changed, rep.Same)
		return nil
	})
}
