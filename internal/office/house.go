package office

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// house is what rarely changes about a congress, read once and shared: organizations, rulebooks, calendar.
// It is a value that is replaced, never changed.
type house struct {
	congress congress.Congress
	zone     *time.Location
	orgs     map[string]congress.Organization
	areas    map[string]congress.Area
	byRole   map[string]string         // the organization that plays a role for the whole congress
	books    map[string]*rulebook.Book // by book@version
	calendar deadline.Calendar
	logins   map[string]string // person by login; read for a register only
	read     time.Time
	seats    *seats // who sits where, as far as it was asked
}

func (h *house) public() Congress {
	c := h.congress
	return Congress{ID: c.ID, Name: c.Name, NameEN: c.NameEN, Zone: h.zone, Demo: c.Demo}
}

// house gives the house of a congress, at most `fresh` old: another process may have changed it.
func (o *Office) house(ctx context.Context, id string) (*house, error) {
	o.mu.Lock()
	h := o.houses[id]
	o.mu.Unlock()
	if h != nil && o.db.Clock().Sub(h.read) < o.fresh {
		return h, nil
	}
	var books map[string]*rulebook.Book
	if h != nil {
		books = h.books
	}
	err := o.db.View(ctx, func(tx *store.Tx) (err error) {
		h, err = readHouse(tx, id, books)
		return err
	})
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	o.houses[id] = h
	o.mu.Unlock()
	return h, nil
}

// forget makes the next look read the house anew.
func (o *Office) forget(id string) {
	o.mu.Lock()
	delete(o.houses, id)
	o.mu.Unlock()
}

// readHouse reads everything; books already parsed are taken over, since a version never changes.
func readHouse(tx *store.Tx, id string, parsed map[string]*rulebook.Book) (*house, error) {
	h := &house{
		orgs: map[string]congress.Organization{}, areas: map[string]congress.Area{}, byRole: map[string]string{},
		books: map[string]*rulebook.Book{}, read: tx.Now, seats: newSeats(),
	}
	if _, err := tx.Get(id, congress.KindCongress, id, &h.congress); err != nil {
		return nil, err
	}
	var err error
	if h.zone, err = time.LoadLocation(h.congress.Zone); err != nil {
		return nil, fmt.Errorf("office: zone of congress %s: %w", id, err)
	}
	orgs, err := store.FindAll[congress.Organization](tx, id, congress.KindOrganization)
	if err != nil {
		return nil, err
	}
	for _, org := range orgs {
		h.orgs[org.ID] = org
		// Stations and units are many; the other roles are played by the first organization that has them.
		if org.Classification != "station" && org.Classification != "unit" && h.byRole[org.Classification] == "" {
			h.byRole[org.Classification] = org.ID
		}
	}
	areas, err := store.FindAll[congress.Area](tx, id, congress.KindArea)
	if err != nil {
		return nil, err
	}
	for _, a := range areas {
		h.areas[a.ID] = a
	}
	if err := h.readBooks(tx, id, parsed); err != nil {
		return nil, err
	}
	return h, h.readCalendar(tx, id)
}

func (h *house) readBooks(tx *store.Tx, id string, parsed map[string]*rulebook.Book) error {
	return tx.Find(id, congress.KindRulebook, func(key string, _ int64, state []byte) error {
		if b := parsed[key]; b != nil {
			h.books[key] = b
			return nil
		}
		var r congress.Rulebook
		if err := json.Unmarshal(state, &r); err != nil {
			return err
		}
		b, err := ParseBook(r.ID, []byte(r.Source))
		if err != nil {
			return fmt.Errorf("office: stored rulebook %s: %w", r.ID, err)
		}
		h.books[key] = b
		return nil
	})
}

func (h *house) readCalendar(tx *store.Tx, id string) error {
	h.calendar = deadline.Builtin()
	years, err := store.FindAll[congress.CalendarYear](tx, id, congress.KindCalendarYear)
	if err != nil {
		return err
	}
	for _, y := range years {
		a, err := deadline.Load(strings.NewReader(y.Source), deadline.Format(y.Format))
		if err != nil {
			return fmt.Errorf("office: stored calendar %s: %w", y.Year, err)
		}
		if h.calendar, err = h.calendar.With(a...); err != nil {
			return fmt.Errorf("office: stored calendar %s: %w", y.Year, err)
		}
	}
	return nil
}

// procedure finds the procedure a matter runs under, in the version it began with.
func (h *house) procedure(m matter.Matter) (*rulebook.Procedure, error) {
	b := h.books[m.Book+"@"+m.Version]
	if b == nil || b.Procedures[m.Procedure] == nil {
		return nil, fmt.Errorf("office: rulebook %s@%s has no procedure %s", m.Book, m.Version, m.Procedure)
	}
	return b.Procedures[m.Procedure], nil
}

// current finds the book that new matters of a procedure run under on a day: the latest version in force.
func (h *house) current(procedure string, day deadline.Date) *rulebook.Book {
	var best *rulebook.Book
	for _, key := range slices.Sorted(maps.Keys(h.books)) {
		b := h.books[key]
		if b.Procedures[procedure] == nil || b.InForce.After(day) {
			continue
		}
		if best == nil || b.InForce.After(best.InForce) || b.InForce == best.InForce && b.Version > best.Version {
			best = b
		}
	}
	return best
}

func (h *house) env(p *rulebook.Procedure, now time.Time) matter.Env {
	return matter.Env{Rules: p, Calendar: h.calendar, Zone: h.zone, Orgs: h.byRole, Now: now}
}

// orgName is the name of an organization in the viewer's language.
func (h *house) orgName(id string) Name {
	org, ok := h.orgs[id]
	if !ok {
		return Name{}
	}
	return Name{ID: id, ZH: org.Name, EN: org.NameEN}
}
