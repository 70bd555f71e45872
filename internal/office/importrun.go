package office

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/message"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// ImportMaxBytes is how large a file may be that is imported on a page; larger ones go by the command line.
const ImportMaxBytes = 16 << 20

// ImportRun is a file of messages on its way in.
type ImportRun struct {
	File    string                   `json:"file"`
	Columns map[message.Field]string `json:"columns,omitempty"`
	Sheet   string                   `json:"sheet,omitempty"`
	Open    bool                     `json:"open,omitempty"`
	Report  *ImportReport            `json:"-"` // once it is done
	Failed  *problem.Problem         `json:"-"` // why it came to nothing
}

// importResult is what a run came to, as it is stored.
type importResult struct {
	Report *ImportReport `json:"report,omitempty"`
	Failed *rowReason    `json:"failed,omitempty"`
}

func importRun(s store.Run) (*ImportRun, error) {
	r := &ImportRun{}
	if err := json.Unmarshal([]byte(s.Input), r); err != nil {
		return nil, fmt.Errorf("office: run %s: %w", s.ID, err)
	}
	if s.Result == "" {
		return r, nil
	}
	var res importResult
	if err := json.Unmarshal([]byte(s.Result), &res); err != nil {
		return nil, fmt.Errorf("office: run %s: %w", s.ID, err)
	}
	r.Report = res.Report
	if f := res.Failed; f != nil {
		r.Failed = problem.New(problem.Invalid, f.Code, f.ZH, f.EN)
	}
	return r, nil
}

var errEmptyFile = problem.New(problem.Invalid, "noImportFile", "请选择一个 .xlsx 或 .csv 文件。", "Please choose an .xlsx or .csv file.")

var errLargeFile = problem.New(problem.Invalid, "fileTooLarge",
	fmt.Sprintf("文件超过 %d 兆字节，没有收下；请拆成几个文件，或者请管理员用命令行导入。", ImportMaxBytes>>20),
	fmt.Sprintf("The file is larger than %d MiB and was not taken; split it, or ask the administrator to import it by the command line.", ImportMaxBytes>>20))

// PrepareImport keeps an uploaded file to be looked at; nothing is imported yet.
func (o *Office) PrepareImport(ctx context.Context, v access.Viewer, name string, data []byte) (id string, err error) {
	switch {
	case !access.MayImport(v):
		return "", errCannotImport
	case len(data) == 0:
		return "", errEmptyFile
	case len(data) > ImportMaxBytes:
		return "", errLargeFile
	}
	input, err := json.Marshal(ImportRun{File: clip(message.CleanLine(name), 200)})
	if err != nil {
		return "", err
	}
	fresh := newID()
	id, _, err = o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		err := tx.AddRun(store.Run{Congress: v.Congress, ID: fresh, Account: v.Account, Kind: store.RunImport, Input: string(input)}, nil)
		if err != nil {
			return "", err
		}
		return fresh, tx.AddFile(v.Congress, fresh, data)
	})
	return id, err
}

// SetImport changes how a prepared file will be read.
func (o *Office) SetImport(ctx context.Context, v access.Viewer, id string, columns map[message.Field]string, sheet string, open bool) error {
	if !access.MayImport(v) {
		return errCannotImport
	}
	_, _, err := o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		s, err := ownRun(tx, v, id)
		if err != nil {
			return "", err
		}
		if s.Kind != store.RunImport {
			return "", store.ErrNotFound
		}
		r, err := importRun(s)
		if err != nil {
			return "", err
		}
		if s.State != store.RunPrepared {
			return "", errRunBegun
		}
		r.Columns, r.Sheet, r.Open = columns, sheet, open
		input, err := json.Marshal(r)
		if err != nil {
			return "", err
		}
		return "", tx.SetRunInput(v.Congress, id, string(input))
	})
	return err
}

// ImportPreview is what a file would come to.
type ImportPreview struct {
	Report ImportReport
	First  []message.Message // the first that would be taken
	Wrong  *problem.Problem  // nothing can be read; the mapping may be changed
}

const previewRows = 10

// PreviewImport reads a prepared file as it is set now and changes nothing.
func (o *Office) PreviewImport(ctx context.Context, v access.Viewer, id string) (ImportPreview, error) {
	var p ImportPreview
	s, r, data, err := o.importFile(ctx, v, id)
	if err != nil || s.State != store.RunPrepared {
		return p, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return p, err
	}
	release, err := o.oneFile(ctx)
	if err != nil {
		return p, err
	}
	defer release()
	file := bytes.NewReader(data)
	p.Report, err = o.ImportMessages(ctx, v, file, file.Size(), ImportOptions{File: r.File, Columns: r.Columns, Sheet: r.Sheet, Open: r.Open, DryRun: true})
	if err != nil {
		if p.Wrong = problem.Of(err); p.Wrong.Kind == problem.Invalid {
			return p, nil
		}
		return p, err
	}
	t, err := message.Read(file, file.Size(), message.Options{Sheet: r.Sheet, Columns: r.Columns, Zone: h.zone, Now: o.db.Clock(), Preview: previewRows})
	if err != nil {
		return p, err
	}
	p.First = t.Messages
	return p, nil
}

func (o *Office) importFile(ctx context.Context, v access.Viewer, id string) (s store.Run, r *ImportRun, data []byte, err error) {
	if !access.MayImport(v) {
		return s, nil, nil, errCannotImport
	}
	err = o.db.View(ctx, func(tx *store.Tx) error {
		if s, err = ownRun(tx, v, id); err != nil {
			return err
		}
		if s.Kind != store.RunImport {
			return store.ErrNotFound
		}
		if r, err = importRun(s); err != nil || s.State == store.RunDone {
			return err
		}
		data, err = tx.File(v.Congress, id)
		return err
	})
	return s, r, data, err
}

// oneFile lets one spreadsheet be read at a time: each may take some hundred megabytes.
func (o *Office) oneFile(ctx context.Context) (release func(), err error) {
	select {
	case o.sheets <- struct{}{}:
		return func() { <-o.sheets }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// goImport imports a file to its end. A run that was broken off is done from the beginning: what went in before is
// known by then, and was counted with the rows it went in with, so that the report says the same as if nothing had
// happened.
func (o *Office) goImport(ctx context.Context, v access.Viewer, s store.Run) error {
	release, err := o.oneFile(ctx)
	if err != nil {
		return err
	}
	defer release()
	r, err := importRun(s)
	if err != nil {
		return err
	}
	var data []byte
	if err := o.db.View(ctx, func(tx *store.Tx) (err error) { data, err = tx.File(s.Congress, s.ID); return err }); err != nil {
		return err
	}
	file := bytes.NewReader(data)
	opt := ImportOptions{File: r.File, Columns: r.Columns, Sheet: r.Sheet, Open: r.Open, run: &s}
	rep, err := o.ImportMessages(ctx, v, file, file.Size(), opt)
	res := importResult{Report: &rep}
	if err != nil {
		why := problem.Of(err)
		if why.Kind == problem.Internal || why.Kind == problem.Unavailable {
			return err
		}
		res = importResult{Failed: &rowReason{why.Code, why.Text.ZH, why.Text.EN}}
	}
	result, err := json.Marshal(res)
	if err != nil {
		return err
	}
	_, _, err = o.db.Update(ctx, store.Request{Congress: s.Congress}, func(tx *store.Tx) (string, error) {
		return "", tx.EndRun(s.Congress, s.ID, int64(rep.Taken), int64(len(rep.Rejected)), s.Input, string(result))
	})
	return err
}
