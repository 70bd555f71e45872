package office

import (
	"context"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// EraseBases are the lawful grounds on which words may be erased, by code.
var EraseBases = map[string]lang.Text{
	"pipl47":  lang.T("个人信息保护法第四十七条", "Personal Information Protection Law, art. 47"),
	"secret":  lang.T("保守国家秘密法第三十一条", "State Secrets Law, art. 31"),
	"court":   lang.T("生效法律文书", "A binding court document"),
	"privacy": lang.T("提出人本人要求删除", "The raiser asked for it"),
}

var (
	errEraseBasis = problem.New(problem.Invalid, "eraseBasis", "请选择隐去的依据并写明理由。", "Please choose the ground and give the reason.")
	errNothing    = problem.New(problem.Conflict, "nothingToErase", "这条记录没有可以隐去的内容，或者已经隐去。", "There is nothing left to erase in this record.")
)

// EraseInput names what is to be erased: the words of some of a matter's journal entries.
type EraseInput struct {
	Seqs   []int64 // entries of the matter; empty: all that have words
	Basis  string  // one of EraseBases
	Reason string
}

// Erase removes words of a matter for good: the bodies with their salts, and their copies in the matter's
// row, in one transaction with the entry that names them. The chain stays whole; a tombstone shows the ground.
func (o *Office) Erase(ctx context.Context, v access.Viewer, id string, in EraseInput) error {
	if !v.Admin() {
		return errNotAdmin
	}
	if EraseBases[in.Basis].IsZero() || in.Reason == "" {
		return errEraseBasis
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return err
	}
	return o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		m, err := tx.Matter(v.Congress, id)
		if err != nil {
			return "", err
		}
		entries, err := tx.Entries(v.Congress, matter.Subject, id)
		if err != nil {
			return "", err
		}
		var bodies []string
		for _, e := range entries {
			if e.Body != nil && (len(in.Seqs) == 0 || slices.Contains(in.Seqs, e.Seq)) {
				bodies = append(bodies, e.BodyHash)
			}
		}
		if len(bodies) == 0 {
			return "", errNothing
		}
		p, err := h.procedure(m)
		if err != nil {
			return "", err
		}
		ev := matter.Erase(h.env(p, tx.Now), m, matter.Actor{Person: v.Person, Role: "admin"}, bodies, in.Basis, in.Reason)
		if _, err := tx.SaveEvent(m, ev, h.zone); err != nil {
			return "", err
		}
		if err := tx.EraseBodies(v.Congress, bodies); err != nil {
			return "", err
		}
		_, err = tx.Refold(v.Congress, id, h.zone)
		return id, err
	})
}
