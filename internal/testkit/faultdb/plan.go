// Package faultdb lets a real database fail on purpose.
//
// It wraps a registered database/sql driver (SQLite or PostgreSQL), counts the
// calls that reach the engine, and makes the chosen one fail in one of two
// ways: nothing was done and an error is reported, or everything was done and
// an error is reported all the same. The second is what a lost connection
// leaves behind, and what code forgets. A test then opens the database again
// and asks what is really there.
//
//	plan := faultdb.NewPlan(faultdb.Fault{Kind: faultdb.Commit, N: 1, How: faultdb.After})
//	db, err := faultdb.Open("sqlite", dsn, plan)
//	… set the world up …
//	plan.Arm()
//	… one act, which must come back with faultdb.ErrInjected …
//
// Matrix tries every call of a scenario in every way.
package faultdb

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

// ErrInjected is in every error that a plan made.
var ErrInjected = errors.New("injected fault")

// Kind says what a call asks of the engine. Preparing a statement, closing and
// rolling back are no calls in this sense: they never change what is stored.
type Kind int

// Any, in a Fault, counts calls of every kind.
const (
	Any Kind = iota
	Begin
	Statement
	Commit
)

func (k Kind) String() string {
	return [...]string{"any", "begin", "statement", "commit"}[k]
}

// How says what a failing call leaves behind.
type How int

const (
	// Before reports failure and does nothing. A commit is rolled back.
	Before How = 1 << iota
	// After does everything and then reports failure.
	After
	// Drop is set together with Before or After. It closes the connection as
	// well, and the engine rolls back whatever was open on it.
	Drop
)

func (h How) String() string {
	s := "failed without effect"
	if h&After != 0 {
		s = "done but reported failed"
	}
	if h&Drop != 0 {
		s += ", connection lost"
	}
	return s
}

// Fault makes the N-th call (from 1, counted since Arm) of a kind fail.
type Fault struct {
	Kind Kind
	N    int
	How  How
}

// Call is one call that reached the engine, or would have.
type Call struct {
	Kind Kind
	SQL  string // empty for a begin or a commit that was not given as text
	How  How    // the fault that hit it, or 0
}

// Plan counts the calls of all connections that were opened with it and makes
// the chosen ones fail. It is safe for use by several goroutines.
type Plan struct {
	mu       sync.Mutex
	faults   []Fault
	armed    bool
	stopped  bool // after Disarm: nothing is counted any more
	calls    []Call
	counts   [Commit + 1]int
	flushes  int
	fired    int
	onCommit func(flushes int)
}

// NewPlan returns a plan with faults that wait for Arm. Without faults it only
// counts.
func NewPlan(faults ...Fault) *Plan { return &Plan{faults: faults} }

// Arm sets all counts back to zero; from now on the faults strike.
func (p *Plan) Arm() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = false
	p.armed, p.calls, p.counts, p.flushes, p.fired = true, nil, [Commit + 1]int{}, 0, 0
}

// Disarm lets every further call through and leaves the counts as they are, so
// that a test can look around and then ask what the act did.
func (p *Plan) Disarm() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed, p.stopped = false, true
}

// OnCommit has f called after each commit that the engine carried out and that
// had something to flush, with the number of such commits so far. f runs while
// the call is under way and must not use the database.
func (p *Plan) OnCommit(f func(flushes int)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.onCommit = f
}

// Calls returns the calls since Arm, in the order in which they arrived.
func (p *Plan) Calls() []Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Call(nil), p.calls...)
}

// Count returns the number of calls of a kind since Arm.
func (p *Plan) Count(k Kind) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counts[k]
}

// Flushes returns how many commits since Arm the engine had to make durable: a
// transaction that wrote, or a writing statement outside one. With full
// durability each costs at least one flush of the disk.
func (p *Plan) Flushes() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.flushes
}

// Fired returns how many faults have struck since Arm.
func (p *Plan) Fired() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fired
}

// arrive counts a call and answers how it shall fail: 0 is not at all.
func (p *Plan) arrive(k Kind, sql string) (How, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		return 0, nil
	}
	p.counts[k]++
	p.counts[Any]++
	var how How
	if p.armed {
		for _, f := range p.faults {
			if (f.Kind == k || f.Kind == Any) && f.N == p.counts[f.Kind] {
				how = f.How
				p.fired++
				break
			}
		}
	}
	p.calls = append(p.calls, Call{Kind: k, SQL: sql, How: how})
	if how == 0 {
		return 0, nil
	}
	return how, fmt.Errorf("%w: %v %d %v", ErrInjected, k, p.counts[k], how)
}

// flushed notes that the engine made something durable.
func (p *Plan) flushed() {
	p.mu.Lock()
	if p.stopped {
		p.mu.Unlock()
		return
	}
	p.flushes++
	n, f := p.flushes, p.onCommit
	p.mu.Unlock()
	if f != nil {
		f(n)
	}
}

// Matrix runs a scenario once without a fault and then once for every call it
// made after Arm, in each way to fail. The scenario builds its own world with
// the plan it is given, calls Arm, acts, calls Disarm, and checks that what is
// stored is whole. Whether the act failed it learns from the act's own error;
// p.Calls tells which call was hit and how.
//
// A scenario whose calls differ from run to run fails the test: a fault that
// struck nothing proves nothing.
func Matrix(t *testing.T, scenario func(t *testing.T, p *Plan)) {
	t.Helper()
	var calls []Call
	ok := t.Run("no fault", func(t *testing.T) {
		p := NewPlan()
		scenario(t, p)
		calls = p.Calls()
	})
	if !ok {
		return
	}
	if len(calls) == 0 {
		t.Fatalf("faultdb: the scenario made no call after Arm")
	}
	for i, call := range calls {
		for _, how := range []How{Before, After, Before | Drop, After | Drop} {
			t.Run(fmt.Sprintf("call %d (%v) %v", i+1, call.Kind, how), func(t *testing.T) {
				p := NewPlan(Fault{Kind: Any, N: i + 1, How: how})
				scenario(t, p)
				if p.Fired() == 0 {
					t.Errorf("faultdb: the fault never struck; the scenario made %d calls, %d in its first run", p.Count(Any), len(calls))
				}
			})
		}
	}
}
