package office

import (
	"context"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/store"
)

// Around is where a matter stands in the list somebody came from.
type Around struct {
	Before, After string // ids; empty at the ends
	BeforeAt      string // their places
	AfterAt       string
}

// Around finds the matters before and after a place of a list, for viewer v. The matter that was there may have
// moved on: the place is still between its neighbours.
func (o *Office) Around(ctx context.Context, v access.Viewer, q ListQuery, at string) (Around, error) {
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return Around{}, err
	}
	var a Around
	err = o.db.View(ctx, func(tx *store.Tx) error {
		f, order := h.filter(v, q, deadline.FromTime(tx.Now, h.zone))
		var place store.Cursor
		place.Key, place.ID, _ = strings.Cut(at, "~")
		if a.Before, a.After, err = tx.Around(f, order, place); err != nil {
			return err
		}
		for _, x := range []struct {
			id string
			at *string
		}{{a.Before, &a.BeforeAt}, {a.After, &a.AfterAt}} {
			if x.id == "" {
				continue
			}
			m, err := tx.Matter(v.Congress, x.id)
			if err != nil {
				return err
			}
			c := store.PlaceOf(order, m)
			*x.at = c.Key + "~" + c.ID
		}
		return nil
	})
	return a, err
}
