package api

import (
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// said is what the library says of a request that does not fit its description, by how it begins. The library
// speaks English only; what it adds (a bound, the values allowed) is kept.
var said = []struct{ begins, zh string }{
	{"unexpected property", "没有这一项"},
	{"expected required property ", "缺少必填项 "},
	{"expected value to be one of ", "只能是 "},
	{"expected string to be RFC 3339 date-time", "应为 RFC 3339 时间，如 2026-03-02T09:00:00+08:00"},
	{"expected string to be RFC 3339 date", "应为日期，如 2026-03-02"},
	{"expected string to match pattern ", "格式不对，应符合 "},
	{"expected string", "应为文本"},
	{"expected boolean", "应为 true 或 false"},
	{"expected integer", "应为整数"},
	{"expected number >= ", "不能小于 "},
	{"expected number <= ", "不能大于 "},
	{"expected number", "应为数字"},
	{"expected length >= ", "至少字数 "},
	{"expected length <= ", "最多字数 "},
	{"expected object with at most ", "项数最多 "},
	{"expected object", "应为对象"},
	{"expected array", "应为列表"},
	{"required query parameter is missing", "缺少必填参数"},
	{"required header parameter is missing", "缺少必填请求头"},
	{"required path parameter is missing", "缺少地址中的参数"},
	{"unknown query parameter", "没有这个参数"},
	{"invalid integer", "应为整数"},
	{"invalid boolean", "应为 true 或 false"},
	{"invalid floating value", "应为数字"},
	{"invalid date/time", "时间格式不对"},
	{"request body is required", "请求没有正文"},
}

// explain says a finding of the library in both languages. One that is not known is said without its text: it
// could hold something of ours.
func explain(message string) lang.Text {
	for _, s := range said {
		if rest, ok := strings.CutPrefix(message, s.begins); ok {
			return lang.T(s.zh+translateRest(rest), message)
		}
	}
	return lang.T("内容有误", "This is not right")
}

// translateRest drops the English words that follow a bound.
func translateRest(rest string) string {
	return strings.NewReplacer(" to be present", "", " properties", "").Replace(rest)
}
