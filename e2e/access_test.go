package e2e_test

import (
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// With the keyboard alone: past the menu, into the form, choose by arrows, send by Enter.
func TestKeyboardAlone(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	id, r := st.hold("桥头路灯不亮")
	st.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
	st.Act("roads-clerk", id, "accept")
	st.Act("roads-clerk", id, "answer", "answer", "已更换灯具。")
	v := st.visitor("")
	v.visit("/track")
	v.Press("Tab")
	if got := v.Focused(); got != "a 跳到正文" {
		t.Errorf("the first stop is %q", got)
	}
	v.Press("Enter")
	v.tabTo("input 编号")
	v.Press(r.number)
	v.tabTo("input 查询码")
	v.Press(r.code)
	v.Press("Enter")
	v.WaitText("h1", "桥头路灯不亮")
	v.tabTo("input 满意")
	v.Press("ArrowDown") // basically satisfied
	v.tabTo("button 评价")
	v.Press("Enter")
	v.sees("已保存：评价。", "对办理结果：基本满意")
}

// tabTo presses Tab until the element is reached, as a person without a mouse does; a bounded number of times.
func (v *visitor) tabTo(element string) {
	v.t.Helper()
	const most = 40
	var way []string
	for range most {
		v.Press("Tab")
		way = append(way, v.Focused())
		if way[len(way)-1] == element {
			return
		}
	}
	v.t.Fatalf("Tab does not lead to %q, but over %q", element, way)
}

// Large type (关怀模式) is remembered and fits, on a narrow telephone too.
func TestLargeType(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	h := furnish(t, w)
	st := setUp(t, w)
	v := st.resident()
	v.visit("/")
	v.Click("大字")
	v.See("标准字")
	for name, path := range map[string]string{
		"public-door": "/", "public-list": "/p", "public-matter": "/p/" + h["closed"].Number, "raise": "/raise/opinion", "sign-in": "/signin",
	} {
		v.visit(path)
		v.fits("large-"+name, browser.Phone, narrow)
	}
	v.Axe()
	deputy := st.deputy("deputy")
	deputy.visit("/home?size=large")
	for name, path := range map[string]string{
		"deputy-door": "/home", "deputy-matter": "/m/" + h["appointmentFollowed"].ID, "deputy-raise": "/raise/appointment",
	} {
		deputy.visit(path)
		deputy.fits("large-"+name, browser.Phone, narrow)
	}
	clerk := st.clerk("office-clerk")
	clerk.visit("/home?size=large")
	for name, path := range map[string]string{"office-door": "/home", "office-list": "/matters", "office-board": "/board", "office-matter": "/m/" + h["toRate"].ID} {
		clerk.visit(path)
		clerk.fits("large-"+name, browser.Desk)
	}
}

// fits takes pictures at the sizes and fails when the page is wider than its window.
func (v *visitor) fits(name string, sizes ...browser.Size) {
	v.t.Helper()
	v.Screenshot(name+"-zh-CN", sizes...)
}

// Nothing is lost by the back button: what was typed is still there after a look at something else.
func TestBackButtonKeepsWords(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	v := st.resident()
	v.visit("/raise/opinion")
	form := v.form("提交")
	v.enter(form, "标题", "井盖破损", "具体情况", "门口井盖裂了一半。")
	v.Click("说明")
	v.See("四个而不")
	v.Back()
	if got := v.typed(v.form("提交"), "具体情况"); got != "门口井盖裂了一半。" {
		t.Errorf("a resident comes back to %q", got)
	}

	id, _ := st.hold("路灯不亮")
	st.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")
	st.Act("roads-clerk", id, "accept")
	roads := st.clerk("roads-clerk")
	roads.visit("/m/" + id)
	roads.fill("答复", "答复内容", "已更换灯具6盏。")
	roads.Click("说明")
	roads.See("四个而不")
	roads.Back()
	if got := roads.typed(roads.form("答复"), "答复内容"); got != "已更换灯具6盏。" {
		t.Errorf("a clerk comes back to %q", got)
	}
	roads.Click(roads.form("答复") + " .act-go button:not([formaction]):not([data-look])")
	roads.See("已保存：答复。")
}
