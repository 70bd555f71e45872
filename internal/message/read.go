package message

import (
	"errors"
	"io"
	"os"
	"strings"
)

// ReadFile reads the file at path. See [Read].
func ReadFile(path string, o Options) (*Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadableFile(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, unreadableFile(err)
	}
	if !info.Mode().IsRegular() {
		return nil, fault("notFile", "“%s”不是一个文件。", "%q is not a file", brief(info.Name()))
	}
	return Read(f, info.Size(), o)
}

// Read reads a workbook (.xlsx) or a CSV text of so many bytes, told apart by their content.
//
// A row that cannot be taken is in Table.Rejected with its reason and the others are taken. An error
// means that nothing was read; it is a [problem.Problem] that says what to do: the file is no
// spreadsheet, is damaged or too large, or its heading lacks a column that is needed.
func Read(r io.ReaderAt, size int64, o Options) (*Table, error) {
	o.Limits = o.Limits.withDefaults()
	if o.Zone == nil {
		o.Zone = China
	}
	if size > o.Limits.FileBytes {
		return nil, fault("fileTooLarge", "文件超过%d兆字节，没有读取；请拆成几个文件。",
			"the file is larger than %d MiB and was not read; split it into several", o.Limits.FileBytes>>20)
	}
	k, err := sniff(r, size)
	if err != nil {
		return nil, err
	}
	rd := newReader(o)
	if k == kindZip {
		err = rd.readWorkbook(r, size)
	} else {
		err = rd.readText(r, size)
	}
	if err != nil {
		return nil, err
	}
	return &rd.table, nil
}

// reader gathers the table of one file over its sheets.
type reader struct {
	o     Options
	table Table
	seen  map[string]int // index in table.Messages by ID
	rows  int            // rows with content so far
}

func newReader(o Options) *reader { return &reader{o: o, seen: map[string]int{}} }

func (rd *reader) readText(r io.ReaderAt, size int64) error {
	text, err := decodeText(r, size)
	if err != nil {
		return err
	}
	info, fail, err := rd.readSheet("", false, func(yield func(record) error) error {
		return eachCSVRow(text, rd.o.Limits.CellRunes, yield)
	})
	if err != nil {
		return err
	}
	rd.table.Sheets = append(rd.table.Sheets, info)
	return fail
}

// readWorkbook reads the sheet that was asked for, or every visible one whose heading is understood.
// Sheets that are left out are listed with the reason; it fails when none could be read.
func (rd *reader) readWorkbook(r io.ReaderAt, size int64) error {
	wb, err := openWorkbook(r, size, rd.o.Limits)
	if err != nil {
		return err
	}
	var firstFail error
	read := false
	for _, ref := range wb.sheets {
		info := Sheet{Name: ref.name, Hidden: ref.hidden}
		switch {
		case rd.o.Sheet != "" && !strings.EqualFold(rd.o.Sheet, ref.name):
			info.Skipped = skippedOther
		case rd.o.Sheet == "" && ref.hidden:
			info.Skipped = skippedHidden
		case rd.table.More:
			info.Skipped = skippedPreview
		default:
			var fail error
			info, fail, err = rd.readSheet(ref.name, wb.date1904, func(yield func(record) error) error { return wb.eachRow(ref, yield) })
			if err != nil {
				return err
			}
			info.Hidden = ref.hidden
			if fail != nil && firstFail == nil && info.Columns != nil {
				firstFail = fail
			}
			read = read || info.Read
		}
		rd.table.Sheets = append(rd.table.Sheets, info)
	}
	switch {
	case read:
		return nil
	case firstFail != nil:
		return firstFail
	case rd.o.Sheet != "":
		return fault("sheetMissing", "工作簿里没有可读的工作表“%s”；有：%s。", "the workbook has no sheet %q to read; it has: %s",
			brief(rd.o.Sheet), sheetNames(wb.sheets))
	}
	return fault("sheetEmpty", "工作簿里没有可读的内容；工作表：%s。", "there is nothing to read in the workbook; its sheets: %s", sheetNames(wb.sheets))
}

func sheetNames(refs []sheetRef) string {
	var names []string
	for _, r := range refs {
		names = append(names, brief(r.name))
		if len(names) == maxListed {
			break
		}
	}
	return strings.Join(names, ", ")
}

// source gives the rows of one sheet to a function, until it returns an error.
type source func(yield func(record) error) error

// readSheet finds the heading of a sheet and takes the rows below it. fail says that the sheet has no
// heading that is understood; err, that the file is bad.
func (rd *reader) readSheet(name string, date1904 bool, rows source) (info Sheet, fail, err error) {
	h := headFinder{given: rd.o.Columns, at: rd.o.HeaderRow, date1904: date1904}
	take := func(rec record) error { return rd.takeRow(name, h.layout, date1904, rec) }
	far := 0
	err = rows(func(rec record) error {
		if rec.far && far == 0 {
			far = rec.row
		}
		if h.done {
			return take(rec)
		}
		if !h.look(rec) {
			return nil
		}
		if !h.done {
			return errStop // no heading within reach
		}
		for _, below := range h.below {
			if err := take(below); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, errStop) {
		return Sheet{}, nil, err
	}
	info = Sheet{Name: name, HeaderRow: h.row, Columns: h.layout.columns(), Read: h.done}
	if !h.done {
		if h.best.heading != nil {
			info.Columns = h.best.columns()
			fail = headerFault(name, h.best)
		} else {
			fail = fault("sheetEmpty", "没有可读的内容。", "there is nothing to read")
		}
		info.HeaderRow, info.Skipped = 0, skippedNoHeading
		return info, fail, nil
	}
	rd.noteSheet(name, h.layout, far)
	return info, nil, nil
}
