package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/huiyin/huiyin/internal/demo"
	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/office"
)

type demoCmd struct {
	whereFlags
	listenFlags
	mailFlags
}

// Run builds the demonstration where there is none yet, and serves it. Without --data it lives in a folder
// that is removed at the end.
func (c demoCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	if c.Data == "" && c.DB == "" {
		dir, err := os.MkdirTemp("", "huiyin-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
		c.Data = dir
	}
	clk := demo.NewClock(now)
	db, err := c.open(ctx, install.Serve, clk.Now)
	if err != nil {
		return err
	}
	o := c.office(db, clk.Now)
	return errors.Join(c.run(ctx, out, o, clk, now()), db.Close())
}

func (c demoCmd) run(ctx context.Context, out io.Writer, o *office.Office, clk *demo.Clock, now time.Time) error {
	all, err := o.Congresses(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(out, "Building the demonstration congress; everything in it is invented (正在生成演示数据，均为虚构)…")
		sum, err := demo.Build(ctx, o, clk, now, nil)
		if err != nil {
			return fmt.Errorf("demonstration: %w", err)
		}
		fmt.Fprintf(out, "%d matters, %d acts, %d people\n", sum.Matters, sum.Acts, sum.People)
		if all, err = o.Congresses(ctx); err != nil {
			return err
		}
	}
	if !all[0].Demo {
		return usagef("this installation is not a demonstration; use “huiyin serve”")
	}
	accounts, err := o.DemoAccounts(ctx, all[0].ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "One-click sign-ins at /signin (%d people, five doors):\n", len(accounts))
	for _, a := range accounts {
		fmt.Fprintf(out, "  %-8s %s\n", a.Door, a.Name)
	}
	return serve(ctx, out, o, all[0], c.listenFlags, c.mailFlags)
}
