package e2e_test

import (
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// The second story: a deputy applies for a 约见 → topic confirmed → the chair meeting approves → held → two questions
// answered on the spot, one in writing within the month → a commitment → look-back → closed. The follow-up lies
// overdue for a while, and the board says so, then and afterwards. On PostgreSQL everybody has JavaScript off.
func TestAppointmentJourney(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		var options []browser.Option
		if strings.HasSuffix(t.Name(), "/postgres") {
			options = append(options, browser.NoScript())
		}
		const title = "约见水利局负责人谈河堤加固"
		deputy := st.deputy("deputy", options...)
		deputy.See("我的履职")
		deputy.Click("提出事项")
		deputy.Click("代表约见")
		deputy.enter(deputy.form("提交"), "标题", title, "具体情况", "汛期将至，河湾段堤防单薄，去年渗水两处。",
			"被约见单位", "区水利局", "约见事项类别", "民生热点", "同意公开这件事项", "yes")
		deputy.Click(deputy.form("提交") + sends)
		deputy.sees("回执", "代表工作委员会", "2026年3月9日 (周一)")
		deputy.NotSee("查询码") // a deputy has an account
		deputy.Click("查看事项")
		contains(t, deputy.station(), "视", "由代表工作委员会办理", "剩余 5 个工作日")

		st.at("2026-03-03 09:30")
		office := st.clerk("office-clerk", options...)
		office.find("/home", title)
		office.act("确定选题")
		contains(t, office.station(), "视", "剩余 15 个工作日")
		office.act("提请主任会议", "调研报告", "实地看了三处险段，附照片和丈量记录。", "问题清单", "何时加固\n资金多少\n谁来管护")
		contains(t, office.station(), "议", "由主任会议办理")

		chair := st.clerk("chair", options...)
		chair.See("议事")
		chair.find("/home", title)
		chair.sees("实地看了三处险段", "何时加固")
		chair.act("同意约见", "主任会议届次", "五届第12次", "约见日期", "2026-03-20", "约见地点", "河湾村村委会")
		contains(t, chair.station(), "决", "由代表工作委员会办理", "剩余 13 个工作日")

		st.at("2026-03-20 16:00")
		office.signIn()
		office.find("/home", title)
		contains(t, office.station(), "今日到期")
		office.act("记录约见", "实际约见日期", "2026-03-20", "到场人员", "代表2人，水利局3人", "约见记录", "逐项作答，双方确认。", "到场负责人", "副局长")
		contains(t, office.station(), "决", "由区水利局办理")
		office.sees("2026年4月20日 (周一)", "分出的事项", "0", "何时加固", "资金多少", "谁来管护")
		for _, question := range []string{"何时加固", "资金多少"} {
			office.Click(question)
			office.act("记录当场答复", "答复内容", "当场答复："+question+"，已有安排，汛前完成。")
			contains(t, office.station(), "督")
			office.Click(title) // back to the appointment
		}
		office.See("3 项中的 2 项")
		office.act("登记承诺", "承诺事项", "6月底前加固620米", "承诺完成日期", "2026-06-30")
		office.sees("6月底前加固620米", "4 项中的 2 项")

		st.at("2026-04-10 09:00")
		water := st.clerk("water-clerk", options...)
		water.find("/home", "谁来管护")
		contains(t, water.station(), "决", "剩余 6 个工作日")
		water.act("书面答复", "答复内容", "由河湾村管护，每季度一次巡查，经费列入年度预算。")
		water.NotSee("可以办理") // the unit that answered ends nothing

		deputy.signIn()
		for _, question := range []string{"何时加固", "资金多少", "谁来管护"} {
			deputy.find("/home", question)
			deputy.act("评价", "对办理结果", "满意", "对办理态度", "满意")
			deputy.See("已保存：评价。")
		}
		deputy.visit("/home")
		deputy.See("0 待我评价")

		st.at("2026-04-13 10:00")
		office.signIn()
		for _, question := range []string{"何时加固", "资金多少", "谁来管护"} {
			office.find("/matters?queue=verify", question)
			office.act("核实，了结", "核实情况", "与约见记录一致，代表满意。")
			contains(t, office.station(), "果", "已落实")
		}
		office.find("/home", title)
		contains(t, office.station(), "督", "由代表工作委员会办理")
		// The commitment is open, so nobody can close yet, and the page says why.
		contains(t, office.Text("#act-confirm"), "回头看完成，销号")
		if n := office.Count("#act-confirm button:not([formaction])"); n != 0 {
			t.Errorf("the appointment can be closed with an open commitment")
		}
		// Before its day the board has nothing to say of it.
		chair.signIn()
		chair.visit("/board")
		chair.NotSee(title)

		st.at("2026-06-28 09:00")
		chair.signIn()
		chair.visit("/home")
		chair.See("四个而不，现在")
		chair.find("/board", title)
		contains(t, chair.station(), "逾期")
		chair.visit("/board?kind=supervisedWithoutResult")
		chair.sees("督而不果", title, "跟踪问效", "自 2026年5月1")
		water.signIn()
		water.find("/home", "6月底前加固620米")
		contains(t, water.station(), "决", "剩余 2 个工作日")
		water.act("报告完成", "答复内容", "已加固620米，验收表附后。")
		office.signIn()
		office.find("/home", "6月底前加固620米")
		office.act("回头看属实，销号", "回头看情况", "现场丈量620米，与承诺一致。")
		contains(t, office.station(), "果", "已落实")
		office.Click(title)
		office.act("回头看完成，销号", "回头看情况", "问题和承诺全部了结。", "答复内容", "三问三答，一项承诺已兑现。")
		contains(t, office.station(), "果", "已落实")
		office.sees("4 项中的 4 项", "曾逾期")

		chair.visit("/board")
		chair.NotSee(title)
		chair.visit("/board?view=past")
		chair.sees("督而不果", title, "曾逾期", "自 2026年5月1", "至 2026年6月28日")
		deputy.signIn()
		deputy.find("/matters?queue=raised", title)
		deputy.sees("已落实", "三问三答，一项承诺已兑现。")
	})
}
