package office

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// SavedFilter is a list that a person keeps under a name.
type SavedFilter struct {
	ID, Name string
	Address  string // the list's query
	Shared   bool   // with his organization
	Own      bool   // false: a colleague shares it
	Count    int
	More     bool
}

// What one person may keep, and how long a name may be.
const (
	maxSaved     = 12
	maxSavedName = 20
	maxAddress   = 1000
)

var (
	errFullDesk = problem.New(problem.Conflict, "tooManySaved", "最多保存 12 个常用筛选，这一个没有保存；请先删去不用的。",
		"At most 12 filters can be kept and this one was not; remove one first.")
	errNothingToKeep = problem.New(problem.Invalid, "nothingToKeep", "这个列表没有筛选条件，没有保存；请先筛选。", "This list is not filtered and was not kept; set a filter first.")
)

// SavedFilters lists what v keeps and what his colleagues share with him. count reads a filter's address into a
// query; what each list shows and counts is what v himself may see, whoever kept it.
func (o *Office) SavedFilters(ctx context.Context, v access.Viewer, query func(address string) ListQuery) ([]SavedFilter, error) {
	if !v.SignedIn() {
		return nil, nil
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	var out []SavedFilter
	err = o.db.View(ctx, func(tx *store.Tx) error {
		out = nil
		mine, shared, err := tx.SavedFilters(v.Congress, v.Account, own(v))
		if err != nil {
			return err
		}
		for _, f := range append(mine, shared[:min(len(shared), maxSaved)]...) {
			s := SavedFilter{ID: f.ID, Name: f.Name, Address: f.Address, Shared: f.Org != "", Own: access.OwnDesk(v, v.Congress, f.Account)}
			if query != nil {
				flt, _ := h.filter(v, query(f.Address), deadline.FromTime(tx.Now, h.zone))
				if s.Count, s.More, err = count(tx, flt); err != nil {
					return err
				}
			}
			out = append(out, s)
		}
		return nil
	})
	return out, err
}

// SaveFilter keeps a list under a name, new (empty id) or changed; shared shows it to v's organization too.
func (o *Office) SaveFilter(ctx context.Context, v access.Viewer, id, name, address string, shared bool) error {
	if err := signedIn(v); err != nil {
		return err
	}
	name = strings.Join(strings.Fields(name), " ")
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return badField("name", lang.T("请填写名称", "Please give it a name"))
	case n > maxSavedName:
		return badField("name", lang.T("名称最多 20 个字", "A name has at most 20 characters"))
	case id == "" && (address == "" || len(address) > maxAddress):
		return errNothingToKeep
	}
	fresh := newID()
	_, _, err := o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		mine, _, err := tx.SavedFilters(v.Congress, v.Account, nil)
		if err != nil {
			return "", err
		}
		f := store.SavedFilter{ID: fresh, Account: v.Account, Address: address}
		for _, x := range mine {
			f.Place = max(f.Place, x.Place+1)
		}
		if i := slices.IndexFunc(mine, func(x store.SavedFilter) bool { return x.ID == id }); i >= 0 {
			f = mine[i]
		} else if id != "" {
			return "", store.ErrNotFound
		} else if len(mine) >= maxSaved {
			return "", errFullDesk
		}
		f.Name, f.Org = name, ""
		if shared {
			f.Org = access.SharesWith(v)
		}
		return f.ID, tx.PutSavedFilter(v.Congress, f)
	})
	return err
}

// MoveFilter puts one of v's filters a place earlier (up) or later.
func (o *Office) MoveFilter(ctx context.Context, v access.Viewer, id string, up bool) error {
	_, _, err := o.update(ctx, v, "", func(tx *store.Tx) (string, error) {
		mine, _, err := tx.SavedFilters(v.Congress, v.Account, nil)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(mine, func(x store.SavedFilter) bool { return x.ID == id })
		if i < 0 {
			return "", store.ErrNotFound
		}
		j := i + 1
		if up {
			j = i - 1
		}
		if j < 0 || j >= len(mine) {
			return "", nil
		}
		mine[i], mine[j] = mine[j], mine[i]
		for n := range mine {
			mine[n].Place = int64(n)
			if err := tx.PutSavedFilter(v.Congress, mine[n]); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	return err
}

// DropFilter forgets one of v's filters.
func (o *Office) DropFilter(ctx context.Context, v access.Viewer, id string) error {
	_, _, err := o.update(ctx, v, "", func(tx *store.Tx) (string, error) { return "", tx.DropSavedFilter(v.Congress, v.Account, id) })
	return err
}
