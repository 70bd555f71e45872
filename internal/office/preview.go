package office

import (
	"context"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/message"
	"github.com/huiyin/huiyin/internal/store"
)

// Preview is what an act will come to for those who raised the matter, before it is done.
type Preview struct {
	Moment *Moment     // the line in their history; nil: it is internal and they see nothing of it
	Answer *AnswerText // what they will read
	Step   lang.Text   // where the matter will then be
	Owner  Name
	Clock  *Countdown
}

// Preview decides an act without doing it, and looks at the outcome with the eyes of the first raiser.
func (o *Office) Preview(ctx context.Context, v access.Viewer, id string, in ActInput) (p Preview, err error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return p, err
	}
	newIDs := make([]string, matter.MaxChildren)
	for i := range newIDs {
		newIDs[i] = newID()
	}
	err = o.db.View(ctx, func(tx *store.Tx) error {
		m, err := visible(tx, v, id)
		if err != nil {
			return err
		}
		proc, err := h.procedure(m)
		if err != nil {
			return err
		}
		w := &work{tx: tx, house: h, viewer: v}
		_, d, err := w.decide(m, in, newIDs)
		if err != nil {
			return err
		}
		after := matter.Apply(m, d.Event)
		raiser := access.Viewer{Congress: m.Congress, Matter: m.ID, Raiser: m.Raisers[0].ID}
		r := reader{tx: tx, house: h, viewer: raiser, now: tx.Now}
		mo := r.moment(proc, proc.Steps[m.Step], after, d.Event, access.Own)
		if !mo.Internal {
			p.Moment = &mo
		}
		if n := len(after.Answers); n > len(m.Answers) {
			x := after.Answers[n-1]
			p.Answer = &AnswerText{At: x.At, By: h.orgName(x.Org), Recorder: h.orgName(x.Recorder), Text: x.Text}
		}
		p.Step, p.Owner, p.Clock = proc.Steps[after.Step].Name, h.orgName(after.Owner.Org), r.countdown(after)
		return nil
	})
	return p, err
}

// HollowHint says why an answer that is being typed may not answer in substance; zero when nothing is to be
// said. It is a suggestion and never a verdict: nothing depends on it.
func (o *Office) HollowHint(ctx context.Context, v access.Viewer, id, answer string) (lang.Text, error) {
	var hint lang.Text
	err := o.db.View(ctx, func(tx *store.Tx) error {
		m, err := visible(tx, v, id)
		if err != nil {
			return err
		}
		if s := message.Judge(message.Message{Subject: m.Title, Detail: m.Text, Reply: answer}); s.Hollow {
			hint = s.Reason
		}
		return nil
	})
	return hint, err
}
