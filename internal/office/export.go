package office

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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
	most := first
	if in.IDs != nil {
		most = BulkMax // all of them are looked at: what he may not see is not counted either
	}
	err := o.eachExported(ctx, v, in, most, func(row []string) error {
		if p.Count++; p.Count <= first {
			p.Rows = append(p.Rows, row)
		}
		return nil
	})
	if err != nil || in.IDs != nil {
		return p, err
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
func (o *Office) Export(ctx context.Context, v access.Viewer, in ExportInput) (*ExportFile, error) {
	if err := signedIn(v); err != nil {
		return nil, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	t := func(zh, en string) string { return lang.T(zh, en).In(in.Lang) }
	overdue := slices.IndexFunc(exportColumns, func(c ExportColumn) bool { return c.Key == "overdue" })
	return o.writeFile(ctx, in.Format, sheet{
		name: t("清单", "List"), about: t("说明", "About"), head: in.head(), numbers: []int{overdue},
		each: func(put func([]string) error) error { return o.eachExported(ctx, v, in, ExportMax, put) },
		foot: func(n int) []string { return o.foot(v, in, h.zone, n) },
	})
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
