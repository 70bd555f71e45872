package rulebook

import (
	"fmt"
	"strconv"

	"github.com/huiyin/huiyin/internal/deadline"
)

// TimeOfDay is a moment of any day, in minutes after midnight.
type TimeOfDay int

// String is the form used in rulebooks: 08:30.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t/60, t%60) }

// ParseTimeOfDay reads 08:30.
func ParseTimeOfDay(s string) (TimeOfDay, bool) {
	if !timePattern.MatchString(s) {
		return 0, false
	}
	h, _ := strconv.Atoi(s[:2]) // digits, by the pattern
	m, _ := strconv.Atoi(s[3:])
	return TimeOfDay(h*60 + m), true
}

// Hours are the hours of working days in which people may be reminded: from From, before To.
type Hours struct{ From, To TimeOfDay }

// UsualHours hold where a rulebook says nothing.
var UsualHours = Hours{8*60 + 30, 17*60 + 30}

// The night, in which no rulebook may have anybody reminded.
const (
	nightEnds   TimeOfDay = 6 * 60
	nightBegins TimeOfDay = 22 * 60
)

// Remind says when the owner of a step is reminded of its due day. A reminder never moves the due day.
type Remind struct {
	Before []deadline.Term // so long before the due day
	OnDay  bool            // on the due day
	After  *Repeat         // after it, again and again, with a bound
	Basis  Basis

	path string
}

// Repeat is something that is done again after every Every, Times times.
type Repeat struct {
	Every deadline.Term
	Times int
}

// Rung is one rung of the ladder by which an overdue matter goes up.
type Rung struct {
	After deadline.Term // so long after the due day
	To    string        // role; "owner": the heads of the owning organization
	Basis Basis

	path string
}

// inherit takes over what the procedure says for steps that say nothing themselves.
func (s *Step) inherit(p *Procedure, b *Book) {
	if s.Ends != Open {
		s.Remind, s.Escalate = nil, nil
		return
	}
	if !b.has(s.path + "/remind") {
		s.Remind = p.Remind
	}
	if !b.has(s.path + "/escalate") {
		s.Escalate = p.Escalate
	}
}

func (b *builder) hours(root *node) Hours {
	h := UsualHours
	n, path := b.child(root, "", "hours")
	if n == nil {
		return h
	}
	if t, ok := ParseTimeOfDay(b.str(n, path, "from")); ok {
		h.From = t
	}
	if t, ok := ParseTimeOfDay(b.str(n, path, "to")); ok {
		h.To = t
	}
	return h
}

func (b *builder) remind(n *node, path string) *Remind {
	v, path := b.child(n, path, "remind")
	if v == nil || v.kind != mapNode {
		return nil
	}
	r := &Remind{path: path, OnDay: b.str(v, path, "onDay") == "true", Basis: ParseBasis(b.str(v, path, "basis"))}
	if list, lp := b.child(v, path, "before"); list != nil {
		for i, item := range list.items {
			p := lp + "/" + strconv.Itoa(i)
			b.mark(p, item, item.pos)
			if item.kind == mapNode {
				r.Before = append(r.Before, b.term(item, p, true))
			} else {
				r.Before = append(r.Before, deadline.Term{}) // reported; keeps the places of the others
			}
		}
	}
	if after, ap := b.child(v, path, "after"); after != nil && after.kind == mapNode {
		r.After = &Repeat{Every: b.term(after, ap, true), Times: b.number(after, ap, "times")}
	}
	return r
}

func (b *builder) ladder(n *node, path string) []Rung {
	list, path := b.child(n, path, "escalate")
	if list == nil {
		return nil
	}
	var out []Rung
	for i, item := range list.items {
		p := path + "/" + strconv.Itoa(i)
		b.mark(p, item, item.pos)
		if item.kind != mapNode {
			continue
		}
		out = append(out, Rung{After: b.term(item, p, true), To: b.str(item, p, "to"), Basis: ParseBasis(b.str(item, p, "basis")), path: p})
	}
	return out
}
