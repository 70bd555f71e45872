package main

import (
	"context"
	"fmt"
	"io"

	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

type eraseCmd struct {
	whereFlags
	congressFlag
	Number string  `arg:"" help:"Number of the matter, e.g. 2026-000123."`
	Basis  string  `required:"" enum:"pipl47,secret,court,privacy" help:"Ground: pipl47 (个人信息保护法第四十七条), secret (保密法), court (法律文书), privacy (本人要求)." placeholder:"CODE"`
	Reason string  `required:"" help:"Why, in words; it stays as part of the tombstone (理由)." placeholder:"TEXT"`
	Entry  []int64 `help:"Only the words of this journal entry of the matter; may be repeated. Default: all." placeholder:"N"`
}

// Run erases words for good. Backups keep copies until they expire: docs/journal.md says so too.
func (c eraseCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	return c.with(ctx, install.Write, now, func(o *office.Office) error {
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		v := clerk(k.ID)
		p, err := o.MatterByNumber(ctx, v, c.Number)
		if problem.KindOf(err) == problem.NotFound {
			return usagef("there is no matter %s in this congress", c.Number)
		}
		if err != nil {
			return err
		}
		if err := o.Erase(ctx, v, p.ID, office.EraseInput{Seqs: c.Entry, Basis: c.Basis, Reason: c.Reason}); err != nil {
			return err
		}
		fmt.Fprintf(out, "erased from %s; a tombstone with the ground stays. Backups keep copies until they expire.\n", c.Number)
		return nil
	})
}
