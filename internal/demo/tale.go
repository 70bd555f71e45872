package demo

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/access"
)

// tale is one matter of the demonstration: its words, its script with times, and how far it has come.
type tale struct {
	key       string // key of the words and number of the variant: "lamps/0"
	procedure string
	variant   int
	op        *opinion
	msg       *message
	app       *appointment
	said      *Said
	values    map[string]string
	area      string
	station   string
	unit      string
	from      from
	beats     []beat
	into      *tale // the one it is merged into

	start    time.Time   // when it was raised
	imported time.Time   // when the office took it over from the board; zero: it was raised here
	replied  time.Time   // when it had been answered on the board
	times    []time.Time // of beats

	id       string
	number   string
	raisers  []raiser
	turned   time.Time      // when it last came back
	asked    string         // day until which more time was asked for
	answered string         // organization of the last answer
	did      map[string]int // how often each act was done
	children map[byte][]string
}

// from is who raises a matter.
type from struct {
	kind    string // resident, deputy, station (for a resident), office (for a resident)
	person  string // deputy
	name    string
	contact string
	consent bool
	public  bool
}

// raiser is somebody who can rate: a deputy by his account, a resident by his receipt.
type raiser struct {
	viewer access.Viewer
	number string
	code   string
	home   string // key of the tale he raised
}

// random is a source that depends on the tale and on nothing else.
func (t *tale) random(salt uint64) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(t.key))                        // a hash never fails to write
	return rand.New(rand.NewPCG(h.Sum64(), salt)) //nolint:gosec // the same each time, no secret
}

// opinionTale makes the tale of one variant of an opinion.
func (d *district) opinionTale(o *opinion, variant int, script string) (*tale, error) {
	values, area := d.values(o.Vary[variant])
	if d.areas[area].ID == "" {
		return nil, fmt.Errorf("demo: %s/%d: no place %q", o.Key, variant, area)
	}
	t := &tale{
		key: o.Key + "/" + strconv.Itoa(variant), procedure: "opinion", variant: variant, op: o, said: &o.Said,
		values: values, area: area, station: d.stationOf(area), unit: d.unitOf(o.Unit, area), did: map[string]int{},
	}
	var err error
	if o.Quick {
		script = firstAnswer.ReplaceAllString(script, " answer@1-2 ")
	}
	t.beats, err = parseScript(script)
	t.from = d.somebody(t)
	return t, err
}

// firstAnswer is the answer that a quick opinion gets sooner.
var firstAnswer = regexp.MustCompile(` answer@\d+-\d+ `)

// values turns a variant into what its texts can name: its own values, the place and its town.
func (d *district) values(vary map[string]any) (map[string]string, string) {
	out := map[string]string{}
	area := fmt.Sprint(vary["at"])
	out["地"] = d.areas[area].Name
	out["镇"] = d.areas[d.areas[area].Parent].Name
	for k, v := range vary {
		out[k] = fmt.Sprint(v)
	}
	return out, area
}

// words are what is said at a beat, before it is filled in; empty when nothing is kept for it.
func (t *tale) words(b beat) string {
	s := t.said
	switch b.act + ":" + b.arg {
	case "answer:", "answerNow:":
		return s.Answer
	case "answer:hollow":
		return s.Hollow
	case "answer:redo":
		return s.Redo
	case "answer:redo2":
		return s.Redo2
	case "answer:reanswer":
		return s.Reanswer
	case "rate:no", "recordRating:no":
		return s.Unhappy
	case "rate:no2":
		return s.Unhappy2
	case "rate:good":
		return s.RatingReason
	case "confirm:":
		return s.Findings
	case "confirm:2":
		return s.Findings2
	case "reopen:":
		return s.Reopen
	case "withdraw:":
		return s.Withdraw
	case "notDone:", "notInSubstance:":
		return s.Back
	case "unmerge:":
		return s.Undo
	}
	switch b.act {
	case "askExtension":
		return s.Extend
	case "refuseExtension":
		return s.Refuse
	case "merge":
		return s.Reason
	}
	return ""
}
