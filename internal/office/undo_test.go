package office_test

import (
	"context"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

func tryUndo(w *world.World, who, id string) error {
	_, err := w.Office.Undo(context.Background(), w.Viewer(who), id, office.UndoInput{})
	return err
}

// Assigned to the wrong unit by mistake, taken back, assigned again: the history shows both, the wrong unit sees
// nothing, and the proof holds.
func TestUndoAssign(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		r := w.Raise("涵洞积水")
		due := w.Page(r.ID).Due.Day
		w.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "roads")
		w.Clock.Set(world.At("2026-03-02 09:00").Add(9 * time.Minute))
		seen, err := w.Office.Matter(context.Background(), w.Viewer("station-clerk"), r.ID)
		if err != nil || seen.Undo == nil || seen.Undo.Act.EN != "Assign" {
			t.Fatalf("not offered: %+v %v", seen.Undo, err)
		}
		for _, who := range []string{"water-clerk", "chair", "roads-clerk", "deputy"} {
			if err := tryUndo(w, who, r.ID); problem.KindOf(err) != problem.Denied {
				t.Errorf("%s: %v", who, err)
			}
			if p, err := w.Office.Matter(context.Background(), w.Viewer(who), r.ID); err != nil || p.Undo != nil {
				t.Errorf("%s is offered it: %v", who, err)
			}
		}
		if err := tryUndo(w, "station-clerk", r.ID); err != nil {
			t.Fatal(err)
		}
		p := w.Page(r.ID)
		expect(t, p, "To be triaged", rulebook.Seen, "station")
		if p.Due.Day != due || len(p.History) != 3 || !p.History[1].Undone || p.History[2].Act.ZH != "撤销“交办”" {
			t.Errorf("due %s, history %+v", p.Due.Day, p.History)
		}
		if _, err := w.Office.Matter(context.Background(), w.Viewer("water-clerk"), r.ID); problem.KindOf(err) != problem.NotFound {
			t.Errorf("the wrong unit still sees it: %v", err)
		}
		if _, n, err := count(w, "water-clerk"); err != nil || n != 0 {
			t.Errorf("the wrong unit's list has %d: %v", n, err)
		}
		w.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
		expect(t, w.Page(r.ID), "To be signed for", rulebook.Deliberated, "roads")
		w.Verify()
		w.Clock.Set(world.At("2026-03-02 09:00").Add(9*time.Minute + matter.UndoWindow))
		if err := tryUndo(w, "station-clerk", r.ID); !isCode(err, "undoLate") {
			t.Errorf("too late: %v", err)
		}
	})
}

func count(w *world.World, who string) (string, int, error) {
	n, _, err := w.Office.Count(context.Background(), w.Viewer(who), office.ListQuery{})
	return who, n, err
}

// A merge that is taken back gives the raisers back; a close that is taken back waits for the look-back again.
func TestUndoMergeAndClose(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		a, b := w.Raise("学校门口没有红绿灯"), w.Raise("校门口过马路危险")
		w.Act("office-clerk", b.ID, "merge", "target", a.Number, "reason", "同一路口")
		if err := tryUndo(w, "office-clerk", b.ID); err != nil {
			t.Fatal(err)
		}
		if p := w.Page(b.ID); p.Step.EN != "To be triaged" || p.Into != nil || p.Ending != rulebook.Open {
			t.Fatalf("%q %v", p.Step.EN, p.Into)
		}
		if p := w.Page(a.ID); len(p.Raisers) != 1 {
			t.Fatalf("%d raisers", len(p.Raisers))
		}
		w.Verify()
		w.Act("office-clerk", b.ID, "merge", "target", a.Number, "reason", "同一路口")
		w.Act("office-clerk", b.ID, "unmerge", "reason", "不是同一处")
		if p := w.Page(b.ID); p.Step.EN != "To be triaged" {
			t.Fatalf("merged and parted again: %q", p.Step.EN)
		}
		w.Act("station-clerk", a.ID, "assign", "unit", "roads", "category", "roads")
		w.Act("roads-clerk", a.ID, "accept")
		w.Act("roads-clerk", a.ID, "answer", "answer", "4月设置信号灯。")
		if err := tryUndo(w, "roads-clerk", a.ID); !isCode(err, "undoKind") {
			t.Fatalf("an answer was taken back: %v", err)
		}
		v, id, err := w.Office.Track(context.Background(), world.ID, a.Number, a.Code)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Try(v, id, "rate", "rating", "satisfied"); err != nil {
			t.Fatal(err)
		}
		due := w.Page(a.ID).Due.Day
		w.Act("station-clerk", a.ID, "confirm", "findings", "属实")
		if err := tryUndo(w, "station-clerk", a.ID); err != nil {
			t.Fatal(err)
		}
		p := w.Page(a.ID)
		expect(t, p, "Look-back due", rulebook.Supervised, "station")
		if p.Due.Day != due || p.EndedAt != nil {
			t.Errorf("due %s, ended %v", p.Due.Day, p.EndedAt)
		}
		w.Verify()
	})
}

// A part that was closed by mistake: its parent forgets that it was told, unless it has moved on.
func TestUndoOfAPart(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		id, parts := meeting(t, w)
		for i, q := range parts {
			w.Act("office-clerk", q, "answerOnSpot", "answer", "汛前完工。")
			w.Act("deputy", q, "rate", "rating", "satisfied")
			w.Act("office-clerk", q, "confirm", "findings", "属实")
			if i == 0 {
				before := w.Page(id).Rev
				if err := tryUndo(w, "office-clerk", q); err != nil {
					t.Fatal(err)
				}
				p := w.Page(id)
				if p.Rev != before+1 || p.Children[0].Ending != rulebook.Open || !p.History[len(p.History)-2].Undone {
					t.Fatalf("the parent was not told: rev %d, %+v", p.Rev, p.Children[0])
				}
				w.Act("office-clerk", q, "confirm", "findings", "属实")
			}
		}
		w.Act("office-clerk", id, "note", "note", "都已了结")
		if err := tryUndo(w, "office-clerk", parts[len(parts)-1]); !isCode(err, "undoParent") {
			t.Fatalf("the parent has moved on: %v", err)
		}
		w.Verify()
	})
}

// meeting is an appointment that was held, with two questions.
func meeting(t *testing.T, w *world.World) (id string, parts []string) {
	t.Helper()
	r, err := w.Office.Raise(context.Background(), w.Viewer("deputy"), office.RaiseInput{
		Procedure: "appointment", Title: "约见水利局负责人谈河堤加固", Text: "汛期将至。",
		Fields: map[string]string{"official": "water", "matters": "livelihood"},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Act("office-clerk", r.ID, "confirm")
	w.Act("office-clerk", r.ID, "submit", "researchNote", "看了险段。", "questions", "何时加固\n谁来管护\n")
	w.Act("chair", r.ID, "approve", "meeting", "五届第12次", "date", "2026-03-20", "venue", "河湾村")
	w.Clock.Set(world.At("2026-03-20 16:00"))
	w.Act("office-clerk", r.ID, "hold", "heldOn", "2026-03-20", "attendance", "5人", "record", "逐项作答")
	if err := tryUndo(w, "office-clerk", r.ID); !isCode(err, "undoParts") {
		t.Fatalf("an act that opened parts was taken back: %v", err)
	}
	for _, c := range w.Page(r.ID).Children {
		parts = append(parts, c.ID)
	}
	return r.ID, parts
}

// What an undo kept of words that are erased goes with them.
func TestUndoThenErase(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		r := w.Raise("楼道堆物")
		w.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "safety")
		if err := tryUndo(w, "station-clerk", r.ID); err != nil {
			t.Fatal(err)
		}
		if err := w.Office.Erase(context.Background(), w.Viewer("admin"), r.ID, office.EraseInput{Seqs: []int64{1}, Basis: "privacy", Reason: "本人要求"}); err != nil {
			t.Fatal(err)
		}
		if p := w.Page(r.ID); !p.History[2].Erased || len(p.Fields) != 0 {
			t.Errorf("the undo still holds what was replaced: %+v", p.Fields)
		}
		w.Verify()
	})
}
