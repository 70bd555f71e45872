package message

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestHeadingsAreRecognised(t *testing.T) {
	t.Parallel()
	for name, heading := range map[string][]any{
		"usual":        usual,
		"marks":        {"*留言编号", "留言用户：", " 留言主题 ", "留言时间（年-月-日）", "留言\n详情", "答复意见", "答复时间"},
		"full width":   {"留言ＩＤ", "网友", "标题", "日期", "内容", "回复内容", "回复日期"},
		"letters box":  {"信件编号", "来信人", "信件标题", "来信时间", "来信内容", "办理结果", "办结时间"},
		"patterns":     {"群众留言编号", "群众留言人", "群众留言标题", "群众留言提交时间", "群众留言正文内容", "承办单位答复内容", "承办单位答复的时间"},
		"english":      {"ID", "User", "Title", "Created At", "Content", "Reply", "Reply time"},
		"in brackets":  {"编号", "姓名", "主题", "时间（留言）", "内容", "回复", "时间（答复）"},
		"serial alone": {"序号", "网名", "标题", "留言日期", "留言内容", "答复", "答复日期"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := read(t, rows(t, heading, plain("7")), Options{})
			wantIDs(t, table, "7")
			if m := table.Messages[0]; m.User == "" || m.Subject == "" || m.Detail == "" || !m.Answered() || m.RaisedAt.Day() != 5 {
				t.Fatalf("%+v %+v", m, table.Sheets[0].Columns)
			}
			if noticed(table, "idIsSerial") != (name == "serial alone") {
				t.Fatalf("notices: %+v", table.Notices)
			}
		})
	}
}

// Other order, columns of no use, a title above, blank rows between, a total below.
func TestASheetAsOfficesKeepIt(t *testing.T) {
	t.Parallel()
	file := book(t, func(f *excelize.File) {
		must(t, f.SetCellValue("Sheet1", "A1", "2019年清河区网络留言时间及答复情况统计表"))
		must(t, f.MergeCell("Sheet1", "A1", "J1"))
		must(t, f.SetCellValue("Sheet1", "A2", "填报单位：清河区"))
		put(t, f, "Sheet1", 4,
			[]any{"序号", "答复时间", "承办单位", "答复意见", "是否满意", "留言时间", "留言详情", "留言主题", "留言编号", "答复时限", "留言用户"},
			[]any{1, "2019.3.9", "市政处", "已更换灯泡。", "是", "2019.3.5", "路灯坏了。", "路灯", "a1", "15天", "某居民"},
			[]any{}, []any{nil, " ", nil, "\u3000"},
			[]any{2, nil, "公交公司", nil, nil, "2019.3.6", "希望增开班车。", "公交", "a2", "15天", "某乘客"},
			[]any{"序号", "答复时间", "承办单位", "答复意见", "是否满意", "留言时间", "留言详情", "留言主题", "留言编号", "答复时限", "留言用户"},
			[]any{3, "2019.3.12", "教育局", "九月起招生。", nil, "2019.3.7", "新校何时招生？", "入学", "a3", nil, "某家长"},
			[]any{"合计", nil, nil, "3条"})
	})
	table := read(t, file, Options{})
	wantIDs(t, table, "a1", "a2", "a3")
	if m := table.Messages[2]; m.RowNumber != 10 || m.Reply != "九月起招生。" || table.Sheets[0].HeaderRow != 4 {
		t.Fatalf("%+v, heading in row %d", m, table.Sheets[0].HeaderRow)
	}
	if !noticed(table, "headingRepeated") || rejectedAs(table)[11] != "idMissing" || len(table.Rejected) != 1 || table.Blank != 1 {
		t.Fatalf("notices %+v, rejected %+v, blank %d", table.Notices, table.Rejected, table.Blank)
	}
}

func TestMergedCells(t *testing.T) {
	t.Parallel()
	file := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", 1,
			[]any{"编号", "留言", nil, nil, nil, "答复", nil},
			[]any{nil, "用户", "主题", "时间", "内容", "意见", "时间"},
			[]any{"b1", "同一位居民", "路灯", "2019-03-05", "路灯坏了。", "已修好。", "2019-03-06"},
			[]any{"b2", nil, "垃圾", nil, "垃圾没人收。", nil, nil})
		for _, r := range [][2]string{{"A1", "A2"}, {"B1", "E1"}, {"F1", "G1"}, {"B3", "B4"}, {"D3", "D4"}} {
			must(t, f.MergeCell("Sheet1", r[0], r[1]))
		}
	})
	table := read(t, file, Options{})
	wantIDs(t, table, "b1", "b2")
	first, second := table.Messages[0], table.Messages[1]
	if first.Reply != "已修好。" || first.RepliedAt.Day() != 6 || second.User != "同一位居民" || second.RaisedAt.Day() != 5 || second.Answered() {
		t.Fatalf("%+v\n%+v", first, second)
	}
}

func TestSeveralSheets(t *testing.T) {
	t.Parallel()
	file := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", 1, []any{"说明", "本表由办公室导出"}, []any{"共两年", 2})
		for _, name := range []string{"2018年", "2019年", "草稿"} {
			_, err := f.NewSheet(name)
			must(t, err)
		}
		put(t, f, "2018年", 1, usual, plain("1"))
		put(t, f, "2019年", 1, usual, plain("1"), plain("2"))
		put(t, f, "草稿", 1, usual, plain("3"))
		must(t, f.SetSheetVisible("草稿", false))
	})
	table := read(t, file, Options{})
	wantIDs(t, table, "1", "2")
	if len(table.Sheets) != 4 || table.Sheets[0].Read || table.Sheets[0].Skipped.IsZero() || !table.Sheets[2].Read || !table.Sheets[3].Hidden || table.Sheets[3].Read {
		t.Fatalf("%+v", table.Sheets)
	}
	if len(table.Repeated) != 1 || table.Repeated[0].Sheet != "2019年" || table.Repeated[0].FirstSheet != "2018年" {
		t.Fatalf("%+v", table.Repeated)
	}
	wantIDs(t, read(t, file, Options{Sheet: "草稿"}), "3")
	p := refuse(t, file, Options{Sheet: "2020年"}, "sheetMissing")
	if !strings.Contains(p.Text.ZH, "2019年") {
		t.Fatalf("it does not say which sheets there are: %s", p.Text.ZH)
	}
}

func TestRemap(t *testing.T) {
	t.Parallel()
	odd := []any{"甲", "乙", "丙", "丁", "戊", "己", "庚"}
	byHeading := map[Field]string{FieldID: "甲", FieldSubject: "丙", FieldRaisedAt: "丁", FieldDetail: "戊", FieldReply: "己", FieldRepliedAt: "庚"}
	byLetter := map[Field]string{FieldID: "a", FieldSubject: "C", FieldRaisedAt: "D", FieldDetail: "E", FieldReply: "F", FieldRepliedAt: "G"}
	wantIDs(t, read(t, rows(t, odd, plain("1")), Options{Columns: byHeading}), "1")
	wantIDs(t, read(t, rows(t, plain("1"), plain("2")), Options{Columns: byLetter}), "1", "2") // no heading at all
	wantIDs(t, read(t, rows(t, plain("1"), plain("2")), Options{Columns: byLetter, HeaderRow: -1}), "1", "2")
	// A remap wins over a heading that fits, and takes it out of other fields' reach.
	swapped := append([]any{}, usual...)
	swapped[0], swapped[1] = "系统号", "留言编号"
	table := read(t, rows(t, swapped, []any{"s1", "9", "题", "2019-03-05", "文"}), Options{Columns: map[Field]string{FieldID: "系统号"}})
	wantIDs(t, table, "s1")
	if c := table.Sheets[0].Columns[0]; c.Match != MatchGiven || c.Field != FieldID {
		t.Fatalf("%+v", c)
	}
	table = read(t, rows(t, []any{"x"}, []any{"y"}, usual, plain("3")), Options{HeaderRow: 3})
	wantIDs(t, table, "3")
}

func TestHeadingFaults(t *testing.T) {
	t.Parallel()
	p := refuse(t, rows(t, []any{"编码", "主题", "内容", "提交时间", "回复"}, plain("1")), Options{}, "headerMissing")
	for _, want := range []string{"留言编号", "答复时间", "A 编码", "id=", "repliedAt=", "Sheet1"} {
		if !strings.Contains(p.Text.ZH, want) {
			t.Errorf("%q is not in %q", want, p.Text.ZH)
		}
	}
	p = refuse(t, rows(t, usual, plain("1")), Options{Columns: map[Field]string{FieldUser: "没有的列"}}, "headerMissing")
	if !strings.Contains(p.Text.EN, "user") {
		t.Errorf("a named column that is not there: %q", p.Text.EN)
	}
	refuse(t, rows(t, usual, plain("1")), Options{Columns: map[Field]string{FieldID: "IDX"}}, "headerMissing")
	refuse(t, rows(t), Options{}, "sheetEmpty")
	if table := read(t, rows(t, usual[:5], plain("1")[:5]), Options{}); !noticed(table, "noReplyColumn") {
		t.Errorf("a file without answers is read without a word: %+v", table.Notices)
	}
}

func TestFieldNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Field{"raisedAt": FieldRaisedAt, "raisedat": FieldRaisedAt, "留言编号": FieldID, "答复时间": FieldRepliedAt} {
		if f, ok := FieldNamed(name); !ok || f != want {
			t.Errorf("%q is %q", name, f)
		}
	}
	if f, ok := FieldNamed("colour"); ok {
		t.Errorf("colour is %q", f)
	}
	for _, f := range Fields {
		if f.Label().ZH == "" || f.Label().EN == "" {
			t.Errorf("%s has no label", f)
		}
	}
}
