package office

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// ExportMax is how many matters one file may hold.
const ExportMax = 100_000

// ExportColumn is one column of an exported list.
type ExportColumn struct {
	Key  string
	Name lang.Text
}

// exportColumns in their order. Category and place are there where a procedure has them; nothing is exported
// that the viewer would not see in the list or on the matter's page.
var exportColumns = []ExportColumn{
	{"number", lang.T("编号", "Number")},
	{"title", lang.T("标题", "Title")},
	{"procedure", lang.T("事项类别", "Procedure")},
	{"phase", lang.T("进程", "Phase")},
	{"step", lang.T("环节", "Step")},
	{"owner", lang.T("责任单位", "Owner")},
	{"station", lang.T("联络站", "Station")},
	{"category", lang.T("类别", "Category")},
	{"place", lang.T("地点", "Place")},
	{"raisedBy", lang.T("提出人", "Raised by")},
	{"raisedOn", lang.T("提出日期", "Raised on")},
	{"due", lang.T("到期日", "Due")},
	{"overdue", lang.T("逾期天数", "Days overdue")},
	{"answered", lang.T("已答复", "Answered")},
	{"ended", lang.T("办结日期", "Ended on")},
}

// ExportInput says what goes into a file.
type ExportInput struct {
	Query  ListQuery
	IDs    []string // instead of Query: these
	Format string   // xlsx or csv
	Lang   lang.Lang
	Says   []string // the filters in words, for the file
}

// ExportPreview says what a file would hold.
type ExportPreview struct {
	Columns []ExportColumn
	Count   int
	More    bool // more than ExportMax
	Rows    [][]string
}

var (
	errNoFormat = problem.New(problem.Invalid, "noFormat", "只能导出 xlsx 或 csv，没有生成文件。", "Only xlsx and csv can be made; no file was made.")
	errNoDisk   = problem.New(problem.Unavailable, "noRoom", "临时空间不足，文件没有生成；请稍后再试或请管理员清理磁盘。", "There is no room to write the file and none was made; try again later or ask the administrator to clear the disk.")
)

// PreviewExport shows the columns, the count and the first rows.
func (o *Office) PreviewExport(ctx context.Context, v access.Viewer, in ExportInput) (ExportPreview, error) {
	p := ExportPreview{Columns: exportColumns}
	if err := signedIn(v); err != nil {
		return p, err
	}
	const first = 5
	err := o.eachExported(ctx, v, in, first, func(row []string) error {
		p.Rows = append(p.Rows, row)
		return nil
	})
	if err != nil {
		return p, err
	}
	if in.IDs != nil {
		p.Count = len(in.IDs)
		return p, nil
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return p, err
	}
	err = o.db.View(ctx, func(tx *store.Tx) (err error) {
		f, _ := h.filter(v, in.Query, deadline.FromTime(tx.Now, h.zone))
		p.Count, err = tx.CountTo(f, ExportMax)
		return err
	})
	if p.More = p.Count > ExportMax; p.More {
		p.Count = ExportMax
	}
	return p, err
}

// Export writes a list into a temporary file and hands it over: when it cannot be finished, nobody gets half of it.
// Close removes it. Memory stays the same however long the list is.
func (o *Office) Export(ctx context.Context, v access.Viewer, in ExportInput) (f *ExportFile, err error) {
	if err := signedIn(v); err != nil {
		return nil, err
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
	defer func() {
		if err != nil {
			_ = f.Close()
		}
	}()
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	switch in.Format {
	case "csv":
		err = o.writeCSV(ctx, v, in, tmp, h.zone)
	case "xlsx":
		err = o.writeXLSX(ctx, v, in, tmp, h.zone)
	default:
		err = errNoFormat
	}
	if err == nil {
		_, err = tmp.Seek(0, io.SeekStart)
	}
	return f, err
}

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

func (in ExportInput) head() []string {
	out := make([]string, len(exportColumns))
	for i, c := range exportColumns {
		out[i] = c.Name.In(in.Lang)
	}
	return out
}

// foot says what the list is: when it was made, by whom, of what, and how many.
func (o *Office) foot(v access.Viewer, in ExportInput, zone *time.Location, n int) []string {
	t := func(zh, en string) string { return lang.T(zh, en).In(in.Lang) }
	out := []string{
		t("导出时间：", "Exported: ") + o.db.Clock().In(zone).Format("2006-01-02 15:04"),
		t("导出人：", "By: ") + v.Name,
		t("件数：", "Matters: ") + strconv.Itoa(n),
	}
	if n == ExportMax {
		out = append(out, t(fmt.Sprintf("只含前 %d 件", ExportMax), fmt.Sprintf("Only the first %d are here", ExportMax)))
	}
	if len(in.Says) == 0 {
		return append(out, t("筛选：全部", "Filters: all"))
	}
	return append(out, t("筛选：", "Filters: ")+strings.Join(in.Says, t("；", "; ")))
}

// harmless keeps a spreadsheet program from taking a text for a formula: what begins like one gets an apostrophe
// in front, as such programs write it themselves. (The cells of a workbook are typed and need none.)
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n|", rune(s[0])) || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}

func (o *Office) writeCSV(ctx context.Context, v access.Viewer, in ExportInput, to io.Writer, zone *time.Location) error {
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
	if err := put(in.head()); err != nil {
		return err
	}
	n := 0
	err := o.eachExported(ctx, v, in, ExportMax, func(row []string) error { n++; return put(row) })
	if err != nil {
		return err
	}
	if err := put([]string{""}); err != nil {
		return err
	}
	for _, line := range o.foot(v, in, zone, n) {
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

func (o *Office) writeXLSX(ctx context.Context, v access.Viewer, in ExportInput, to io.Writer, zone *time.Location) error {
	x := excelize.NewFile()
	defer x.Close() //nolint:errcheck // removes its own temporary files
	name, about := lang.T("清单", "List").In(in.Lang), lang.T("说明", "About").In(in.Lang)
	if err := x.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	if _, err := x.NewSheet(about); err != nil {
		return err
	}
	sw, err := x.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := sw.SetColWidth(1, len(exportColumns), 14); err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	n, line := 0, 0
	put := func(row []string) error {
		line++
		cells := make([]any, len(row))
		for i, s := range row {
			cells[i] = s
			if exportColumns[i].Key == "overdue" && s != "" && line > 1 {
				if d, err := strconv.Atoi(s); err == nil {
					cells[i] = d
				}
			}
		}
		if err := sw.SetRow("A"+strconv.Itoa(line), cells); err != nil {
			return errNoDisk.Because(err)
		}
		return nil
	}
	if err := put(in.head()); err != nil {
		return err
	}
	if err := o.eachExported(ctx, v, in, ExportMax, func(row []string) error { n++; return put(row) }); err != nil {
		return err
	}
	if err := sw.Flush(); err != nil {
		return errNoDisk.Because(err)
	}
	for i, s := range o.foot(v, in, zone, n) {
		if err := x.SetCellStr(about, "A"+strconv.Itoa(i+1), s); err != nil {
			return err
		}
	}
	if _, err := x.WriteTo(to); err != nil {
		return errNoDisk.Because(err)
	}
	return nil
}

// eachExported gives the rows of a list, as one snapshot has them, up to most.
func (o *Office) eachExported(ctx context.Context, v access.Viewer, in ExportInput, most int, fn func([]string) error) error {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return err
	}
	return o.db.View(ctx, func(tx *store.Tx) error {
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		give := func(m matter.Matter) error {
			row, err := r.exported(m, in.Lang)
			if err != nil {
				return err
			}
			return fn(row)
		}
		if in.IDs != nil {
			for _, id := range in.IDs[:min(len(in.IDs), most)] {
				m, err := visible(tx, v, id)
				if problem.KindOf(err) == problem.NotFound && err != nil {
					continue // what he may not see does not exist
				}
				if err != nil {
					return err
				}
				if err := give(m); err != nil {
					return err
				}
			}
			return nil
		}
		f, order := h.filter(v, in.Query, deadline.FromTime(tx.Now, h.zone))
		var at store.Cursor
		for given := 0; given < most; {
			const pageRows = 500
			page, next, err := tx.Matters(f, order, at, min(pageRows, most-given))
			if err != nil {
				return err
			}
			for _, m := range page {
				if err := give(m); err != nil {
					return err
				}
			}
			given += len(page)
			if next == (store.Cursor{}) {
				return nil
			}
			at = next
		}
		return nil
	})
}

// exported is one row of a file: what the viewer sees in the list, and the fields he sees on the matter's page.
func (r *reader) exported(m matter.Matter, l lang.Lang) ([]string, error) {
	row, err := r.row(m)
	if err != nil {
		return nil, err
	}
	p, err := r.house.procedure(m)
	if err != nil {
		return nil, err
	}
	t := func(x lang.Text) string { return x.In(l) }
	day := func(at time.Time) string { return deadline.FromTime(at, r.house.zone).String() }
	fields := map[string]string{}
	for _, f := range r.fields(p, m.Fields, access.Sees(r.viewer, m)) {
		fields[f.Key] = t(f.Value)
	}
	due, overdue, answered, ended := "", "", t(lang.T("否", "no")), ""
	if c := row.Clock; c != nil && m.Open() {
		due = c.Due.String()
		if c.Overdue > 0 {
			overdue = strconv.Itoa(c.Overdue)
		}
	}
	if row.Answered {
		answered = t(lang.T("是", "yes"))
	}
	if m.EndedAt != nil {
		ended = day(*m.EndedAt)
	}
	title := row.Title
	if title == "" && m.Erased {
		title = t(lang.T("（已依法删除）", "(lawfully erased)"))
	}
	by := strings.Join(row.RaisedBy, t(lang.T("、", ", ")))
	if row.Raisers > len(row.RaisedBy) {
		by = strings.TrimSpace(by + " " + t(lang.T(fmt.Sprintf("共 %d 人", row.Raisers), fmt.Sprintf("%d in all", row.Raisers))))
	}
	return []string{
		row.Number, title, t(row.Procedure), t(PhaseName(rulebook.Phase(row.Phase))), t(row.Step), row.Owner.In(l), row.Station.In(l),
		fields["category"], fields["place"], by, day(row.RaisedAt), due, overdue, answered, ended,
	}, nil
}
