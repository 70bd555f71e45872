package office_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

func titles(t *testing.T, w *world.World, who string) string {
	t.Helper()
	all, err := w.Office.Templates(context.Background(), w.Viewer(who))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range all {
		s := x.Title
		if x.Retired {
			s += " (retired)"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// Templates of an organization are its people's, one's own are one's own; every change is a record that is proven.
func TestTemplates(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		save := func(who string, in office.TemplateInput) (string, error) {
			return w.Office.SaveTemplate(ctx, w.Viewer(who), in)
		}
		must := func(who string, in office.TemplateInput) string {
			t.Helper()
			id, err := save(who, in)
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		fixed := must("roads-clerk", office.TemplateInput{Org: "roads", Use: "answer", Title: "已修复", Text: "{地点}已修复。", Order: 2, Key: "k"})
		if again := must("roads-clerk", office.TemplateInput{Org: "roads", Use: "answer", Title: "已修复", Text: "{地点}已修复。", Order: 2, Key: "k"}); again != fixed {
			t.Error("the same form again made another")
		}
		must("roads-clerk", office.TemplateInput{Org: "roads", Use: "answer", Title: "列入计划", Text: "已列入计划。", Order: 1})
		own := must("roads-clerk", office.TemplateInput{Use: "note", Title: "我的", Text: "来电。"})
		if got := titles(t, w, "roads-clerk"); got != "我的, 列入计划, 已修复" {
			t.Errorf("roads has %s", got)
		}
		for _, who := range []string{"water-clerk", "station-clerk", "office-clerk", "admin", "chair", "deputy"} {
			if got := titles(t, w, who); got != "" {
				t.Errorf("%s has %s", who, got)
			}
			if _, err := save(who, office.TemplateInput{ID: fixed, Use: "answer", Title: "改", Text: "改"}); problem.KindOf(err) != problem.NotFound {
				t.Errorf("%s changed it: %v", who, err)
			}
			if _, err := save(who, office.TemplateInput{Org: "roads", Use: "answer", Title: "加", Text: "加"}); problem.KindOf(err) != problem.Denied {
				t.Errorf("%s added one: %v", who, err)
			}
		}
		for _, v := range []access.Viewer{w.Viewer(""), {Congress: world.ID, Matter: "m", Raiser: "r"}} {
			if _, err := w.Office.Templates(ctx, v); problem.KindOf(err) != problem.Unknown {
				t.Errorf("somebody without an account: %v", err)
			}
			if _, err := w.Office.SaveTemplate(ctx, v, office.TemplateInput{Use: "note", Title: "x", Text: "x"}); problem.KindOf(err) != problem.Unknown {
				t.Errorf("somebody without an account: %v", err)
			}
		}
		must("roads-clerk", office.TemplateInput{ID: fixed, Org: "water", Use: "answer", Title: "已修复好", Text: "{地点}修好了。", Rev: 1})
		if _, err := save("roads-clerk", office.TemplateInput{ID: fixed, Use: "answer", Title: "旧页", Text: "旧", Rev: 1}); problem.KindOf(err) != problem.Conflict {
			t.Errorf("a stale page: %v", err)
		}
		must("roads-clerk", office.TemplateInput{ID: own, Use: "note", Title: "我的", Text: "来电。", Retired: true})
		if got := titles(t, w, "roads-clerk"); got != "我的 (retired), 已修复好, 列入计划" {
			t.Errorf("roads has %s", got)
		}
		for _, bad := range []office.TemplateInput{
			{Use: "answer", Text: "x"},
			{Use: "answer", Title: "x"},
			{Use: "else", Title: "x", Text: "x"},
			{Use: "answer", Title: strings.Repeat("长", 61), Text: "x"},
			{Use: "answer", Title: "x", Text: strings.Repeat("长", 5001)},
		} {
			if _, err := save("roads-clerk", bad); problem.KindOf(err) != problem.Invalid || len(problem.Of(err).Fields) != 1 {
				t.Errorf("%.40v: %v", bad, err)
			}
		}
		w.Verify()
	})
}

// A place that nobody filled is refused, by act and by preview; a resident may write braces.
func TestUnfilled(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	r := w.Raise("井盖松动")
	w.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	w.Act("roads-clerk", r.ID, "accept")
	for _, text := range []string{"{完成日期}已修复。", "｛完成日期｝已修复。"} {
		err := w.Try(w.Viewer("roads-clerk"), r.ID, "answer", "answer", text)
		if !isCode(err, "unfilled") || problem.Of(err).Fields["answer"].ZH == "" {
			t.Errorf("%s: %v", text, err)
		}
		_, err = w.Office.Preview(context.Background(), w.Viewer("roads-clerk"), r.ID, office.ActInput{Act: "answer", Fields: map[string]string{"answer": text}})
		if !isCode(err, "unfilled") {
			t.Errorf("preview of %s: %v", text, err)
		}
	}
	w.Act("roads-clerk", r.ID, "answer", "answer", "3月2日已修复 {A-3}。")
	v, id, err := w.Office.Track(context.Background(), world.ID, r.Number, r.Code)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Try(v, id, "rate", "rating", "notSatisfied", "reason", "写的{还不清楚}"); err != nil {
		t.Errorf("a resident's braces: %v", err)
	}
}

// Who has a form open is told to colleagues for a while; it never stops anybody, and ends with the act.
func TestEditing(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	ctx := context.Background()
	r := w.Raise("井盖松动")
	names := func(v access.Viewer) string {
		t.Helper()
		all, err := w.Office.Editing(ctx, v, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range all {
			out = append(out, c.Person+" "+c.Org.ZH)
		}
		return strings.Join(out, ", ")
	}
	station, office := w.Viewer("station-clerk"), w.Viewer("office-clerk")
	resident, _, err := w.Office.Track(ctx, world.ID, r.Number, r.Code)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(station); got != "" {
		t.Errorf("the first sees %q", got)
	}
	if got := names(resident); got != "" {
		t.Errorf("a resident sees %q", got)
	}
	if got := names(office); !strings.HasPrefix(got, "station-clerk ") || strings.Contains(got, ",") {
		t.Errorf("the office sees %q", got)
	}
	if got := names(station); !strings.HasPrefix(got, "office-clerk ") {
		t.Errorf("the station sees %q", got)
	}
	if _, err := w.Office.Editing(ctx, w.Viewer("water-clerk"), r.ID); problem.KindOf(err) != problem.NotFound {
		t.Errorf("somebody who does not see the matter: %v", err)
	}
	w.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads") // the office has it open: no matter
	if got := names(office); got != "" {
		t.Errorf("after the act the office sees %q", got)
	}
	w.Clock.Set(world.At("2026-03-02 09:00").Add(75 * time.Second))
	if got := names(w.Viewer("roads-clerk")); got != "" {
		t.Errorf("too late, and still there: %q", got)
	}
}

// An erasure of words of a matter takes along what anybody has typed for it: it may quote them.
func TestErasureDropsDrafts(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		r, other := w.Raise("井盖松动"), w.Raise("路灯不亮")
		for _, id := range []string{r.ID, other.ID} {
			if _, err := w.Office.SaveDraft(ctx, w.Viewer("station-clerk"), office.DraftInput{Matter: id, Act: "note", Fields: map[string]string{"f.note": "引用原文"}}); err != nil {
				t.Fatal(err)
			}
		}
		kept := func(id string) int {
			t.Helper()
			p, err := w.Office.Matter(ctx, w.Viewer("station-clerk"), id)
			if err != nil {
				t.Fatal(err)
			}
			return len(p.Drafts)
		}
		if kept(r.ID) != 1 || kept(other.ID) != 1 {
			t.Fatal("the drafts were not kept")
		}
		if err := w.Office.Erase(ctx, w.Viewer("admin"), r.ID, office.EraseInput{Basis: "pipl47", Reason: "本人要求"}); err != nil {
			t.Fatal(err)
		}
		if kept(r.ID) != 0 || kept(other.ID) != 1 {
			t.Errorf("%d and %d are left", kept(r.ID), kept(other.ID))
		}
		w.Verify()
	})
}
