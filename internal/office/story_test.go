package office_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// engines runs a test on both engines.
func engines(t *testing.T, test func(t *testing.T, w *world.World)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); test(t, world.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); test(t, world.Postgres(t, pgtest.URL(t))) })
}

func expect(t *testing.T, p office.Page, step string, phase rulebook.Phase, owner string) {
	t.Helper()
	if p.Step.EN != step || p.Phase != phase || p.Owner.ID != owner {
		t.Fatalf("at %q (%s) owned by %q, want %q (%s) owned by %q", p.Step.EN, p.Phase, p.Owner.ID, step, phase, owner)
	}
}

// The first story of the issue: a resident's opinion from receipt to a confirmed result.
func TestOpinionStory(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		r := w.Raise("柳溪桥头路灯不亮")
		expect(t, w.Page(r.ID), "To be triaged", rulebook.Seen, "station")
		w.Clock.Set(world.At("2026-03-03 10:00"))
		w.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "roads")
		w.Clock.Set(world.At("2026-03-04 10:00"))
		w.Act("water-clerk", r.ID, "return", "reasonCode", "notOurs", "reason", "路灯由交通部门管护", "proposedUnit", "roads")
		expect(t, w.Page(r.ID), "To be triaged", rulebook.Seen, "station")
		w.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
		w.Act("roads-clerk", r.ID, "accept")
		w.Clock.Set(world.At("2026-03-10 15:00"))
		w.Act("roads-clerk", r.ID, "answer", "answer", "已列入计划。")
		me := w.Viewer("")
		v, id, err := w.Office.Track(context.Background(), me.Congress, r.Number, " "+r.Code+" ")
		if err != nil || id != r.ID {
			t.Fatalf("track: %v %q", err, id)
		}
		w.Clock.Set(world.At("2026-03-11 20:00"))
		if err := w.Try(v, id, "rate", "rating", "notSatisfied"); problem.KindOf(err) != problem.Invalid {
			t.Fatalf("a dissatisfied rating without a reason: %v", err)
		}
		if err := w.Try(v, id, "rate", "rating", "notSatisfied", "reason", "没说什么时候修好"); err != nil {
			t.Fatal(err)
		}
		expect(t, w.Page(r.ID), "Being redone", rulebook.Decided, "roads")
		w.Clock.Set(world.At("2026-03-16 09:00"))
		w.Act("roads-clerk", r.ID, "answer", "answer", "3月15日已更换灯具6盏。")
		if err := w.Try(v, id, "rate", "rating", "satisfied", "attitude", "basically"); err != nil {
			t.Fatal(err)
		}
		expect(t, w.Page(r.ID), "Look-back due", rulebook.Supervised, "station")
		if err := w.Try(w.Viewer("roads-clerk"), id, "confirm", "findings", "已修好"); problem.KindOf(err) != problem.Denied {
			t.Fatalf("the handler closed: %v", err)
		}
		w.Clock.Set(world.At("2026-04-01 09:00"))
		w.Act("station-clerk", r.ID, "confirm", "findings", "现场6盏灯全部亮")
		p := w.Page(r.ID)
		if p.Ending != rulebook.Confirmed || p.Phase != rulebook.Resulted || len(p.Failures) != 0 || p.TotalDays != 30 {
			t.Fatalf("ended as %q at %s, failures %v, %d days", p.Ending, p.Phase, p.Failures, p.TotalDays)
		}
		w.Verify()
	})
}

// The second story: an appointment with three questions and a commitment.
func TestAppointmentStory(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		r, err := w.Office.Raise(ctx, w.Viewer("deputy"), office.RaiseInput{
			Procedure: "appointment", Title: "约见水利局负责人谈河堤加固", Text: "汛期将至，河湾段堤防单薄。",
			Fields: map[string]string{"official": "water", "matters": "livelihood"},
		})
		if err != nil {
			t.Fatal(err)
		}
		if r.Code != "" {
			t.Fatal("a deputy has an account and needs no code")
		}
		w.Act("office-clerk", r.ID, "confirm")
		w.Act("office-clerk", r.ID, "submit", "researchNote", "实地看了三处险段。", "questions", "何时加固\n资金多少\n谁来管护\n")
		w.Act("chair", r.ID, "approve", "meeting", "五届第12次", "date", "2026-03-20", "venue", "河湾村")
		w.Clock.Set(world.At("2026-03-20 16:00"))
		w.Act("office-clerk", r.ID, "hold", "heldOn", "2026-03-20", "attendance", "代表2人，水利局3人", "record", "逐项作答")
		p := w.Page(r.ID)
		expect(t, p, "Answers due", rulebook.Decided, "water")
		if got := p.Due.Day.String(); got != "2026-04-20" {
			t.Fatalf("written answers due %s, want one month after the meeting", got)
		}
		if len(p.Children) != 3 {
			t.Fatalf("%d questions", len(p.Children))
		}
		for _, q := range p.Children[:2] {
			w.Act("office-clerk", q.ID, "answerOnSpot", "answer", "当场答复：汛前完工。")
		}
		w.Act("office-clerk", r.ID, "promise", "promise", "6月底前加固620米", "promisedBy", "2026-06-30")
		expect(t, w.Page(r.ID), "Answers due", rulebook.Decided, "water")
		w.Clock.Set(world.At("2026-04-10 09:00"))
		w.Act("water-clerk", p.Children[2].ID, "answerInWriting", "answer", "由河湾村管护。")
		expect(t, w.Page(r.ID), "Being followed up", rulebook.Supervised, "deputyOffice")
		for _, q := range p.Children {
			w.Act("deputy", q.ID, "rate", "rating", "satisfied")
			w.Act("office-clerk", q.ID, "confirm", "findings", "属实")
		}
		if err := w.Try(w.Viewer("office-clerk"), r.ID, "confirm", "findings", "好", "answer", "完成"); problem.KindOf(err) != problem.Conflict {
			t.Fatalf("closed with an open commitment: %v", err)
		}
		promise := w.Page(r.ID).Children[3]
		w.Clock.Set(world.At("2026-06-28 09:00"))
		w.Act("water-clerk", promise.ID, "claim", "answer", "已加固620米。")
		w.Act("office-clerk", promise.ID, "confirm", "findings", "现场丈量620米")
		w.Act("office-clerk", r.ID, "confirm", "findings", "问题和承诺全部了结", "answer", "三问三答，一项承诺已兑现。")
		p = w.Page(r.ID)
		if p.Ending != rulebook.Confirmed {
			t.Fatalf("ended as %q", p.Ending)
		}
		// The follow-up was due one month after the last answer: the look-back came late, and that stays on record.
		if len(p.Failures) != 1 || p.Failures[0].Kind != "supervisedWithoutResult" || p.Failures[0].Until == nil {
			t.Fatalf("failures %+v", p.Failures)
		}
		w.Verify()
	})
}

func TestStaleAndRepeated(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		r := w.Raise("河边护栏松动")
		in := office.ActInput{Act: "assign", Fields: map[string]string{"unit": "roads", "category": "safety"}, Rev: 1, Key: "k1"}
		v := w.Viewer("station-clerk")
		rev, err := w.Office.Act(ctx, v, r.ID, in)
		if err != nil || rev != 2 {
			t.Fatalf("rev %d: %v", rev, err)
		}
		if _, err := w.Office.Act(ctx, v, r.ID, in); err != nil {
			t.Fatalf("repeating with the same key: %v", err)
		}
		if p := w.Page(r.ID); p.Rev != 2 {
			t.Fatalf("repeating did it twice: rev %d", p.Rev)
		}
		in.Key = "k2"
		if _, err := w.Office.Act(ctx, v, r.ID, in); !isCode(err, "staleRevision") {
			t.Fatalf("a stale page: %v", err)
		}
		w.Verify()
	})
}

func isCode(err error, code string) bool {
	var p *problem.Problem
	return errors.As(err, &p) && p.Code == code
}

func TestMergeAndUnmerge(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		a, b := w.Raise("学校门口没有红绿灯"), w.Raise("校门口过马路危险")
		w.Act("office-clerk", b.ID, "merge", "target", a.Number, "reason", "同一路口")
		p := w.Page(a.ID)
		if len(p.Raisers) != 2 {
			t.Fatalf("%d raisers after the merge", len(p.Raisers))
		}
		v, id, err := w.Office.Track(ctx, world.ID, b.Number, b.Code)
		if err != nil || id != a.ID {
			t.Fatalf("the second raiser's receipt leads to %q, %v", id, err)
		}
		w.Act("station-clerk", a.ID, "assign", "unit", "roads", "category", "roads")
		w.Act("roads-clerk", a.ID, "accept")
		w.Act("roads-clerk", a.ID, "answer", "answer", "已报市交管部门，4月设置信号灯。")
		if err := w.Try(v, id, "rate", "rating", "satisfied"); err != nil {
			t.Fatal(err)
		}
		if p := w.Page(a.ID); p.Step.EN != "To be rated" {
			t.Fatalf("moved on to %q although one raiser has not rated", p.Step.EN)
		}
		w.Act("office-clerk", b.ID, "unmerge", "reason", "路口不同")
		if p := w.Page(b.ID); p.Step.EN != "To be triaged" || p.Into != nil {
			t.Fatalf("after the un-merge at %q", p.Step.EN)
		}
		if p := w.Page(a.ID); len(p.Raisers) != 1 {
			t.Fatalf("%d raisers after the un-merge", len(p.Raisers))
		}
		w.Verify()
	})
}

func TestEraseLeavesTombstone(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		r := w.Raise("我家住在三单元，电话写在这里")
		if err := w.Office.Erase(context.Background(), w.Viewer("admin"), r.ID, office.EraseInput{Basis: "pipl47", Reason: "本人要求"}); err != nil {
			t.Fatal(err)
		}
		p := w.Page(r.ID)
		if p.Title != "" || p.Text != "" || !p.Erased || p.Raisers[0].Contact != "" {
			t.Fatalf("words are left: %q %q %+v", p.Title, p.Text, p.Raisers)
		}
		if !p.History[0].Erased {
			t.Fatal("no tombstone in the history")
		}
		w.Verify()
		// What a merge copied goes as well.
		a, b := w.Raise("甲处积水"), w.Raise("乙处积水")
		w.Act("office-clerk", b.ID, "merge", "target", a.Number, "reason", "同一处")
		if err := w.Office.Erase(context.Background(), w.Viewer("admin"), b.ID, office.EraseInput{Basis: "privacy", Reason: "本人要求"}); err != nil {
			t.Fatal(err)
		}
		for _, x := range w.Page(a.ID).Raisers[1:] {
			if x.Name != "" || x.Contact != "" {
				t.Fatalf("the other matter still names the raiser: %+v", x)
			}
		}
		w.Verify()
		if err := w.Office.Erase(context.Background(), w.Viewer("office-clerk"), r.ID, office.EraseInput{Basis: "pipl47", Reason: "x"}); problem.KindOf(err) != problem.Denied {
			t.Fatalf("a clerk erased: %v", err)
		}
	})
}

func TestProvisionalFollowsCalendar(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := context.Background()
		w.Clock.Set(world.At("2026-12-15 09:00"))
		r := w.Raise("年底积雪谁来清扫")
		w.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
		w.Act("roads-clerk", r.ID, "accept")
		before := w.Page(r.ID)
		if !before.Due.Provisional {
			t.Fatalf("due %s reaches into a year without a calendar and is not provisional", before.Due.Day)
		}
		file := calendar2027("2027-01-01", "2027-01-04", "2027-01-05")
		got, err := w.Office.LoadCalendar(ctx, w.Viewer("admin"), "2027.json", file)
		if err != nil {
			t.Fatal(err)
		}
		after := w.Page(r.ID)
		if got.Recomputed != 1 || after.Due.Provisional || after.Due.Day == before.Due.Day {
			t.Fatalf("recomputed %d, due %s → %s, provisional %v", got.Recomputed, before.Due.Day, after.Due.Day, after.Due.Provisional)
		}
		w.Verify()
	})
}

// Somebody without a part in a matter cannot tell it from one that does not exist.
func TestInvisibleIsNotFound(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	r := w.Raise("邻里排水纠纷")
	for _, who := range []string{"", "deputy", "water-clerk", "station2-clerk"} {
		_, err := w.Office.Matter(context.Background(), w.Viewer(who), r.ID)
		if problem.KindOf(err) != problem.NotFound {
			t.Errorf("%q sees it: %v", who, err)
		}
	}
	other := access.Viewer{Congress: "other", Account: "x", Orgs: []access.Seat{{Org: "deputyOffice", Classification: "deputyOffice", Role: "staff"}}}
	if _, err := w.Office.Matter(context.Background(), other, r.ID); err == nil {
		t.Error("another congress's office sees it")
	}
}

// calendar2027 is an invented arrangement of 2027: every statutory holiday, and the New Year days given.
func calendar2027(newYear ...string) []byte {
	type day struct {
		Name     string `json:"name"`
		Date     string `json:"date"`
		IsOffDay bool   `json:"isOffDay"`
	}
	var days []day
	add := func(name string, dates ...string) {
		for _, d := range dates {
			days = append(days, day{name, d, true})
		}
	}
	add("元旦", newYear...)
	add("春节", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08")
	add("清明节", "2027-04-05")
	add("劳动节", "2027-05-01", "2027-05-02")
	add("端午节", "2027-06-09")
	add("中秋节", "2027-09-15")
	add("国庆节", "2027-10-01", "2027-10-02", "2027-10-03")
	out, err := json.Marshal(map[string]any{"year": 2027, "days": days})
	if err != nil {
		panic(err) // plain data always marshals
	}
	return out
}
