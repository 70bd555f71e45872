package example

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/deadline"
)

// Runner does what the lines of a story say, on the real kernel or on a model of it.
type Runner interface {
	// Raise opens a matter of a procedure under a label.
	Raise(day deadline.Date, who, procedure, label string, values map[string]string) error
	// Act does an act on the matter with this label.
	Act(day deadline.Date, who, label, act string, values map[string]string) error
	// State tells how a matter stands at the end of a day.
	State(day deadline.Date, label string) (State, error)
	// Code is the stable code of a refusal by Raise or Act, "" for an error that is none.
	Code(err error) string
}

// State is how a matter stands, in the words of the examples.
type State struct {
	Step, Phase, Ends, Owner string
	Due                      deadline.Date
	Late                     string   // the failure that it lies in
	WasLate                  []string // failures that are over
	Children, Answers        int
	Reminder                 string   // of this day: before, onDay, after or none
	Up                       []string // to whom it goes up on this day
}

// Main is the label of a matter that was raised without one.
const Main = "main"

// Play runs a story. The error names file, line and everything that is not as expected there; the first
// such line ends the story, because what follows rests on it.
func Play(f File, s Story, r Runner) error {
	current := Main
	for _, step := range s.Steps {
		label := step.Matter
		if step.Raises != "" {
			if label == "" {
				label = Main
			}
			current = label
		} else if label == "" {
			label = current
		}
		if err := play(step, label, r); err != nil {
			return fmt.Errorf("%s:%d: %s: %w", f.Name, step.Line, s.Name, err)
		}
	}
	return nil
}

func play(step Step, label string, r Runner) error {
	var err error
	switch {
	case step.Raises != "":
		err = r.Raise(step.Day, step.Who, step.Raises, label, step.Values)
	case step.Act != "":
		err = r.Act(step.Day, step.Who, label, step.Act, step.Values)
	}
	if want := step.Expect.Refused; want != "" {
		if err == nil {
			return fmt.Errorf("was not refused; want %s", want)
		}
		if got := r.Code(err); got != want {
			return fmt.Errorf("refused as %q, want %q: %w", got, want, err)
		}
	} else if err != nil {
		return err
	}
	state, err := r.State(step.Day, label)
	if err != nil {
		return err
	}
	return step.Expect.compare(state)
}

// compare names every part that is not as expected.
func (e Expect) compare(s State) error {
	var wrong []string
	differ := func(what, want, got string) {
		if want != "" && want != got {
			wrong = append(wrong, fmt.Sprintf("%s is %q, want %q", what, got, want))
		}
	}
	differ("step", e.Step, s.Step)
	differ("phase", e.Phase, s.Phase)
	differ("owner", e.Owner, s.Owner)
	differ("due day", e.Due.String(), s.Due.String())
	differ("ending", e.Ends, s.Ends)
	differ("failure", e.Late, s.Late)
	differ("reminder", e.Reminder, s.Reminder)
	if e.Up != "" && !slices.Contains(s.Up, e.Up) {
		wrong = append(wrong, fmt.Sprintf("goes up to %q, want %q among them", s.Up, e.Up))
	}
	if e.OnTime && s.Late != "" {
		wrong = append(wrong, "it is late: "+s.Late)
	}
	if e.WasLate != "" && !slices.Contains(s.WasLate, e.WasLate) {
		wrong = append(wrong, fmt.Sprintf("was late as %q, want %q among them", s.WasLate, e.WasLate))
	}
	if e.Children >= 0 && e.Children != s.Children {
		wrong = append(wrong, fmt.Sprintf("%d children, want %d", s.Children, e.Children))
	}
	if e.Answers >= 0 && e.Answers != s.Answers {
		wrong = append(wrong, fmt.Sprintf("%d answers, want %d", s.Answers, e.Answers))
	}
	if len(wrong) == 0 {
		return nil
	}
	return errors.New(strings.Join(wrong, "; "))
}
