package office

import (
	"context"
	"fmt"
	"strconv"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// Imports lists the viewer's latest imports, newest first.
func (o *Office) Imports(ctx context.Context, v access.Viewer) ([]Run, error) {
	if err := signedIn(v); err != nil {
		return nil, err
	}
	if !access.MayImport(v) {
		return nil, errCannotImport
	}
	return o.Runs(ctx, v, store.RunImport)
}

// Import gives one import of the viewer's own.
func (o *Office) Import(ctx context.Context, v access.Viewer, id string) (Run, error) {
	if err := signedIn(v); err != nil {
		return Run{}, err
	}
	if !access.MayImport(v) {
		return Run{}, errCannotImport
	}
	r, err := o.Run(ctx, v, id)
	if err == nil && r.Kind != store.RunImport {
		return Run{}, store.ErrNotFound
	}
	return r, err
}

var errNoReport = problem.New(problem.Conflict, "noReport", "还没有导入完，没有报告；请等导入完成后再下载。",
	"The import has not ended and there is no report yet; download it once it is done.")

// ImportReportFile writes what came of every row that was not taken, and the sums, into a file: of a prepared import
// what would come of it. format is xlsx or csv.
func (o *Office) ImportReportFile(ctx context.Context, v access.Viewer, id, format string, l lang.Lang) (*ExportFile, error) {
	run, err := o.Import(ctx, v, id)
	if err != nil {
		return nil, err
	}
	rep := run.Import.Report
	if run.State == store.RunPrepared {
		p, err := o.PreviewImport(ctx, v, id)
		if err != nil {
			return nil, err
		}
		if p.Wrong != nil {
			return nil, p.Wrong
		}
		rep = &p.Report
	}
	if rep == nil {
		return nil, errNoReport
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	t := func(zh, en string) string { return lang.T(zh, en).In(l) }
	return o.writeFile(ctx, format, sheet{
		name: t("未导入", "Not taken"), about: t("说明", "About"), numbers: []int{1},
		head: []string{t("工作表", "Sheet"), t("行", "Row"), t("留言编号", "Number"), t("原因", "Reason")},
		each: func(put func([]string) error) error {
			for _, r := range rep.Rejected {
				if err := put([]string{r.Sheet, strconv.Itoa(r.Row), r.Ref, t(r.ZH, r.EN)}); err != nil {
					return err
				}
			}
			return nil
		},
		foot: func(int) []string {
			taken := t("导入", "Taken")
			if rep.DryRun {
				taken = t("将导入", "Would be taken")
			}
			out := []string{
				t("文件：", "File: ") + run.Import.File,
				t("时间：", "Made: ") + o.db.Clock().In(h.zone).Format("2006-01-02 15:04"),
				t("经办人：", "By: ") + v.Name,
				fmt.Sprintf("%s%d", t("有内容的行：", "Rows: "), rep.Rows),
				fmt.Sprintf("%s%s%d", taken, t("：", ": "), rep.Taken),
				fmt.Sprintf("%s%d", t("已有（内容相同）：", "There already, word for word: "), rep.Known),
				fmt.Sprintf("%s%d", t("未导入：", "Not taken: "), len(rep.Rejected)),
				fmt.Sprintf("%s%d", t("疑似未实质答复：", "May not answer in substance: "), rep.Hollow),
			}
			for _, n := range rep.Notices {
				out = append(out, t(fmt.Sprintf("提示（第 %d 行）：", n.Row), fmt.Sprintf("Note (row %d): ", n.Row))+n.Text.In(l))
			}
			return out
		},
	})
}
