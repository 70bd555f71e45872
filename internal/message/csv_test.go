package message

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

const csvText = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\r\n" +
	"188006,清河居民,路灯不亮,2019/3/5 9:05:00,长安街东段的路灯坏了两周。,已于3月8日更换灯泡12盏。,2019/3/9 16:00:00\r\n" +
	"\r\n" +
	"=\"000123\",\"某,人\",\"他说\"\"急\"\"\",2019/3/5,\"第一行\r\n第二行\",,\r\n" +
	"188008,,引号\"在中间,2019-3-7,文,,"

// encode writes text as a program of another habit would.
func encode(t testing.TB, e encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(text))
	must(t, err)
	return b
}

// A CSV text gives the same messages as a workbook, in every encoding and with every separator.
func TestCSV(t *testing.T) {
	t.Parallel()
	fromBook := read(t, rows(t, usual, plain("188006")), Options{}).Messages[0]
	for name, file := range map[string][]byte{
		"utf-8":        []byte(csvText),
		"utf-8 mark":   []byte("\xEF\xBB\xBF" + csvText),
		"gb18030":      encode(t, simplifiedchinese.GB18030, csvText),
		"gbk":          encode(t, simplifiedchinese.GBK, csvText),
		"utf-16le":     encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), csvText),
		"utf-16be":     encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), csvText),
		"line feeds":   []byte(strings.ReplaceAll(csvText, "\r\n", "\n")),
		"returns only": []byte(strings.ReplaceAll(csvText, "\r\n", "\r")),
		"one bad byte": []byte(strings.Replace(csvText, "清河居民", "清河居民\xe6", 1)),
	} {
		table := read(t, file, Options{})
		wantIDs(t, table, "188006", "000123", "188008")
		if m := table.Messages[0]; m.Digest != fromBook.Digest && name != "one bad byte" {
			t.Errorf("%s: %+v is not what the workbook gave: %+v", name, m, fromBook)
		}
		if m := table.Messages[1]; m.RowNumber != 4 || m.User != "某,人" || m.Subject != `他说"急"` || m.Detail != "第一行\n第二行" {
			t.Errorf("%s: %+v", name, m)
		}
		if m := table.Messages[2]; m.RowNumber != 5 || m.Subject != `引号"在中间` {
			t.Errorf("%s: %+v", name, m)
		}
	}
	for _, sep := range []string{"\t", ";"} {
		table := read(t, []byte("ID"+sep+"subject"+sep+"date"+sep+"content\n1"+sep+"灯, 灯"+sep+"2019-03-05"+sep+"文\n"), Options{})
		wantIDs(t, table, "1")
	}
}

func TestCSVFaults(t *testing.T) {
	t.Parallel()
	head, _, _ := strings.Cut(csvText, "\r\n")
	p := refuse(t, []byte(head+"\n1,a,b,2019-03-05,\"没有合上,,\n2,a,b,2019-03-05,文,,\n"), Options{}, "csvQuoteOpen")
	if !strings.Contains(p.Text.ZH, "第2行") {
		t.Fatalf("it does not say where: %s", p.Text.ZH)
	}
	refuse(t, []byte(head+"\n1,a,b,2019-03-05,\""+strings.Repeat("字", 50)), Options{Limits: Limits{CellRunes: 20}}, "csvQuoteOpen")
	refuse(t, []byte(head+"\n1,a,b,2019-03-05,"+strings.Repeat("字", 50)), Options{Limits: Limits{CellRunes: 20}}, "cellTooLong")
}

// What a careful program quotes is read back cell by cell, with the right row numbers.
func TestCSVReadsBack(t *testing.T) {
	t.Parallel()
	cell := rapid.StringMatching(`["a,;路\n\r\t ]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 4), 1, 6).Draw(t, "rows")
		var b strings.Builder
		for i, row := range want {
			row[0] = fmt.Sprint("r", i) // no row is blank
			for j, c := range row {
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
			}
			b.WriteString("\r\n")
		}
		i := 0
		err := eachCSVRow(strings.NewReader(b.String()), 1000, func(rec record) error {
			if rec.row != i+1 || fmt.Sprintf("%q", rec.cells) != fmt.Sprintf("%q", want[i]) {
				t.Fatalf("row %d: %q, want %q", rec.row, rec.cells, want[i])
			}
			i++
			return nil
		})
		if err != nil || i != len(want) {
			t.Fatalf("%d of %d rows: %v", i, len(want), err)
		}
	})
}

// checkTable holds what is true of every table, whatever the file.
func checkTable(t *testing.T, table *Table) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range table.Messages {
		if m.ID == "" || seen[m.ID] || m.RowNumber < 1 || len(m.Digest) != 64 || m.RaisedAt.IsZero() || m.Subject+m.Detail == "" ||
			m.Answered() == m.RepliedAt.IsZero() || m.Answered() && dayOf(m.RepliedAt).Before(dayOf(m.RaisedAt)) {
			t.Fatalf("%+v", m)
		}
		seen[m.ID] = true
	}
	for _, r := range table.Rejected {
		if r.Row < 1 || r.Reason.Code == "" || r.Reason.Text.ZH == "" || r.Reason.Text.EN == "" {
			t.Fatalf("%+v", r)
		}
	}
	if n := len(JudgeAll(table.Messages)); n != len(table.Messages) {
		t.Fatalf("%d suggestions for %d messages", n, len(table.Messages))
	}
}

func fuzzRead(t *testing.T, file []byte) {
	table, err := Read(bytes.NewReader(file), int64(len(file)), Options{Now: today, Limits: Limits{UnzipBytes: 1 << 20, Rows: 1000, CellRunes: 10_000}})
	if err == nil {
		checkTable(t, table)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte(csvText))
	f.Add(encode(f, simplifiedchinese.GB18030, csvText))
	f.Add([]byte("id\tsubject\tdate\n\"1\ta\n"))
	f.Add([]byte("编号,编号,时间,内容\r1,\"\"\"\r,"))
	f.Fuzz(fuzzRead)
}

func FuzzReadWorkbook(f *testing.F) {
	f.Add(rows(f, usual, plain("1")))
	f.Add(rawBook(f, sheetOf(headRow, goodRow), nil))
	f.Add([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	f.Fuzz(fuzzRead)
}

// FuzzReadSheet puts the bytes where the archive does not hide them from the fuzzer.
func FuzzReadSheet(f *testing.F) {
	f.Add(sheetOf(headRow, goodRow, otherRow), `<sst><si><t>x</t></si></sst>`)
	f.Add(`<worksheet><sheetData/><mergeCells><mergeCell ref="A2:B9"/></mergeCells></worksheet>`, `<sst>`)
	f.Add(`<x:sheetData><x:row r="1"><x:c t="s"><x:v>0</x:v></x:c></x:row></x:sheetData>`, `<sst><si><r><t>留言编号</t></r></si></sst>`)
	f.Fuzz(func(t *testing.T, sheet, shared string) {
		fuzzRead(t, rawBook(t, sheet, map[string]string{"xl/sharedStrings.xml": shared}))
	})
}
