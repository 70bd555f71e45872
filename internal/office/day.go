package office

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/store"
)

// Agenda is what is due, day by day: the week that is looked at with its matters, and the weeks around it with
// their counts.
type Agenda struct {
	Today   deadline.Date
	Monday  deadline.Date // of the week shown
	Weeks   []AgendaWeek  // the week shown and the two after it
	Days    []AgendaDay   // of the week shown, those with matters, and today
	Overdue AgendaDay     // everything whose day is over
	Most    int           // the largest count of a day in Weeks
}

// AgendaWeek is a week with how much is due on each of its days.
type AgendaWeek struct {
	Monday deadline.Date
	Count  int
	Days   []AgendaCount
}

// AgendaCount is how much is due on a day.
type AgendaCount struct {
	Day     deadline.Date
	Count   int
	Workday bool
	Today   bool
}

// AgendaDay is one day with the first matters due on it.
type AgendaDay struct {
	AgendaCount
	Rows []Row
	Rest int // how many more there are
}

// agendaRows is how many matters of one day are shown before the rest is a link.
const agendaRows = 40

// Agenda gives the week in which a day lies, for viewer v: of his own organizations, or (everybody) of all he sees.
// The zero day is today. Its cost follows what is open and due then, never what is finished.
func (o *Office) Agenda(ctx context.Context, v access.Viewer, day deadline.Date, everybody bool) (Agenda, error) {
	if err := signedIn(v); err != nil {
		return Agenda{}, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Agenda{}, err
	}
	q := ListQuery{Queue: "mine"}
	if everybody {
		q.Queue = "all"
	}
	var a Agenda
	err = o.db.View(ctx, func(tx *store.Tx) error {
		today := deadline.FromTime(tx.Now, h.zone)
		if day.IsZero() {
			day = today
		}
		a = Agenda{Today: today, Monday: monday(day)}
		f, _ := h.filter(v, q, today)
		counts, err := tx.DueCounts(f, a.Monday.String(), a.Monday.AddDays(20).String())
		if err != nil {
			return err
		}
		a.weeks(h, counts)
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		for _, c := range a.Weeks[0].Days {
			if c.Count == 0 && !c.Today {
				continue
			}
			d := AgendaDay{AgendaCount: c}
			if d.Rows, err = r.due(f, c.Day.String(), c.Day.String()); err != nil {
				return err
			}
			d.Rest = c.Count - len(d.Rows)
			a.Days = append(a.Days, d)
		}
		return a.overdue(&r, f)
	})
	return a, err
}

// overdue counts what is late and shows what has been late longest.
func (a *Agenda) overdue(r *reader, f store.Filter) (err error) {
	yesterday := a.Today.AddDays(-1).String()
	counts, err := r.tx.DueCounts(f, "0", yesterday)
	if err != nil {
		return err
	}
	for _, day := range slices.Sorted(maps.Keys(counts)) {
		a.Overdue.Count += counts[day]
	}
	if a.Overdue.Rows, err = r.due(f, "0", yesterday); err != nil {
		return err
	}
	a.Overdue.Rest = a.Overdue.Count - len(a.Overdue.Rows)
	return nil
}

func (a *Agenda) weeks(h *house, counts map[string]int) {
	for w := range 3 {
		week := AgendaWeek{Monday: a.Monday.AddDays(7 * w)}
		for d := range 7 {
			day := week.Monday.AddDays(d)
			c := AgendaCount{Day: day, Count: counts[day.String()], Workday: h.calendar.Workday(day), Today: day == a.Today}
			week.Count += c.Count
			a.Most = max(a.Most, c.Count)
			week.Days = append(week.Days, c)
		}
		a.Weeks = append(a.Weeks, week)
	}
}

func (r *reader) due(f store.Filter, from, to string) ([]Row, error) {
	f.DueFrom, f.DueTo = from, to
	page, _, err := r.tx.Matters(f, store.ByDue, store.Cursor{}, agendaRows)
	if err != nil {
		return nil, err
	}
	rows, err := r.rows(page)
	for i := range rows {
		at := store.PlaceOf(store.ByDue, page[i])
		rows[i].At = at.Key + "~" + at.ID
	}
	return rows, err
}

// monday is the first day of the week in which d lies.
func monday(d deadline.Date) deadline.Date {
	return d.AddDays(-((int(d.Weekday()) - int(time.Monday) + 7) % 7))
}
