package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// beat is one act of a script: [child.]act[:argument][@days[-days]], days being working days after the
// beat before it.
type beat struct {
	child    string // "q2": the second question, "c1": the first commitment; empty: the matter itself
	act      string
	arg      string
	min, max int
}

var beatForm = regexp.MustCompile(`^(?:([qc]\d)\.)?([a-zA-Z]+)(\d)?(?::([a-zA-Z0-9-]+))?(?:@(\d+)(?:-(\d+))?)?$`)

// parseScript reads a script.
func parseScript(s string) ([]beat, error) {
	var out []beat
	for word := range strings.FieldsSeq(s) {
		m := beatForm.FindStringSubmatch(word)
		if m == nil {
			return nil, fmt.Errorf("demo: %q in script %q", word, s)
		}
		b := beat{child: m[1], act: m[2], arg: m[4]}
		if m[3] != "" { // promise2: the second promise of the list
			b.arg = m[3]
		}
		b.min, _ = strconv.Atoi(m[5]) // empty: at once
		b.max = b.min
		if m[6] != "" {
			b.max, _ = strconv.Atoi(m[6])
		}
		out = append(out, b)
	}
	return out, nil
}

// turns reports whether the matter comes back to somebody by it, so that the next answer is a new one.
func (b beat) turns() bool {
	switch b.act {
	case "notDone", "notInSubstance", "reopen":
		return true
	case "rate", "recordRating":
		return b.arg != "good"
	}
	return false
}

// String writes a beat as in a script, without its days.
func (b beat) String() string { return strings.Trim(b.child+"."+b.act+":"+b.arg, ".:") }

// of is the number of the child in "q2", from 0, and its kind.
func (b beat) of() (kind byte, index int) {
	if b.child == "" {
		return 0, 0
	}
	return b.child[0], int(b.child[1] - '1')
}

// byRaiser reports whether the raiser does it, in his own time rather than in office hours.
func (b beat) byRaiser() bool { return b.act == "rate" || b.act == "withdraw" }
