package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

type csvOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Link        string `header:"Link" doc:"The next page (RFC 8288)."`
	Body        []byte `contentType:"text/csv"`
}

var csvHead = []lang.Text{
	lang.T("编号", "Number"), lang.T("标题", "Title"), lang.T("类别", "Procedure"), lang.T("环节", "Step"), lang.T("所处阶段", "Station"),
	lang.T("责任单位", "Owner"), lang.T("提出时间", "Raised"), lang.T("到期日", "Due"), lang.T("逾期天数", "Days overdue"), lang.T("办结时间", "Ended"),
}

func (s *server) listPublicCSV(ctx context.Context, in *publicListIn) (*csvOut, error) {
	v := visitOf(ctx)
	l, err := s.list(ctx, v.public(), "/public/matters.csv", "", in.Filters)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets take a file without the mark for one in their own code page
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{each(csvHead, v.in)}
	for _, m := range l.Body.Items {
		rows = append(rows, v.csvRow(m))
	}
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return &csvOut{ContentType: "text/csv; charset=utf-8", Disposition: `attachment; filename="matters.csv"`, Link: l.Link, Body: b.Bytes()}, nil
}

func (v *visit) csvRow(m MatterRow) []string {
	const civil = "2006-01-02"
	row := []string{m.Number, m.Title, m.Procedure.Name, m.Step.Name, m.Phase, "", m.RaisedAt.Format(civil), "", "", ""}
	for _, p := range v.phases() {
		if p.Key == m.Phase {
			row[4] = p.Name
		}
	}
	if m.Owner != nil {
		row[5] = m.Owner.Name
	}
	if m.Clock != nil {
		row[7] = m.Clock.Due
		if m.Clock.Overdue > 0 {
			row[8] = strconv.Itoa(m.Clock.Overdue)
		}
	}
	if m.EndedAt != nil {
		row[9] = m.EndedAt.Format(civil)
	}
	return row
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}
