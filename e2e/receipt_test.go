package e2e_test

import (
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/testkit/browser"
	"github.com/huiyin/huiyin/internal/testkit/world"
	"github.com/huiyin/huiyin/internal/web"
)

// hold is the receipt of a matter that the world raised.
func (st *stage) hold(title string) (id string, r receipt) {
	st.t.Helper()
	got := st.Raise(title)
	return got.ID, receipt{got.Number, got.Code}
}

// A wrong code and a wrong number get the same answer, the number typed is kept, and too many tries get a page that says
// so. A code may be typed as people copy it.
func TestWrongCode(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t, func(c *web.Config) { c.Limits.Track = web.Limit{Burst: 4, Every: time.Hour} })
	_, r := st.hold("路灯不亮")
	v := st.resident()
	v.Expect("404")
	v.track(receipt{r.number, "00000-00000"})
	wrong := v.Text("#summary")
	contains(t, wrong, "编号或查询码不对")
	if got := v.typed(v.form("查询"), "编号"); got != r.number {
		t.Errorf("the number was not kept: %q", got)
	}
	v.track(receipt{"2026-999999", r.code})
	if got := v.Text("#summary"); got != wrong {
		t.Errorf("a wrong number is told from a wrong code: %q, %q", got, wrong)
	}
	v.track(receipt{" " + r.number + " ", " " + r.code[:5] + " " + r.code[6:] + " "})
	v.WaitText("h1", "路灯不亮")
	v.Click("退出查询")
	v.Expect("401")
	v.visit("/track/matter") // closed: a shared screen shows nothing
	v.sees("请先输入编号和查询码")
	v.track(receipt{r.number, "00000-00000"})
	v.Expect("429")
	v.track(r)
	v.sees("操作太频繁")
	if got := v.typed(v.form("查询"), "编号"); got != r.number {
		t.Errorf("the number was not kept on the page that says wait: %q", got)
	}
	v.Axe()
	v.Screenshot("too-many-zh-CN")
}

// A closed matter comes back once, within six months, and not a second time.
func TestReopenOnce(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		id, r := st.hold("桥头路灯不亮")
		handle := func(unitFrom string) {
			t.Helper()
			st.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
			st.Act("roads-clerk", id, "accept")
			st.Act("roads-clerk", id, "answer", "answer", unitFrom)
		}
		handle("已更换灯具。")
		v := st.resident()
		v.track(r)
		v.act("评价", "对办理结果", "满意")
		st.at("2026-03-20 09:00")
		st.Act("station-clerk", id, "confirm", "findings", "全部亮。")

		st.at("2026-08-10 20:00")
		v.track(r)
		v.See("已落实")
		contains(t, v.Text(v.unfold("问题反弹，重新办理")), "最迟 2026年9月2") // he sees until when he can
		v.act("问题反弹，重新办理", "理由", "8月初又有三盏不亮。")
		contains(t, v.station(), "视", "由柳溪镇代表联络站办理")
		v.sees("8月初又有三盏不亮。", "自提出起共 161 天") // the whole clock never restarts
		st.at("2026-08-11 09:00")
		handle("8月11日更换控制器，三盏恢复。")
		v.track(r)
		v.act("评价", "对办理结果", "基本满意")
		st.Act("station-clerk", id, "confirm", "findings", "夜间察看，全部亮。")
		v.track(r)
		v.See("已落实")
		if n := v.Count("form[action$='/acts/reopen']"); n != 0 {
			t.Error("it can be reopened a second time")
		}
		contains(t, v.Text("#act-reopen"), "问题反弹，重新办理") // and the page says why not
	})
	t.Run("too late", func(t *testing.T) {
		t.Parallel()
		st := setUpSQLite(t)
		id, r := st.hold("桥头路灯不亮")
		st.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
		st.Act("roads-clerk", id, "accept")
		st.Act("roads-clerk", id, "answer", "answer", "已更换灯具。")
		v := st.resident()
		v.track(r)
		v.act("评价", "对办理结果", "满意")
		st.Act("station-clerk", id, "confirm", "findings", "全部亮。")
		st.at("2026-09-03 08:00") // six months after 2 March end on 2 September
		v.track(r)
		v.See("已落实")
		if n := v.Count("form[action$='/acts/reopen']"); n != 0 {
			t.Error("it can be reopened after more than six months")
		}
	})
}

// Two residents say the same; the office merges. Both receipts lead to the one matter, both rate; and apart again.
func TestMergeAsBothRaisersSeeIt(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		const first, second = "学校门口没有红绿灯", "校门口过马路危险"
		id, one := st.hold(first)
		_, two := st.hold(second)
		office := st.clerk("office-clerk")
		office.find("/home", second)
		office.act("并案", "并入的事项编号", one.number, "理由", "同一路口，一并办理。")
		office.sees("已并案", first)

		a, b := st.resident(), st.resident(browser.NoScript())
		b.track(two)
		b.WaitText("h1", first) // his receipt leads on
		b.Screenshot("tracked-merged-after-zh-CN", browser.Phone)
		st.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
		st.Act("roads-clerk", id, "accept")
		st.Act("roads-clerk", id, "answer", "answer", "已报市交管部门，4月设置信号灯。")
		a.track(one)
		a.act("评价", "对办理结果", "满意")
		contains(t, a.station(), "督")
		a.sees("待评价") // the other one has not rated yet
		b.track(two)
		b.See("已报市交管部门，4月设置信号灯。")

		office.find("/matters?state=ended", second)
		office.act("撤销并案", "理由", "不是同一个路口。")
		contains(t, office.station(), "视", "由柳溪镇代表联络站办理")
		b.track(two)
		b.WaitText("h1", second)
		b.See("不是同一个路口。")
		a.track(one)
		a.NotSee(second)
	})
}

// The office declines with a reason, and the raiser reads which and why.
func TestDeclineWithReason(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	_, r := st.hold("与邻居的房屋纠纷")
	station := st.clerk("station-clerk")
	station.find("/home", "与邻居的房屋纠纷")
	station.Expect("422")
	station.act("不予受理", "答复内容", "请到人民法院起诉或者申请人民调解，联络站可以代为联系调解员。")
	station.See("已填的都为您保留")
	station.act("不予受理", "理由类别", "已经或应当通过诉讼、行政复议、仲裁解决")
	contains(t, station.station(), "未受理")
	v := st.resident()
	v.track(r)
	v.sees("未受理", "请到人民法院起诉或者申请人民调解", "已经或应当通过诉讼、行政复议、仲裁解决")
	if n := v.Count(".acts form"); n != 0 {
		t.Errorf("%d forms are offered on a declined matter", n)
	}
	// Nobody else learns of it.
	anybody := st.resident()
	anybody.Expect("404")
	anybody.visit("/p/" + r.number)
	anybody.See("没有找到")
}

// A unit asks for more time; the station refuses, then grants; the day on the clock moves only when it is granted.
func TestAskForMoreTime(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		id, _ := st.hold("老桥桥面需要加宽")
		st.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
		st.Act("roads-clerk", id, "accept")
		roads, station := st.clerk("roads-clerk"), st.clerk("station-clerk")
		roads.visit("/m/" + id)
		roads.See("到期日 2026年3月23日 (周一)")
		roads.act("申请延期", "理由", "需要上级批复资金。", "延期至", "2026-04-15")
		roads.See("到期日 2026年3月23日 (周一)")

		station.find("/matters?queue=asked", "老桥桥面需要加宽")
		station.sees("需要上级批复资金。")
		station.act("不同意延期", "理由", "请先答复进度。")
		st.at("2026-03-02 15:00")
		roads.visit("/m/" + id)
		roads.See("请先答复进度。")
		roads.act("申请延期", "理由", "资金已立项，等批复。", "延期至", "2026-04-10")

		station.find("/matters?queue=asked", "老桥桥面需要加宽")
		if got := station.typed(station.unfold("批准延期"), "延期至"); got != "2026-04-10" {
			t.Errorf("the day that was asked for is not in the form: %q", got)
		}
		station.Expect("422")
		station.act("批准延期", "理由", "同意。", "延期至", "2026-12-31", "批准人", "副主任") // beyond what the rules allow
		contains(t, station.Text("#summary"), "延期至")
		station.act("批准延期", "延期至", "2026-04-10")
		station.sees("到期日 2026年4月10日 (周五)")
		roads.visit("/home")
		roads.sees("老桥桥面需要加宽")
		roads.visit("/m/" + id)
		roads.sees("到期日 2026年4月10日 (周五)")
	})
}

// A due day that reaches into a year without a calendar is provisional, until the administrator loads the year.
func TestCalendarMakesDaysFirm(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, st *stage) {
		st.at("2026-12-15 09:00")
		id, _ := st.hold("年底积雪谁来清扫")
		st.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
		st.Act("roads-clerk", id, "accept")
		roads, admin := st.clerk("roads-clerk"), st.clerk("admin")
		roads.visit("/m/" + id)
		before := roads.Text(".clock-panel")
		contains(t, before, "暂定")

		admin.Click("放假安排")
		admin.Expect("422")
		admin.Upload("放假安排文件", wrongFile(t))
		admin.Click("预览")
		admin.NotSee("确认装入")
		admin.Upload("放假安排文件", calendarFile(t))
		admin.Click("预览")
		admin.sees("2027 年：放假", "2027年1月5日 (周二) 元旦")
		roads.Reload()
		contains(t, roads.Text(".clock-panel"), "暂定") // looking changes nothing
		admin.Click("确认装入")
		admin.sees("已装入 2027 年的放假安排", "重新计算了 1 个暂定到期日")
		roads.Reload()
		after := roads.Text(".clock-panel")
		if after == before || roads.Count(".clock-panel .provisional") > 0 {
			t.Errorf("the day is still %q", after)
		}
	})
}

// A clerk of another station, and everybody else, cannot tell a matter from one that does not exist.
func TestOutsidersSeeNothing(t *testing.T) {
	t.Parallel()
	st := setUp(t, world.SQLite(t))
	id, r := st.hold("邻里排水纠纷")
	for _, who := range []string{"station2-clerk", "water-clerk", "deputy"} {
		v := st.visitor(who)
		v.Expect("404")
		v.visit("/m/" + id)
		there := v.Text("main")
		v.visit("/m/01a20ac5-0000-7000-8000-000000000000")
		if nowhere := v.Text("main"); there != nowhere {
			t.Errorf("%s can tell: %q, %q", who, there, nowhere)
		}
		v.visit("/matters")
		v.NotSee(r.number)
	}
}
