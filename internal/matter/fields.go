package matter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Limits of what a person can type, in characters. Longer text belongs into an attachment.
const (
	MaxLine = 200
	MaxText = 20000
)

// checkFields takes the fields an act asks for, in canonical form, and reports every one that is missing
// or malformed at once. Fields the act does not ask for are refused, so that nothing is dropped silently.
func checkFields(env Env, act *rulebook.Act, in map[string]string) (map[string]string, error) {
	known := slices.Concat(act.Needs, act.Takes)
	needs := act.Needs
	if len(act.Reasons) > 0 {
		known, needs = append(known, "reasonCode"), append(slices.Clone(needs), "reasonCode")
	}
	out := map[string]string{}
	var bad *problem.Problem
	for _, key := range sorted(in) {
		v := clean(in[key])
		if v == "" {
			continue
		}
		f := env.Rules.FieldOf(key)
		if f == nil || !slices.Contains(known, key) {
			bad = blame(bad, key, lang.T("这一步不需要这一项", "Not asked for here"))
			continue
		}
		options := f.Options
		if key == "reasonCode" {
			options = act.Reasons
		}
		if t := checkValue(f, options, v); !t.IsZero() {
			bad = blame(bad, key, t)
			continue
		}
		out[key] = v
	}
	for _, key := range needs {
		if out[key] == "" && (bad == nil || bad.Fields[key].IsZero()) {
			bad = blame(bad, key, lang.T("请填写", "Please fill this in"))
		}
	}
	if bad != nil {
		return nil, bad
	}
	return out, nil
}

// checkStart does the same for raising. Fields given by a parent are not asked of a person but are checked too.
func checkStart(p *rulebook.Procedure, s Start) (map[string]string, error) {
	var bad *problem.Problem
	title := rulebook.Field{Type: rulebook.TextField}
	if t := checkValue(&title, nil, clean(s.Title)); clean(s.Title) == "" {
		bad = blame(bad, "title", lang.T("请填写标题", "Please give it a title"))
	} else if !t.IsZero() {
		bad = blame(bad, "title", t)
	}
	body := rulebook.Field{Type: rulebook.LongText}
	if t := checkValue(&body, nil, s.Text); !t.IsZero() {
		bad = blame(bad, "text", t)
	}
	out := map[string]string{}
	for _, key := range sorted(s.Fields) {
		v := clean(s.Fields[key])
		if v == "" {
			continue
		}
		f := p.Fields[key]
		if f == nil {
			bad = blame(bad, key, lang.T("没有这一项", "There is no such field"))
			continue
		}
		if t := checkValue(f, f.Options, v); !t.IsZero() {
			bad = blame(bad, key, t)
			continue
		}
		out[key] = v
	}
	for _, key := range p.Raise {
		if out[key] == "" && p.Decisive(key) && (bad == nil || bad.Fields[key].IsZero()) {
			bad = blame(bad, key, lang.T("请填写", "Please fill this in"))
		}
	}
	if bad != nil {
		return nil, bad
	}
	return out, nil
}

func blame(p *problem.Problem, field string, t lang.Text) *problem.Problem {
	if p == nil {
		p = problem.New(problem.Invalid, "incomplete",
			"有内容没有填好，已填的都为您保留；请按提示补充。", "Something is missing or not right; what you typed was kept. Please complete it.")
	}
	return p.With(field, t)
}

func checkValue(f *rulebook.Field, options []rulebook.Option, v string) lang.Text {
	switch f.Type {
	case rulebook.TextField:
		if strings.ContainsAny(v, "\n\r") {
			return lang.T("请写在一行里", "Please keep it on one line")
		}
		if utf8.RuneCountInString(v) > MaxLine {
			return tooLong(MaxLine)
		}
	case rulebook.LongText, rulebook.List:
		if utf8.RuneCountInString(v) > MaxText {
			return tooLong(MaxText)
		}
	case rulebook.DateField:
		if _, err := deadline.ParseDate(v); err != nil {
			return lang.T("请写成 2026-03-10 这样的日期", "Please write the date like 2026-03-10")
		}
	case rulebook.NumberField:
		if _, err := strconv.ParseInt(v, 10, 64); err != nil {
			return lang.T("请填整数", "Please give a whole number")
		}
	case rulebook.YesNo:
		if v != "true" && v != "false" {
			return lang.T("请选择是或否", "Please choose yes or no")
		}
	case rulebook.Choice:
		if !slices.ContainsFunc(options, func(o rulebook.Option) bool { return o.Code == v }) {
			return lang.T("请从列出的选项里选择", "Please choose one of the options")
		}
	}
	// PostgreSQL keeps no zero byte in a text; SQLite would.
	if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
		return lang.T("含有无法识别的字符", "Contains characters that cannot be read")
	}
	return lang.Text{}
}

func tooLong(n int) lang.Text {
	return lang.T(fmt.Sprintf("最多 %d 个字", n), fmt.Sprintf("At most %d characters", n))
}

// clean trims what browsers and people add around a value; inside it nothing is touched but line ends.
func clean(v string) string {
	return strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
}

// splitList gives the items of a List value: one a line, blanks left out.
func splitList(v string) []string {
	var out []string
	for line := range strings.Lines(v) {
		if s := strings.TrimSpace(line); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func sorted(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
