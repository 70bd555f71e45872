package example

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/deadline"
)

// Parse reads a file of worked examples. The error names the line.
func Parse(name string, src []byte) (File, error) {
	f := File{Name: name}
	for i, line := range strings.Split(strings.ReplaceAll(string(src), "\r\n", "\n"), "\n") {
		line = strings.TrimSpace(line)
		fail := func(format string, args ...any) (File, error) {
			return File{}, fmt.Errorf("%s:%d: %s", name, i+1, fmt.Sprintf(format, args...))
		}
		switch title, isTitle := heading(line); {
		case line == "" || strings.HasPrefix(line, "#"):
		case isTitle:
			f.Stories = append(f.Stories, Story{Name: title, Line: i + 1})
		case len(f.Stories) == 0:
			if m, ok := member(line); ok {
				if f.Role(m.Name) != "" {
					return fail("%s is there twice", m.Name)
				}
				f.Cast = append(f.Cast, m)
			}
		default:
			step, err := parseStep(line)
			if err != nil {
				return fail("%v", err)
			}
			if step.Who != "" && f.Role(step.Who) == "" {
				return fail("%s is not in the cast", step.Who)
			}
			step.Line = i + 1
			last := &f.Stories[len(f.Stories)-1]
			last.Steps = append(last.Steps, step)
		}
	}
	if len(f.Stories) == 0 {
		return File{}, fmt.Errorf("%s: no story", name)
	}
	return f, nil
}

// heading is the name of a story in "-- its name --".
func heading(line string) (string, bool) {
	title, ok := strings.CutPrefix(line, "-- ")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(title, " --")
}

// member reads "who 水利局 is unit". Every other line of the heading is a remark.
func member(line string) (Member, bool) {
	words := strings.Fields(line)
	if len(words) != 4 || words[0] != "who" || words[2] != "is" {
		return Member{}, false
	}
	return Member{words[1], words[3]}, true
}

func parseStep(line string) (Step, error) {
	done, expect, ok := strings.Cut(strings.ReplaceAll(line, "->", "→"), "→")
	if !ok {
		return Step{}, fmt.Errorf("nothing is expected: write → and what must be true")
	}
	words, err := split(done)
	if err != nil {
		return Step{}, err
	}
	if len(words) < 2 {
		return Step{}, fmt.Errorf("too short: write a day, who and what")
	}
	s := Step{Values: map[string]string{}}
	if s.Day, err = deadline.ParseDate(words[0]); err != nil {
		return Step{}, err
	}
	if err := s.doing(words[1:]); err != nil {
		return Step{}, err
	}
	for part := range strings.SplitSeq(expect, ",") {
		s.Expecting = append(s.Expecting, strings.TrimSpace(part))
	}
	s.Expect, err = parseExpect(s.Expecting)
	return s, err
}

// doing reads what is done: "see [matter]", "WHO raises PROCEDURE [as LABEL] …" or "WHO ACT [on LABEL] …".
func (s *Step) doing(words []string) error {
	if words[0] == "see" {
		s.Matter = strings.Join(words[1:], " ")
		return nil
	}
	s.Who, words = words[0], words[1:]
	if len(words) == 0 {
		return fmt.Errorf("%s does nothing", s.Who)
	}
	label := "on"
	if words[0] == "raises" {
		if len(words) < 2 || strings.Contains(words[1], "=") {
			return fmt.Errorf("%s raises what?", s.Who)
		}
		s.Raises, words, label = words[1], words[2:], "as"
	} else {
		s.Act, words = words[0], words[1:]
	}
	if len(words) > 1 && words[0] == label {
		s.Matter, words = words[1], words[2:]
	}
	for _, w := range words {
		key, value, ok := strings.Cut(w, "=")
		if !ok || key == "" {
			return fmt.Errorf("%q is not of the form field=value", w)
		}
		if _, twice := s.Values[key]; twice {
			return fmt.Errorf("%s is given twice", key)
		}
		s.Values[key] = strings.ReplaceAll(value, "|", "\n")
	}
	return nil
}

// split breaks a line at spaces; a quoted value stays together, its quotes go.
func split(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	quoted, open := false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, open = !quoted, true
		case r == ' ' && !quoted:
			if open {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quote is left open")
	}
	if open {
		words = append(words, word.String())
	}
	return words, nil
}

var phases = []string{"seen", "deliberated", "decided", "supervised", "resulted"}

func parseExpect(parts []string) (Expect, error) {
	e := Expect{Children: -1, Answers: -1}
	for _, part := range parts {
		word, rest, _ := strings.Cut(part, " ")
		rest = strings.TrimSpace(rest)
		var err error
		switch {
		case part == "":
			err = fmt.Errorf("an expectation is empty")
		case part == "on time":
			e.OnTime = true
		case strings.HasPrefix(part, "was late "):
			e.WasLate = strings.TrimPrefix(part, "was late ")
		case rest == "" && slices.Contains(phases, part):
			e.Phase = part
		case rest == "" && e.Step == "":
			e.Step = part
		case rest == "":
			err = fmt.Errorf("%q is no expectation", part)
		case word == "owner":
			e.Owner = rest
		case word == "due":
			e.Due, err = deadline.ParseDate(rest)
		case word == "ends":
			e.Ends = rest
		case word == "refused":
			e.Refused = rest
		case word == "late":
			e.Late = rest
		case word == "reminder":
			e.Reminder = rest
		case word == "up":
			e.Up = rest
		case word == "children":
			e.Children, err = strconv.Atoi(rest)
		case word == "answers":
			e.Answers, err = strconv.Atoi(rest)
		default:
			err = fmt.Errorf("%q is no expectation", part)
		}
		if err != nil {
			return e, err
		}
	}
	return e, nil
}
