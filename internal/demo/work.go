package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/huiyin/huiyin/internal/office"
)

// playWork does an act of an office or a unit on an opinion or a message.
func (b *builder) playWork(ctx context.Context, t *tale, beat beat) error {
	words, err := b.wordsFor(t, beat)
	if err != nil {
		return err
	}
	r := t.random(uint64(100 + t.did[beat.act]*17))
	who := b.desk(t)
	f := map[string]string{}
	switch beat.act {
	case "assign":
		f["unit"] = t.unit
		if beat.arg == "wrong" {
			f["unit"] = b.wrong(t).Unit
		}
		if t.op != nil {
			f["category"] = t.op.Category
			if f["instruction"] = t.op.Instruction; f["instruction"] == "" && r.IntN(100) < 30 {
				f["instruction"] = pick(b.t.pools["instruction"], r)
			}
		}
	case "accept":
		who = b.clerk(t.unitNow(b), t)
	case "return":
		wrong := b.wrong(t)
		who = b.clerk(wrong.Unit, t)
		f["reasonCode"] = wrong.Code
		if t.op != nil {
			f["proposedUnit"] = t.unit
		}
		if f["reason"], err = b.say(t, wrong.Reason); err != nil {
			return err
		}
	case "answer":
		f["answer"] = words
		who = b.answerer(t)
	case "answerNow":
		f["answer"] = words
	case "decline":
		f["reasonCode"] = t.op.Decline
		f["answer"], err = b.say(t, t.op.Answer)
	case "askExtension":
		who = b.clerk(t.unit, t)
		f["reason"], f["newDue"], err = b.moreTime(ctx, t, beat, words)
		t.asked = f["newDue"]
	case "extend":
		f["approver"] = b.d.approver(b.deskOrg(t))
		f["reason"], f["newDue"], err = b.moreTime(ctx, t, beat, words)
	case "refuseExtension":
		f["reason"] = words
	case "recordRating":
		return b.record(ctx, t, beat, words)
	case "closeUnrated":
		f["note"] = pick(b.t.pools["unratedNote"], r)
		if t.answered == b.deskOrg(t) {
			who = b.clerk("deputies", t)
		}
	case "confirm":
		f["findings"] = words
		if t.answered == b.deskOrg(t) { // nobody ends what he answered
			who = b.clerk("deputies", t)
		}
	case "notDone", "notInSubstance":
		f["reason"] = words
		if t.answered == b.deskOrg(t) {
			who = b.clerk("deputies", t)
		}
	case "reopen":
		return b.reopen(ctx, t, words)
	case "note", "urge":
		f["note"] = words
	case "merge":
		return b.merge(ctx, t, beat, words)
	case "unmerge":
		return b.unmerge(ctx, t, words)
	case "withdraw":
		return b.byRaiser(ctx, t, t.raisers[0], "withdraw", map[string]string{"reason": words})
	default:
		return fmt.Errorf("demo: no way to do %q", beat.act)
	}
	if err != nil {
		return err
	}
	if beat.act == "answer" || beat.act == "answerNow" {
		t.answered = b.d.seats[who][0].Org
	}
	return b.act(ctx, who, t.id, beat.act, f)
}

// deskOrg is the office that looks after a tale: its station, or the deputy office.
func (b *builder) deskOrg(t *tale) string {
	if t.procedure == "message" || t.station == "" {
		if t.did["rate"]+t.did["recordRating"] > 0 && t.station != "" {
			return t.station
		}
		return "deputies"
	}
	return t.station
}

func (b *builder) desk(t *tale) string { return b.clerk(b.deskOrg(t), t) }

func (b *builder) wrong(t *tale) *wrongUnit {
	if t.msg != nil {
		return t.msg.Wrong
	}
	return t.op.Wrong
}

// unitNow is the unit that has the matter: the wrong one until it has returned it.
func (t *tale) unitNow(b *builder) string {
	if w := b.wrong(t); w != nil && t.did["assign"] == 1 && t.did["return"] == 0 && t.beats[0].arg == "wrong" {
		return w.Unit
	}
	return t.unit
}

// answerer is who answers: the unit, or the deputy office where no unit has it.
func (b *builder) answerer(t *tale) string {
	if t.unit == "" {
		return b.clerk("deputies", t)
	}
	return b.clerk(t.unit, t)
}

// wordsFor are the words of a beat, from the texts or from what people usually say.
func (b *builder) wordsFor(t *tale, beat beat) (string, error) {
	words := t.words(beat)
	pools := map[string]string{"askExtension": "ask", "refuseExtension": "refuse", "note": "note", "urge": "urge", "extend": "ask"}
	if beat.act == "extend" && t.said.Extend != "" {
		words = t.said.Extend
	}
	if beat.act == "extend" && t.did["rate"]+t.did["recordRating"] > 0 {
		pools["extend"] = "extendLook"
		if t.op != nil {
			words = ""
		}
	}
	if beat.act == "note" && t.op != nil {
		words = t.op.Note
	}
	if words == "" && pools[beat.act] != "" {
		words = pick(b.t.pools[pools[beat.act]], t.random(uint64(40+t.did[beat.act])))
	}
	return b.say(t, words)
}

// moreTime gives reason and new due day: so many days after the one in force, or after today when that is
// over, on a working day.
func (b *builder) moreTime(ctx context.Context, t *tale, beat beat, words string) (reason, newDue string, err error) {
	if beat.act == "extend" && t.asked != "" {
		newDue, t.asked = t.asked, ""
		return words, newDue, nil
	}
	newDue, err = b.later(ctx, t.id, beat.arg)
	return words, newDue, err
}

func (b *builder) later(ctx context.Context, id, days string) (string, error) {
	page, err := b.o.Matter(ctx, b.d.viewer("s-deputies-3"), id)
	if err != nil {
		return "", err
	}
	var n int
	if _, err := fmt.Sscan(days, &n); err != nil {
		return "", fmt.Errorf("demo: days %q: %w", days, err)
	}
	from := b.day(b.clock.Now())
	if page.Due != nil && page.Due.Day.After(from) {
		from = page.Due.Day
	}
	return b.cal.NextWorkday(from.AddDays(n)).String(), nil
}

// merge ends a tale inside another one, which goes on with both raisers.
func (b *builder) merge(ctx context.Context, t *tale, beat beat, words string) error {
	into := t.into
	if beat.arg != "" {
		into = b.byKey[beat.arg]
	}
	who := b.desk(t)
	if t.station != into.station {
		who = b.clerk("deputies", t)
	}
	if err := b.act(ctx, who, t.id, "merge", map[string]string{"target": into.number, "reason": words}); err != nil {
		return err
	}
	into.raisers = append(into.raisers, t.raisers...)
	t.into = into
	return nil
}

func (b *builder) unmerge(ctx context.Context, t *tale, words string) error {
	t.into.raisers = slices.DeleteFunc(t.into.raisers, func(r raiser) bool { return r.home == t.key })
	return b.act(ctx, b.clerk("deputies", t), t.id, "unmerge", map[string]string{"reason": words})
}

// reopen is asked for by the raiser where he can, otherwise by the deputy office.
func (b *builder) reopen(ctx context.Context, t *tale, words string) error {
	f := map[string]string{"reason": words}
	if r := t.raisers[0]; t.op != nil && (r.code != "" || r.viewer.Person != "") {
		return b.byRaiser(ctx, t, r, "reopen", f)
	}
	return b.act(ctx, b.clerk("deputies", t), t.id, "reopen", f)
}

// byRaiser does an act as one who raised the matter.
func (b *builder) byRaiser(ctx context.Context, t *tale, r raiser, act string, fields map[string]string) error {
	v, id := r.viewer, t.id
	if r.code != "" {
		var err error
		if v, id, err = b.o.Track(ctx, Code, r.number, r.code); err != nil {
			return err
		}
	}
	for k, x := range fields {
		if x == "" {
			delete(fields, k)
		}
	}
	_, err := b.o.Act(ctx, v, id, office.ActInput{Act: act, Fields: fields})
	b.sum.Acts++
	return err
}
