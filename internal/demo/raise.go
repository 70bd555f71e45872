package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
)

// raise puts a tale forward, as a resident at home, as a deputy, or as the office for somebody.
func (b *builder) raise(ctx context.Context, t *tale) error {
	in := office.RaiseInput{Procedure: t.procedure, Station: t.station, Public: t.from.public, Consent: t.from.consent, Fields: map[string]string{}}
	var title, text string
	switch {
	case t.op != nil:
		title, text = t.op.Title, t.op.Text
		in.Fields["category"], in.Fields["place"] = t.op.Category, b.placeText(t)
	case t.msg != nil:
		title, text = t.msg.Title, t.msg.Text
		in.Fields["sourceId"] = sourceID(t)
	default:
		title, text = t.app.Title, t.app.Text
		in.Fields["official"], in.Fields["matters"] = t.app.Official, t.app.Kind
		if t.app.With != "" {
			text += "（" + t.app.With + "）"
		}
	}
	var err error
	if in.Title, err = b.say(t, title); err != nil {
		return err
	}
	if in.Text, err = b.say(t, text); err != nil {
		return err
	}
	v := access.Viewer{Congress: Code}
	switch t.from.kind {
	case "deputy":
		v = b.d.viewer(t.from.person)
	case "station":
		v = b.d.viewer(b.d.staff[t.station][0])
		in.For = &office.Resident{Name: t.from.name, Contact: t.from.contact}
	case "office":
		v = b.d.viewer(b.clerk("deputies", t))
		in.For = &office.Resident{Name: t.from.name, Contact: t.from.contact}
	default:
		in.Name, in.Contact = t.from.name, t.from.contact
	}
	r, err := b.o.Raise(ctx, v, in)
	if err != nil {
		return fmt.Errorf("demo: raise %s: %w", t.key, err)
	}
	b.sum.Matters++
	b.sum.Acts++
	t.id, t.number = r.ID, r.Number
	if t.from.kind == "deputy" {
		t.raisers = []raiser{{viewer: v, home: t.key}}
	} else {
		t.raisers = []raiser{{number: r.Number, code: r.Code, home: t.key}}
	}
	return nil
}

// placeText is the place as people write it.
func (b *builder) placeText(t *tale) string {
	for _, slot := range []string{"路", "院", "楼", "区", "栋", "处", "街", "场", "站", "校", "园", "塘"} {
		if v := t.values[slot]; v != "" && len(v) > len("东岸") {
			return t.values["地"] + "，" + v
		}
	}
	return t.values["镇"] + t.values["地"]
}

// clerk is one of the people who work for an organization, the same for one matter.
func (b *builder) clerk(org string, t *tale) string {
	staff := b.d.staff[org]
	if org == "deputies" {
		staff = staff[1:] // the head signs, the others do
	}
	return staff[t.random(8).IntN(len(staff))]
}

// sourceID is the board's own number of a message.
func sourceID(t *tale) string {
	return fmt.Sprintf("LY%s-%s", t.start.UTC().Format("20060102"), strings.ToUpper(t.key))
}

// importBoard imports the messages that the deputy office takes over at this moment, as one file.
func (b *builder) importBoard(ctx context.Context, at time.Time) error {
	clerk := b.d.viewer("s-deputies-3")
	for _, open := range []bool{false, true} {
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		rows := [][]string{{"留言编号", "留言用户", "留言主题", "留言内容", "留言时间", "答复内容", "答复时间"}}
		for _, t := range b.boards[at] {
			if (t.msg.Kind == "open") != open {
				continue
			}
			row, err := b.boardRow(t)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		if len(rows) == 1 {
			continue
		}
		if err := w.WriteAll(rows); err != nil {
			return fmt.Errorf("demo: messages: %w", err)
		}
		name := "留言板导出-" + at.In(b.zone).Format("2006-01-02") + ".csv"
		rep, err := b.o.ImportMessages(ctx, clerk, bytes.NewReader(file.Bytes()), int64(file.Len()), office.ImportOptions{File: name, Open: open})
		if err != nil {
			return fmt.Errorf("demo: import of %s: %w", name, err)
		}
		if rep.Taken != len(rows)-1 {
			return fmt.Errorf("demo: import of %s: %d of %d rows taken: %v", name, rep.Taken, len(rows)-1, rep.Rejected)
		}
		b.sum.Matters += rep.Taken
		b.sum.Acts += rep.Taken
	}
	return b.findImported(ctx, at)
}

func (b *builder) boardRow(t *tale) ([]string, error) {
	const form = "2006-01-02 15:04:05"
	row := []string{sourceID(t), t.msg.User, t.msg.Title, "", t.start.In(b.zone).Format(form), "", ""}
	var err error
	if row[3], err = fill(t.msg.Text, t.values, 0, days{said: b.day(t.start)}); err != nil {
		return nil, err
	}
	if t.msg.Kind == "" {
		return row, nil
	}
	answer := t.msg.Answer
	if t.msg.Hollow != "" {
		answer = t.msg.Hollow
	}
	row[6] = t.replied.In(b.zone).Format(form)
	row[5], err = fill(answer, t.values, 0, days{said: b.day(t.replied)})
	return row, err
}

// findImported looks up the ids of what was just imported; a title belongs to one message only.
func (b *builder) findImported(ctx context.Context, at time.Time) error {
	missing := map[string]*tale{}
	for _, t := range b.boards[at] {
		missing[t.msg.Title] = t
	}
	q := office.ListQuery{Procedure: "message", Order: "raised", Limit: 25}
	for len(missing) > 0 {
		l, err := b.o.List(ctx, b.d.viewer("s-deputies-3"), q)
		if err != nil {
			return fmt.Errorf("demo: messages: %w", err)
		}
		for _, row := range l.Rows {
			if t := missing[row.Title]; t != nil {
				t.id, t.number = row.ID, row.Number
				t.raisers = []raiser{{number: row.Number, home: t.key}}
				delete(missing, row.Title)
			}
		}
		if l.NextID == "" {
			break
		}
		q.AfterKey, q.AfterID = l.NextKey, l.NextID
	}
	if len(missing) > 0 {
		return fmt.Errorf("demo: %d messages were not imported", len(missing))
	}
	return nil
}
