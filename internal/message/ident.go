package message

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// maxIDRunes is more than any board's numbering needs; a longer one is a text in the wrong column.
const maxIDRunes = 64

// cleanID makes one identity of what spreadsheets make of a number: 188006, "188006 ", １８８００６,
// 188006.0, 1.88006E+05 and ="188006" are the same message.
//
// A number whose digits were lost is refused rather than guessed: 1.23457E+17 may be any of many
// messages. Leading zeros are kept where the file still has them.
func cleanID(cell string) (string, error) {
	s := foldText(cell)
	if s == "" || isPlaceholder(s) {
		return "", reason("idMissing", "这一行没有留言编号。", "the row has no message number")
	}
	if isCellError(s) {
		return "", cellError(s)
	}
	if n := len([]rune(s)); n > maxIDRunes {
		return "", reason("idTooLong", "留言编号“%s”有%d个字符，超过%d个，可能是选错了列。",
			"the message number %q has %d characters, more than %d; perhaps the wrong column was chosen", brief(s), n, maxIDRunes)
	}
	if m := decimal.FindStringSubmatch(s); len(m) == 4 && m[2]+m[3] != "" {
		return wholeNumber(s, m[1], m[2], m[3])
	}
	return s, nil // letters, or plain digits with their leading zeros
}

// wholeNumber writes a number with a fraction or an exponent as the whole number it was before.
// The parts are the digits before the point, those after it, and the exponent, which has at most
// three digits.
func wholeNumber(s, whole, fraction, exponent string) (string, error) {
	exp := atoi(exponent)
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > exp {
		return s, nil // 12.5 is not a whole number: somebody numbers that way
	}
	// Excel writes an exponent when a number has too many digits to show or to keep, so zeros that
	// would have to be made up were digits once.
	if len(fraction) < exp {
		return "", reason("idDigitsLost", "留言编号“%s”是科学记数法，后面的数字已经丢失；请把这一列设为文本后重新导出。",
			"the message number %q is in scientific notation and its last digits are lost; set the column to text and export again", brief(s))
	}
	return whole + fraction, nil
}

// foldText is how identities, headings and times are compared: width and compatibility forms folded,
// one line, no apostrophe or ="…" that spreadsheet users put around a text to keep it one.
func foldText(s string) string {
	s = CleanLine(norm.NFKC.String(CleanLine(s)))
	if inner, ok := strings.CutPrefix(s, `="`); ok && strings.HasSuffix(inner, `"`) {
		s = inner[:len(inner)-1]
	}
	return strings.TrimSpace(strings.TrimPrefix(s, "'"))
}

// isPlaceholder tells the marks that people and programs put into an empty cell.
func isPlaceholder(s string) bool {
	switch strings.ToLower(s) {
	case "-", "--", "—", "——", "/", "\\", "无", "暂无", "空", "null", "none", "nil", "nan", "n/a", "nat", "未答复", "未回复", "待答复", "待回复", "(空)", "(无)":
		return true
	}
	return false
}

// isCellError tells the values a spreadsheet shows where a formula failed.
func isCellError(s string) bool {
	switch s {
	case "#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!":
		return true
	}
	return strings.HasPrefix(s, "####")
}

func cellError(s string) Reason {
	return reason("cellError", "单元格里是表格程序的错误值“%s”，不是内容。", "the cell holds the spreadsheet error %q, not a value", brief(s))
}
