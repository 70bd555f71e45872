package deadline

import (
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// sentence is built clause by clause in both languages.
type sentence struct {
	zh, en []string
}

// add appends a clause. The two formats take the same arguments by number; a lang.Text argument shows
// itself in the language of each.
func (s *sentence) add(zh, en string, args ...any) {
	inZH, inEN := make([]any, len(args)), make([]any, len(args))
	for i, a := range args {
		inZH[i], inEN[i] = a, a
		if t, ok := a.(lang.Text); ok {
			inZH[i], inEN[i] = t.ZH, t.EN
		}
	}
	s.zh = append(s.zh, fmt.Sprintf(zh, inZH...))
	s.en = append(s.en, fmt.Sprintf(en, inEN...))
}

func (s *sentence) text() lang.Text {
	return lang.T(strings.Join(s.zh, "；")+"。", strings.Join(s.en, "; ")+".")
}

// span is a run of days that the calendar describes alike.
type span struct {
	from, to Date
	day      DayInfo
}

// spans groups the days from lo to hi that have a name or rest into runs.
func spans(lo, hi Date, cal Calendar) []span {
	var out []span
	for d := lo; !d.After(hi); d = d.AddDays(1) {
		day := cal.Day(d)
		if day.Workday && day.Name == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].to.AddDays(1) == d && out[n-1].day == day {
			out[n-1].to = d
		} else {
			out = append(out, span{d, d, day})
		}
		if d.n == lastDay {
			break
		}
	}
	return out
}

// rests is the runs of rest days from lo to hi.
func rests(lo, hi Date, cal Calendar) []span {
	var out []span
	for _, sp := range spans(lo, hi, cal) {
		if !sp.day.Workday {
			out = append(out, sp)
		}
	}
	return out
}

// list names runs of days, at most six of them.
func list(all []span) lang.Text {
	const most = 6
	var zh, en []string
	for _, sp := range all[:min(len(all), most)] {
		name, days := lang.T("周末", "weekend"), lang.T(sp.from.String(), sp.from.String())
		if sp.day.Name != "" {
			name = lang.T(sp.day.Name, sp.day.NameEN)
		}
		if sp.to != sp.from {
			days.ZH, days.EN = days.ZH+"至"+sp.to.String(), days.EN+" to "+sp.to.String()
		}
		zh = append(zh, name.ZH+"（"+days.ZH+"）")
		en = append(en, name.EN+" ("+days.EN+")")
	}
	t := lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
	if len(all) > most {
		t.ZH += fmt.Sprintf("等%d处", len(all))
		t.EN += fmt.Sprintf(" and %d more", len(all)-most)
	}
	return t
}
