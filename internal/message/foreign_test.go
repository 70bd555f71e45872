package message

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

// inline writes a row of cells with their texts inside, as exporting programs do.
func inline(row int, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, row)
	for i, c := range cells {
		fmt.Fprintf(&b, `<c r="%c%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, 'A'+i, row, c)
	}
	return b.String() + `</row>`
}

func sheetOf(rows ...string) string {
	return `<worksheet ` + main + `><sheetData>` + strings.Join(rows, "") + `</sheetData></worksheet>`
}

var (
	headRow  = inline(1, "留言编号", "留言主题", "留言时间", "留言详情")
	goodRow  = inline(2, "1", "路灯", "2019-03-05", "路灯坏了。")
	otherRow = inline(3, "2", "公交", "2019-03-06", "希望增开班车。")
)

// Whatever writes a workbook, its texts are read: runs, phonetic guides, escapes, prefixes, no cell
// references, rows without numbers.
func TestWorkbooksOfOtherPrograms(t *testing.T) {
	t.Parallel()
	shared := `<sst ` + main + `><si><t>留言编号</t></si><si><r><t>留言</t></r><r><rPr/><t>主题</t></r><rPh sb="0" eb="1"><t>liuyan</t></rPh></si>` +
		`<si><t>留言时间</t></si><si><t>留言详情</t></si><si><t>一行_x000D_&#10;二行_x005F_x</t></si></sst>`
	for name, file := range map[string][]byte{
		"shared": rawBook(t, `<worksheet `+main+`><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>`+
			`<row><c><v>1.0</v></c><c/><c t="d"><v>2019-03-05T00:00:00</v></c><c t="s"><v>4</v></c></row></sheetData></worksheet>`,
			map[string]string{"xl/sharedStrings.xml": shared}),
		"prefixed": rawBook(t, strings.NewReplacer("<worksheet xmlns=", "<x:worksheet xmlns:x=", "</worksheet", "</x:worksheet", "<sheetData", "<x:sheetData", "</sheetData", "</x:sheetData",
			"<row", "<x:row", "</row", "</x:row", "<c ", "<x:c ", "</c>", "</x:c>", "<is>", "<x:is>", "</is>", "</x:is>", "<t ", "<x:t ", "</t>", "</x:t>").
			Replace(sheetOf(headRow, inline(2, "1", "", "2019-03-05", "一行\r\n二行_x"))), nil),
		"formula": rawBook(t, sheetOf(headRow, `<row r="2"><c r="A2"><f>ROW()-1</f><v>1</v></c><c r="C2"><f>DATE(2019,3,5)</f><v>43529</v></c><c r="D2" t="str"><f>"x"</f><v>一行_x000D_
二行_x</v></c></row>`), nil),
	} {
		table := read(t, file, Options{})
		wantIDs(t, table, "1")
		if m := table.Messages[0]; m.Detail != "一行\n二行_x" || m.RaisedAt.Day() != 5 {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// A damaged sheet is refused as a whole: rows that are missing without a word would falsify figures.
func TestDamagedWorkbooks(t *testing.T) {
	t.Parallel()
	whole := sheetOf(headRow, goodRow, otherRow)
	for name, sheet := range map[string]string{
		"cut in a row":      whole[:len(whole)-60],
		"cut after a row":   strings.TrimSuffix(whole, `</sheetData></worksheet>`),
		"tags crossed":      strings.Replace(whole, `</t></is>`, `</is></t>`, 1),
		"rows out of order": sheetOf(headRow, otherRow, goodRow),
		"cells backwards":   sheetOf(headRow, `<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`),
		"bad cell name":     sheetOf(headRow, `<row r="2"><c r="2B"><v>1</v></c></row>`),
		"no such text":      sheetOf(headRow, `<row r="2"><c r="A2" t="s"><v>7</v></c></row>`),
		"row too far":       sheetOf(`<row r="9999999"><c><v>1</v></c></row>`),
	} {
		if _, err := Read(bytes.NewReader(rawBook(t, sheet, nil)), 1<<20, Options{}); err == nil {
			t.Errorf("%s: read without a word", name)
		}
		refuse(t, rawBook(t, sheet, nil), Options{}, "workbookDamaged")
	}
	good := rawBook(t, whole, nil)
	wantIDs(t, read(t, good, Options{}), "1", "2")
	refuse(t, good[:len(good)/2], Options{}, "workbookDamaged")
	flipped := bytes.Clone(good)
	flipped[len(flipped)/3] ^= 0xFF
	if _, err := Read(bytes.NewReader(flipped), int64(len(flipped)), Options{}); err == nil {
		t.Error("a flipped byte goes unnoticed")
	}
}

func TestFormulaWithoutValue(t *testing.T) {
	t.Parallel()
	table := read(t, rawBook(t, sheetOf(headRow, `<row r="2"><c r="A2"><v>1</v></c><c r="C2"><f>TODAY()</f></c><c r="D2"><v>5</v></c></row>`), nil), Options{})
	if got := rejectedAs(table)[2]; got != "cellError" {
		t.Fatalf("%q", got)
	}
}

// Cells far to the right cost nothing and are pointed out.
func TestFarCells(t *testing.T) {
	t.Parallel()
	table := read(t, rawBook(t, sheetOf(headRow, strings.Replace(goodRow, `</row>`, `<c r="XFD2"><v>1</v></c></row>`, 1)), nil), Options{})
	if wantIDs(t, table, "1"); !noticed(table, "farColumns") {
		t.Fatalf("%+v", table.Notices)
	}
}

// A text as long as Excel keeps was probably cut.
func TestCutText(t *testing.T) {
	t.Parallel()
	row := plain("1")
	row[4] = strings.Repeat("长", excelCellUnits)
	if table := read(t, rows(t, usual, row), Options{}); !noticed(table, "textCut") {
		t.Fatalf("%+v", table.Notices)
	}
}

func TestFilesThatAreNoWorkbook(t *testing.T) {
	t.Parallel()
	encrypted := func() []byte {
		path := filepath.Join(t.TempDir(), "secret.xlsx")
		f := excelize.NewFile()
		defer f.Close()
		must(t, f.SaveAs(path, excelize.Options{Password: "回音"}))
		b, err := os.ReadFile(path)
		must(t, err)
		return b
	}
	rel := func(target string) map[string]string {
		return map[string]string{"_rels/.rels": `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="` + target + `"/></Relationships>`, target: "<x/>"}
	}
	old := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 2000)...)
	for code, files := range map[string][][]byte{
		"fileEmpty":         {nil, []byte("\xEF\xBB\xBF \r\n")},
		"workbookOld":       {old},
		"workbookEncrypted": {encrypted()},
		"webPage":           {[]byte("<html><table><tr><td>留言编号</td></tr></table></html>"), []byte("\n <!DOCTYPE html>"), []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`)},
		"notSpreadsheet":    {[]byte("%PDF-1.7"), []byte("\x89PNG\r\n\x1a\n\x00\x00"), {0, 1, 2, 3}},
		"notWorkbook":       {archive(t, map[string]string{"a.txt": "x"}), archive(t, rel("word/document.xml"))},
		"workbookBinary":    {archive(t, rel("xl/workbook.bin"))},
		"headerMissing":     {[]byte("这只是一段文字。\n第二行。\n")},
		"workbookDamaged":   {[]byte("PK\x03\x04 and nothing more")},
	} {
		for _, file := range files {
			refuse(t, file, Options{}, code)
		}
	}
}

// A bomb is refused by what it would unpack to, before anything is unpacked.
func TestZipBomb(t *testing.T) {
	t.Parallel()
	file := rawBook(t, sheetOf(headRow, goodRow), map[string]string{"xl/media/zeros.bin": strings.Repeat("\x00", 32<<20)})
	if len(file) > 1<<20 {
		t.Fatalf("the bomb is no bomb: %d bytes", len(file))
	}
	refuse(t, file, Options{Limits: Limits{UnzipBytes: 16 << 20}}, "unzipTooLarge")
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "留言.xls") // the name is not believed
	must(t, os.WriteFile(path, rows(t, usual, plain("1")), 0o600))
	table, err := ReadFile(path, Options{})
	must(t, err)
	wantIDs(t, table, "1")
	for _, bad := range []string{filepath.Join(dir, "没有"), dir} {
		if _, err := ReadFile(bad, Options{}); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}
