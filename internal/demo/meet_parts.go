package demo

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// playQuestion does an act on the nth question of an appointment. A second meeting asks the same questions
// again, and they are answered further.
func (b *builder) playQuestion(ctx context.Context, t *tale, beat beat, n int) error {
	q, again := t.app.Qs[n%len(t.app.Qs)], n >= len(t.app.Qs)
	id := t.children['q'][n]
	who := b.clerk("deputies", t)
	f := map[string]string{}
	var key, words string
	switch beat.act {
	case "answerOnSpot":
		key, words = "answer", q.A
		if again {
			words = q.A2
		}
	case "answerInWriting":
		who, key, words = b.clerk(t.unit, t), "answer", q.A
		if t.did[beat.child+"answerInWriting"]+t.did[beat.child+"answerOnSpot"] > 0 {
			words = q.Redo
		}
	case "rate":
		return b.rateQuestion(ctx, t, beat, id, q)
	case "closeUnrated":
		who, key, words = "s-c-culture-1", "note", "约见代表在规定期限内没有评价，教科文卫工委电话核对无异议，以未评价结束。"
	case "confirm":
		key, words = "findings", q.Findings
		if again {
			words = q.Findings2
		}
		if n == 1 {
			who = "s-c-urban-2" // the working committee looks as well
		}
	case "notDone":
		key, words = "reason", q.Back
	case "note":
		key, words = "note", pick(b.t.pools["meetNote"], t.random(uint64(n)))
	case "urge":
		key, words = "note", pick(b.t.pools["urge"], t.random(uint64(70+n)))
	default:
		return fmt.Errorf("demo: no way to do %q on a question", beat.act)
	}
	var err error
	if f[key], err = b.say(t, words); err != nil {
		return err
	}
	return b.act(ctx, who, id, beat.act, f)
}

// rateQuestion lets the deputies who asked rate, one after the other.
func (b *builder) rateQuestion(ctx context.Context, t *tale, beat beat, id string, q question) error {
	words, r := "", t.random(uint64(200+len(t.did)))
	if beat.arg != "good" {
		words = q.Unhappy
	}
	for i, x := range slices.Clone(t.raisers) {
		if i > 0 {
			if beat.arg != "good" {
				break
			}
			b.clock.set(b.clock.Now().Add(time.Duration(4+r.IntN(12)) * time.Minute))
		}
		f := b.rating(beat, words, r)
		if beat.arg == "good" && r.IntN(2) == 0 {
			delete(f, "reason")
		}
		if err := b.act(ctx, x.viewer.Person, id, "rate", f); err != nil {
			return err
		}
	}
	return nil
}

// playCommitment does an act on the nth commitment of an appointment.
func (b *builder) playCommitment(ctx context.Context, t *tale, beat beat, n int) error {
	p := t.app.Promises[n]
	id := t.children['c'][n]
	who := b.clerk("deputies", t)
	f := map[string]string{}
	var key, words string
	switch beat.act {
	case "claim":
		who, key, words = b.clerk(t.unit, t), "answer", p.Claim
		if t.did[beat.child+"claim"] > 0 {
			words = p.Claim2
		}
	case "confirm":
		key, words = "findings", p.Findings
	case "notDone":
		key, words = "reason", p.Back
	case "reopen":
		key, words = "reason", p.Reopen
	case "note":
		who, key, words = b.clerk(t.unit, t), "note", pick(b.t.pools["unitNote"], t.random(uint64(n)))
	case "urge":
		key, words = "note", pick(b.t.pools["urge"], t.random(uint64(70+n)))
	case "extend":
		key, words = "reason", pick(b.t.pools["meetExtend"], t.random(uint64(50+n)))
		f["approver"] = b.d.approver("deputies")
		var err error
		if f["newDue"], err = b.later(ctx, id, beat.arg); err != nil {
			return err
		}
	default:
		return fmt.Errorf("demo: no way to do %q on a commitment", beat.act)
	}
	var err error
	if f[key], err = b.say(t, words); err != nil {
		return err
	}
	return b.act(ctx, who, id, beat.act, f)
}
