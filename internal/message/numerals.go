package message

import (
	"strconv"
	"strings"
)

var numeralValue = map[rune]int{
	'〇': 0, '零': 0, '○': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5,
	'六': 6, '七': 7, '八': 8, '九': 9, '十': 10,
}

// chineseNumerals writes the Chinese numbers in a date with digits: 二〇一九年三月二十一日 becomes
// 2019年3月21日. Numbers up to 99 and years told digit by digit are known; nothing else stands in a date.
func chineseNumerals(s string) string {
	var b strings.Builder
	var run []rune
	flush := func() {
		if len(run) > 0 {
			b.WriteString(numeral(run))
			run = run[:0]
		}
	}
	for _, r := range s {
		if _, ok := numeralValue[r]; ok {
			run = append(run, r)
			continue
		}
		flush()
		b.WriteRune(r)
	}
	flush()
	return b.String()
}

// numeral reads one run of Chinese numerals: with 十 by place, without it digit by digit.
func numeral(run []rune) string {
	ten := -1
	for i, r := range run {
		if r == '十' {
			ten = i
		}
	}
	if ten < 0 {
		var b strings.Builder
		for _, r := range run {
			b.WriteString(strconv.Itoa(numeralValue[r]))
		}
		return b.String()
	}
	n := 10
	switch {
	case ten > 1 || len(run)-ten > 2:
		return string(run) // not a number of a date
	case ten == 1:
		n = 10 * numeralValue[run[0]]
	}
	if ten+1 < len(run) {
		n += numeralValue[run[ten+1]]
	}
	return strconv.Itoa(n)
}
