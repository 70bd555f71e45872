package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
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
	var gone []string
	_, _, err = o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		m, err := tx.Matter(v.Congress, id)
		if err != nil {
			return "", err
		}
		e := eraser{tx: tx, house: h, viewer: v, in: in}
		if err := e.matter(m, in.Seqs); err != nil {
			return "", err
		}
		if len(in.Seqs) == 0 || slices.Contains(in.Seqs, 1) {
			err = e.copies(m)
		}
		gone = e.gone
		return id, err
	})
	if err != nil {
		return err
	}
	// From here on nothing finds the words. What the index still holds of them in pages that no document points to is
	// rewritten now; should that fail, the next erasure or `huiyin reindex` does it.
	_ = o.db.PurgeSearch(context.WithoutCancel(ctx))
	// A crash just here leaves files that nobody names: the sweep takes them.
	return o.dropFiles(ctx, v.Congress, gone, time.Time{})
}

type eraser struct {
	tx     *store.Tx
	house  *house
	viewer access.Viewer
	in     EraseInput
	gone   []string // blobs that what was erased named
}

// matter erases the words of some entries of m; of all when seqs is empty.
func (e *eraser) matter(m matter.Matter, seqs []int64) error {
	entries, err := e.tx.Entries(m.Congress, matter.Subject, m.ID)
	if err != nil {
		return err
	}
	var bodies []string
	for _, x := range entries {
		// The reasons of earlier erasures stay: they are why something is missing.
		if x.Body != nil && x.ActKind != string(matter.Erasure) && (len(seqs) == 0 || slices.Contains(seqs, x.Seq) || copiesOf(x, seqs)) {
			bodies = append(bodies, x.BodyHash)
		}
	}
	if len(bodies) == 0 {
		return errNothing
	}
	p, err := e.house.procedure(m)
	if err != nil {
		return err
	}
	ev := matter.Erase(e.house.env(p, e.tx.Now), m, matter.Actor{Person: e.viewer.Person, Role: "admin"}, bodies, e.in.Basis, e.in.Reason)
	if _, err := e.tx.SaveEvent(m, ev, e.house.zone); err != nil {
		return err
	}
	if err := e.tx.EraseBodies(m.Congress, bodies); err != nil {
		return err
	}
	if err := e.tx.DropDraftsOf(m.Congress, m.ID); err != nil { // they may quote what is erased
		return err
	}
	after, err := e.tx.Refold(m.Congress, m.ID, e.house.zone)
	left := hashesOf(after)
	for hash := range hashesOf(m) {
		if !left[hash] {
			e.gone = append(e.gone, hash)
		}
	}
	return err
}

// copiesOf reports whether an entry may hold copies of the words of earlier ones: an undo keeps what the act it
// took back had replaced.
func copiesOf(x store.StoredEntry, seqs []int64) bool {
	return x.ActKind == string(matter.Undone) && slices.ContainsFunc(seqs, func(seq int64) bool { return seq < x.Seq })
}

// copies erases what other matters took over from m when it was raised: the openings of its parts, which
// carry its raisers, and what the matters it was merged into took in.
func (e *eraser) copies(m matter.Matter) error {
	for _, c := range m.Children {
		child, err := e.tx.Matter(m.Congress, c.ID)
		if err != nil {
			return err
		}
		if err := e.matter(child, []int64{1}); err != nil && !errors.Is(err, errNothing) {
			return err
		}
	}
	entries, err := e.tx.Entries(m.Congress, matter.Subject, m.ID)
	if err != nil {
		return err
	}
	for _, x := range entries {
		ev, err := matter.FromRecord(x.Entry, nil)
		if err != nil {
			return err
		}
		if ev.Kind != rulebook.Merge {
			continue
		}
		if err := e.absorbed(ev.Change.Target, m); err != nil {
			return err
		}
	}
	return nil
}

// absorbed erases what target took in from m.
func (e *eraser) absorbed(id string, m matter.Matter) error {
	target, err := e.tx.Matter(m.Congress, id)
	if err != nil {
		return err
	}
	entries, err := e.tx.Entries(m.Congress, matter.Subject, id)
	if err != nil {
		return err
	}
	var seqs []int64
	for _, x := range entries {
		ev, err := matter.FromRecord(x.Entry, nil)
		if err != nil {
			return err
		}
		if ev.Kind == matter.Absorbed && ev.Change.Target == m.ID && x.Body != nil {
			seqs = append(seqs, x.Seq)
		}
	}
	if len(seqs) == 0 {
		return nil
	}
	return e.matter(target, seqs)
}
