package web

import (
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// momentBy is who did something, and for whom it was written down.
func (s *Say) momentBy(mo office.Moment) string {
	by := s.Name(mo.By)
	if by == "" {
		by = s.In(mo.Role)
	}
	if mo.Person != "" && mo.Person != by {
		by = strings.TrimSpace(by + " " + mo.Person)
	}
	if mo.Recorder.ID != "" && mo.Recorder.ID != mo.By.ID {
		by = s.T("history.recorded", "By", by, "Recorder", s.Name(mo.Recorder))
	}
	return by
}

// momentTo is where a matter went, to whom, and by when.
func (s *Say) momentTo(mo office.Moment) string {
	var parts []string
	if !mo.To.IsZero() {
		parts = append(parts, s.T("history.to", "Step", s.In(mo.To)))
	}
	if mo.Owner.ID != "" {
		parts = append(parts, s.Name(mo.Owner))
	}
	if mo.Due != nil {
		due := s.T("history.due", "Day", s.Day(mo.Due.Day))
		if mo.Due.Provisional {
			due += " (" + s.T("clock.provisional") + ")"
		}
		parts = append(parts, due)
	}
	return strings.Join(parts, " · ")
}

// value is a field's value as people read it.
func (s *Say) value(f office.FieldValue) string {
	if f.Type == rulebook.DateField {
		if d, err := deadline.ParseDate(f.Raw); err == nil {
			return s.Day(d)
		}
	}
	return s.In(f.Value)
}

// withoutAnswer leaves out an answer's text, which stands in full among the answers.
func withoutAnswer(mo office.Moment) []office.FieldValue {
	if mo.Kind != rulebook.Answer {
		return mo.Fields
	}
	return slices.DeleteFunc(slices.Clone(mo.Fields), func(f office.FieldValue) bool { return f.Key == "answer" })
}
