package deadline

import (
	"strings"
	"unicode"

	"github.com/huiyin/huiyin/internal/problem"
)

// units maps the words people write to units. The words are compared without spaces and in lower case.
var units = map[string]Unit{
	"year": Years, "years": Years, "年": Years,
	"month": Months, "months": Months, "calendarmonth": Months, "calendarmonths": Months,
	"月": Months, "个月": Months, "個月": Months,
	"day": Days, "days": Days, "calendarday": Days, "calendardays": Days,
	"日": Days, "天": Days, "个日": Days, "自然日": Days, "个自然日": Days, "日历日": Days, "个日历日": Days,
	"workday": Workdays, "workdays": Workdays, "workingday": Workdays, "workingdays": Workdays,
	"businessday": Workdays, "businessdays": Workdays,
	"工作日": Workdays, "个工作日": Workdays, "個工作日": Workdays,
}

// ParseTerm reads a term as people write it: "3 months", "1 month", "10 working days", "15 workdays",
// "20 calendar days", "1 year", 3个月, 三个月, 半年, 10个工作日, 15日, 1年. A plain day is a calendar day.
// It also reads back whatever Term.String gives, with the roll.
func ParseTerm(s string) (Term, error) {
	length, roll, rolls := strings.Cut(s, rollMark)
	n, unit, ok := parseLength(length)
	if !ok || rolls && roll == "" {
		return Term{}, problem.New(problem.Invalid, "badTerm",
			"看不懂期限 "+quote(s)+"；请写成“3个月”“10个工作日”“15日”或“1年”。",
			"The term "+quote(s)+` is not understood; write "3 months", "10 working days", "15 days" or "1 year".`)
	}
	t := Term{N: n, Unit: unit, Roll: Roll(roll)}
	if err := t.Validate(); err != nil {
		return Term{}, err
	}
	return t, nil
}

// parseLength reads a number and a unit, whatever the spaces, case and width of what was typed.
func parseLength(s string) (int, Unit, bool) {
	text := strings.ToLower(strings.Map(fold, s))
	if text == "半年" {
		return 6, Months, true
	}
	end := strings.IndexFunc(text, func(r rune) bool { return !isNumeral(r) })
	if end <= 0 {
		return 0, "", false
	}
	n, ok := number(text[:end])
	unit, known := units[strings.ReplaceAll(text[end:], "-", "")] // working-day
	return n, unit, ok && known
}

// fold drops spaces and makes full-width digits plain.
func fold(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return -1
	case r >= '\uff10' && r <= '\uff19':
		return r - '\uff10' + '0'
	}
	return r
}

const numerals = "〇一二三四五六七八九"

func isNumeral(r rune) bool {
	return r >= '0' && r <= '9' || r == '十' || r == '两' || strings.ContainsRune(numerals, r)
}

// number reads digits, or a Chinese numeral up to 九十九.
func number(s string) (int, bool) {
	if n, ok := digits(s, 0, len(s)); ok {
		return n, len(s) <= 6
	}
	s = strings.ReplaceAll(s, "两", "二")
	tens, ones, isTens := strings.Cut(s, "十")
	if !isTens {
		return numeral(s, -1)
	}
	t, okT := numeral(tens, 1) // 十五 is 一十五
	o, okO := numeral(ones, 0) // 二十 is 二十〇
	return t*10 + o, okT && okO && t > 0
}

// numeral is the value of one Chinese numeral, or absent for the empty text; absent < 0 refuses it.
func numeral(s string, absent int) (int, bool) {
	if s == "" {
		return absent, absent >= 0
	}
	r := []rune(s)
	for i, c := range []rune(numerals) {
		if len(r) == 1 && r[0] == c {
			return i, true
		}
	}
	return 0, false
}
