package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/office"
)

type figuresCmd struct {
	Messages figuresMessagesCmd `cmd:"" help:"Figures of residents' messages: how many, how late (群众留言)."`
}

type figuresMessagesCmd struct {
	whereFlags
	congressFlag
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints the figures, counted from the records at this moment.
func (c figuresMessagesCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	return c.with(ctx, install.Read, now, func(o *office.Office) error {
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		f, err := o.MessageFigures(ctx, clerk(k.ID))
		if err != nil {
			return err
		}
		if c.JSON {
			enc := json.NewEncoder(out)
			enc.SetIndent("", "  ")
			return enc.Encode(f)
		}
		fmt.Fprintf(out, "messages answered                    %d\n", f.Messages)
		fmt.Fprintf(out, "answered after the 15th working day  %d\n", f.Late15WorkingDays)
		fmt.Fprintf(out, "answered after more than 30 days     %d\n", f.Over30Days)
		fmt.Fprintf(out, "answered after more than 90 days     %d\n", f.Over90Days)
		fmt.Fprintf(out, "median / longest, days               %v / %d\n", f.MedianDays, f.MaxDays)
		fmt.Fprintf(out, "not answered                         %d\n", f.Unanswered)
		fmt.Fprintf(out, "rows of files that were not taken    %d\n", f.Rejected)
		return nil
	})
}
