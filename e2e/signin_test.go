package e2e_test

import (
	"context"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// With login and password, from a link that somebody sent: a wrong password keeps the login, the right one leads to
// where the link wanted to go, and the way out leaves nothing behind.
func TestPasswordAndLink(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	const password = "liuxi-2026-heping-lu"
	if err := st.Office.SetPassword(context.Background(), world.ID, "roads-clerk", password); err != nil {
		t.Fatal(err)
	}
	id, _ := st.hold("路灯不亮")
	st.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
	v := st.visitor("", browser.NoScript())
	v.Expect("401")
	v.visit("/m/" + id)
	v.sees("请先登录")
	v.Fill("账号", "roads-clerk")
	v.Fill("密码", "wrong")
	v.Click("main form.panel button.primary")
	v.See("账号或密码不对")
	if got := v.Value("账号"); got != "roads-clerk" {
		t.Errorf("the login was not kept: %q", got)
	}
	if got := v.Value("密码"); got != "" {
		t.Errorf("the password is in the page: %q", got)
	}
	v.Fill("密码", password)
	v.Click("main form.panel button.primary")
	v.WaitText("h1", "路灯不亮")
	v.act("签收")
	v.See("已保存：签收。")
	v.Click("退出")
	v.visit("/m/" + id)
	v.See("请先登录")
	v.NotSee("路灯不亮")
}

// A station writes down what somebody said three days ago, hands him the receipt, and records by phone how he rates.
func TestWrittenDownForSomebody(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		st.at("2026-03-06 10:00")
		const title = "三组水渠堵塞"
		station := st.clerk("station-clerk")
		station.Click("登记事项")
		form := station.form("提交")
		station.enter(form, "标题", title, "具体情况", "春灌在即，水渠堵了一百多米。", "类别", "农业农村",
			"代谁登记", "代群众登记，回执交给本人", "提出日期", "2026-03-03", "姓名或称呼", "三组村民", "联系方式", "0000-001")
		station.Click(form + " .act-go button:not([formaction]):not([data-look])")
		station.See("回执")
		r := receipt{station.Text("#number"), station.Text("#code")}
		station.Click("查看事项")
		station.sees("2026年3月3日", "三组村民")
		contains(t, station.station(), "视", "今日到期") // counted from the day on which it was said

		station.act("交办", "承办单位", "区水利局", "类别", "农业农村")
		id := station.path()[len("/m/"):]
		id = id[:36]
		st.Act("water-clerk", id, "accept")
		st.Act("water-clerk", id, "answer", "answer", "3月5日已清淤120米。")
		resident := st.resident()
		resident.track(r)
		resident.sees(title, "3月5日已清淤120米。")
		station.find("/home", title)
		station.act("代录评价", "对办理结果", "满意", "内部备注", "3月6日电话回访本人。")
		contains(t, station.station(), "督", "由柳溪镇代表联络站办理")
		resident.track(r)
		resident.sees("对办理结果：满意", "代录")
		resident.NotSee("电话回访本人") // an internal note
	})
}
