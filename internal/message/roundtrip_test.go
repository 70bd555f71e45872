package message

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// fact is what a drawn row says, however it is written down.
type fact struct {
	id, subject, detail, reply string
	raised, replied            time.Time
}

// shapes are ways to write a moment into a cell.
var shapes = []func(time.Time) any{
	func(t time.Time) any { return t.Format("2006/1/2 15:04:05") },
	func(t time.Time) any { return t.Format("2006年01月02日 15时04分05秒") },
	func(t time.Time) any { return t.Format("2006-01-02T15:04:05+08:00") },
	func(t time.Time) any { return t.UTC().Format(time.RFC3339) },
	func(t time.Time) any { // a date cell: a serial number with a style
		y, m, d := t.Date()
		h, mi, s := t.Clock()
		return time.Date(y, m, d, h, mi, s, 0, time.UTC)
	},
}

func drawFact(t *rapid.T, i int) fact {
	text := rapid.StringMatching(`[路灯坏了请修好，。\n\t a-c]{0,20}`)
	f := fact{id: fmt.Sprint(100000 + i), subject: "题" + text.Draw(t, "subject"), detail: "文" + text.Draw(t, "detail")}
	f.raised = time.Date(2011, 4, 2, 0, 0, 1, 0, China).Add(time.Duration(rapid.Int64Range(0, 8*365*24*3600).Draw(t, "raised")) * time.Second)
	if rapid.Bool().Draw(t, "answered") {
		f.reply = "答" + text.Draw(t, "reply")
		f.replied = f.raised.Add(time.Duration(rapid.Int64Range(0, 300*24*3600).Draw(t, "after")) * time.Second)
	}
	return f
}

// Whatever the order of the columns and the shape of each time, what was written is what is read, and
// reading again says the same.
func TestWorkbooksReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var facts []fact
		for i := range rapid.IntRange(1, 8).Draw(rt, "rows") {
			facts = append(facts, drawFact(rt, i))
		}
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7}).Draw(rt, "columns")
		arrange := func(cells []any) []any {
			out := make([]any, len(order))
			for to, from := range order {
				out[to] = cells[from]
			}
			return out
		}
		table := []([]any){arrange(append(slices.Clone(usual), "备注"))}
		for _, f := range facts {
			shape := rapid.SampledFrom(shapes).Draw(rt, "shape")
			cells := []any{f.id, "居民", f.subject, shape(f.raised), f.detail, f.reply, nil, "无关"}
			if f.reply != "" {
				cells[6] = rapid.SampledFrom(shapes).Draw(rt, "reply shape")(f.replied)
			}
			table = append(table, arrange(cells))
		}
		file := book(t, func(f *excelize.File) { put(t, f, "Sheet1", 1, table...) })
		got, again := read(t, file, Options{}), read(t, file, Options{})
		if len(got.Messages) != len(facts) {
			rt.Fatalf("took %d of %d: %+v", len(got.Messages), len(facts), got.Rejected)
		}
		for i, f := range facts {
			m := got.Messages[i]
			if m.ID != f.id || m.Subject != CleanLine(f.subject) || m.Detail != Clean(f.detail) || m.Reply != Clean(f.reply) ||
				!m.RaisedAt.Equal(f.raised) || !m.RepliedAt.Equal(f.replied) || m.Digest != again.Messages[i].Digest {
				rt.Fatalf("wrote %+v\nread  %+v", f, m)
			}
		}
	})
}
