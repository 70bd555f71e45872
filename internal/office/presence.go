package office

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/store"
)

// A person who has a form of a matter open is said to be at it for so long after he was last heard of: three
// beats of the page's script and some slack.
const presenceTime = 75 * time.Second

// maxPresent bounds how many matters are remembered; beyond it nobody new is noted.
const maxPresent = 10_000

// Colleague is somebody who has a form of a matter open.
type Colleague struct {
	Person string
	Name   string
	Org    Name      // the first he works for
	At     time.Time // when he was last heard of
}

// Presence remembers who has a form open. It is a courtesy and never a lock: the revision of the matter guards.
type Presence interface {
	// Note says that somebody is at a matter.
	Note(congress, matter string, who Colleague)
	// Leave says that he is no longer.
	Leave(congress, matter, person string)
	// At lists who was heard of since.
	At(congress, matter string, since time.Time) []Colleague
}

// memory is the presence that this process saw itself. It costs no flush and no row, and is gone with the process;
// of several processes on one PostgreSQL each tells what it saw.
type memory struct {
	mu  sync.Mutex
	all map[[2]string]map[string]Colleague // by congress and matter, by person
}

// NewPresence remembers in memory.
func NewPresence() Presence { return &memory{all: map[[2]string]map[string]Colleague{}} }

func (p *memory) Note(congress, matter string, who Colleague) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := [2]string{congress, matter}
	if p.all[key] == nil {
		if len(p.all) >= maxPresent {
			p.sweep(who.At.Add(-presenceTime))
		}
		if len(p.all) >= maxPresent {
			return
		}
		p.all[key] = map[string]Colleague{}
	}
	p.all[key][who.Person] = who
}

func (p *memory) Leave(congress, matter, person string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := [2]string{congress, matter}
	if delete(p.all[key], person); len(p.all[key]) == 0 {
		delete(p.all, key)
	}
}

func (p *memory) At(congress, matter string, since time.Time) []Colleague {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []Colleague
	for _, c := range p.all[[2]string{congress, matter}] {
		if c.At.After(since) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Colleague) int { return strings.Compare(a.Person, b.Person) })
	return out
}

// sweep forgets whoever was not heard of since.
func (p *memory) sweep(since time.Time) {
	for key, people := range p.all {
		for person, c := range people {
			if !c.At.After(since) {
				delete(people, person)
			}
		}
		if len(people) == 0 {
			delete(p.all, key)
		}
	}
}

// Editing notes that v has a form of matter id open, and gives who else has: to colleagues only, who may know each
// other's names. For anybody else who sees the matter it does nothing.
func (o *Office) Editing(ctx context.Context, v access.Viewer, id string) ([]Colleague, error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	var may bool
	err = o.db.View(ctx, func(tx *store.Tx) error {
		m, err := visible(tx, v, id)
		may = err == nil && access.SeesColleagues(v, m)
		return err
	})
	if err != nil || !may {
		return nil, err
	}
	now := o.Now()
	me := Colleague{Person: v.Person, Name: v.Name, At: now}
	for _, seat := range v.Orgs {
		if v.WorksFor(seat.Org) {
			me.Org = h.orgName(seat.Org)
			break
		}
	}
	o.atIt.Note(v.Congress, id, me)
	all := o.atIt.At(v.Congress, id, now.Add(-presenceTime))
	return slices.DeleteFunc(all, func(c Colleague) bool { return c.Person == v.Person }), nil
}
