package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// A clerk's half hour by keyboard alone: triage in bulk through the preview, urge, a note, from matter to matter, the
// export, the week, a kept list, and an import. (A program chooses the file in place of the system's own dialog.) Each
// page of the desk is looked at by axe on the way, on a telephone and at a desk.
func TestClerksHalfHour(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	for i := range 4 {
		st.Raise(fmt.Sprintf("中心街第%d号院门前井盖松动", i+1))
	}
	v := st.clerk("office-clerk")
	v.visit("/matters?queue=triage")
	for range 3 {
		v.Press("j")
		v.Press("x")
	}
	if n := v.Count(".c-pick input[name=id]:checked"); n != 3 {
		t.Fatalf("%d rows are chosen", n)
	}
	v.Press("a")
	v.tabUntil("#desk-unit")
	v.Press("ArrowDown")
	v.clean("form of a run")
	v.tabUntil("form[action='/desk/runs'] button.primary")
	v.Press("Enter")
	v.sees("确认办理 3 件")
	v.clean("preview of a run")
	v.tabUntil("[data-confirm]")
	v.Press("Enter")
	v.sees("已办理 3 件。")
	v.clean("result of a run")
	v.tabUntil("main .ways a.button")
	v.Press("Enter")
	if v.path() != "/matters?queue=triage" || v.Count("main .rows tbody tr") != 1 {
		t.Errorf("back at %s with %d rows", v.path(), v.Count("main .rows tbody tr"))
	}

	v.Press("gm")
	v.WaitText("h1", "全部事项")
	v.Press("X")
	v.Press("u")
	v.tabUntil("form[action='/desk/runs'] textarea")
	v.Press("请于本周五前回复。")
	v.tabUntil("form[action='/desk/runs'] button.primary")
	v.Press("Enter")
	v.tabUntil("[data-confirm]")
	v.Press("Enter")
	v.sees("已办理")
	v.tabUntil("main .ways a.button")
	v.Press("Enter")

	v.Press("j")
	v.Press("Enter")
	first := v.path()
	v.Press("n")
	v.Press("已电话联系提出人。")
	v.tabUntil("#act-note button")
	v.Press("Enter")
	v.sees("已保存", "已电话联系提出人。")
	v.Press("]")
	if second := v.path(); strings.SplitN(second, "?", 2)[0] == strings.SplitN(first, "?", 2)[0] {
		t.Errorf("the next matter is %s again", second)
	}
	v.Press("Escape")
	v.WaitText("h1", "全部事项")

	v.tabUntil("button[value=_export]")
	v.Press("Enter")
	v.sees("将导出 4 件。")
	v.clean("export")

	v.Press("gd")
	v.WaitText("h1", "日程")
	v.clean("day")

	v.visit("/matters?queue=triage")
	v.tabUntil("a[href^='/desk/filters?list=']")
	v.Press("Enter")
	v.tabUntil("#name")
	v.Press("待我分办")
	v.Press("Enter")
	v.WaitText(".chip[aria-current]", "待我分办")

	file := filepath.Join(t.TempDir(), "留言.csv")
	const text = "编号,网友,标题,时间,内容\nM1,甲,路灯不亮,2019-03-04 10:00,夜里很黑。\nM2,乙,井盖松动,2019-03-05 10:00,响声很大。\nM3,丙,公厕,某日,门锁坏了。\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	v.visit("/raise")
	v.tabUntil("a[href='/admin/import']")
	v.Press("Enter")
	v.clean("import")
	v.tabUntil("#file")
	v.Upload("#file", file)
	v.tabUntil("form[action='/admin/import'] button")
	v.Press("Enter")
	v.sees("确认导入 2 条", "某日")
	v.clean("import preview")
	v.tabUntil("[data-confirm]")
	v.Press("Enter")
	v.sees("已导入 2 条。")
	v.clean("import result")

	v.Press("?")
	v.WaitText("dialog h2", "键盘快捷键")
	v.Press("Escape")
	v.visit("/help/keys")
	v.clean("keys")
}

// tabUntil presses Tab until the keyboard is on an element, a bounded number of times.
func (v *visitor) tabUntil(selector string) {
	v.t.Helper()
	const most = 90
	there := "document.activeElement.matches(" + strconv.Quote(selector) + ")"
	for range most {
		v.Press("Tab")
		if browser.Eval[bool](v.Browser, there) {
			return
		}
	}
	v.t.Fatalf("Tab does not lead to %s on %s, at last to %q", selector, v.path(), v.Focused())
}

// clean fails when axe finds something, or the page does not fit a telephone or a desk.
func (v *visitor) clean(name string) {
	v.t.Helper()
	for _, size := range []browser.Size{browser.Phone, browser.Desk} {
		v.Resize(size)
		v.layout(name, size)
		v.Axe()
	}
	v.Resize(browser.Desk)
}
