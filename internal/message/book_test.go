package message

import (
	"archive/zip"
	"bytes"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/huiyin/huiyin/internal/problem"
)

// The workbooks of these tests are made here, with invented people and places.

// today is after everything in them.
var today = time.Date(2020, 6, 1, 10, 0, 0, 0, China)

// usual is the heading of a usual export.
var usual = []any{"留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"}

// plain is one good row.
func plain(id string) []any {
	return []any{id, "清河居民", "路灯不亮", "2019/3/5 9:05:00", "长安街东段的路灯坏了两周。", "已于3月8日更换灯泡12盏。", "2019/3/9 16:00:00"}
}

// book makes a workbook; the first sheet is Sheet1.
func book(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rows makes a workbook of one sheet.
func rows(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	return book(t, func(f *excelize.File) { put(t, f, "Sheet1", 1, rows...) })
}

// put writes rows into a sheet, from a row number on.
func put(t testing.TB, f *excelize.File, sheet string, from int, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		cell, err := excelize.CoordinatesToCellName(1, from+i)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow(sheet, cell, &row); err != nil {
			t.Fatal(err)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rawBook makes a workbook of one sheet from its XML, for what a library would not write. extra are
// further parts by path; a shared strings part is related when it is there.
func rawBook(t testing.TB, sheet string, extra map[string]string) []byte {
	t.Helper()
	const (
		pkg  = `http://schemas.openxmlformats.org/package/2006/relationships`
		off  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
		main = `http://schemas.openxmlformats.org/spreadsheetml/2006/main`
	)
	parts := map[string]string{
		"_rels/.rels":     `<Relationships xmlns="` + pkg + `"><Relationship Id="rId1" Type="` + off + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns="` + main + `" xmlns:r="` + off + `"><sheets><sheet name="留言" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="` + pkg + `"><Relationship Id="rId1" Type="` + off + `/worksheet" Target="/xl/worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + off + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml":     `<sst xmlns="` + main + `"/>`,
		"xl/worksheets/sheet1.xml": sheet,
	}
	maps.Copy(parts, extra)
	return archive(t, parts)
}

func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte(text))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

// read reads a file that can be read.
func read(t testing.TB, file []byte, o Options) *Table {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = today
	}
	table, err := Read(bytes.NewReader(file), int64(len(file)), o)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// refuse reads a file that cannot be read and returns what is said.
func refuse(t testing.TB, file []byte, o Options, code string) *problem.Problem {
	t.Helper()
	_, err := Read(bytes.NewReader(file), int64(len(file)), o)
	var p *problem.Problem
	if !errors.As(err, &p) || p.Code != code {
		t.Fatalf("refused with %v, want %s", err, code)
	}
	if p.Text.ZH == "" || p.Text.EN == "" || p.Kind == problem.Internal {
		t.Fatalf("%s says nothing to a person: %+v", code, p)
	}
	return p
}

func ids(table *Table) []string {
	var out []string
	for _, m := range table.Messages {
		out = append(out, m.ID)
	}
	return out
}

func wantIDs(t *testing.T, table *Table, want ...string) {
	t.Helper()
	if got := ids(table); !slices.Equal(got, want) {
		t.Fatalf("took %v, want %v; rejected %v", got, want, table.Rejected)
	}
}

// rejectedAs lists the rejected rows as row numbers and codes.
func rejectedAs(table *Table) map[int]string {
	out := map[int]string{}
	for _, r := range table.Rejected {
		out[r.Row] = r.Reason.Code
	}
	return out
}

func noticed(table *Table, code string) bool {
	return slices.ContainsFunc(table.Notices, func(n Notice) bool { return n.Code == code && n.Text.ZH != "" && n.Text.EN != "" })
}
