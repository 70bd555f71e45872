package office

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// CalendarYear is a year whose holiday arrangement is known.
type CalendarYear struct {
	Year   int
	Loaded bool // by an administrator; otherwise it came with the program
}

// LoadedCalendar says what loading a calendar changed.
type LoadedCalendar struct {
	Years      []int
	Recomputed int // provisional due days that were computed anew, each with a journal entry
}

var errNotAdmin = problem.New(problem.Denied, "notAdmin", "只有系统管理员可以这样做。", "Only the administrator can do this.")

// CalendarYears lists the years that the congress's calendar knows.
func (o *Office) CalendarYears(ctx context.Context, v access.Viewer) ([]CalendarYear, error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	builtin := deadline.Builtin()
	var out []CalendarYear
	for _, y := range h.calendar.Years() {
		out = append(out, CalendarYear{Year: y, Loaded: !builtin.Published(y)})
	}
	return out, nil
}

// LoadCalendar takes the file of a later year (.json or .ics) and recomputes every due day that waited for it.
func (o *Office) LoadCalendar(ctx context.Context, v access.Viewer, filename string, data []byte) (LoadedCalendar, error) {
	if !v.Admin() {
		return LoadedCalendar{}, errNotAdmin
	}
	format, err := deadline.FormatOf(filename)
	if err != nil {
		return LoadedCalendar{}, err
	}
	arrangements, err := deadline.Load(bytes.NewReader(data), format)
	if err != nil {
		return LoadedCalendar{}, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return LoadedCalendar{}, err
	}
	if _, err := h.calendar.With(arrangements...); err != nil {
		return LoadedCalendar{}, err
	}
	var out LoadedCalendar
	_, _, err = o.db.Update(ctx, store.Request{Congress: v.Congress}, func(tx *store.Tx) (string, error) {
		out.Years = nil
		var parts []string
		for _, a := range arrangements {
			out.Years = append(out.Years, a.Year)
			parts = append(parts, strconv.Itoa(a.Year))
		}
		id := strings.Join(append(parts, tx.Now.Format("20060102T150405.000000")), "-")
		return id, tx.Put(v.Congress, congress.KindCalendarYear, id, 0, "loadCalendar", actorOf(v.Person, ""), congress.CalendarYear{
			ID: id, Year: strconv.Itoa(arrangements[0].Year), Format: string(format), Source: string(data),
		})
	})
	if err != nil {
		return LoadedCalendar{}, err
	}
	o.forget(v.Congress)
	out.Recomputed, err = o.RecomputeProvisional(ctx, v.Congress)
	return out, err
}

// RecomputeProvisional brings every provisional due day up to the congress's calendar, one matter a
// transaction: a crash in between leaves the rest provisional, and running it again finishes.
func (o *Office) RecomputeProvisional(ctx context.Context, congressID string) (int, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return 0, err
	}
	var ids []string
	err = o.db.View(ctx, func(tx *store.Tx) (err error) {
		ids, err = tx.Provisional(congressID)
		return err
	})
	if err != nil {
		return 0, err
	}
	n := 0
	for _, id := range ids {
		changed, err := o.recompute(ctx, h, id)
		if err != nil {
			return n, err
		}
		if changed {
			n++
		}
	}
	return n, nil
}

func (o *Office) recompute(ctx context.Context, h *house, id string) (changed bool, err error) {
	for range raceAttempts {
		_, _, err = o.db.Update(ctx, store.Request{Congress: h.congress.ID}, func(tx *store.Tx) (string, error) {
			changed = false
			m, err := tx.Matter(h.congress.ID, id)
			if err != nil {
				return "", err
			}
			p, err := h.procedure(m)
			if err != nil {
				return "", err
			}
			ev, ok, err := matter.Recompute(h.env(p, tx.Now), m)
			if err != nil || !ok {
				return id, err
			}
			changed = true
			_, err = tx.SaveEvent(m, ev, h.zone)
			return id, err
		})
		if !errors.Is(err, store.ErrStale) {
			break
		}
	}
	return changed, err
}

// Calendar gives the calendar by which a congress counts. It is the same for everybody.
func (o *Office) Calendar(ctx context.Context, congressID string) (deadline.Calendar, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return deadline.Calendar{}, err
	}
	return h.calendar, nil
}
