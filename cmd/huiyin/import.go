package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/message"
	"github.com/huiyin/huiyin/internal/office"
)

type importCmd struct {
	Messages importMessagesCmd `cmd:"" help:"Import residents' messages and their answers from a spreadsheet (导入群众留言)."`
	Register importRegisterCmd `cmd:"" help:"Bring in places, organizations and people from a YAML file (导入名册)."`
}

type importMessagesCmd struct {
	whereFlags
	congressFlag
	File   string            `arg:"" help:"Spreadsheet: .xlsx, or .csv in UTF-8 or GB18030." type:"existingfile"`
	DryRun bool              `help:"Read and compare everything, change nothing (只检查不导入)."`
	JSON   bool              `name:"json" help:"Print the report as JSON."`
	Open   bool              `help:"Leave answered messages waiting for a rating, instead of ending them as historic."`
	Sheet  string            `help:"Name of the worksheet; default: every one whose heading is understood." placeholder:"NAME"`
	Column map[string]string `help:"Take a field from another column, e.g. --column raisedAt=D or --column subject=标题. Fields: id, user, subject, detail, raisedAt, reply, repliedAt." placeholder:"FIELD=COLUMN"`
}

// Run imports. Rows that were not taken are listed with their reasons; the others are in, so it is done.
func (c importMessagesCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	where := c.where()
	if c.Data == "" && c.DB == "" {
		return install.ErrWhere
	}
	cols := map[message.Field]string{}
	for k, v := range c.Column {
		if !known(message.Field(k)) {
			return usagef("--column: there is no field %q; the fields are id, user, subject, detail, raisedAt, reply, repliedAt", k)
		}
		cols[message.Field(k)] = v
	}
	f, err := os.Open(c.File)
	if err != nil {
		return usagef("%v", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	dir := where
	if c.DryRun && !install.Exists(where) {
		// Nothing may be left behind: look at the file in a folder that goes away.
		tmp, err := os.MkdirTemp("", "huiyin-dry-run-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp) //nolint:errcheck // a temporary folder
		dir = install.Where{Data: tmp}
	}
	mode := install.Write
	if c.DryRun && install.Exists(where) {
		mode = install.Read
	}
	var rep office.ImportReport
	created := !c.DryRun && !install.Exists(where)
	err = whereFlags{Data: dir.Data, DB: dir.DB, Files: dir.Files}.with(ctx, mode, now, func(o *office.Office) error {
		if err := foundIfEmpty(ctx, o); err != nil {
			return err
		}
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		rep, err = o.ImportMessages(ctx, clerk(k.ID), f, info.Size(), office.ImportOptions{
			File: filepath.Base(c.File), Columns: cols, Sheet: c.Sheet, DryRun: c.DryRun, Open: c.Open,
		})
		return err
	})
	if err != nil {
		return err
	}
	if created && !c.JSON {
		fmt.Fprintf(out, "a new installation was set up in %s\n", c.Data)
	}
	if err := c.print(out, rep); err != nil {
		return err
	}
	return nil
}

func known(f message.Field) bool {
	return slices.Contains(message.Fields, f)
}

// clerk is the viewer under whom the command line works: whoever holds the data folder is the deputy office.
func clerk(id string) access.Viewer {
	return access.Viewer{Congress: id, Account: "command line", Orgs: []access.Seat{
		{Org: "deputy-office", Classification: "deputyOffice", Role: congress.RoleStaff},
		{Org: "general-office", Classification: "generalOffice", Role: congress.RoleAdmin},
	}}
}

func (c importMessagesCmd) print(out io.Writer, rep office.ImportReport) error {
	if c.JSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(rep)
	}
	verb := "taken"
	if rep.DryRun {
		verb = "would be taken (dry run, nothing was changed)"
	}
	fmt.Fprintf(out, "%d rows: %d %s, %d known already, %d not taken\n", rep.Rows, rep.Taken, verb, rep.Known, len(rep.Rejected))
	if rep.Hollow > 0 {
		fmt.Fprintf(out, "%d answers may not answer in substance (a suggestion to the office, see the queue 疑似未实质答复)\n", rep.Hollow)
	}
	for _, s := range rep.Sheets {
		printSheet(out, s)
	}
	for _, n := range rep.Notices {
		fmt.Fprintf(out, "note, row %d: %s (%s)\n", n.Row, n.Text.ZH, n.Text.EN)
	}
	for _, r := range rep.Rejected {
		fmt.Fprintf(out, "row %d: %s (%s)\n", r.Row, r.ZH, r.EN)
	}
	return nil
}

func printSheet(out io.Writer, s message.Sheet) {
	if !s.Read {
		fmt.Fprintf(out, "sheet %q was not read: %s (%s)\n", s.Name, s.Skipped.ZH, s.Skipped.EN)
		return
	}
	var cols []string
	for _, col := range s.Columns {
		if col.Field != "" {
			cols = append(cols, fmt.Sprintf("%s=%s(%s)", col.Field, col.Letter, col.Heading))
		}
	}
	fmt.Fprintf(out, "sheet %q, heading in row %d: %s\n", s.Name, s.HeaderRow, strings.Join(cols, " "))
}
