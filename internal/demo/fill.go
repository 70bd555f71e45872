package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/deadline"
)

var (
	choicePart = regexp.MustCompile(`\[([^\[\]]*\|[^\[\]]*)\]`)
	slotPart   = regexp.MustCompile(`\{([^{}]+)\}`)
	datePart   = regexp.MustCompile(`^(日|月|年|提|返)([+-]\d+)?$`)
)

// days are what the dates of a text are counted from.
type days struct {
	said   deadline.Date // {日-3}, {月+1}, {年-11}
	raised deadline.Date // {提}: when the matter was raised
	back   deadline.Date // {返}: when it last came back: a rating, a look-back, a reopening
}

// fill writes a text out: of [a|b|c] the part of this variant, {名} from the variant's values, and dates.
func fill(text string, values map[string]string, variant int, d days) (string, error) {
	text = choicePart.ReplaceAllStringFunc(text, func(s string) string {
		parts := strings.Split(s[1:len(s)-1], "|")
		return parts[variant%len(parts)]
	})
	var missing []string
	text = slotPart.ReplaceAllStringFunc(text, func(s string) string {
		name := s[1 : len(s)-1]
		if v, ok := values[name]; ok { // a value may be called 月 or 年 as well
			return v
		}
		if m := datePart.FindStringSubmatch(name); m != nil {
			n, _ := strconv.Atoi(m[2]) // empty: 0
			switch m[1] {
			case "提":
				return dateText("日", d.said, d.raised.AddDays(n))
			case "返":
				return dateText("日", d.said, d.back.AddDays(n))
			case "日":
				return dateText("日", d.said, d.said.AddDays(n))
			case "月":
				return dateText("月", d.said, d.said.AddDays(1-dayOf(d.said)).AddMonths(n))
			}
			year, _, _ := d.said.Civil()
			return strconv.Itoa(year + n)
		}
		missing = append(missing, name)
		return s
	})
	if len(missing) > 0 {
		return "", fmt.Errorf("demo: no value for %s in %q", strings.Join(missing, ", "), text)
	}
	return text, nil
}

// dateText says a day or a month as people of the day said do: without the year where it is theirs.
func dateText(unit string, said, day deadline.Date) string {
	year, _, _ := said.Civil()
	y, m, d := day.Civil()
	text := yearWord(y-year) + strconv.Itoa(int(m)) + "月"
	if unit == "日" {
		text += strconv.Itoa(d) + "日"
	}
	return text
}

func dayOf(d deadline.Date) int {
	_, _, n := d.Civil()
	return n
}

func yearWord(n int) string {
	switch n {
	case -1:
		return "去年"
	case 1:
		return "明年"
	}
	return ""
}

var dayOffset = regexp.MustCompile(`\{日([+-]\d+)\}`)

// reach is how many days a text looks back and ahead of the day on which it is said.
func reach(text string) (back, ahead int) {
	for _, m := range dayOffset.FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1]) // the pattern lets through integers only
		back, ahead = max(back, -n), max(ahead, n)
	}
	return back, ahead
}
