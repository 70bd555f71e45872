package web

import (
	"container/list"
	"sync"
	"time"
)

// recent keeps values for a while, and never more than a number of them: the oldest go first.
type recent[T any] struct {
	mu    sync.Mutex
	long  time.Duration
	most  int
	order *list.List // of *kept[T], the one used last at the back
	byKey map[string]*list.Element
}

type kept[T any] struct {
	key   string
	value T
	at    time.Time
}

func newRecent[T any](long time.Duration, most int) *recent[T] {
	return &recent[T]{long: long, most: most, order: list.New(), byKey: map[string]*list.Element{}}
}

// get gives a value that is not too old, and counts as using it.
func (r *recent[T]) get(key string, now time.Time) (value T, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.byKey[key]
	if e == nil {
		return value, false
	}
	k := e.Value.(*kept[T]) //nolint:forcetypeassert // only put fills the list
	if now.Sub(k.at) > r.long {
		r.drop(e)
		return value, false
	}
	r.order.MoveToBack(e)
	return k.value, true
}

// put keeps a value and drops what is too much.
func (r *recent[T]) put(key string, value T, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e := r.byKey[key]; e != nil {
		r.drop(e)
	}
	r.byKey[key] = r.order.PushBack(&kept[T]{key, value, now})
	for r.order.Len() > r.most {
		r.drop(r.order.Front())
	}
}

func (r *recent[T]) drop(e *list.Element) {
	delete(r.byKey, e.Value.(*kept[T]).key) //nolint:forcetypeassert // only put fills the list
	r.order.Remove(e)
}
