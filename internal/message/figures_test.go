package message

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/huiyin/huiyin/internal/deadline"
)

func days(raised, answered string) Span {
	s := Span{Raised: deadline.MustDate(raised)}
	if answered != "" {
		s.Answered = deadline.MustDate(answered)
	}
	return s
}

// The 15 working days run over the National Day of 2019: seven days off, two Sundays and Saturdays
// worked instead (State Council notice). Raised on Friday, 27 September, the 15th is 23 October.
func TestCountOverAHoliday(t *testing.T) {
	t.Parallel()
	f := Count([]Span{
		days("2019-09-27", "2019-10-23"), // 26 days, in time
		days("2019-09-27", "2019-10-24"), // 27 days, late
		days("2019-09-27", "2019-10-27"), // 30 days: not over 30
		days("2019-09-27", "2019-10-28"), // 31 days
		days("2019-09-27", "2019-12-26"), // 90 days: not over 90
		days("2019-09-27", "2019-12-27"), // 91 days
		days("2019-09-27", "2019-09-27"), // the same day
		days("2019-09-27", ""),
	}, deadline.Builtin())
	f.Rejected = 3
	got, err := json.Marshal(f)
	must(t, err)
	const want = `{"messages":7,"late15WorkingDays":5,"over30Days":3,"over90Days":1,"medianDays":30,"maxDays":91,"unanswered":1,"rejected":3}`
	if string(got) != want {
		t.Fatalf("got  %s\nwant %s", got, want)
	}
	if !slices.Equal(f.Late15Of, []int{1, 2, 3, 4, 5}) || !slices.Equal(f.Over30Of, []int{3, 4, 5}) || !slices.Equal(f.Over90Of, []int{5}) {
		t.Fatalf("counted from %v %v %v", f.Late15Of, f.Over30Of, f.Over90Of)
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		spans  []Span
		median float64
	}{
		{nil, 0},
		{[]Span{days("2019-01-01", "")}, 0},
		{[]Span{days("2019-01-01", "2019-01-04")}, 3},
		{[]Span{days("2019-01-01", "2019-01-02"), days("2019-01-01", "2019-01-05")}, 2.5},
	} {
		if f := Count(c.spans, deadline.Builtin()); f.MedianDays != c.median {
			t.Errorf("median of %v = %v, want %v", c.spans, f.MedianDays, c.median)
		}
	}
}

// A message's days are those of the zone it was read in: 23:30 in Beijing is that day, not the next
// or the one before.
func TestSpanIsCivil(t *testing.T) {
	t.Parallel()
	m := Message{RaisedAt: time.Date(2019, 3, 5, 23, 30, 0, 0, China), Reply: "已修好。", RepliedAt: time.Date(2019, 3, 6, 0, 10, 0, 0, China)}
	if got := m.Span(); got != days("2019-03-05", "2019-03-06") {
		t.Fatalf("%v", got)
	}
	m.Reply = ""
	if got := m.Span(); !got.Answered.IsZero() {
		t.Fatalf("%v", got)
	}
}

func TestCountAddsUp(t *testing.T) {
	t.Parallel()
	cal := deadline.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		spans := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Span {
			s := Span{Raised: deadline.MustDate("2015-01-01").AddDays(rapid.IntRange(0, 1800).Draw(t, "raised"))}
			if rapid.Bool().Draw(t, "answered") {
				s.Answered = s.Raised.AddDays(rapid.IntRange(0, 400).Draw(t, "days"))
			}
			return s
		})).Draw(t, "spans")
		f := Count(spans, cal)
		if f.Messages+f.Unanswered != len(spans) || f.Over90Days > f.Over30Days || f.Over30Days > f.Late15WorkingDays || f.MedianDays > float64(f.MaxDays) {
			t.Fatalf("%+v of %d", f, len(spans))
		}
		slices.Reverse(spans)
		g := Count(spans, cal)
		if g.Late15WorkingDays != f.Late15WorkingDays || g.MedianDays != f.MedianDays || g.MaxDays != f.MaxDays {
			t.Fatalf("%+v, in reverse %+v", f, g)
		}
	})
}
