package demo

import (
	"sync"
	"time"
)

// Clock is the clock of a demonstration's store: it follows another clock, except while Build takes it
// through the past year.
type Clock struct {
	mu   sync.Mutex
	real func() time.Time
	past time.Time // zero: follow real
}

// NewClock makes a clock that follows now.
func NewClock(now func() time.Time) *Clock { return &Clock{real: now} }

// Now is the time that the store goes by.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.past.IsZero() {
		return c.past
	}
	return c.real()
}

// set moves the clock into the past; the zero time lets it follow the real one again.
func (c *Clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.past = t
}
