package message

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func TestReadAUsualFile(t *testing.T) {
	t.Parallel()
	open := []any{"188007", "", "公交", "2019/3/6", "\n\t\t\n\t希望增开夜班车。\r\n\r\n\r\n谢谢！\t\n", "", ""}
	table := read(t, rows(t, usual, plain("188006"), open), Options{})
	wantIDs(t, table, "188006", "188007")
	m, o := table.Messages[0], table.Messages[1]
	if m.RowNumber != 2 || m.Sheet != "Sheet1" || m.User != "清河居民" || m.Subject != "路灯不亮" || m.Detail != "长安街东段的路灯坏了两周。" ||
		m.Reply != "已于3月8日更换灯泡12盏。" || !m.RaisedAt.Equal(time.Date(2019, 3, 5, 9, 5, 0, 0, China)) || !m.RaisedHasTime ||
		!m.RepliedAt.Equal(time.Date(2019, 3, 9, 16, 0, 0, 0, China)) || !m.Answered() {
		t.Fatalf("first row: %+v", m)
	}
	if o.Detail != "希望增开夜班车。\n\n谢谢！" || o.Answered() || !o.RepliedAt.IsZero() || o.RaisedHasTime {
		t.Fatalf("second row: %+v", o)
	}
	s := table.Sheets[0]
	if !s.Read || s.HeaderRow != 1 || len(s.Columns) != 7 || s.Columns[3] != (Column{Letter: "D", Heading: "留言时间", Field: FieldRaisedAt, Match: MatchExact}) {
		t.Fatalf("sheet: %+v", s)
	}
	if len(table.Rejected)+len(table.Repeated)+len(table.Notices) != 0 {
		t.Fatalf("a clean file gave %+v %+v %+v", table.Rejected, table.Repeated, table.Notices)
	}
}

// Every way in which a workbook keeps a time, in one file.
func TestReadTimesOfAWorkbook(t *testing.T) {
	t.Parallel()
	at := time.Date(2019, 3, 5, 9, 5, 30, 0, time.UTC)
	file := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", 1, usual)
		for i, v := range []any{at, at.Truncate(24 * time.Hour), 43529.378819444, 43529, "2019年3月5日 9时5分30秒", "43529.378819444", "2019-03-05T01:05:30Z"} {
			row := plain(string(rune('a' + i)))
			row[3], row[5], row[6] = v, nil, nil
			put(t, f, "Sheet1", i+2, row)
		}
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: new("m月d日")}) // shows no year; the value has one
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "D4", "D4", style))
	})
	table := read(t, file, Options{})
	wantIDs(t, table, "a", "b", "c", "d", "e", "f", "g")
	for i, m := range table.Messages {
		want, dateOnly := time.Date(2019, 3, 5, 9, 5, 30, 0, China), i == 1 || i == 3
		if dateOnly {
			want = time.Date(2019, 3, 5, 0, 0, 0, 0, China)
		}
		if !m.RaisedAt.Equal(want) || m.RaisedHasTime == dateOnly {
			t.Errorf("row %d: %v (time of day %v)", m.RowNumber, m.RaisedAt, m.RaisedHasTime)
		}
	}
}

func TestReadAMacintoshWorkbook(t *testing.T) {
	t.Parallel()
	file := book(t, func(f *excelize.File) {
		must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: new(true)}))
		row := plain("m")
		row[3], row[6] = 42067.5, time.Date(2019, 3, 9, 0, 0, 0, 0, time.UTC)
		put(t, f, "Sheet1", 1, usual, row)
	})
	m := read(t, file, Options{}).Messages[0]
	if !m.RaisedAt.Equal(time.Date(2019, 3, 5, 12, 0, 0, 0, China)) || !m.RepliedAt.Equal(time.Date(2019, 3, 9, 0, 0, 0, 0, China)) {
		t.Fatalf("raised %v, replied %v", m.RaisedAt, m.RepliedAt)
	}
}

// Rows that cannot be taken are reported by number with the reason, and the others go in.
func TestRejectedRows(t *testing.T) {
	t.Parallel()
	change := func(changes map[int]any) []any {
		row := plain("")
		row[0] = nil
		for i, v := range changes {
			row[i] = v
		}
		return row
	}
	long := strings.Repeat("长", 200)
	bad := []struct {
		code string
		row  []any
	}{
		{"idMissing", change(nil)},
		{"idDigitsLost", change(map[int]any{0: "1.23457E+17"})},
		{"idTooLong", change(map[int]any{0: long})},
		{"cellError", change(map[int]any{0: "x1", 4: "#N/A"})},
		{"textMissing", change(map[int]any{0: "x2", 2: " ", 4: "\u3000\n"})},
		{"timeMissing", change(map[int]any{0: "x3", 3: nil})},
		{"timeUnreadable", change(map[int]any{0: "x4", 3: long})},
		{"timeAmbiguous", change(map[int]any{0: "x5", 3: "03/04/2019"})},
		{"timeNoSuchDay", change(map[int]any{0: "x6", 3: "2019-02-29"})},
		{"timeOutOfRange", change(map[int]any{0: "x7", 3: 7})},
		{"raisedInFuture", change(map[int]any{0: "x8", 3: "2020-06-02", 5: nil, 6: nil})},
		{"repliedInFuture", change(map[int]any{0: "x9", 6: "2021-01-01"})},
		{"repliedBeforeRaised", change(map[int]any{0: "x10", 6: "2019/3/5 9:04:59"})},
		{"repliedBeforeRaised", change(map[int]any{0: "x11", 6: "2019/3/4"})},
		{"replyWithoutTime", change(map[int]any{0: "x12", 6: nil})},
		{"timeWithoutReply", change(map[int]any{0: "x13", 5: nil})},
		{"timeNoDay", change(map[int]any{0: "x14", 6: "2019年3月"})},
		{"idRepeated", change(map[int]any{0: "good", 4: "同一编号，另一件事。"})},
	}
	all := [][]any{usual, plain("good")}
	want := map[int]string{}
	for i, b := range bad {
		all = append(all, b.row)
		want[i+3] = b.code
	}
	all = append(all, plain("after"))
	table := read(t, rows(t, all...), Options{})
	wantIDs(t, table, "good", "after")
	if got := rejectedAs(table); !maps.Equal(got, want) {
		t.Fatalf("rejected %v, want %v", got, want)
	}
	for _, r := range table.Rejected {
		if r.Reason.Text.ZH == "" || r.Reason.Text.EN == "" || r.Reason.Field == "" || len([]rune(r.Reason.Text.ZH)) > 100 {
			t.Errorf("row %d: %+v", r.Row, r.Reason)
		}
		if strings.Contains(r.Reason.Text.ZH, "长安街") || strings.Contains(r.Reason.Text.EN, strings.Repeat("长", quoteRunes+1)) {
			t.Errorf("row %d quotes more of the text than it should: %s", r.Row, r.Reason.Text.EN)
		}
	}
}

// What looks odd and is still a message goes in.
func TestOddRowsThatAreTaken(t *testing.T) {
	t.Parallel()
	noDetail, noSubject, marks, sameDay := plain("1"), plain("2"), plain("3"), plain("4")
	noDetail[4] = nil
	noSubject[1], noSubject[2] = nil, nil
	marks[5], marks[6] = "未答复", "-"
	sameDay[3], sameDay[6] = "2019/3/5 9:05:00", "2019-03-05" // answered that day, hour unknown
	badUser := plain("5")
	badUser[1] = "#N/A"
	table := read(t, rows(t, usual, noDetail, noSubject, marks, sameDay, badUser), Options{})
	wantIDs(t, table, "1", "2", "3", "4", "5")
	if !noticed(table, "detailEmpty") || table.Messages[2].Answered() || !table.Messages[3].Answered() {
		t.Fatalf("%+v %+v", table.Notices, table.Messages[2])
	}
	// Today is not the future, whatever the hour; without Now nothing is.
	late := plain("6")
	late[3], late[5], late[6] = "2020-06-01 23:59", nil, nil
	wantIDs(t, read(t, rows(t, usual, late), Options{}), "6")
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	text, number := plain("188006"), plain("")
	number[0] = 188006 // the same message with its number as a number
	spaced := plain("188006 ")
	spaced[4] = "\n 长安街东段的路灯坏了两周。\t"
	table := read(t, rows(t, usual, text, number, spaced), Options{})
	wantIDs(t, table, "188006")
	if len(table.Repeated) != 2 || table.Repeated[1] != (Repeated{Sheet: "Sheet1", Row: 4, ID: "188006", FirstSheet: "Sheet1", FirstRow: 2}) {
		t.Fatalf("repeated: %+v", table.Repeated)
	}
	first := table.Messages[0]
	for i, v := range map[int]any{1: "别人", 2: "路灯", 3: "2019/3/5 9:05:01", 4: "另一段", 5: "已更换。", 6: "2019/3/9 16:00:01"} {
		other := plain("188006")
		other[i] = v
		m := read(t, rows(t, usual, other), Options{}).Messages[0]
		if m.Digest == first.Digest {
			t.Errorf("column %d does not count for the digest", i)
		}
		if (m.QuestionDigest == first.QuestionDigest) != (i >= 5) {
			t.Errorf("column %d counts wrongly for the question's digest", i)
		}
	}
}

func TestPreviewAndLimits(t *testing.T) {
	t.Parallel()
	file := rows(t, usual, plain("1"), plain("2"), plain("3"))
	table := read(t, file, Options{Preview: 2})
	if wantIDs(t, table, "1", "2"); !table.More {
		t.Fatal("a preview that ended early does not say so")
	}
	refuse(t, file, Options{Limits: Limits{Rows: 2}}, "tooManyRows")
	refuse(t, file, Options{Limits: Limits{FileBytes: 100}}, "fileTooLarge")
	refuse(t, file, Options{Limits: Limits{UnzipBytes: 1000}}, "unzipTooLarge")
	refuse(t, file, Options{Limits: Limits{CellRunes: 2}}, "cellTooLong")
}
