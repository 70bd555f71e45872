package office

import (
	"context"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// StationText is a contact station 联络站 as everybody may know it: where it is, and which places it looks after.
type StationText struct {
	Name
	Area Name
}

// Stations lists the contact stations of a congress with the place of each, by place and name as people sort them:
// in the order of pinyin. They are public.
func (o *Office) Stations(ctx context.Context, congressID string) ([]StationText, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return nil, err
	}
	var out []StationText
	for id, org := range h.orgs {
		if org.Classification != "station" {
			continue
		}
		s := StationText{Name: h.orgName(id)}
		if a, ok := h.areas[org.Area]; ok {
			s.Area = Name{ID: a.ID, ZH: a.Name, EN: a.NameEN}
		}
		out = append(out, s)
	}
	sortNames(out, func(s StationText) string { return s.ZH })
	return out, nil
}

// sortNames sorts by Chinese names in the order of their pinyin (GB 2312's order would scatter the rarer ones).
func sortNames[T any](all []T, name func(T) string) {
	order := collate.New(language.MustParse("zh-u-co-pinyin"))
	slices.SortStableFunc(all, func(a, b T) int { return order.CompareString(name(a), name(b)) })
}
