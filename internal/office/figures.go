package office

import (
	"context"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/message"
	"github.com/huiyin/huiyin/internal/store"
)

// MessageFigures counts the figures of imported messages from the records: by day, the day of raising being
// day 0, on the congress's calendar.
func (o *Office) MessageFigures(ctx context.Context, v access.Viewer) (message.Figures, error) {
	if err := granted(v, access.ReadBoard); err != nil {
		return message.Figures{}, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return message.Figures{}, err
	}
	if _, ok := access.MayRaise(v, []string{"deputyOffice", "generalOffice", "chairMeeting"}); !ok {
		return message.Figures{}, errBoard
	}
	var spans []message.Span
	rejected := 0
	err = o.db.View(ctx, func(tx *store.Tx) error {
		spans, rejected = nil, 0
		runs, err := store.FindAll[congress.ImportRun](tx, v.Congress, congress.KindImportRun, store.Where{Column: "source", Value: "messages"})
		if err != nil {
			return err
		}
		for _, r := range runs {
			rejected += len(r.Rejected)
		}
		return tx.EachMatter(v.Congress, MessageProcedure, func(m matter.Matter) error {
			s := message.Span{Raised: deadline.FromTime(m.RaisedAt, h.zone)}
			if m.Answered() {
				s.Answered = deadline.FromTime(m.Answers[0].At, h.zone)
			}
			spans = append(spans, s)
			return nil
		})
	})
	if err != nil {
		return message.Figures{}, err
	}
	f := message.Count(spans, h.calendar)
	f.Rejected = rejected
	return f, nil
}
