package demo

import (
	"fmt"
	"slices"

	"github.com/huiyin/huiyin/internal/deadline"
)

// atStations are opinions that never reach a unit: answered on the spot, declined, taken back.
func (p *planner) atStations() error {
	n := 0
	list := p.t.special["onspot"]
	for i := range list {
		for v := range list[i].Vary {
			script := onspotLines[n%len(onspotLines)]
			ends := 0
			switch {
			case list[i].has("redo"):
				script = onspotRedo
			case list[i].has("back"):
				script = onspotBack
			case n == 5:
				script = onspotUnrated
			case n == 1 || n == 10:
				script, ends = "answerNow@0-1", 2+n/2
			case n == 12:
				script, ends = "answerNow@0-1", 18
			case n == 6:
				script, ends = "answerNow@0-1 rate:good@1-4", 3
			}
			n++
			if err := p.lone(&list[i], v, script, ends); err != nil {
				return err
			}
		}
	}
	list = p.t.special["declined"]
	for i := range list {
		if err := p.lone(&list[i], 0, "decline@0-2", 0); err != nil {
			return err
		}
	}
	list = p.t.special["withdrawn"]
	for i := range list {
		if err := p.lone(&list[i], 0, withdrawnLines[i%len(withdrawnLines)], 0); err != nil {
			return err
		}
	}
	return nil
}

// lone lays one opinion: ending so many working days before now, or (0) anywhere in the year.
func (p *planner) lone(o *opinion, v int, script string, ends int) error {
	t, err := p.d.opinionTale(o, v, script)
	if err != nil {
		return err
	}
	if ends == 0 {
		return p.place(t)
	}
	p.keep(t)
	return p.anchor(t, ends)
}

// merges are opinions of other people about what somebody has just raised.
func (p *planner) merges() error {
	list := p.t.special["merged"]
	for i := range list {
		o := list[i] // a copy: its category is that of what it is merged into
		into := p.byKey[o.target()]
		if into == nil {
			return fmt.Errorf("demo: %s is merged into %s, which is nothing", o.Key, o.Into)
		}
		script := mergedLine
		if o.Undo != "" {
			script = unmergedLine
		}
		o.Category = into.op.Category
		t, err := p.d.opinionTale(&o, 0, script)
		if err != nil {
			return err
		}
		t.into = into
		p.keep(t)
		p.lay(t, p.cal.AddWorkdays(p.day(into.start), 1), true)
		if !t.end().Before(p.now) {
			return fmt.Errorf("demo: %s is merged after now", t.key)
		}
	}
	return nil
}

// board are the messages of the public board.
func (p *planner) board() error {
	for i := range p.t.messages {
		m := &p.t.messages[i]
		script := "assign@0-2 answer@6-12 recordRating:good@3-9 confirm@5-15"
		if m.Kind == "historic" {
			script = ""
		}
		if m.Script != nil {
			script = *m.Script
		}
		t := &tale{
			key: m.Key, procedure: "message", msg: m, said: &m.Said, unit: m.Unit, station: m.Hand,
			values: map[string]string{}, did: map[string]int{}, from: from{kind: "resident", name: m.User, public: true},
		}
		if m.Hand != "" {
			t.from.kind = "office"
		}
		var err error
		if t.beats, err = parseScript(script); err != nil {
			return err
		}
		if m.Merge != "" {
			t.into = p.byKey[m.Merge]
		}
		p.keep(t)
		if err := p.placeMessage(t, i); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) placeMessage(t *tale, i int) error {
	switch {
	case t.msg.After != "":
		p.lay(t, p.day(p.byKey[t.msg.After].start).AddDays(1), true)
		if !t.end().Before(p.now) {
			return fmt.Errorf("demo: %s ends after now", t.key)
		}
		return nil
	case t.msg.Ends > 0:
		return p.anchor(t, t.msg.Ends)
	case t.msg.Kind == "historic":
		// Two old files of the board: the year before, and the first months of this one.
		from := 425
		if i >= 12 {
			from = 290
		}
		p.lay(t, p.today.AddDays(-from+t.random(6).IntN(40)), true)
		return nil
	}
	r := t.random(7)
	from, span := 350, 340
	if t.msg.Kind == "open" {
		from, span = 120, 110
	}
	for range 4000 {
		p.lay(t, p.today.AddDays(-from+r.IntN(span)), true)
		if t.end().Before(p.now) {
			return nil
		}
	}
	return fmt.Errorf("demo: no place in the year for message %s", t.key)
}

// appointments end where their scripts say.
func (p *planner) appointments() error {
	for i := range p.t.appointments {
		a := &p.t.appointments[i]
		t := &tale{
			key: a.Key, procedure: "appointment", app: a, said: &a.Said, unit: a.Official, values: map[string]string{},
			did: map[string]int{}, children: map[byte][]string{},
			from: from{kind: "deputy", person: fmt.Sprintf("d%02d", a.Deputy), public: true},
		}
		var err error
		if t.beats, err = parseScript(a.Script); err != nil {
			return err
		}
		p.keep(t)
		if a.Ends > 0 {
			if err := p.anchor(t, a.Ends); err != nil {
				return err
			}
		}
	}
	for _, t := range p.tales { // those that follow another one
		if t.app != nil && t.app.Ends == 0 {
			into := ""
			for _, b := range t.beats {
				if b.act == "merge" {
					into = b.arg
				}
			}
			p.lay(t, p.cal.AddWorkdays(p.day(p.byKey[into].start), 2), true)
		}
	}
	return nil
}

// numberMeetings gives each day on which the chair meeting decided something its number in the term: it
// meets about every sixteen days.
func (p *planner) numberMeetings() error {
	var held []deadline.Date
	for _, t := range p.tales {
		for i, b := range t.beats {
			if b.act == "approve" || b.act == "declineByMeeting" || b.act == "cancel" {
				held = append(held, p.day(t.times[i]))
			}
		}
	}
	slices.SortFunc(held, deadline.Date.Compare)
	last := 0
	for _, d := range slices.Compact(held) {
		last = max(last+1, d.Sub(p.d.founding.Memberships[0].StartDate)/16)
		p.meetings[d] = last
	}
	return nil
}

// historicDay is the day on which one of the two old files of the board was imported.
func (p *planner) historicDay(t *tale) deadline.Date {
	if p.today.Sub(p.day(t.start)) > 340 {
		return p.today.AddDays(-335)
	}
	return p.today.AddDays(-195)
}
