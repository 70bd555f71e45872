package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

type accountCmd struct {
	SetEmail    setEmailCmd    `cmd:"" help:"Set the e-mail address of the person behind an account; without an address it is taken away."`
	SetPassword setPasswordCmd `cmd:"" help:"Read a new password from standard input and set it."`
}

// accountFlags name one account.
type accountFlags struct {
	whereFlags
	congressFlag
	Login string `arg:"" help:"Login name of the account."`
}

// change does something to the account, in the congress it belongs to.
func (c accountFlags) change(ctx context.Context, now clock, do func(o *office.Office, congress string) error) error {
	return c.with(ctx, install.Write, now, func(o *office.Office) error {
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		err = do(o, k.ID)
		if problem.KindOf(err) == problem.NotFound {
			return usagef("there is no account %q in this congress", c.Login)
		}
		return err
	})
}

type setPasswordCmd struct{ accountFlags }

// Run reads the password from standard input, so that it stands in no process list and no shell history.
func (c setPasswordCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && line == "" {
		return usagef("there is no password on standard input; pipe one in, e.g. from a file that only you can read")
	}
	err = c.change(ctx, now, func(o *office.Office, congress string) error {
		return o.SetPassword(ctx, congress, c.Login, strings.TrimRight(line, "\r\n"))
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "the password of %s was changed; whoever was signed in with it is signed out\n", c.Login)
	return nil
}

type setEmailCmd struct {
	accountFlags
	Address string `arg:"" optional:"" help:"E-mail address; none: it is taken away."`
}

// Run keeps where a person is reminded and told by e-mail.
func (c setEmailCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	err := c.change(ctx, now, func(o *office.Office, congress string) error {
		return o.SetEmail(ctx, congress, c.Login, c.Address)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "the e-mail address of %s was changed\n", c.Login)
	return nil
}
