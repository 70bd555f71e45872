package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/huiyin/huiyin/internal/install"
)

type reindexCmd struct {
	whereFlags
}

// Run makes the index of words anew from the matters, a batch at a time.
func (c reindexCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	db, err := c.open(ctx, install.Write, now)
	if err != nil {
		return err
	}
	if err := db.ResetSearch(ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	const every = 10_000
	total, told := 0, 0
	err = db.FillSearch(ctx, func(n int) {
		if total += n; total-told >= every {
			told = total
			fmt.Fprintf(out, "%d matters\n", total)
		}
	})
	if err == nil {
		fmt.Fprintf(out, "the index of words was made anew: %d matters\n", total)
	}
	return errors.Join(err, db.Close())
}
