package main

import (
	"context"
	"fmt"
	"io"

	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/store"
)

type verifyCmd struct {
	whereFlags
}

// Run proves every row; the error names the first wrong one.
func (c verifyCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	db, err := c.open(ctx, install.Read, now)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // only read
	v, err := db.Verify(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "all is as the journal says: %d congresses, %d subjects, %d entries, %d bodies (%d lawfully erased), %d matters, %d records\n",
		v.Congresses, v.Subjects, v.Entries, v.Bodies, v.Erased, v.Matters, v.Records)
	var files store.Blobs // nil: nothing may be attached
	if dir := install.Files(c.where(), now); dir != nil {
		files = dir
	}
	f, err := db.VerifyFiles(ctx, files)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "attachments: %d files with their hashes, %d uploads waiting for their form\n", f.Files, f.Waiting)
	return nil
}
