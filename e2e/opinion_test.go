package e2e_test

import (
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// receipt is what a resident keeps.
type receipt struct{ number, code string }

// raise puts an opinion forward as somebody without an account does.
func (v *visitor) raise(title, text string) receipt {
	v.t.Helper()
	v.visit("/")
	v.Click("main a[href='/raise']") // the big button; the menu says the same
	form := v.form("提交")
	v.enter(form, "标题", title, "具体情况", text, "类别", "道路交通", "地点", "柳溪桥头", "联络站", "柳溪镇代表联络站",
		"姓名或称呼", "桥头住户", "联系方式", "0000-000", "同意公开这件事项", "yes")
	v.Click(form + sends)
	v.sees("回执", "请抄下或拍下编号和查询码")
	return receipt{v.Text("#number"), v.Text("#code")}
}

// track opens a receipt, as its holder does each time he comes back.
func (v *visitor) track(r receipt) {
	v.t.Helper()
	v.visit("/track")
	v.enter(v.form("查询"), "编号", r.number, "查询码", r.code)
	v.Click(v.form("查询") + sends)
}

// The first story: raised → receipt → triaged → returned as not theirs → reassigned → answered → not satisfied →
// redone → satisfied → look-back confirms → closed. On SQLite everybody has JavaScript off.
func TestOpinionJourney(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		var options []browser.Option
		if strings.HasSuffix(t.Name(), "/sqlite") {
			options = append(options, browser.NoScript())
		}
		const title = "柳溪桥头路灯不亮"
		resident := st.resident(options...)
		r := resident.raise(title, "桥头第三盏到第八盏路灯夜里都不亮，老人摔过一次，希望尽快修好。")
		// The receipt says who does what by when: three working days from Monday 2 March.
		resident.sees("柳溪镇代表联络站", "2026年3月5日 (周四)", "待分办")
		resident.track(r)
		contains(t, resident.station(), "视", "由柳溪镇代表联络站办理", "剩余 3 个工作日")
		resident.sees("尚未答复", "尚未落实")

		st.at("2026-03-03 10:00")
		station := st.clerk("station-clerk", options...)
		station.visit("/home")
		station.sees("待办", "剩余 2 个工作日")
		station.find("/home", title)
		station.sees("桥头住户", "0000-000") // the station sees who it was
		station.act("交办", "承办单位", "区水利局", "类别", "道路交通", "交办要求", "请到现场看一看。")
		station.See("已保存：交办。")
		contains(t, station.station(), "议", "由区水利局办理", "剩余 2 个工作日")

		st.at("2026-03-04 10:00")
		water := st.clerk("water-clerk", options...)
		water.find("/home", title)
		water.See("请到现场看一看。")
		water.NotSee("0000-000") // he did not agree that the unit knows
		water.act("申请退办", "理由类别", "不属于本单位职责", "理由", "路灯由交通部门管护。", "建议改派的单位", "区交通运输局")
		contains(t, water.station(), "视", "由柳溪镇代表联络站办理")

		st.at("2026-03-05 09:00")
		station.signIn()
		station.find("/home", title)
		station.sees("申请退办", "路灯由交通部门管护。", "剩余 2 个工作日")
		station.act("交办", "承办单位", "区交通运输局", "类别", "道路交通")
		roads := st.clerk("roads-clerk", options...)
		roads.find("/home", title)
		roads.act("签收")
		contains(t, roads.station(), "决", "由区交通运输局办理", "剩余 15 个工作日")

		st.at("2026-03-10 15:00")
		roads.signIn()
		roads.find("/home", title)
		roads.act("答复", "答复内容", "已列入计划。")
		roads.See("2026年3月10日答复")
		if roads.Count(".acts form") > 0 { // an answer is not a result: the unit cannot close
			contains(t, roads.Text(".acts"), "内部备注")
		}

		st.at("2026-03-11 20:00")
		resident.track(r)
		resident.sees("已列入计划。", "已答复，待核实")
		contains(t, resident.station(), "督", "由柳溪镇代表联络站办理", "剩余 14 个工作日")
		resident.Expect("422") // not satisfied, without a reason
		resident.act("评价", "对办理结果", "不满意", "对办理态度", "基本满意")
		resident.sees("已填的都为您保留", "请写明哪里不满意")
		resident.act("评价", "理由", "没说什么时候修好。")
		contains(t, resident.station(), "决", "由区交通运输局办理", "剩余 10 个工作日")

		st.at("2026-03-16 09:00")
		roads.signIn()
		roads.find("/home", title)
		roads.sees("没说什么时候修好。", "不满意")
		roads.act("再次答复", "答复内容", "3月15日已更换灯具6盏，夜间全部亮起。")
		resident.track(r)
		resident.See("共答复 2 次")
		resident.act("评价", "对办理结果", "满意", "对办理态度", "满意")
		resident.See("已保存：评价。")
		contains(t, resident.station(), "督", "由柳溪镇代表联络站办理")

		st.at("2026-04-01 09:00")
		station.signIn()
		station.find("/home", title)
		station.act("回头看属实，销号", "回头看情况", "夜间现场察看，6盏灯全部亮。")
		contains(t, station.station(), "果", "已落实")
		station.sees("2026年4月1日核实落实", "共 30 天")
		resident.track(r)
		resident.sees("已落实", "夜间现场察看，6盏灯全部亮。")

		// Everybody can read it now, and nobody learns who raised it.
		anybody := st.resident(options...)
		anybody.find("/p", title)
		anybody.sees("已落实", "3月15日已更换灯具6盏")
		anybody.NotSee("桥头住户")
		// Nothing was late, so the board has nothing to say.
		station.visit("/board?view=past")
		station.NotSee(title)
	})
}
