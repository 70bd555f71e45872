package message

import (
	"strings"
	"time"
)

// takeRow makes a message of a row, or a rejected row, or finds it blank or repeated.
func (rd *reader) takeRow(sheet string, l layout, date1904 bool, rec record) error {
	cell := func(f Field) string {
		if i, ok := l.col[f]; ok && i < len(rec.cells) {
			return rec.cells[i]
		}
		return ""
	}
	if blank(cell) {
		rd.table.Blank++
		return nil
	}
	if repeatsHeading(l, rec) {
		rd.note(sheet, rec.row, "headingRepeated", "这一行又是表头，已跳过。", "this row is the heading again and was passed over")
		return nil
	}
	if rd.rows++; rd.rows > rd.o.Limits.Rows {
		return fault("tooManyRows", "文件超过%d行，没有读入任何内容；请拆成几个文件。",
			"the file has more than %d rows and nothing was read; split it into several", rd.o.Limits.Rows)
	}
	rd.noteCut(sheet, rec.row, cell)
	m, err := rd.message(cell, date1904)
	m.Sheet, m.RowNumber = sheet, rec.row
	if err == nil {
		err = rd.add(m)
	}
	if r, ok := err.(Reason); ok { //nolint:errorlint // a Reason is never wrapped inside this package
		rd.table.Rejected = append(rd.table.Rejected, Rejected{Sheet: sheet, Row: rec.row, ID: m.ID, Reason: r})
	} else if err != nil {
		return err
	}
	if rd.o.Preview > 0 && rd.rows >= rd.o.Preview {
		rd.table.More = true
		return errStop
	}
	return nil
}

// message reads the cells of one row. On an error the message holds what was read until then.
func (rd *reader) message(cell func(Field) string, date1904 bool) (m Message, err error) {
	for _, f := range Fields {
		if c := strings.TrimSpace(cell(f)); isCellError(c) && f != FieldID && f != FieldUser {
			err = inField(f, cellError(c))
		}
	}
	var idErr error
	if m.ID, idErr = cleanID(cell(FieldID)); idErr != nil {
		return m, inField(FieldID, idErr)
	}
	if err != nil {
		return m, err
	}
	m.User, m.Subject, m.Detail = CleanLine(cell(FieldUser)), CleanLine(cell(FieldSubject)), Clean(cell(FieldDetail))
	if m.Subject == "" && m.Detail == "" {
		return m, inField(FieldDetail, reason("textMissing", "主题和详情都是空的。", "subject and detail are both empty"))
	}
	raised, err := ParseTime(cell(FieldRaisedAt), rd.o.Zone, date1904)
	if err != nil {
		return m, inField(FieldRaisedAt, err)
	}
	m.RaisedAt, m.RaisedHasTime = raised.At, raised.HasTime
	if rd.inFuture(raised) {
		return m, inField(FieldRaisedAt, reason("raisedInFuture", "留言时间“%s”在今天之后。", "the message is dated %q, after today", brief(cell(FieldRaisedAt))))
	}
	if err := rd.reply(&m, cell, date1904); err != nil {
		return m, err
	}
	m.Digest, m.QuestionDigest = digests(m)
	return m, nil
}

// reply reads the answer and its time. The two come together: an answer without a time can be neither
// in time nor late, and a time without an answer answers nobody.
func (rd *reader) reply(m *Message, cell func(Field) string, date1904 bool) error {
	text, when := Clean(cell(FieldReply)), foldText(cell(FieldRepliedAt))
	noTime := when == "" || isPlaceholder(when)
	if text == "" || noTime && isPlaceholder(foldText(text)) {
		if !noTime {
			return inField(FieldReply, reason("timeWithoutReply", "有答复时间“%s”而没有答复内容。", "there is a time %q of an answer but no answer", brief(when)))
		}
		return nil
	}
	if noTime {
		return inField(FieldRepliedAt, reason("replyWithoutTime", "有答复内容而没有答复时间。", "there is an answer without its time"))
	}
	at, err := ParseTime(when, rd.o.Zone, date1904)
	if err != nil {
		return inField(FieldRepliedAt, err)
	}
	switch {
	case rd.inFuture(at):
		return inField(FieldRepliedAt, reason("repliedInFuture", "答复时间“%s”在今天之后。", "the answer is dated %q, after today", brief(when)))
	case before(at, Stamp{m.RaisedAt, m.RaisedHasTime}):
		return inField(FieldRepliedAt, reason("repliedBeforeRaised", "答复时间“%s”早于留言时间。", "the answer is dated %q, before the message", brief(when)))
	}
	m.Reply, m.RepliedAt, m.RepliedHasTime = text, at.At, at.HasTime
	return nil
}

// before compares two stamps as far as both are known: by the clock, or else by the day.
func before(a, b Stamp) bool {
	if a.HasTime && b.HasTime {
		return a.At.Before(b.At)
	}
	return dayOf(a.At).Before(dayOf(b.At))
}

func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// inFuture compares days: a board's clock may run some minutes ahead of ours.
func (rd *reader) inFuture(s Stamp) bool {
	return !rd.o.Now.IsZero() && dayOf(s.At).After(dayOf(rd.o.Now.In(rd.o.Zone)))
}

// inField says which field a reason is about.
func inField(f Field, err error) error {
	if r, ok := err.(Reason); ok { //nolint:errorlint // as above
		r.Field = f
		return r
	}
	return err
}
