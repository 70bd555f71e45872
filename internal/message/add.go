package message

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/huiyin/huiyin/internal/lang"
)

// add takes a message unless its number was taken by an earlier row: the same text is a repetition,
// another text is refused, because nobody can tell which of the two is right.
func (rd *reader) add(m Message) error {
	if i, ok := rd.seen[m.ID]; ok {
		first := rd.table.Messages[i]
		if first.Digest == m.Digest {
			rd.table.Repeated = append(rd.table.Repeated, Repeated{Sheet: m.Sheet, Row: m.RowNumber, ID: m.ID, FirstSheet: first.Sheet, FirstRow: first.RowNumber})
			return nil
		}
		where, whereEN := "第"+strconv.Itoa(first.RowNumber)+"行", "row "+strconv.Itoa(first.RowNumber)
		if first.Sheet != m.Sheet {
			where, whereEN = "工作表“"+brief(first.Sheet)+"”"+where, whereEN+" of sheet “"+brief(first.Sheet)+"”"
		}
		r := reason("idRepeated", "", "")
		r.Text.ZH = "留言编号“" + brief(m.ID) + "”与" + where + "相同而内容不同。"
		r.Text.EN = "the message number “" + brief(m.ID) + "” is the same as in " + whereEN + " but the content differs"
		return inField(FieldID, r)
	}
	rd.seen[m.ID] = len(rd.table.Messages)
	rd.table.Messages = append(rd.table.Messages, m)
	rd.noteMessage(m)
	return nil
}

// noteMessage points out what a person may want to look at in a row that was taken.
func (rd *reader) noteMessage(m Message) {
	if m.Detail == "" {
		rd.note(m.Sheet, m.RowNumber, "detailEmpty", "只有主题，没有详情。", "there is a subject but no detail")
	}
}

// noteCut looks at the cells as they came: Excel keeps a text up to a limit and drops the rest.
func (rd *reader) noteCut(sheet string, row int, cell func(Field) string) {
	for _, f := range []Field{FieldDetail, FieldReply} {
		if len(utf16.Encode([]rune(cell(f)))) == excelCellUnits {
			rd.note(sheet, row, "textCut", "文字正好到了Excel一个单元格的上限，后面可能被截断。", "a text is as long as Excel allows and may have been cut")
		}
	}
}

func (rd *reader) note(sheet string, row int, code, zh, en string) {
	rd.table.Notices = append(rd.table.Notices, Notice{Sheet: sheet, Row: row, Code: code, Text: lang.T(zh, en)})
}

// blank reports that no mapped column holds anything.
func blank(cell func(Field) string) bool {
	for _, f := range Fields {
		if CleanLine(cell(f)) != "" {
			return false
		}
	}
	return true
}

// repeatsHeading tells a heading that was printed again, page by page.
func repeatsHeading(l layout, rec record) bool {
	for _, f := range []Field{FieldID, FieldRaisedAt} {
		i := l.col[f]
		if i >= len(rec.cells) || i >= len(l.heading) || headingKey(rec.cells[i]) != headingKey(l.heading[i]) || headingKey(rec.cells[i]) == "" {
			return false
		}
	}
	return true
}

// digests identifies the text of a message after cleaning. Each part goes in with its length, so that
// no two rows agree by shifting text from one column to the next. The first word versions the form:
// a change of it, or of the cleaning, makes every stored digest differ, and needs a migration.
func digests(m Message) (whole, question string) {
	h := sha256.New()
	writePart(h, "huiyin/message/1")
	for _, s := range []string{m.ID, m.User, m.Subject, m.Detail, stampText(m.RaisedAt, m.RaisedHasTime)} {
		writePart(h, s)
	}
	question = hex.EncodeToString(h.Sum(nil))
	writePart(h, m.Reply)
	writePart(h, stampText(m.RepliedAt, m.RepliedHasTime))
	return hex.EncodeToString(h.Sum(nil)), question
}

func writePart(h hash.Hash, s string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(s)))
	h.Write(n[:]) // a hash never fails to write
	h.Write([]byte(s))
}

// stampText writes a time for the digest: civil, without the zone, which is the reader's.
func stampText(t time.Time, hasTime bool) string {
	switch {
	case t.IsZero():
		return ""
	case hasTime:
		return t.Format("2006-01-02T15:04:05")
	}
	return t.Format("2006-01-02")
}
