package e2e_test

import (
	"context"
	"testing"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// Two people decide on the same matter at the very same time: one wins, the other gets a page that says what happened
// and keeps every word he typed.
func TestTwoPeopleAtOnce(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		r := st.Raise("河边护栏松动")
		station, deputies := st.clerk("station-clerk"), st.clerk("office-clerk")
		station.visit("/m/" + r.ID)
		deputies.visit("/m/" + r.ID)
		const order, answer = "请三天内到现场处理。", "护栏属省管河道，已转省河务部门，电话附后。"
		assign := station.fill("交办", "承办单位", "区水利局", "类别", "公共安全", "交办要求", order)
		decline := deputies.fill("不予受理", "理由类别", "不属于本级职权", "答复内容", answer)
		st.gate.gather(2)
		station.press(assign)
		deputies.Click(decline)
		station.See("办理记录")
		st.gate.met(t)

		loser, typed := station, order
		if deputies.Count("#summary") == 1 {
			loser, typed = deputies, answer
		}
		loser.Expect("409")
		loser.sees("没有保存，请先看一下变化", "这期间发生了：", "现在这个环节已经不能这样办理。您刚才填写的内容：", typed)
		loser.Axe()
		loser.Screenshot("conflict-gone-zh-CN")
		if p := st.Page(r.ID); p.Rev != 2 {
			t.Errorf("after two acts of which one was refused the matter is at revision %d", p.Rev)
		}
	})
}

// A page that has become stale: the form is still there, still filled, and can be sent again.
func TestStalePageKeepsWordsAndGoesOn(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		r := st.Raise("河边护栏松动")
		station := st.clerk("station-clerk")
		station.visit("/m/" + r.ID)
		const words = "已电话告知住户，本周内有人上门。"
		note := station.fill("写内部备注", "内部备注", words)
		st.Act("office-clerk", r.ID, "assign", "unit", "water", "category", "safety")
		station.Expect("409")
		station.Click(note)
		station.sees("没有保存，请先看一下变化", "交办 代表工作委员会", "您填写的内容还在表单里")
		if got := station.typed(station.form("写内部备注"), "内部备注"); got != words {
			t.Errorf("the field holds %q", got)
		}
		station.Axe()
		station.Screenshot("conflict-kept-zh-CN")
		station.Click(station.form("写内部备注") + " .act-go button:not([formaction]):not([data-look])")
		station.sees("已保存：写内部备注。", words)
	})
}

// A form sent twice at the same time: raised once, one receipt, and its code works.
func TestDoubleClickRaisesOnce(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		v := st.resident()
		v.visit("/raise/opinion")
		form := v.form("提交")
		v.enter(form, "标题", "井盖破损", "具体情况", "门口井盖裂了一半。", "类别", "公共安全", "联络站", "柳溪镇代表联络站")
		st.gate.gather(2)
		v.sendTwice(form)
		v.See("回执")
		st.gate.met(t)
		r := receipt{v.Text("#number"), v.Text("#code")}
		list, err := st.Office.List(context.Background(), st.Viewer("office-clerk"), office.ListQuery{})
		if err != nil {
			t.Fatal(err)
		}
		if list.Count != 1 {
			t.Errorf("a double click raised %d matters", list.Count)
		}
		v.track(r)
		v.sees("井盖破损", "待分办")
	})
}

// The same for an act; and with script the second press does not even leave the page.
func TestDoubleClickActsOnce(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		r := st.Raise("路灯不亮")
		station := st.clerk("station-clerk")
		station.visit("/m/" + r.ID)
		station.fill("交办", "承办单位", "区水利局", "类别", "道路交通")
		st.gate.gather(2)
		station.sendTwice(station.form("交办"))
		station.See("已保存：交办。")
		st.gate.met(t)
		if p := st.Page(r.ID); p.Rev != 2 {
			t.Errorf("a double click led to revision %d", p.Rev)
		}

		water := st.clerk("water-clerk")
		water.visit("/m/" + r.ID)
		sent := st.sent.Load()
		browser.Eval[bool](water.Browser, script(`async (button) => {
  const b = document.querySelector(button);
  b.click();
  b.click();
  return true;
}`, water.fill("签收")))
		water.See("已保存：签收。")
		if n := st.sent.Load() - sent; n != 1 {
			t.Errorf("two presses sent %d forms", n)
		}
	})
}

// The session ends while somebody is writing: what he wrote goes with him through sign-in, and nothing is sent unasked.
func TestExpiredSessionKeepsWords(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	r := st.Raise("路灯不亮")
	st.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	st.Act("roads-clerk", r.ID, "accept")
	roads := st.clerk("roads-clerk")
	roads.visit("/m/" + r.ID)
	const words = "3月2日已更换灯具6盏。\n夜间全部亮起。"
	answer := roads.fill("答复", "答复内容", words)
	st.at("2026-03-03 09:30") // he wrote it in the evening and presses in the morning
	roads.Expect("401")
	roads.Click(answer)
	roads.sees("登录已过期，填写的内容还在", "还没有提交")
	roads.Axe()
	roads.Screenshot("expired-zh-CN")
	roads.Click("石念慈")
	roads.sees("已登录，还没有提交", "3月2日已更换灯具6盏。")
	roads.Screenshot("resume-zh-CN")
	if p := st.Page(r.ID); p.Answered {
		t.Error("it was sent without being asked")
	}
	roads.Click("继续提交")
	roads.sees("已保存：答复。", "夜间全部亮起。")
}

// What was typed survives a mistake, field by field; and a way back by the back button.
func TestMistakeKeepsEverything(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	v := st.resident()
	v.visit("/raise/opinion")
	form := v.form("提交")
	typed := []string{
		"标题", "", "具体情况", "三单元门口，夜里看不见。\n老人摔过一次。", "类别", "公共安全", "地点", "柳溪小区三单元", "联络站", "柳溪镇代表联络站",
		"姓名或称呼", "三单元住户", "联系方式", "0000-000", "同意承办单位看到姓名和联系方式", "yes", "同意公开这件事项", "yes",
	}
	v.enter(form, typed...)
	v.Expect("422")
	v.Click(form + " .act-go button:not([formaction]):not([data-look])")
	v.See("已填的都为您保留")
	for i := 0; i < len(typed); i += 2 {
		if got := v.typed(form, typed[i]); got != typed[i+1] {
			t.Errorf("%s: %q was typed and %q is there", typed[i], typed[i+1], got)
		}
	}
	v.Click("标题") // the summary leads to the field
	v.enter(form, "标题", "井盖破损")
	v.Click(form + " .act-go button:not([formaction]):not([data-look])")
	v.See("回执")
}
