package deadline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/problem"
)

// parseICS reads a holiday feed. An event counts when it is marked: by X-APPLE-SPECIAL-DAY, or by 班
// (worked) or 休, 放假 or 假期 (rest) in its summary. Other events, such as solar terms, are counted as ignored.
func parseICS(text string) ([]Arrangement, error) {
	events, err := readEvents(text)
	if err != nil {
		return nil, err
	}
	var ds days
	ignored := 0
	for _, ev := range events {
		work, marked := ev.mark()
		if !marked {
			ignored++
			continue
		}
		if err := ev.addTo(&ds, work); err != nil {
			return nil, at(problem.Of(err), fmt.Sprintf("第 %d 行的事件", ev.line), fmt.Sprintf("the event at line %d", ev.line))
		}
	}
	if len(ds.in) == 0 {
		return nil, bad("没有标明“休”或“班”的全天事件", "no whole-day event is marked 休 (rest) or 班 (worked)")
	}
	all := byYear(ds.in)
	all[len(all)-1].Ignored = ignored
	return all, nil
}

// mark tells whether the event is a day worked or a rest day, and whether it is either. 班 wins over 休:
// 上班（补春节假期） and 调休上班 are days worked.
func (ev *event) mark() (work, marked bool) {
	switch {
	case ev.special == "ALTERNATE-WORKDAY":
		return true, true
	case ev.special == "WORK-HOLIDAY":
		return false, true
	case strings.Contains(ev.summary, "班"):
		return true, true
	}
	return false, strings.Contains(ev.summary, "休") || strings.Contains(ev.summary, "放假") || strings.Contains(ev.summary, "假期")
}

// longestRest bounds one event; the longest rest that was ever arranged is eleven days.
const longestRest = 40

// addTo adds the days of the event: from DTSTART up to, not including, DTEND.
func (ev *event) addTo(ds *days, work bool) error {
	if ev.cannot != "" {
		return bad("不支持 "+ev.cannot+"，请用 DTSTART 和 DTEND 写明每一段", ev.cannot+" is not read; give every run of days by DTSTART and DTEND")
	}
	from, okFrom := basicDate(ev.start)
	to, okTo := from.AddDays(1), true
	if ev.end != "" {
		to, okTo = basicDate(ev.end)
	}
	if !okFrom || !okTo {
		return bad("应为全天事件，日期写作 20270101", "it should be a whole-day event with dates like 20270101")
	}
	if n := to.Sub(from); n < 1 || n > longestRest {
		return bad(fmt.Sprintf("从 %s 到 %s（不含）不是 1 至 %d 天", from, to, longestRest),
			fmt.Sprintf("from %s until %s is not 1 to %d days", from, to, longestRest))
	}
	for d := from; d != to; d = d.AddDays(1) {
		e := Entry{Date: d, Work: work, Name: holidayName(ev.summary)}
		if err := checkName(e); err != nil {
			return err
		}
		if err := ds.add(e); err != nil {
			return err
		}
	}
	return nil
}

// marks is what feeds write around the name of a holiday. Longer marks come first.
var marks = strings.NewReplacer("调休上班", "", "补班", "", "上班", "", "放假", "", "假期", "", "调休", "", "补休", "",
	"班", "", "休", "", "补", "", "(", "", ")", "", "\uff08", "", "\uff09", "", "[", "", "]", "", "【", "", "】", "",
	"\uff1a", "", ":", "", `\,`, "、", `\;`, "")

// holidayName is the holiday in a summary: 国庆节 of 国庆节（休）, of 国庆节 假期 第1天/共7天, of 上班(补国庆节假期).
func holidayName(summary string) string {
	name, _, _ := strings.Cut(summary, "第")
	if name = strings.TrimSpace(marks.Replace(name)); name != "" {
		return strings.Join(strings.Fields(name), "")
	}
	return "节假日" // a feed that marks days without naming the holiday
}

// byYear deals the entries out to their years. December days that stand alone before the year that
// follows belong to that year's notice.
func byYear(entries []Entry) []Arrangement {
	years := make(map[int][]Entry)
	for _, e := range entries {
		years[e.Date.Year()] = append(years[e.Date.Year()], e)
	}
	var all []Arrangement
	for y, in := range years {
		onlyDecember := !slices.ContainsFunc(in, func(e Entry) bool { _, m, _ := e.Date.Civil(); return m != time.December })
		if _, next := years[y+1]; onlyDecember && next {
			continue
		}
		if before := years[y-1]; !slices.ContainsFunc(before, func(e Entry) bool { _, m, _ := e.Date.Civil(); return m != time.December }) {
			in = append(slices.Clone(before), in...)
		}
		all = append(all, Arrangement{Year: y, Entries: inOrder(in)})
	}
	slices.SortFunc(all, func(a, b Arrangement) int { return cmp.Compare(a.Year, b.Year) })
	return all
}

// basicDate reads 20270101.
func basicDate(s string) (Date, bool) {
	if len(s) != 8 {
		return Date{}, false
	}
	d, err := ParseDate(s[:4] + "-" + s[4:6] + "-" + s[6:])
	return d, err == nil
}
