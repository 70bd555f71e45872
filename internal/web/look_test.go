package web_test

import (
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// look is a page to be looked at: its name in the pictures, who looks, and where.
type look struct{ name, who, path string }

// looks are the pages of the site with a busy congress behind them.
func (b *busy) looks(s *scene) []look {
	return []look{
		{"public", "", "/"},
		{"published", "", "/p"},
		{"figures", "", "/figures"},
		{"wall", "", "/wall"},
		{"figures-work", "chair", "/figures/work"},
		{"published-matter", "", "/p/" + b.confirmed.Number},
		{"help", "", "/help"},
		{"raise", "", "/raise"},
		{"track", "", "/track"},
		{"signin", "", "/signin"},
		{"need-signin", "", "/matters"},
		{"not-found", "", "/nowhere"},
		{"door-deputy", "deputy", "/home/deputy"},
		{"raise-choice", "deputy", "/raise"},
		{"raise-deputy", "deputy", "/raise/appointment"},
		{"matter-question", "deputy", "/m/" + b.question},
		{"door-office", "office-clerk", "/home/office"},
		{"matters", "office-clerk", "/matters"},
		{"matters-open", "office-clerk", "/matters?queue=all&order=due"},
		{"matter-fresh", "station-clerk", "/m/" + b.fresh.ID},
		{"matter-asked", "station-clerk", "/m/" + b.asked.ID},
		{"matter-confirmed", "office-clerk", "/m/" + b.confirmed.ID},
		{"matter-declined", "office-clerk", "/m/" + b.declined.ID},
		{"raise-staff", "station-clerk", "/raise/opinion"},
		{"door-unit", "water-clerk", "/home/unit"},
		{"matter-redone", "water-clerk", "/m/" + b.redone.ID},
		{"door-leader", "chair", "/home/leader"},
		{"matter-appointment", "chair", "/m/" + b.appointment},
		{"board", "chair", "/board"},
		{"tokens", "chair", "/account/tokens"},
		{"board-past", "chair", "/board?view=past"},
		{"calendar", "admin", "/admin/calendar"},
	}
}

// What a form answers: the receipt, the opened receipt with its rating, a form that could not be taken, one
// that came too late, one that was being written when the session expired. With a narrow window and large
// type on top.
func TestAnswersToFormsLookRight(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	b := s.fill()
	at := func(path string) string { return s.server.URL + path }

	resident := browser.New(t, browser.Window(browser.Phone))
	resident.Open(at("/raise/opinion"))
	resident.Fill("标题", "柳溪桥头路灯不亮")
	resident.Expect("422")
	resident.Click("提交")
	resident.Axe()
	resident.Screenshot("form-incomplete")
	resident.Fill("具体情况", "三盏灯不亮已有一周，晚上骑车看不见路。")
	resident.Click("提交")
	resident.See("查询码")
	resident.Axe()
	resident.Screenshot("receipt")
	resident.Open(at("/track"))
	resident.Fill("编号", b.answered.Number)
	resident.Fill("查询码", b.answered.Code)
	resident.Click("查询")
	resident.Axe()
	resident.Screenshot("tracked")
	resident.Resize(browser.Size{Width: 320, Height: 640})
	resident.Screenshot("tracked-narrow", browser.Size{Width: 320, Height: 640})
	resident.Open(at("/?size=large"))
	resident.Axe()
	resident.Screenshot("large", browser.Size{Width: 320, Height: 640}, browser.Phone, browser.Desk)

	clerk := browser.New(t)
	clerk.Open(at("/signin"))
	clerk.Click(s.personName("roads-clerk"))
	clerk.Open(at("/m/" + b.handling.ID))
	clerk.Fill("答复内容", "经现场查看，拟在市场东侧增设临时停车位四十个，四月底前划线启用。")
	s.Act("station-clerk", b.handling.ID, "note", "note", "商户代表今天又来电询问进展。")
	clerk.Expect("409")
	clerk.Click("答复")
	clerk.See("没有保存")
	clerk.Axe()
	clerk.Screenshot("conflict")
	s.Clock.Set(world.At("2026-04-14 08:30"))
	clerk.Expect("401")
	clerk.Click("答复")
	clerk.See("填写的内容还在")
	clerk.Axe()
	clerk.Screenshot("expired")
	clerk.Click(s.personName("roads-clerk"))
	clerk.See("继续提交")
	clerk.Axe()
	clerk.Screenshot("resume")
	clerk.Click("继续提交")
	clerk.See("已保存")
	clerk.Screenshot("saved")
}
