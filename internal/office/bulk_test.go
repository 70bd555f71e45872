package office_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

var ctx = context.Background()

// prepare prepares a run and gives it as its owner sees it.
func prepare(t *testing.T, w *world.World, v access.Viewer, in office.BulkInput) office.Run {
	t.Helper()
	id, err := w.Office.PrepareBulk(ctx, v, in)
	if err != nil {
		t.Fatal(err)
	}
	return run(t, w, v, id)
}

func run(t *testing.T, w *world.World, v access.Viewer, id string) office.Run {
	t.Helper()
	r, err := w.Office.Run(ctx, v, id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// start confirms a run and waits for its end.
func start(t *testing.T, w *world.World, v access.Viewer, id string) office.Run {
	t.Helper()
	done, err := w.Office.StartRun(ctx, v, id)
	if err != nil {
		t.Fatal(err)
	}
	<-done
	return run(t, w, v, id)
}

// mixed is one matter at each of several steps of an opinion's life.
func mixed(w *world.World) (ids []string) {
	for i := range 6 {
		r := w.Raise(fmt.Sprintf("巷口路灯 %d", i))
		ids = append(ids, r.ID)
		if i%3 > 0 {
			w.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "water")
		}
		if i%3 > 1 {
			w.Act("water-clerk", r.ID, "accept")
		}
	}
	return ids
}

// What the preview says will happen is what happens, for whoever looks and whatever he asks for, when nothing comes
// between; and it is exactly what he could do singly.
func TestBulkDoesWhatItsPreviewSays(t *testing.T) {
	t.Parallel()
	people := []string{"station-clerk", "station2-clerk", "water-clerk", "roads-clerk", "office-clerk", "general-clerk", "committee-clerk", "chair", "member", "deputy", "admin"}
	acts := []struct {
		act    string
		fields map[string]string
	}{
		{"assign", map[string]string{"unit": "roads"}},
		{"accept", nil},
		{"note", map[string]string{"note": "请本周内联系住户。"}},
		{"answer", map[string]string{"answer": "已修复。"}},
		{"closeUnrated", map[string]string{"note": "逾期"}},
		{"nothing", nil},
	}
	for _, who := range people {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			w := world.SQLite(t)
			v := w.Viewer(who)
			for _, a := range acts {
				ids, twins := mixed(w), mixed(w)
				id, err := w.Office.PrepareBulk(ctx, v, office.BulkInput{Act: a.act, IDs: ids, Fields: a.fields})
				if err != nil {
					// Only when he may see none of them: then there is nothing to choose.
					for _, m := range ids {
						if _, err := w.Office.Matter(ctx, v, m); err == nil {
							t.Fatalf("%s: %v, but he sees some of them", a.act, err)
						}
					}
					continue
				}
				before := run(t, w, v, id)
				if before.State != store.RunPrepared || len(before.Rows) != len(ids) {
					t.Fatalf("%s: prepared %s with %d rows", a.act, before.State, len(before.Rows))
				}
				after := start(t, w, v, id)
				for i, r := range before.Rows {
					will, did := r.Why == nil, after.Rows[i].State == store.RowDone
					if will != did {
						t.Errorf("%s on row %d: preview said %v (%v), it came to %v (%v)", a.act, i, will, r.Why, did, after.Rows[i].Why)
					}
					fields := []string{}
					for k, x := range a.fields {
						fields = append(fields, k, x)
					}
					if a.act == "assign" {
						fields = append(fields, "category", "roads")
					}
					singly := w.Try(v, twins[i], a.act, fields...) == nil
					if bulk := a.act == "answer" || a.act == "closeUnrated"; !bulk && singly != did {
						t.Errorf("%s on row %d: singly %v, in bulk %v", a.act, i, singly, did)
					} else if bulk && did {
						t.Errorf("%s was done in bulk", a.act)
					}
					if !did && r.ID != "" && after.Rows[i].Why.Code != r.Why.Code {
						t.Errorf("%s on row %d: preview %s, result %s", a.act, i, r.Why.Code, after.Rows[i].Why.Code)
					}
				}
				if after.Did+after.Refused != len(ids) || after.State != store.RunDone {
					t.Errorf("%s ended %s with %d + %d", a.act, after.State, after.Did, after.Refused)
				}
			}
			w.Verify()
		})
	}
}

// What somebody does between preview and confirmation is not overwritten: that matter is left out, with the reason.
func TestBulkLeavesOutWhatMovedOn(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	var ids []string
	for i := range 4 {
		ids = append(ids, w.Raise(fmt.Sprintf("排水沟堵塞 %d", i)).ID)
	}
	v := w.Viewer("station-clerk")
	r := prepare(t, w, v, office.BulkInput{Act: "assign", IDs: ids, Fields: map[string]string{"unit": "water"}})
	w.Act("office-clerk", ids[1], "assign", "unit", "roads", "category", "roads")
	w.Act("office-clerk", ids[2], "note", "note", "来过电话")
	if again := run(t, w, v, r.ID); again.Rows[2].Why == nil || again.Rows[2].Why.Code != "staleRevision" {
		t.Errorf("the preview, looked at again, says %v", again.Rows[2].Why)
	}
	after := start(t, w, v, r.ID)
	var states []string
	for _, x := range after.Rows {
		states = append(states, x.State)
	}
	if want := []string{"done", "refused", "refused", "done"}; !slices.Equal(states, want) {
		t.Fatalf("%v, want %v", states, want)
	}
	if w.Page(ids[1]).Owner.ID != "roads" {
		t.Error("what the office had assigned was assigned again")
	}
}

// Confirming twice, or again after a process died half way, does nothing twice.
func TestBulkIsDoneOnce(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	var ids []string
	for i := range 30 {
		ids = append(ids, w.Raise(fmt.Sprintf("井盖破损 %d", i)).ID)
	}
	v := w.Viewer("station-clerk")
	r := prepare(t, w, v, office.BulkInput{Act: "note", IDs: append(ids, ids[0]), Fields: map[string]string{"note": "统一现场查看。"}})
	a, err := w.Office.StartRun(ctx, v, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	b, err := w.Office.StartRun(ctx, v, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	<-a
	<-b
	// As if the process had died before it wrote down that the run had ended, with some rows not settled.
	for _, s := range []string{
		`UPDATE desk_run SET state = 'going', lease = 0`, `UPDATE desk_row SET state = 'waiting' WHERE seq > 10`,
	} {
		if _, err := w.Store.Writer().Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	// Its words went when it ended; a run that died still has them.
	if _, err := w.Store.Writer().Exec(`UPDATE desk_run SET input = '{"act":{"Key":"note"},"fields":{"note":"统一现场查看。"}}'`); err != nil {
		t.Fatal(err)
	}
	if err := w.Office.ResumeRuns(ctx); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		notes := 0
		for _, m := range w.Page(id).History {
			if m.Kind == "note" {
				notes++
			}
		}
		if notes != 1 {
			t.Fatalf("%d notes on one matter", notes)
		}
	}
	w.Verify()
}

// A run belongs to who prepared it. Colleagues, the administrator and the public are told that it does not exist.
func TestRunsAreOnesOwn(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	id := w.Raise("楼道灯不亮").ID
	r := prepare(t, w, w.Viewer("office-clerk"), office.BulkInput{Act: "note", IDs: []string{id}, Fields: map[string]string{"note": "x"}})
	for _, who := range []string{"station-clerk", "general-clerk", "admin", "chair", "water-clerk", "deputy", ""} {
		v := w.Viewer(who)
		_, err := w.Office.Run(ctx, v, r.ID)
		_, startErr := w.Office.StartRun(ctx, v, r.ID)
		for _, e := range []error{err, startErr, w.Office.DropRun(ctx, v, r.ID), w.Office.ResumeRun(ctx, v, r.ID)} {
			if problem.KindOf(e) != problem.NotFound || e == nil {
				t.Errorf("%s gets %v", who, e)
			}
		}
	}
	if got := run(t, w, w.Viewer("office-clerk"), r.ID); got.State != store.RunPrepared {
		t.Errorf("it is %s", got.State)
	}
}

// A matter that is not for the viewer to see and one that does not exist look the same in a run, and so do counts.
func TestBulkTellsNothingOfWhatIsHidden(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	mine := w.Raise("公厕损坏").ID
	w.Act("station-clerk", mine, "assign", "unit", "water", "category", "water")
	hidden := w.Raise("别家的事").ID
	v := w.Viewer("water-clerk")
	look := func(other string) office.Run {
		return prepare(t, w, v, office.BulkInput{Act: "accept", IDs: []string{mine, other}})
	}
	a, b := look(hidden), look("0190f0f0-0000-7000-8000-000000000000")
	x, y := a.Rows[1], b.Rows[1]
	if x.ID != "" || x.Number != "" || x.Title != "" || x.Why.Code != y.Why.Code || y.ID != "" {
		t.Errorf("hidden %+v, none %+v", x, y)
	}
	if got := start(t, w, v, a.ID); got.Did != 1 || got.Refused != 1 {
		t.Errorf("did %d, refused %d", got.Did, got.Refused)
	}
}

// Two hundred at once, by the list's own filter, on both engines' path through one commit for several.
func TestBulkOfTwoHundred(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	for i := range 200 {
		w.Raise(fmt.Sprintf("意见 %d", i))
	}
	v := w.Viewer("station-clerk")
	r := prepare(t, w, v, office.BulkInput{Act: "assign", All: true, Query: office.ListQuery{Queue: "triage"}, Fields: map[string]string{"unit": "roads"}})
	if len(r.Rows) != 200 {
		t.Fatalf("%d rows", len(r.Rows))
	}
	after := start(t, w, v, r.ID)
	if after.Did != 200 {
		t.Fatalf("%d of 200: %+v", after.Did, after.Rows[0].Why)
	}
	n, _, err := w.Office.Count(ctx, w.Viewer("roads-clerk"), office.ListQuery{Queue: "mine"})
	if err != nil || n != 200 {
		t.Fatalf("the unit has %d, %v", n, err)
	}
	// And the unit signs for all of them.
	u := w.Viewer("roads-clerk")
	if done := start(t, w, u, prepare(t, w, u, office.BulkInput{Act: "accept", All: true, Query: office.ListQuery{Queue: "mine"}}).ID); done.Did != 200 {
		t.Fatalf("%d signed for", done.Did)
	}
	w.Verify()
}
