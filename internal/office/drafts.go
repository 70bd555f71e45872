package office

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// Bounds of what is kept for people who have not yet sent what they type.
const (
	MaxDraftBytes = 256 << 10           // of one draft, names and values together
	maxDrafts     = 60                  // of one account; the oldest give way
	draftAge      = 30 * 24 * time.Hour // nobody came back to it
)

var errDraftTooBig = problem.New(problem.Invalid, "draftTooBig",
	"内容太长，没有存为草稿，页面上的内容还在；请缩短，或者作为附件上传。",
	"This is too long to keep as a draft; what you typed is still on the page. Please shorten it or attach it as a file.")

// DraftInput is what has been typed into a form so far.
type DraftInput struct {
	Matter string // empty: a form that raises a matter
	Act    string // or the procedure
	Rev    int64
	Fields map[string]string // by the name of the input; see draftable
}

// DraftText is a draft as its owner sees it when he comes back.
type DraftText struct {
	At     time.Time
	Rev    int64
	Fields map[string]string
}

// draftable says which inputs are kept: fields of the procedure and those of raising. A password or a receipt
// code has no such name, and anything unknown is left out.
func draftable(name string) bool {
	return strings.HasPrefix(name, "f.") || slices.Contains([]string{"title", "text", "station", "behalf", "on", "name", "contact", "consent", "public"}, name)
}

// SaveDraft keeps what v has typed into a form, for himself alone: others cannot read it, and it is no part of
// the matter. A form left empty is forgotten. It gives when it was saved.
func (o *Office) SaveDraft(ctx context.Context, v access.Viewer, in DraftInput) (at time.Time, err error) {
	if err := signedIn(v); err != nil {
		return at, err
	}
	fields, size := map[string]string{}, 0
	for name, value := range in.Fields {
		if draftable(name) && strings.TrimSpace(value) != "" {
			fields[name] = value
			size += len(name) + len(value)
		}
	}
	const longestName = 64
	if size > MaxDraftBytes || len(in.Act) > longestName {
		return at, errDraftTooBig
	}
	_, _, err = o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		at = tx.Now
		if in.Matter != "" {
			if _, err := visible(tx, v, in.Matter); err != nil {
				return "", err
			}
		}
		if len(fields) == 0 {
			return "", tx.DropDraft(v.Congress, v.Account, in.Matter, in.Act)
		}
		return "", tx.SaveDraft(store.Draft{
			Congress: v.Congress, Account: v.Account, Matter: in.Matter, Act: in.Act, Rev: in.Rev, Fields: fields,
		}, maxDrafts)
	})
	return at, err
}

// DropDraft forgets what v has typed into a form.
func (o *Office) DropDraft(ctx context.Context, v access.Viewer, matter, act string) error {
	if err := signedIn(v); err != nil {
		return err
	}
	_, _, err := o.update(ctx, v, "", func(tx *store.Tx) (string, error) { return "", tx.DropDraft(v.Congress, v.Account, matter, act) })
	return err
}

// RaiseDraft gives what v has typed into the form of a procedure; nil: nothing.
func (o *Office) RaiseDraft(ctx context.Context, v access.Viewer, procedure string) (*DraftText, error) {
	if !v.SignedIn() {
		return nil, nil //nolint:nilnil // no draft is no error
	}
	var out map[string]DraftText
	err := o.db.View(ctx, func(tx *store.Tx) (err error) {
		out, err = drafts(tx, v, "")
		return err
	})
	if d, ok := out[procedure]; ok && err == nil {
		return &d, nil
	}
	return nil, err
}

func drafts(tx *store.Tx, v access.Viewer, matter string) (map[string]DraftText, error) {
	if !v.SignedIn() {
		return nil, nil
	}
	found, err := tx.Drafts(v.Congress, v.Account, matter)
	if len(found) == 0 || err != nil {
		return nil, err
	}
	out := make(map[string]DraftText, len(found))
	for act, d := range maps.All(found) {
		out[act] = DraftText{At: d.SavedAt, Rev: d.Rev, Fields: d.Fields}
	}
	return out, nil
}
