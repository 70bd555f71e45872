package web

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/huiyin/huiyin/internal/inbound"
	"github.com/huiyin/huiyin/internal/problem"
)

// Limit is how often one address may do something: so many at once, then one in every Every.
type Limit struct {
	Burst int
	Every time.Duration
}

// Limits are the limits by purpose. A whole office may sit behind one address, and a village behind one
// carrier's: they stop guessing and flooding, not people.
type Limits struct {
	SignIn Limit // password attempts; an account is locked by the office after five in any case
	Demo   Limit // one-click sign-ins of a demonstration
	Raise  Limit // matters raised without an account
	Track  Limit // receipt numbers and codes tried
	Rate   Limit // acts by holders of a receipt

	Search  Limit // searches
	Similar Limit // looks for what is alike, one after each pause in typing
	Files   Limit // files sent without an account
}

func (l Limits) orDefaults() Limits {
	for _, d := range []struct {
		to *Limit
		is Limit
	}{
		{&l.SignIn, Limit{30, 3 * time.Second}},
		{&l.Demo, Limit{120, time.Second}},
		{&l.Raise, Limit{20, 30 * time.Second}},
		{&l.Track, Limit{20, 6 * time.Second}},
		{&l.Rate, Limit{20, 6 * time.Second}},
		{&l.Search, Limit{240, 500 * time.Millisecond}},
		{&l.Similar, Limit{120, time.Second}},
		{&l.Files, Limit{120, 5 * time.Second}},
	} {
		if d.to.Burst == 0 {
			*d.to = d.is
		}
	}
	return l
}

// maxCallers bounds the memory: the callers seen longest ago are forgotten first.
const maxCallers = 20_000

// limits counts by purpose and caller.
type limits struct {
	Limits
	mu      sync.Mutex
	callers *recent[*rate.Limiter]
}

func newLimits(l Limits) *limits {
	return &limits{Limits: l.orDefaults(), callers: newRecent[*rate.Limiter](24*time.Hour, maxCallers)}
}

// allow reports whether the caller may do this once more now.
func (l *limits) allow(purpose, caller string, lim Limit, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := purpose + " " + caller
	r, ok := l.callers.get(key, now)
	if !ok {
		r = rate.NewLimiter(rate.Every(lim.Every), lim.Burst)
		l.callers.put(key, r, now)
	}
	return r.AllowN(now, 1)
}

var errTooMany = problem.New(problem.TooMany, "tooMany",
	"操作太频繁，请稍等几分钟再试；这一次没有保存。", "That was too often; please wait a few minutes. This one was not saved.")

// bound refuses a caller who does something too often.
func (v *visit) bound(purpose string, lim Limit) error {
	if v.site.limits.allow(purpose, v.caller(), lim, v.site.now()) {
		return nil
	}
	return errTooMany
}

// caller is the address the request came from.
func (v *visit) caller() string { return inbound.Caller(v.r, v.site.cfg.TrustProxy) }
