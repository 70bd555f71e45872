package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// Config says what to measure.
type Config struct {
	Data    string        // folder below which the measured folders are made; empty: the system's
	DB      string        // PostgreSQL address; with it the engine is PostgreSQL
	Self    Self          // how to start the parts
	Clients []int         // 1, 8, 32
	Rounds  int           // 5: the median of five
	Each    time.Duration // how long each run lasts
	Sizes   []int         // finished matters at which pages are timed; none: pages are not
	Looks   int           // how often each page is fetched at each size
	Profile string        // file for a processor profile of the server at the most clients; empty: none
	Door    string        // DoorAPI or DoorForms
	Now     func() time.Time
	Log     io.Writer // what goes on
}

// The doors of Huiyin.
const (
	DoorAPI   = "api"   // tokens, JSON: like the floor
	DoorForms = "forms" // sessions, the forms of the pages
)

// arena is a measurement under way.
type arena struct {
	Config
	ground *ground
	parts  []*contestant
	crowds map[string]*crowd
}

// Run measures, and takes away what it made.
func Run(ctx context.Context, c Config) (rep Report, err error) {
	g, err := newGround(ctx, c.Data, c.DB)
	if err != nil {
		return rep, err
	}
	a := &arena{Config: c, ground: g, crowds: map[string]*crowd{}}
	defer func() { err = errors.Join(err, a.stop(), g.clear()) }()
	rep.Machine = machine(ctx, g)
	rep.Began = c.Now().UTC()
	for _, kind := range []string{PartHuiyin, PartFloor, PartRaw} {
		if err := a.enter(ctx, kind); err != nil {
			return rep, err
		}
	}
	rep.Engine = a.parts[0].at.engine()
	if err := a.describe(&rep); err != nil {
		return rep, err
	}
	for _, n := range c.Clients {
		l, err := a.level(ctx, n)
		if err != nil {
			return rep, err
		}
		rep.Levels = append(rep.Levels, l)
	}
	if err := a.weigh(&rep); err != nil {
		return rep, err
	}
	if len(c.Sizes) > 0 {
		rep.Pages, rep.Fills, err = a.pages(ctx)
	}
	rep.Load = loadAverage()
	rep.Took = c.Now().Sub(rep.Began)
	return rep, err
}

// enter starts a part and warms it up.
func (a *arena) enter(ctx context.Context, kind string) error {
	at, err := a.ground.lot(ctx, kind)
	if err != nil {
		return err
	}
	p, err := startPart(ctx, a.Self, kind, at)
	if err != nil {
		return err
	}
	a.parts = append(a.parts, p)
	switch kind {
	case PartHuiyin:
		d, err := a.huiyinDoor(p)
		if err != nil {
			return err
		}
		a.crowds[kind] = newCrowd(d, a.Now)
	case PartFloor:
		a.crowds[kind] = newCrowd(newFloorDoor(p.addr), a.Now)
	}
	// Everybody signs in, caches fill, files grow.
	_, err = a.once(ctx, p, slices.Max(a.Clients), a.Each/2)
	return err
}

// huiyinDoor is how clients come into Huiyin.
func (a *arena) huiyinDoor(p *contestant) (door, error) {
	if a.Door == DoorForms {
		return newFormDoor(p.addr), nil
	}
	t, err := p.tell(order{Do: "tokens", Clients: slices.Max(a.Clients)})
	return newAPIDoor(p.addr, t.Tokens), err
}

func (a *arena) stop() error {
	var err error
	for _, p := range a.parts {
		err = errors.Join(err, p.stop())
	}
	return err
}

// describe reads back durability and statements.
func (a *arena) describe(rep *Report) error {
	rep.Durable = map[string]string{}
	for _, p := range a.parts {
		t, err := p.tell(order{Do: "durable"})
		if err != nil {
			return err
		}
		rep.Durable = t.Durable
		if p.name == PartRaw {
			if t, err = p.tell(order{Do: "writes"}); err != nil {
				return err
			}
			rep.Writes = t.Writes
		}
	}
	rep.Floor = nil
	rep.Floor = append(rep.Floor, floorStatements...)
	return nil
}

// level runs everybody in turns, the order changing, and takes medians.
func (a *arena) level(ctx context.Context, clients int) (Level, error) {
	runs := map[string][]Sample{}
	for round := range a.Rounds {
		order := slices.Clone(a.parts)
		if round%2 == 1 {
			slices.Reverse(order)
		}
		for _, p := range order {
			s, err := a.once(ctx, p, clients, a.Each)
			if err != nil {
				return Level{}, err
			}
			runs[p.name] = append(runs[p.name], s)
			fmt.Fprintf(a.Log, "%-7s %2d clients  %7.0f acts/s  p50 %8s  p99 %8s  server %6.0f µs/act\n",
				p.name, clients, s.Rate, s.P50.Round(10*time.Microsecond), s.P99.Round(10*time.Microsecond), micros(s.CPU+s.EngineCPU))
		}
	}
	l := Level{Clients: clients, By: map[string]Sample{}}
	for name, s := range runs {
		l.By[name] = medians(s)
	}
	l.ToFloor, l.ToRaw = ratios(runs[PartHuiyin], runs[PartFloor]), ratios(runs[PartHuiyin], runs[PartRaw])
	return l, nil
}

// once is one run of one contestant.
func (a *arena) once(ctx context.Context, p *contestant, clients int, long time.Duration) (s Sample, err error) {
	profiled := a.Profile != "" && p.name == PartHuiyin && long == a.Each && clients == slices.Max(a.Clients)
	if profiled {
		if _, err := p.tell(order{Do: "profile", File: a.Profile}); err != nil {
			return s, err
		}
	}
	engine := engineCPU(ctx, a.ground.admin)
	before, err := p.usage()
	if err != nil {
		return s, err
	}
	mine, err := ownUsage()
	if err != nil {
		return s, err
	}
	l, err := a.load(ctx, p, clients, long)
	if err != nil {
		return s, err
	}
	after, err := p.usage()
	if err != nil {
		return s, err
	}
	own, err := ownUsage()
	if err != nil {
		return s, err
	}
	if profiled {
		if _, err := p.tell(order{Do: "profiled"}); err != nil {
			return s, err
		}
	}
	n := time.Duration(max(1, len(l.each)))
	return Sample{
		Acts: len(l.each), Rate: float64(len(l.each)) / l.Took.Seconds(), P50: l.at(0.5), P99: l.at(0.99),
		CPU: (after.CPU - before.CPU) / n, ClientCPU: (own.CPU - mine.CPU) / n, RSS: after.RSS, Peak: after.Peak,
		EngineCPU: (engineCPU(ctx, a.ground.admin) - engine) / n,
	}, nil
}

func (a *arena) load(ctx context.Context, p *contestant, clients int, long time.Duration) (l load, err error) {
	if c := a.crowds[p.name]; c != nil {
		return c.run(ctx, clients, long)
	}
	t, err := p.tell(order{Do: "run", Clients: clients, MS: long.Milliseconds()})
	l.Took = time.Duration(t.Took)
	for _, d := range t.Each {
		l.each = append(l.each, time.Duration(d))
	}
	return l, err
}

// weigh measures the disk. What is there before any matter counts little and is not taken off.
func (a *arena) weigh(rep *Report) error {
	rep.Disk = map[string]Weight{}
	for _, p := range a.parts {
		t, err := p.tell(order{Do: "size"})
		if err != nil {
			return err
		}
		rep.Disk[p.name] = Weight{Bytes: t.Bytes, Matters: t.Matters}
	}
	return nil
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
