package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// rating chooses result, attitude and reason of a rating: beat.arg is good, no or no2.
func (b *builder) rating(beat beat, words string, r *rand.Rand) map[string]string {
	f := map[string]string{"rating": "notSatisfied", "reason": words}
	if beat.arg == "good" {
		f["rating"] = "satisfied"
		pool := "satisfied"
		if r.IntN(100) < 27 {
			f["rating"], pool = "basically", "basically"
		}
		if words != "" {
			f["rating"] = "satisfied"
		} else if r.IntN(100) < 45 {
			f["reason"] = pick(b.t.pools[pool], r)
		}
	}
	if r.IntN(100) < 70 {
		f["attitude"] = "satisfied"
		if beat.arg != "good" {
			f["attitude"] = []string{"satisfied", "basically", "notSatisfied"}[r.IntN(3)]
		}
	}
	return f
}

// rate lets every raiser rate, one after the other; after a dissatisfied one the matter has moved on. A
// resident who left no contact and lost his receipt rates by phone.
func (b *builder) rate(ctx context.Context, t *tale, beat beat) error {
	words, err := b.say(t, t.words(beat))
	if err != nil {
		return err
	}
	r := t.random(uint64(60 + t.did["rate"]))
	for i, x := range slices.Clone(t.raisers) {
		if i > 0 {
			if beat.arg != "good" {
				break
			}
			words = ""
			b.clock.set(b.clock.Now().Add(time.Duration(3+r.IntN(9)) * time.Minute))
		}
		if err := b.byRaiser(ctx, t, x, "rate", b.rating(beat, words, r)); err != nil {
			return fmt.Errorf("raiser %d: %w", i+1, err)
		}
	}
	return nil
}

// record writes down ratings that were given by phone.
func (b *builder) record(ctx context.Context, t *tale, beat beat, words string) error {
	r := t.random(uint64(80 + t.did["recordRating"]))
	who := b.clerk("deputies", t)
	if t.op != nil {
		who = b.clerk(t.station, t)
	}
	for range t.raisers {
		f := b.rating(beat, words, r)
		f["note"] = pick(b.t.pools["phoneNote"], r)
		if err := b.act(ctx, who, t.id, "recordRating", f); err != nil {
			return err
		}
		if beat.arg != "good" {
			break
		}
	}
	return nil
}
