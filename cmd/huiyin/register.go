package main

import (
	"context"
	"fmt"
	"io"
	"os"

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
		return fmt.Errorf("%w: %w", install.ErrWhere, errUsage)
	}
	src, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("%w: %w", err, errUsage)
	}
	var r office.Register
	if err := yaml.UnmarshalWithOptions(src, &r, yaml.Strict()); err != nil {
		return fmt.Errorf("%s: %s: %w", c.File, yaml.FormatError(err, false, true), errUsage)
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
