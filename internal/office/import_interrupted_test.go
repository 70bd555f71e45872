package office_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// The disk fills up in the middle of a long import: the report says how many messages are in, and the same file brings
// the rest when there is room again.
func TestImportInterrupted(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	ctx := context.Background()
	var file strings.Builder
	file.WriteString("留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n")
	const rows = 450
	for i := range rows {
		fmt.Fprintf(&file, "%d,U%d,村口第%d盏路灯不亮,2019-03-04 10:00:00,%s,已派人更换灯泡，请查看。,2019-03-11 09:00:00\n",
			i+1, i, i, strings.Repeat("夜里很黑，老人看不清台阶。", 40))
	}
	imports := func() (office.ImportReport, error) {
		return w.Office.ImportMessages(ctx, w.Viewer("office-clerk"), strings.NewReader(file.String()), int64(file.Len()), office.ImportOptions{File: "m.csv"})
	}
	limit := func(pages int) {
		t.Helper()
		if _, err := w.Store.Writer().ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	var pages int
	if err := w.Store.Writer().QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit(pages + 500) // 2 MB
	rep, err := imports()
	if problem.KindOf(err) != problem.Unavailable || rep.Taken == 0 || rep.Taken == rows {
		t.Fatalf("%d of %d taken: %v", rep.Taken, rows, err)
	}
	if text := problem.Of(err).Text; !strings.Contains(text.ZH, fmt.Sprint(rep.Taken)) || !strings.Contains(text.EN, fmt.Sprint(rep.Taken)) {
		t.Errorf("it does not say that %d are in: %v", rep.Taken, text)
	}
	w.Verify()
	limit(1 << 30)
	again, err := imports()
	if err != nil || again.Known != rep.Taken || again.Taken != rows-rep.Taken {
		t.Fatalf("again: %d known, %d taken, %v; %d were in", again.Known, again.Taken, err, rep.Taken)
	}
	w.Verify()
}
