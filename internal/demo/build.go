package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/office"
)

// Summary says what was built.
type Summary struct {
	Matters int // opinions, messages, appointments, and the questions and commitments of those
	Acts    int // what was done on them, raising included
	People  int
}

// moment is something that happens in the district at a time.
type moment struct {
	at  time.Time
	seq int // keeps the order of things that happen at once
	do  func(context.Context) error
}

// builder carries a plan out.
type builder struct {
	*planner
	o      *office.Office
	clock  *Clock
	sum    Summary
	queue  []moment
	boards map[time.Time][]*tale // messages by the moment of import
}

// Build founds the invented congress and takes it through the year that ends at now. The store of o must go
// by clock; afterwards the clock follows the real one again. progress may be nil.
func Build(ctx context.Context, o *office.Office, clock *Clock, now time.Time, progress func(done, total int)) (Summary, error) {
	defer clock.set(time.Time{})
	d, err := newDistrict(now)
	if err != nil {
		return Summary{}, err
	}
	t, err := allTexts()
	if err != nil {
		return Summary{}, err
	}
	p, err := plan(d, t, now)
	if err != nil {
		return Summary{}, err
	}
	b := &builder{planner: p, o: o, clock: clock, boards: map[time.Time][]*tale{}}
	b.sum.People = len(d.founding.People)
	clock.set(p.at(p.cal.NextWorkday(p.today.AddMonths(-13)), 9*60, 0))
	if err := o.Found(ctx, d.founding); err != nil {
		return Summary{}, fmt.Errorf("demo: found the congress: %w", err)
	}
	if err := d.saveTemplates(ctx, o); err != nil {
		return Summary{}, err
	}
	// The office looks at organizations and rulebooks anew when what it has read is some seconds old. Here
	// they do not change and every act is days after the last one: read as of now, they stay fresh all year.
	clock.set(now)
	if _, err := o.CalendarYears(ctx, d.viewer("admin")); err != nil {
		return Summary{}, fmt.Errorf("demo: %w", err)
	}
	clock.set(p.at(p.cal.NextWorkday(p.today.AddMonths(-13)), 9*60+30, 0))
	for _, t := range p.tales {
		b.enqueue(t)
	}
	slices.SortStableFunc(b.queue, func(x, y moment) int { return cmp.Or(x.at.Compare(y.at), cmp.Compare(x.seq, y.seq)) })
	for i, m := range b.queue {
		if !m.at.Before(now) {
			break
		}
		// Ratings of several people take minutes; what else happened meanwhile was written down after them.
		if m.at.After(clock.Now()) {
			clock.set(m.at)
		}
		if err := m.do(ctx); err != nil {
			return b.sum, err
		}
		if progress != nil {
			progress(i+1, len(b.queue))
		}
	}
	return b.sum, nil
}

func (b *builder) add(at time.Time, do func(context.Context) error) {
	b.queue = append(b.queue, moment{at: at, seq: len(b.queue), do: do})
}

// enqueue puts everything that happens to a tale into the queue.
func (b *builder) enqueue(t *tale) {
	switch {
	case t.msg != nil && t.msg.Hand == "":
		if len(b.boards[t.imported]) == 0 {
			b.add(t.imported, func(ctx context.Context) error { return b.importBoard(ctx, t.imported) })
		}
		b.boards[t.imported] = append(b.boards[t.imported], t)
	default:
		b.add(t.start, func(ctx context.Context) error { return b.raise(ctx, t) })
	}
	for i, beat := range t.beats {
		b.add(t.times[i], func(ctx context.Context) error { return b.play(ctx, t, beat) })
	}
}

// play does one beat of a tale.
func (b *builder) play(ctx context.Context, t *tale, beat beat) error {
	if t.id == "" {
		return fmt.Errorf("demo: %s: %s before it was raised", t.key, beat.act)
	}
	var err error
	switch {
	case t.app != nil:
		err = b.playAppointment(ctx, t, beat)
	case beat.act == "rate":
		err = b.rate(ctx, t, beat)
	default:
		err = b.playWork(ctx, t, beat)
	}
	if err != nil {
		when := b.clock.Now().In(b.zone).Format("2006-01-02 15:04")
		return fmt.Errorf("demo: %s: %s at %s: %w", t.key, beat, when, err)
	}
	t.did[beat.child+beat.act]++
	if beat.turns() {
		t.turned = b.clock.Now()
	}
	return nil
}

// act does one act for a person of the district.
func (b *builder) act(ctx context.Context, person, id, act string, fields map[string]string) error {
	for k, v := range fields {
		if v == "" {
			delete(fields, k)
		}
	}
	_, err := b.o.Act(ctx, b.d.viewer(person), id, office.ActInput{Act: act, Fields: fields})
	b.sum.Acts++
	return err
}

// say fills in words for the day on which they are said.
func (b *builder) say(t *tale, words string) (string, error) {
	return fill(words, t.values, t.variant, days{said: b.day(b.clock.Now()), raised: b.day(t.start), back: b.day(t.turned)})
}
