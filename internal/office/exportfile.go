package office

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// ExportFile is a finished file that goes away when it is closed.
type ExportFile struct{ *os.File }

// Close removes the file.
func (f *ExportFile) Close() error {
	err := f.File.Close()
	if e := os.Remove(f.Name()); err == nil {
		err = e
	}
	return err
}

// sheet is what goes into a file: rows under a head, and lines about them.
type sheet struct {
	name, about string // of the worksheets of a workbook
	head        []string
	numbers     []int // columns of whole numbers
	each        func(put func([]string) error) error
	foot        func(n int) []string // n: rows that were put
}

// writeFile writes a file, xlsx or csv, whole or not at all; one at a time.
func (o *Office) writeFile(ctx context.Context, format string, t sheet) (f *ExportFile, err error) {
	write := map[string]func(io.Writer) error{"csv": t.csv, "xlsx": t.xlsx}[format]
	if write == nil {
		return nil, errNoFormat
	}
	release, err := o.oneFile(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	tmp, err := os.CreateTemp("", "huiyin-export-*")
	if err != nil {
		return nil, errNoDisk.Because(err)
	}
	f = &ExportFile{tmp}
	if err = write(tmp); err == nil {
		_, err = tmp.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// harmless keeps a spreadsheet program from taking a text for a formula: what begins like one gets an apostrophe
// in front, as such programs write it themselves. (The cells of a workbook are typed and need none.)
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n|", rune(s[0])) || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}

func (t sheet) csv(to io.Writer) error {
	b := bufio.NewWriter(to)
	if _, err := b.WriteString("\ufeff"); err != nil { // Excel takes a file without it for GB18030
		return errNoDisk.Because(err)
	}
	w := csv.NewWriter(b)
	w.UseCRLF = true
	put := func(row []string) error {
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return errNoDisk.Because(err)
		}
		return nil
	}
	if err := put(t.head); err != nil {
		return err
	}
	n := 0
	if err := t.each(func(row []string) error { n++; return put(row) }); err != nil {
		return err
	}
	if err := put([]string{""}); err != nil {
		return err
	}
	for _, line := range t.foot(n) {
		if err := put([]string{line}); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return errNoDisk.Because(err)
	}
	if err := b.Flush(); err != nil {
		return errNoDisk.Because(err)
	}
	return nil
}

func (t sheet) xlsx(to io.Writer) error {
	x := excelize.NewFile()
	defer x.Close() //nolint:errcheck // removes its own temporary files
	if err := x.SetSheetName("Sheet1", t.name); err != nil {
		return err
	}
	if _, err := x.NewSheet(t.about); err != nil {
		return err
	}
	sw, err := x.NewStreamWriter(t.name)
	if err != nil {
		return err
	}
	if err := sw.SetColWidth(1, len(t.head), 14); err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	line := 0
	put := func(row []string) error {
		line++
		cells := make([]any, len(row))
		for i, s := range row {
			cells[i] = s
			if n, err := strconv.Atoi(s); err == nil && line > 1 && slices.Contains(t.numbers, i) {
				cells[i] = n
			}
		}
		if err := sw.SetRow("A"+strconv.Itoa(line), cells); err != nil {
			return errNoDisk.Because(err)
		}
		return nil
	}
	if err := put(t.head); err != nil {
		return err
	}
	if err := t.each(put); err != nil {
		return err
	}
	if err := sw.Flush(); err != nil {
		return errNoDisk.Because(err)
	}
	for i, s := range t.foot(line - 1) {
		if err := x.SetCellStr(t.about, "A"+strconv.Itoa(i+1), s); err != nil {
			return err
		}
	}
	if _, err := x.WriteTo(to); err != nil {
		return errNoDisk.Because(err)
	}
	return nil
}
