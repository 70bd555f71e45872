package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
)

// planner decides what happens in the year before now, and when.
type planner struct {
	hours
	d     *district
	t     *texts
	now   time.Time
	today deadline.Date
	r     *rand.Rand
	tales []*tale
	byKey map[string]*tale

	meetings map[deadline.Date]int // number of the chair meeting held on a day
}

// variant is one matter that the texts offer.
type variant struct {
	o *opinion
	n int
}

// plan lays out the whole year.
func plan(d *district, t *texts, now time.Time) (*planner, error) {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	p := &planner{
		hours: hours{cal: deadline.Builtin(), zone: zone}, d: d, t: t, now: now,
		today: deadline.FromTime(now, zone), byKey: map[string]*tale{}, meetings: map[deadline.Date]int{},
		r: rand.New(rand.NewPCG(20190326, 5)), //nolint:gosec // the same year each time, no secret
	}
	for _, step := range []func() error{p.stories, p.ordinary, p.atStations, p.merges, p.board, p.appointments, p.numberMeetings} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *planner) keep(t *tale) {
	p.tales = append(p.tales, t)
	p.byKey[t.key] = t
}

// stories are told in full: their scripts stand beside their texts.
func (p *planner) stories() error {
	list := p.t.special["stories"]
	for i := range list {
		t, err := p.d.opinionTale(&list[i], 0, list[i].Script)
		if err != nil {
			return err
		}
		if err := p.place(t); err != nil {
			return err
		}
	}
	return nil
}

// ordinary opinions: first those that have to be somewhere on their way today, then the exceptional ways,
// then the usual ones.
func (p *planner) ordinary() error {
	var left []variant
	for i := range p.t.opinions {
		for n := range p.t.opinions[i].Vary {
			left = append(left, variant{&p.t.opinions[i], n})
		}
	}
	p.r.Shuffle(len(left), func(i, j int) { left[i], left[j] = left[j], left[i] })
	// What a one-click deputy raised comes first: he shall find something that waits for him.
	slices.SortStableFunc(left, func(x, y variant) int { return cmp.Compare(y.mine(), x.mine()) })
	take := func(need string, now bool) (variant, error) {
		for i, v := range left {
			plain := need != "" || v.o.Wrong == nil && !v.o.has("reopen") && (!now || v.o.plain())
			if v.o.has(need) && plain && (!now || v.n > 0 && p.seasonable(v.o) && p.alone(v) && !p.absorbs(v.key())) {
				left = slices.Delete(left, i, i+1)
				return v, nil
			}
		}
		return variant{}, fmt.Errorf("demo: no text is left for %q", need)
	}
	for _, l := range openLines {
		for range l.n {
			v, err := take(l.need, true)
			if err != nil {
				return err
			}
			if err := p.open(v, l); err != nil {
				return err
			}
		}
	}
	for _, l := range endedLines {
		for range l.n {
			v, err := take(l.need, false)
			if err != nil {
				return err
			}
			if err := p.ended(v, l.script); err != nil {
				return err
			}
		}
	}
	for i, v := range left {
		script := usual
		switch {
		case v.o.Wrong != nil:
			script = wrongLines[i%len(wrongLines)]
		case i%4 == 0:
			script = byPhone
		}
		if err := p.ended(v, script); err != nil {
			return err
		}
	}
	return nil
}

func (v variant) key() string { return v.o.Key + "/" + strconv.Itoa(v.n) }

// mine is 1 for what a named deputy raises.
func (v variant) mine() int {
	if v.o.Vary[v.n]["person"] != nil {
		return 1
	}
	return 0
}

// seasonable reports whether an opinion could have been raised in the last weeks.
func (p *planner) seasonable(o *opinion) bool {
	return len(o.Season) == 0 || slices.Contains(o.Season, monthOf(p.today)) && slices.Contains(o.Season, monthOf(p.today.AddDays(-40)))
}

// alone reports that no other variant of the same text is open already.
func (p *planner) alone(v variant) bool {
	for n := range v.o.Vary {
		if p.byKey[v.o.Key+"/"+strconv.Itoa(n)] != nil {
			return false
		}
	}
	return true
}

func (p *planner) open(v variant, l line) error {
	t, err := p.d.opinionTale(v.o, v.n, l.script)
	if err != nil {
		return err
	}
	p.keep(t)
	return p.anchor(t, l.from+t.random(4).IntN(l.to-l.from+1))
}

func (p *planner) ended(v variant, script string) error {
	t, err := p.d.opinionTale(v.o, v.n, withNotes(script, v))
	if err != nil {
		return err
	}
	return p.place(t)
}

// withNotes adds an internal note to some scripts.
func withNotes(script string, v variant) string {
	if (len(v.o.Key)+v.n)%6 == 0 || v.o.Note != "" {
		return strings.Replace(script, " answer@", " note@0-1 answer@", 1)
	}
	return script
}

// place lays a tale somewhere in the year, so that it has ended before now, in its season, and not beside
// one that reads alike.
func (p *planner) place(t *tale) error {
	p.keep(t)
	r := t.random(5)
	for try := range 4000 {
		day := p.today.AddDays(-365 + r.IntN(362))
		if len(t.op.Season) > 0 && !slices.Contains(t.op.Season, monthOf(day)) {
			continue
		}
		p.lay(t, day, true)
		if len(t.op.Season) > 0 && !slices.Contains(t.op.Season, monthOf(p.day(t.start))) {
			continue // raised in office hours, on the next working day
		}
		if !t.end().Before(p.now.Add(-20*time.Hour)) || p.absorbs(t.key) && p.today.Sub(p.day(t.start)) < 80 {
			continue // what is merged into it may be taken out again and go its own way
		}
		if try > 3000 || !p.crowded(t) {
			return nil
		}
	}
	return fmt.Errorf("demo: no place in the year for %s", t.key)
}

// absorbs reports whether another opinion is merged into the one with this key.
func (p *planner) absorbs(key string) bool {
	return slices.ContainsFunc(p.t.special["merged"], func(o opinion) bool { return o.target() == key })
}

// target is the tale that an opinion is merged into.
func (o *opinion) target() string {
	if strings.Contains(o.Into, "/") {
		return o.Into
	}
	return o.Into + "/0"
}

// crowded reports whether something too much alike was raised shortly before or after.
func (p *planner) crowded(t *tale) bool {
	for _, o := range p.tales {
		if o == t || o.op == nil || o.start.IsZero() {
			continue
		}
		apart := t.start.Sub(o.start).Abs()
		switch {
		case o.op == t.op && apart < 28*24*time.Hour:
			return true
		case o.op.Category == t.op.Category && apart < 7*time.Hour:
			return true
		}
	}
	return false
}

func monthOf(d deadline.Date) int {
	_, m, _ := d.Civil()
	return int(m)
}
