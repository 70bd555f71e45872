package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/deadline"
)

// playAppointment does a beat of an appointment, or of one of its questions or commitments.
func (b *builder) playAppointment(ctx context.Context, t *tale, beat beat) error {
	switch kind, n := beat.of(); kind {
	case 'q':
		return b.playQuestion(ctx, t, beat, n)
	case 'c':
		return b.playCommitment(ctx, t, beat, n)
	}
	a := t.app
	who := b.clerk("deputies", t)
	f := map[string]string{}
	var err error
	say := func(field, words string) {
		if err == nil {
			f[field], err = b.say(t, words)
		}
	}
	switch beat.act {
	case "confirm":
		switch t.did["confirm"] { // the topic first, then what the look-backs found
		case 0:
		case 1:
			say("findings", a.Findings)
			say("answer", a.Answer)
		default:
			who = "s-c-farming-1" // nobody ends what he answered: the deputy office closed it the first time
			say("findings", a.Findings2)
			say("answer", a.Answer2)
		}
	case "decline":
		f["reasonCode"] = beat.arg
		say("answer", a.Decline)
	case "submit":
		say("researchNote", a.Note)
		var qs []string
		for _, q := range a.Qs {
			qs = append(qs, q.Q)
		}
		f["questions"] = strings.Join(qs, "\n")
	case "approve":
		who = "h1"
		f["meeting"], f["venue"], f["date"] = b.meetingNow(), a.Venue, b.meetOn(t, beat).String()
	case "declineByMeeting", "cancel":
		who = "h1"
		f["meeting"] = b.meetingNow()
		say("answer", a.Decline)
	case "postpone":
		f["newDue"] = b.postponed(t, beat).String()
		f["approver"] = "常委会" + b.d.approver("chair")
		say("reason", a.Postpone)
	case "hold":
		return b.hold(ctx, t, who)
	case "promise":
		return b.promise(ctx, t, who, beat)
	case "extend":
		f["approver"] = b.d.approver("deputies")
		if f["newDue"], err = b.extended(ctx, t, beat); err == nil {
			say("reason", b.extendWords(t))
		}
	case "askAgain":
		f["reason"], f["date"] = a.AskAgain, b.meetOn(t, beat).String()
	case "withdraw", "reopen":
		say("reason", t.words(beat))
		if err != nil {
			return err
		}
		return b.byRaiser(ctx, t, t.raisers[0], beat.act, f)
	case "note":
		pool := "topicNote"
		if t.did["hold"] > 0 {
			pool = "meetNote"
		}
		f["note"] = pick(b.t.pools[pool], t.random(uint64(t.did["note"])))
	case "urge":
		f["note"] = pick(b.t.pools["urge"], t.random(uint64(70+t.did["urge"])))
	case "merge":
		return b.merge(ctx, t, beat, a.Reason)
	case "unmerge":
		return b.unmerge(ctx, t, a.Undo)
	default:
		return fmt.Errorf("demo: no way to do %q", beat.act)
	}
	if err != nil {
		return err
	}
	return b.act(ctx, who, t.id, beat.act, f)
}

// meetOn is the day for which a meeting is arranged: the given number of working days later, or the day on
// which the script holds it.
func (b *builder) meetOn(t *tale, beat beat) deadline.Date {
	today := b.day(b.clock.Now())
	if n, err := strconv.Atoi(beat.arg); err == nil {
		return b.cal.AddWorkdays(today, n)
	}
	for i, x := range t.beats {
		if x.act == "hold" && b.day(t.times[i]).After(today) {
			return b.day(t.times[i])
		}
	}
	return b.cal.AddWorkdays(today, 10)
}

// postponed is so many working days after the day first arranged.
func (b *builder) postponed(t *tale, beat beat) deadline.Date {
	n, _ := strconv.Atoi(beat.arg) // scripts are checked by a test
	for i, x := range t.beats {
		if first, err := strconv.Atoi(x.arg); err == nil && x.act == "approve" {
			return b.cal.AddWorkdays(b.cal.AddWorkdays(b.day(t.times[i]), first), n)
		}
	}
	return b.cal.AddWorkdays(b.day(b.clock.Now()), n)
}

func (b *builder) meetingNow() string {
	return "五届第" + strconv.Itoa(b.meetings[b.day(b.clock.Now())]) + "次主任会议"
}

// hold records the meeting, which opens one matter for each question.
func (b *builder) hold(ctx context.Context, t *tale, who string) error {
	a := t.app
	record := a.Record
	if t.did["hold"] > 0 {
		record = a.Record2
	}
	record, err := b.say(t, record)
	if err != nil {
		return err
	}
	if err := b.act(ctx, who, t.id, "hold", map[string]string{
		"heldOn": b.day(b.clock.Now()).String(), "attendance": a.Attendance, "record": record, "delegate": a.Delegate,
	}); err != nil {
		return err
	}
	return b.children(ctx, t, who, 'q', len(a.Qs))
}

func (b *builder) promise(ctx context.Context, t *tale, who string, beat beat) error {
	n, _ := strconv.Atoi(beat.arg) // promise1: the pattern lets through digits only
	p := t.app.Promises[n-1]
	if err := b.act(ctx, who, t.id, "promise", map[string]string{
		"promise": p.Text, "promisedBy": b.cal.NextWorkday(b.day(b.clock.Now()).AddDays(p.Days)).String(),
	}); err != nil {
		return err
	}
	return b.children(ctx, t, who, 'c', 1)
}

// children finds the ids of the n matters that were opened last.
func (b *builder) children(ctx context.Context, t *tale, who string, kind byte, n int) error {
	page, err := b.o.Matter(ctx, b.d.viewer(who), t.id)
	if err != nil {
		return err
	}
	for _, c := range page.Children[len(page.Children)-n:] {
		t.children[kind] = append(t.children[kind], c.ID)
	}
	b.sum.Matters += n
	return nil
}

// extended is the day of more time: ":c" means until the last commitment is due, and some days to look.
func (b *builder) extended(ctx context.Context, t *tale, beat beat) (string, error) {
	if beat.arg != "c" {
		return b.later(ctx, t.id, beat.arg)
	}
	var last deadline.Date
	for _, p := range t.app.Promises {
		for i, x := range t.beats {
			if day := b.day(t.times[i]).AddDays(p.Days); x.act == "promise" && day.After(last) {
				last = day
			}
		}
	}
	return b.cal.NextWorkday(last.AddDays(25)).String(), nil
}

func (b *builder) extendWords(t *tale) string {
	if t.app.ExtendWords != "" {
		return t.app.ExtendWords
	}
	return pick(b.t.pools["meetExtend"], t.random(uint64(30+t.did["extend"])))
}
