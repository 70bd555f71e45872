package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// house is a world with a matter in every state that a page shows differently, by a name for each.
type house map[string]office.Receipt

// now is the day on which people look at a furnished world: a Wednesday.
const now = "2026-05-20 10:00"

// furnish fills a world with the work of eleven weeks.
func furnish(t *testing.T, w *world.World) house {
	t.Helper()
	h := house{}
	day := func(s string) { w.Clock.Set(world.At(s)) }
	act := func(person, key, act string, fields ...string) {
		t.Helper()
		w.Act(person, h[key].ID, act, fields...)
	}
	raise := func(key, title string) { h[key] = w.Raise(title) }
	toRoads := func(key string) {
		t.Helper()
		raise(key, opinions[key])
		act("station-clerk", key, "assign", "unit", "roads", "category", "roads", "instruction", "请先到现场看一看，再答复。")
		act("roads-clerk", key, "accept")
	}
	answer := func(key, text string) { t.Helper(); act("roads-clerk", key, "answer", "answer", text) }

	day("2026-03-02 09:00")
	toRoads("closed")
	raise("untriaged", opinions["untriaged"]) // nobody looks at it: 视而不议
	raise("declined", opinions["declined"])
	act("station-clerk", "declined", "decline", "reasonCode", "litigation", "answer", "此事正在诉讼，请按法院通知办理；判决后仍有困难的，欢迎再来。")
	raise("withdrawn", opinions["withdrawn"])
	h.try(t, w, "withdrawn", "withdraw", "reason", "已经自己修好了。")
	raise("into", opinions["into"])
	raise("merged", opinions["merged"])
	act("office-clerk", "merged", "merge", "target", h["into"].Number, "reason", "同一路口，一并办理。")
	h["appointmentClosed"] = appoint(t, w, "约见交通局负责人谈校车线路", "roads")
	day("2026-03-10 15:00")
	answer("closed", "已列入计划。")
	h.try(t, w, "closed", "rate", "rating", "notSatisfied", "attitude", "basically", "reason", "没说什么时候修好。")
	day("2026-03-18 10:00")
	answer("closed", "3月15日已更换灯具6盏，夜间全部亮起。")
	h.try(t, w, "closed", "rate", "rating", "satisfied", "attitude", "satisfied")
	day("2026-04-01 09:00")
	act("station-clerk", "closed", "confirm", "findings", "夜间现场察看，6盏灯全部亮。")
	toRoads("answeredLate") // nobody rates it: 督而不果
	answer("answeredLate", "护栏已经加固，欢迎监督。")
	toRoads("notRated")
	answer("notRated", "已补种行道树12棵。")
	toRoads("overdue") // the unit says nothing: 决而不督
	raise("erased", "我家住在三单元，电话写在这里")
	if err := w.Office.Erase(context.Background(), w.Viewer("admin"), h["erased"].ID, office.EraseInput{Basis: "pipl47", Reason: "本人要求"}); err != nil {
		t.Fatal(err)
	}
	raise("unsigned", opinions["unsigned"])
	act("station-clerk", "unsigned", "assign", "unit", "water", "category", "water") // 议而不决
	h["appointmentFollowed"] = appoint(t, w, "约见水利局负责人谈河堤加固", "water")
	day("2026-04-28 09:00")
	act("station-clerk", "notRated", "closeUnrated", "note", "三次去电无人接听。")
	day("2026-05-11 09:00")
	toRoads("redoing")
	answer("redoing", "正在研究。")
	h.try(t, w, "redoing", "rate", "rating", "notSatisfied", "reason", "等于没有答复。")
	toRoads("lookBack")
	answer("lookBack", "5月10日已重新划线。")
	h.try(t, w, "lookBack", "rate", "rating", "basically", "attitude", "satisfied")
	toRoads("asked")
	act("roads-clerk", "asked", "askExtension", "reason", "需向上级申请资金。", "newDue", "2026-06-10")
	raise("onTheSpot", opinions["onTheSpot"])
	act("station-clerk", "onTheSpot", "answerNow", "answer", "联络站每周二、周四上午接待，地址在镇政府一楼。", "category", "services")
	h["appointmentNew"] = apply(t, w, "约见教育局负责人谈课后托管", "roads")
	h["appointmentAsked"] = apply(t, w, "约见水利局负责人谈自来水改造", "water")
	act("office-clerk", "appointmentAsked", "confirm")
	act("office-clerk", "appointmentAsked", "submit", "researchNote", "走访42户，水压不足的31户。", "questions", "管网何时更换\n水质多久公布一次")
	importMessages(t, w)
	day("2026-05-15 09:00")
	toRoads("handling")
	toRoads("toRate")
	answer("toRate", "斑马线已于5月14日重新施划，并加装两块警示牌。")
	act("office-clerk", "toRate", "note", "note", "分管领导批示：一周内回访。")
	h["deputys"] = deputySays(t, w)
	for i := range 26 { // more than a page
		raise(fmt.Sprint("more", i), fmt.Sprintf("%s第%d号", []string{"井盖响动", "路面坑洼", "树枝挡住路牌"}[i%3], i+1))
	}
	day("2026-05-20 08:30")
	raise("fresh", opinions["fresh"])
	day(now)
	return h
}

// opinions are the titles by name.
var opinions = map[string]string{
	"closed": "柳溪桥头路灯不亮", "untriaged": "小区门口井盖破损", "declined": "邻居家空调外机吵人", "withdrawn": "楼道灯坏了",
	"into": "学校门口没有红绿灯", "merged": "校门口过马路危险", "answeredLate": "河边护栏松动", "notRated": "人行道行道树缺株",
	"overdue": "公交站牌被车撞歪", "unsigned": "三组水渠常年堵塞", "redoing": "农贸市场门口占道", "lookBack": "停车位划线不清",
	"asked": "老桥桥面需要加宽", "onTheSpot": "联络站什么时候接待", "handling": "镇区主路夜间大货车太多", "toRate": "幼儿园门口缺斑马线",
	"fresh": "广场健身器材松动",
}

// holder is the viewer that the holder of a receipt is.
func (h house) holder(t *testing.T, w *world.World, key string) access.Viewer {
	t.Helper()
	v, _, err := w.Office.Track(context.Background(), world.ID, h[key].Number, h[key].Code)
	if err != nil {
		t.Fatalf("track %s: %v", key, err)
	}
	return v
}

// try does an act as the holder of a receipt.
func (h house) try(t *testing.T, w *world.World, key, act string, fields ...string) {
	t.Helper()
	if err := w.Try(h.holder(t, w, key), h[key].ID, act, fields...); err != nil {
		t.Fatalf("%s of %s: %v", act, key, err)
	}
}

// apply applies for an appointment as the deputy.
func apply(t *testing.T, w *world.World, title, official string) office.Receipt {
	t.Helper()
	r, err := w.Office.Raise(context.Background(), w.Viewer("deputy"), office.RaiseInput{
		Procedure: "appointment", Title: title, Text: "代表小组走访两个村，群众反映集中，想当面听负责人怎么说、何时办。",
		Fields: map[string]string{"official": official, "matters": "livelihood"}, Public: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// appoint brings an appointment to where its questions are being answered and followed up.
func appoint(t *testing.T, w *world.World, title, official string) office.Receipt {
	t.Helper()
	r := apply(t, w, title, official)
	today := w.Clock.Now().Format("2006-01-02")
	w.Act("office-clerk", r.ID, "confirm")
	w.Act("office-clerk", r.ID, "submit", "researchNote", "实地看了三处险段。", "questions", "何时开工\n资金多少\n谁来管护")
	w.Act("chair", r.ID, "approve", "meeting", "五届第12次", "date", today, "venue", "河湾村村委会")
	w.Act("office-clerk", r.ID, "hold", "heldOn", today, "attendance", "代表2人，负责人3人", "record", "逐项作答，双方确认。")
	for i, q := range w.Page(r.ID).Children {
		if i < 2 {
			w.Act("office-clerk", q.ID, "answerOnSpot", "answer", "当场答复：汛前完工。")
		} else if official == "roads" {
			w.Act("roads-clerk", q.ID, "answerInWriting", "answer", "书面答复：由镇里管护，县里补助一半。")
		}
	}
	w.Act("office-clerk", r.ID, "promise", "promise", "6月底前完成620米", "promisedBy", "2026-06-30")
	return r
}

// deputySays raises an opinion as the deputy, answered and waiting for his rating.
func deputySays(t *testing.T, w *world.World) office.Receipt {
	t.Helper()
	r, err := w.Office.Raise(context.Background(), w.Viewer("deputy"), office.RaiseInput{
		Procedure: "opinion", Title: "村卫生室周末没有人", Text: "走访时三户老人都提到，周末拿药要去镇上。", Station: "station",
		Fields: map[string]string{"category": "health"}, Public: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "health")
	w.Act("water-clerk", r.ID, "accept")
	w.Act("water-clerk", r.ID, "answer", "answer", "已与镇卫生院商定，5月起周六上午轮值。")
	return r
}

// importMessages takes three messages of a public board: answered, hollow, unanswered.
func importMessages(t *testing.T, w *world.World) {
	t.Helper()
	const file = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n" +
		"B101,清河居民,东街积水,2026-04-02 09:00,东街口每逢下雨积水没过脚面。,4月20日已疏通雨水口8处，新增算子2个。,2026-04-21 10:00\n" +
		"B102,柳岸,夜间施工噪声,2026-04-08 20:00,工地凌晨还在打桩。,您好，您反映的问题已收悉，感谢您的支持。,2026-04-10 10:00\n" +
		"B103,路人,公厕没有水,2026-05-06 08:00,汽车站公厕三天没有水。,,\n"
	data := []byte(file)
	rep, err := w.Office.ImportMessages(context.Background(), w.Viewer("office-clerk"), bytes.NewReader(data), int64(len(data)), office.ImportOptions{File: "board.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Taken != 3 {
		t.Fatalf("%d messages taken: %+v", rep.Taken, rep.Rejected)
	}
}
