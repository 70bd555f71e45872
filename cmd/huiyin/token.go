package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token for an account and print it once (建立)."`
	List   tokenListCmd   `cmd:"" help:"List the tokens of the congress (列出)."`
	Revoke tokenRevokeCmd `cmd:"" help:"End a token at once (撤销)."`
}

type tokenCreateCmd struct {
	whereFlags
	congressFlag
	Login string   `arg:"" help:"Login name of the account that the token acts as."`
	Name  string   `required:"" help:"What it is for (用途)." placeholder:"TEXT"`
	Grant []string `required:"" help:"What it may be used for: matters:read, matters:act, matters:raise, board:read, notices:read; may be repeated (授权)." placeholder:"GRANT"`
	Days  int      `default:"90" help:"It ends after so many days, at most 366 (有效天数)." placeholder:"N"`
}

// Run prints the token alone on the first line, so that a script can read it; nobody can read it again.
func (c tokenCreateCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	in := office.TokenInput{Name: c.Name, Days: c.Days}
	for _, g := range c.Grant {
		in.Grants = append(in.Grants, access.Grant(g))
	}
	return c.with(ctx, install.Write, now, func(o *office.Office) error {
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		text, t, err := o.MakeTokenFor(ctx, k.ID, c.Login, in)
		if problem.KindOf(err) == problem.NotFound {
			return usagef("there is no account %q in this congress", c.Login)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\ntoken %s acts as %s until %s; it is shown only now\n", text, t.ID, c.Login, t.ExpiresAt.In(k.Zone).Format("2006-01-02"))
		return nil
	})
}

type tokenListCmd struct {
	whereFlags
	congressFlag
}

// Run lists tokens without their text, which is kept nowhere.
func (c tokenListCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	return c.with(ctx, install.Read, now, func(o *office.Office) error {
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		all, err := o.AllTokens(ctx, k.ID)
		if err != nil {
			return err
		}
		const minute = "2006-01-02 15:04"
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tACCOUNT\tSTATE\tEXPIRES\tUSED\tGRANTS\tNAME")
		for _, t := range all {
			state, used := "in force", "never"
			switch {
			case !t.RevokedAt.IsZero():
				state = "revoked"
			case !t.InForce:
				state = "expired"
			}
			if !t.UsedAt.IsZero() {
				used = t.UsedAt.In(k.Zone).Format(minute)
			}
			var grants []string
			for _, g := range t.Grants {
				grants = append(grants, string(g))
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", t.ID, t.Login, state, t.ExpiresAt.In(k.Zone).Format(minute), used, strings.Join(grants, ","), t.Name)
		}
		return w.Flush()
	})
}

type tokenRevokeCmd struct {
	whereFlags
	congressFlag
	ID string `arg:"" help:"Id of the token, as “huiyin token list” shows it."`
}

// Run ends a token.
func (c tokenRevokeCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	return c.with(ctx, install.Write, now, func(o *office.Office) error {
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		err = o.RevokeAnyToken(ctx, k.ID, c.ID)
		if problem.KindOf(err) == problem.NotFound {
			return usagef("there is no token %q in this congress", c.ID)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "token %s was revoked\n", c.ID)
		return nil
	})
}
