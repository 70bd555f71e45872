package deadline

import (
	"fmt"
	"strings"
)

// event is what matters of one VEVENT.
type event struct {
	line       int // where it begins in the file
	start, end string
	summary    string
	special    string // X-APPLE-SPECIAL-DAY: WORK-HOLIDAY or ALTERNATE-WORKDAY
	cannot     string // a property that changes the days of the event and is not read
}

// readEvents unfolds the lines (RFC 5545 §3.1) and gathers the properties of every VEVENT.
func readEvents(text string) ([]event, error) {
	var events []event
	var open []string // components that are open, innermost last
	for _, l := range unfold(text) {
		name, value, ok := strings.Cut(l.text, ":")
		if !ok {
			continue
		}
		name, _, _ = strings.Cut(name, ";")
		switch name = strings.ToUpper(name); {
		case name == "BEGIN":
			open = append(open, strings.ToUpper(value))
			if len(open) > 8 {
				return nil, badLine(l.n, "嵌套过深", "nested too deep")
			}
			if open[len(open)-1] == "VEVENT" {
				events = append(events, event{line: l.n})
			}
		case name == "END":
			if len(open) == 0 || open[len(open)-1] != strings.ToUpper(value) {
				return nil, badLine(l.n, "END 没有对应的 BEGIN", "END without its BEGIN")
			}
			open = open[:len(open)-1]
		case len(open) > 0 && open[len(open)-1] == "VEVENT":
			events[len(events)-1].set(name, value)
		}
	}
	if len(open) > 0 {
		return nil, bad("文件不完整：没有 "+quote(open[len(open)-1])+" 的 END", "the file is not complete: there is no END of "+quote(open[len(open)-1]))
	}
	return events, nil
}

func (ev *event) set(name, value string) {
	switch name {
	case "DTSTART":
		ev.start = value
	case "DTEND":
		ev.end = value
	case "SUMMARY":
		ev.summary = value
	case "X-APPLE-SPECIAL-DAY":
		ev.special = value
	case "RRULE", "RDATE", "EXDATE", "DURATION":
		ev.cannot = name
	}
}

type line struct {
	n    int // number in the file, of its first part
	text string
}

// unfold joins the lines that begin with a space or a tab to the line before them.
func unfold(text string) []line {
	var out []line
	var parts []string // of the line that is being put together
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSuffix(l, "\r")
		if l != "" && (l[0] == ' ' || l[0] == '\t') && len(parts) > 0 {
			parts = append(parts, l[1:])
			continue
		}
		if len(parts) > 0 {
			out[len(out)-1].text = strings.Join(parts, "")
		}
		parts = append(parts[:0], l)
		out = append(out, line{n: i + 1})
	}
	if len(parts) > 0 {
		out[len(out)-1].text = strings.Join(parts, "")
	}
	return out
}

func badLine(n int, zh, en string) error {
	return at(bad(zh, en), fmt.Sprintf("第 %d 行", n), fmt.Sprintf("line %d", n))
}
