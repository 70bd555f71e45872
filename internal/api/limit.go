package api

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/huiyin/huiyin/internal/problem"
)

// Limits bound how often one token, and one address without a token, may ask.
type Limits struct {
	Token  Limit // per token
	Public Limit // per address: public operations, and tokens that are not valid
}

// Limit is so many requests at once, then one in every Every.
type Limit struct {
	Burst int
	Every time.Duration
}

// maxCallers bounds the memory: beyond it, those not seen lately are forgotten.
const maxCallers = 10_000

// limits counts by caller, in two generations: when the young one is full it becomes the old one.
type limits struct {
	Limits
	mu         sync.Mutex
	young, old map[string]*rate.Limiter
}

func newLimits(l Limits) *limits {
	if l.Token.Burst == 0 {
		l.Token = Limit{300, 100 * time.Millisecond}
	}
	if l.Public.Burst == 0 {
		l.Public = Limit{120, 250 * time.Millisecond}
	}
	return &limits{Limits: l, young: map[string]*rate.Limiter{}}
}

// quota is what a caller has left.
type quota struct {
	ok     bool
	left   int
	resets time.Duration // until it is whole again
	again  time.Duration // until one more is allowed; 0 when one is
}

func (l *limits) take(caller string, lim Limit, now time.Time) quota {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.young[caller]
	if r == nil {
		if r = l.old[caller]; r == nil {
			r = rate.NewLimiter(rate.Every(lim.Every), lim.Burst)
		}
		if len(l.young) >= maxCallers {
			l.old, l.young = l.young, map[string]*rate.Limiter{}
		}
		l.young[caller] = r
	}
	q := quota{ok: r.AllowN(now, 1)}
	tokens := r.TokensAt(now)
	q.left = max(0, int(tokens))
	q.resets = time.Duration((float64(lim.Burst) - tokens) * float64(lim.Every))
	if tokens < 1 {
		q.again = time.Duration((1 - tokens) * float64(lim.Every))
	}
	return q
}

// say writes the quota into the header, as the IETF's draft on RateLimit header fields has it, and gives the
// seconds until one more is allowed.
func (q quota) say(h http.Header, lim Limit) (retry int) {
	seconds := func(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
	window := max(1, seconds(time.Duration(lim.Burst)*lim.Every))
	h.Set("RateLimit-Policy", fmt.Sprintf(`"default";q=%d;w=%d`, lim.Burst, window))
	h.Set("RateLimit", fmt.Sprintf(`"default";r=%d;t=%d`, q.left, seconds(q.resets)))
	return seconds(q.again)
}

var errTooMany = problem.New(problem.TooMany, "tooMany", "请求太频繁，没有办理；请按 Retry-After 稍后再试。", "That was too often and nothing was done; please wait as Retry-After says.")
