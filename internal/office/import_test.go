package office_test

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/message"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// messagesCSV is a small invented file: good rows, one without a time, one without words, one twice.
func messagesCSV(rows int) string {
	var b strings.Builder
	b.WriteString("编号,网友,标题,时间,内容,回复,回复时间\n")
	for i := range rows {
		reply := ",,"
		if i%2 == 0 {
			reply = ",已派人更换灯泡，3月底前全部修好。,2019-03-11 09:00:00"
		}
		fmt.Fprintf(&b, "M%03d,U%d,村口第%d盏路灯不亮,2019-03-04 10:00:00,夜里很黑，老人看不清台阶。%s\n", i+1, i, i, reply)
	}
	b.WriteString("M900,U9,井盖松动,某日,响声很大。,,\n")
	b.WriteString("M901,U9,,2019-03-05 08:00:00,,,\n")
	b.WriteString("M001,U0,村口第0盏路灯不亮,2019-03-04 10:00:00,夜里很黑，老人看不清台阶。,已派人更换灯泡，3月底前全部修好。,2019-03-11 09:00:00\n")
	return b.String()
}

// An import on a page comes to exactly what the command line's import comes to, which is what its preview said; the
// same file again adds nothing.
func TestImportOnAPageIsTheCommandLines(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		v, text := w.Viewer("office-clerk"), messagesCSV(120)
		twin := world.SQLite(t)
		want, err := twin.Office.ImportMessages(ctx, twin.Viewer("office-clerk"), strings.NewReader(text), int64(len(text)), office.ImportOptions{File: "m.csv"})
		if err != nil || want.Taken != 120 || len(want.Rejected) != 2 || want.Known != 1 {
			t.Fatalf("the command line: %+v, %v", want, err)
		}
		id, err := w.Office.PrepareImport(ctx, v, "m.csv", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.Office.PreviewImport(ctx, v, id)
		if err != nil || p.Wrong != nil || len(p.First) == 0 {
			t.Fatalf("preview: %+v, %v", p, err)
		}
		if n, _, err := w.Office.Count(ctx, v, office.ListQuery{Procedure: "message"}); n != 0 || err != nil {
			t.Fatalf("looking at it took %d in, %v", n, err)
		}
		p.Report.DryRun = false
		if !reflect.DeepEqual(p.Report, want) {
			t.Errorf("preview %+v\nwant %+v", p.Report, want)
		}
		after := start(t, w, v, id)
		if after.State != store.RunDone || after.Import.Report == nil {
			t.Fatalf("%+v, %+v", after, after.Import)
		}
		got := *after.Import.Report
		if got.Taken != want.Taken || got.Known != want.Known || got.Rows != want.Rows || got.Hollow != want.Hollow || !slices.Equal(got.Rejected, want.Rejected) {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
		if n, _, err := w.Office.Count(ctx, v, office.ListQuery{Procedure: "message"}); n != 120 || err != nil {
			t.Errorf("%d matters, %v", n, err)
		}
		again, err := w.Office.PrepareImport(ctx, v, "m.csv", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if r := start(t, w, v, again); r.Import.Report.Taken != 0 || r.Import.Report.Known != 121 {
			t.Errorf("again: %+v", r.Import.Report)
		}
		w.Verify()
	})
}

// An import that was broken off half way is taken up and reports what it would have reported.
func TestImportIsTakenUp(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		v, text := w.Viewer("office-clerk"), messagesCSV(250)
		id, err := w.Office.PrepareImport(ctx, v, "m.csv", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		// As if a process had taken the first hundred and died: they are in and counted, the run is going, nobody has it.
		head := strings.SplitAfterN(text, "\n", 102)
		part := strings.Join(head[:101], "")
		rep, err := w.Office.ImportMessages(ctx, v, strings.NewReader(part), int64(len(part)), office.ImportOptions{})
		if err != nil || rep.Taken != 100 {
			t.Fatalf("%+v, %v", rep, err)
		}
		_, _, err = w.Store.Update(ctx, store.Request{Congress: world.ID}, func(tx *store.Tx) (string, error) {
			if err := tx.StartRun(world.ID, id); err != nil {
				return "", err
			}
			return "", tx.CountRun(world.ID, id, 100, 0, int64(rep.Hollow))
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Office.ResumeRuns(ctx); err != nil {
			t.Fatal(err)
		}
		r := run(t, w, v, id)
		if r.State != store.RunDone || r.Import.Report.Taken != 250 || r.Import.Report.Known != 1 || len(r.Import.Report.Rejected) != 2 {
			t.Errorf("%s: %+v", r.State, r.Import.Report)
		}
		if n, _, err := w.Office.Count(ctx, v, office.ListQuery{Procedure: "message"}); n != 250 || err != nil {
			t.Errorf("%d matters, %v", n, err)
		}
		w.Verify()
	})
}

// A heading that nothing understands can be mapped by hand, and what was set stays set until the file is imported.
func TestImportMapping(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	v := w.Viewer("office-clerk")
	id, err := w.Office.PrepareImport(ctx, v, "x.csv", []byte("甲,乙,丙\n1,2020-01-02,路灯不亮\n2,2020-01-03,井盖松动\n"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.Office.PreviewImport(ctx, v, id)
	if err != nil || p.Wrong == nil {
		t.Fatalf("%+v, %v", p, err)
	}
	if err := w.Office.SetImport(ctx, v, id, map[message.Field]string{message.FieldID: "甲", message.FieldRaisedAt: "B", message.FieldDetail: "C"}, "", false); err != nil {
		t.Fatal(err)
	}
	if p, err = w.Office.PreviewImport(ctx, v, id); err != nil || p.Wrong != nil || p.Report.Taken != 2 || p.First[1].Detail != "井盖松动" {
		t.Fatalf("%+v, %v", p, err)
	}
	if r := start(t, w, v, id); r.Import.Report.Taken != 2 {
		t.Fatalf("%+v", r.Import.Report)
	}
	if err := w.Office.SetImport(ctx, v, id, nil, "", true); problem.Of(err).Code != "runBegun" {
		t.Errorf("set when it was done: %v", err)
	}
	// What no reader takes ends as a failure that says why, with nothing taken.
	bad, err := w.Office.PrepareImport(ctx, v, "bad.xlsx", []byte("PK\x03\x04 and then nothing"))
	if err != nil {
		t.Fatal(err)
	}
	if r := start(t, w, v, bad); r.State != store.RunDone || r.Import.Failed == nil || r.Import.Report != nil {
		t.Errorf("%+v, %+v", r, r.Import)
	}
	w.Verify()
}

// Only the deputy office's staff may import, and each sees only his own imports.
func TestWhoMayImport(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	clerk := w.Viewer("office-clerk")
	id, err := w.Office.PrepareImport(ctx, clerk, "m.csv", []byte(messagesCSV(3)))
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"station-clerk", "station2-clerk", "water-clerk", "general-clerk", "committee-clerk", "chair", "member", "deputy", "admin", ""} {
		v := w.Viewer(who)
		_, prepare := w.Office.PrepareImport(ctx, v, "m.csv", []byte("x"))
		_, preview := w.Office.PreviewImport(ctx, v, id)
		_, one := w.Office.Import(ctx, v, id)
		_, list := w.Office.Imports(ctx, v)
		_, report := w.Office.ImportReportFile(ctx, v, id, "csv", lang.ZH)
		for i, err := range []error{prepare, preview, w.Office.SetImport(ctx, v, id, nil, "", true), one, list, report} {
			if k := problem.KindOf(err); err == nil || k != problem.Denied && k != problem.Unknown {
				t.Errorf("%s, %d: %v", who, i, err)
			}
		}
		if _, err := w.Office.StartRun(ctx, v, id); problem.KindOf(err) != problem.NotFound {
			t.Errorf("%s starts it: %v", who, err)
		}
	}
	for name, data := range map[string][]byte{"noImportFile": nil, "fileTooLarge": make([]byte, office.ImportMaxBytes+1)} {
		if _, err := w.Office.PrepareImport(ctx, clerk, "m.csv", data); problem.Of(err).Code != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r := start(t, w, clerk, id); r.Import.Report.Taken != 3 {
		t.Errorf("%+v", r.Import.Report)
	}
}

// The report lists every row that was not taken, before and after, and no cell of it is a formula.
func TestImportReport(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	v := w.Viewer("office-clerk")
	text := messagesCSV(3) + "=1+2,U,井盖,某日,响,,\n"
	id, err := w.Office.PrepareImport(ctx, v, "m.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	read := func(format string) string {
		t.Helper()
		f, err := w.Office.ImportReportFile(ctx, v, id, format, lang.ZH)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if format == "xlsx" {
			x, err := excelize.OpenReader(f)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := x.GetRows("未导入")
			if err != nil {
				t.Fatal(err)
			}
			if formula, err := x.GetCellFormula("未导入", "C4"); err != nil || formula != "" {
				t.Errorf("C4 is a formula: %s, %v", formula, err)
			}
			return fmt.Sprint(rows)
		}
		b, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	before := read("csv")
	for _, want := range []string{"某日", "M900", "M901", "'=1+2", "将导入：3"} {
		if !strings.Contains(before, want) {
			t.Errorf("the report before lacks %q: %s", want, before)
		}
	}
	start(t, w, v, id)
	after := read("csv")
	if !strings.Contains(after, "导入：3") || strings.Contains(after, "将导入") || !strings.Contains(after, "M900") {
		t.Errorf("after: %s", after)
	}
	if x := read("xlsx"); !strings.Contains(x, "M901") || !strings.Contains(x, "某日") {
		t.Errorf("xlsx: %s", x)
	}
	if _, err := w.Office.ImportReportFile(ctx, v, id, "ods", lang.ZH); problem.Of(err).Code != "noFormat" {
		t.Errorf("ods: %v", err)
	}
}
