package office_test

import (
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// exported makes a file and gives its rows below the head: of a csv those of full width, of a workbook all.
func exported(t *testing.T, w *world.World, v access.Viewer, in office.ExportInput) [][]string {
	t.Helper()
	f, err := w.Office.Export(ctx, v, in)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows [][]string
	if in.Format == "xlsx" {
		x, err := excelize.OpenReader(f)
		if err != nil {
			t.Fatal(err)
		}
		name := x.GetSheetName(0)
		if rows, err = x.GetRows(name); err != nil {
			t.Fatal(err)
		}
		for r := range rows {
			for c := range rows[r] {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, err := x.GetCellFormula(name, cell); err != nil || formula != "" {
					t.Errorf("%s is a formula: %q, %v", cell, formula, err)
				}
			}
		}
		return rows[1:]
	}
	b, err := io.ReadAll(f)
	if err != nil || !strings.HasPrefix(string(b), "\ufeff") {
		t.Fatalf("%.10q, %v", b, err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff")))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all[1:] {
		if len(row) == len(all[0]) {
			rows = append(rows, row)
		}
	}
	return rows
}

// A file holds the rows of the list, in its order and by its filters, for whoever looks; a title that would be a
// formula is none; what is chosen and not for him to see is not there and not counted.
func TestExportIsTheList(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ids := mixed(w)
		evil := w.Raise("=HYPERLINK(\"http://example.org\",\"点我\")")
		w.Act("station-clerk", evil.ID, "assign", "unit", "roads", "category", "roads")
		for _, who := range []string{"station-clerk", "station2-clerk", "water-clerk", "roads-clerk", "office-clerk", "chair", "deputy", "admin"} {
			v := w.Viewer(who)
			for _, q := range []office.ListQuery{{}, {Queue: "mine"}, {State: "open", Order: "raised"}, {Owner: "water"}, {Queue: "triage"}} {
				list, err := w.Office.List(ctx, v, q)
				if err != nil {
					t.Fatal(err)
				}
				p, err := w.Office.PreviewExport(ctx, v, office.ExportInput{Query: q, Lang: lang.ZH})
				if err != nil || p.Count != len(list.Rows) || p.More {
					t.Errorf("%s %+v: previewed %d of %d, %v", who, q, p.Count, len(list.Rows), err)
				}
				for _, format := range []string{"csv", "xlsx"} {
					rows := exported(t, w, v, office.ExportInput{Query: q, Format: format, Lang: lang.ZH})
					if len(rows) != len(list.Rows) {
						t.Fatalf("%s %+v %s: %d rows, the list has %d", who, q, format, len(rows), len(list.Rows))
					}
					for i, r := range rows {
						title := list.Rows[i].Title
						if format == "csv" && strings.HasPrefix(title, "=") {
							title = "'" + title
						}
						if r[0] != list.Rows[i].Number || r[1] != title {
							t.Errorf("%s row %d: %q, the list has %q %q", who, i, r[:2], list.Rows[i].Number, title)
						}
						// The name of who raised it stands in the file only where it stands in the list.
						if r[9] != "" && len(list.Rows[i].RaisedBy) == 0 && list.Rows[i].Raisers == 0 || strings.Contains(strings.Join(r, "|"), "0000-000") {
							t.Errorf("%s row %d tells too much: %q", who, i, r)
						}
					}
				}
			}
		}
		water := w.Viewer("water-clerk")
		chosen := office.ExportInput{IDs: []string{ids[0], ids[1], evil.ID, "nothing"}, Format: "csv", Lang: lang.EN}
		rows := exported(t, w, water, chosen)
		p, err := w.Office.PreviewExport(ctx, water, chosen)
		// His own and the published one; not what waits to be triaged.
		if err != nil || len(rows) != 2 || p.Count != 2 || rows[0][0] != w.Page(ids[1]).Number || rows[1][0] != evil.Number {
			t.Errorf("chosen: %v, counted %d, %v", rows, p.Count, err)
		}
		if _, err := w.Office.Export(ctx, w.Viewer(""), office.ExportInput{Format: "csv"}); err == nil {
			t.Error("the public exports")
		}
		if _, err := w.Office.Export(ctx, water, office.ExportInput{Format: "exe"}); problem.Of(err).Code != "noFormat" {
			t.Errorf("exe: %v", err)
		}
	})
}

// What somebody keeps shows and counts what the one who looks may see; it is bounded, ordered and his own.
func TestKeptFilters(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		mixed(w)
		v := w.Viewer("office-clerk")
		query := func(address string) office.ListQuery {
			return office.ListQuery{Queue: strings.TrimPrefix(address, "queue=")}
		}
		look := func(who string) (names []string, all []office.SavedFilter) {
			t.Helper()
			all, err := w.Office.SavedFilters(ctx, w.Viewer(who), query)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range all {
				names = append(names, f.Name)
			}
			return names, all
		}
		for _, c := range []struct{ name, address, code string }{
			{"", "queue=all", "invalid"}, {strings.Repeat("长", 21), "queue=all", "invalid"}, {"空", "", "nothingToKeep"}, {"太长", strings.Repeat("x", 1001), "nothingToKeep"},
		} {
			if err := w.Office.SaveFilter(ctx, v, "", c.name, c.address, false); problem.KindOf(err) != problem.Invalid || err == nil {
				t.Errorf("%q: %v", c.name, err)
			}
		}
		for _, name := range []string{"一", "二", "三"} {
			if err := w.Office.SaveFilter(ctx, v, "", name, "queue=all", name == "二"); err != nil {
				t.Fatal(err)
			}
		}
		names, all := look("office-clerk")
		if strings.Join(names, "") != "一二三" || all[0].Count != 6 || !all[1].Shared || all[0].Shared || !all[0].Own {
			t.Fatalf("%+v", all)
		}
		for _, who := range []string{"station-clerk", "water-clerk", "general-clerk", "admin", "chair", "deputy", ""} {
			if names, _ := look(who); len(names) != 0 {
				t.Errorf("%s has %v", who, names)
			}
			if who == "" {
				continue
			}
			other := w.Viewer(who)
			for _, err := range []error{
				w.Office.SaveFilter(ctx, other, all[0].ID, "改", "", false), w.Office.MoveFilter(ctx, other, all[0].ID, false), w.Office.DropFilter(ctx, other, all[0].ID),
			} {
				if problem.KindOf(err) != problem.NotFound || err == nil {
					t.Errorf("%s changes it: %v", who, err)
				}
			}
		}
		// A colleague of the same office sees what is shared, counted for himself, and cannot change it.
		station := w.Viewer("station-clerk")
		if err := w.Office.SaveFilter(ctx, station, "", "站里", "queue=all", true); err != nil {
			t.Fatal(err)
		}
		colleague := w.Viewer("water-clerk")
		colleague.Orgs = station.Orgs
		shared, err := w.Office.SavedFilters(ctx, colleague, query)
		if err != nil || len(shared) != 1 || shared[0].Own || !shared[0].Shared {
			t.Fatalf("a colleague has %+v, %v", shared, err)
		}
		if err := w.Office.DropFilter(ctx, colleague, shared[0].ID); problem.KindOf(err) != problem.NotFound {
			t.Errorf("a colleague drops it: %v", err)
		}
		// Moved, renamed, dropped.
		if err := w.Office.MoveFilter(ctx, v, all[2].ID, true); err != nil {
			t.Fatal(err)
		}
		if err := w.Office.SaveFilter(ctx, v, all[0].ID, " 头  一 ", "", false); err != nil {
			t.Fatal(err)
		}
		if err := w.Office.DropFilter(ctx, v, all[1].ID); err != nil {
			t.Fatal(err)
		}
		if names, again := look("office-clerk"); strings.Join(names, ",") != "头 一,三" || again[0].Address != "queue=all" {
			t.Errorf("%+v", again)
		}
		for range 10 {
			if err := w.Office.SaveFilter(ctx, v, "", "又", "queue=all", false); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Office.SaveFilter(ctx, v, "", "满", "queue=all", false); problem.Of(err).Code != "tooManySaved" {
			t.Errorf("the thirteenth: %v", err)
		}
	})
}

// The week counts and shows what the list of a day has, and what a person may not see is in neither.
func TestAgendaIsTheList(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		mixed(w)
		w.Clock.Set(world.At("2026-03-16 09:00"))
		mixed(w)
		for _, who := range []string{"station-clerk", "station2-clerk", "water-clerk", "roads-clerk", "office-clerk", "chair"} {
			v := w.Viewer(who)
			a, err := w.Office.Agenda(ctx, v, deadline.Date{}, true)
			if err != nil {
				t.Fatal(err)
			}
			all := 0
			for _, week := range a.Weeks {
				for _, d := range week.Days {
					day := d.Day.String()
					n, _, err := w.Office.Count(ctx, v, office.ListQuery{Queue: "all", DueFrom: day, DueTo: day, State: "open"})
					if err != nil || n != d.Count {
						t.Errorf("%s %s: %d, the list has %d, %v", who, day, d.Count, n, err)
					}
					all += d.Count
				}
			}
			late, _, err := w.Office.Count(ctx, v, office.ListQuery{Queue: "all", Overdue: true})
			if err != nil || a.Overdue.Count != late || len(a.Overdue.Rows) != late {
				t.Errorf("%s: %d late, the list has %d, %v", who, a.Overdue.Count, late, err)
			}
			if who == "office-clerk" && (all == 0 || late == 0) {
				t.Errorf("nothing to look at: %d and %d", all, late)
			}
		}
		if _, err := w.Office.Agenda(ctx, w.Viewer(""), deadline.Date{}, true); err == nil {
			t.Error("the public has a week")
		}
	})
}
