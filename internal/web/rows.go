package web

import (
	"net/url"
	"strings"

	"github.com/huiyin/huiyin/internal/office"
)

// rowsView is a table of matters.
type rowsView struct {
	Rows    []office.Row
	Public  bool // links lead to public pages, and columns for the staff are left out
	Own     bool // all are the viewer's own to do: the column that would repeat his unit is left out
	Caption string
	List    *string // the query of the list, carried along to each matter; its rows can be chosen
	Came    *string // the same for rows that cannot
}

// link is the page of a row's matter.
func (r rowsView) link(row office.Row) string {
	if r.Public {
		return "/p/" + row.Number
	}
	list := r.List
	if list == nil {
		list = r.Came
	}
	if list != nil && row.At != "" {
		return "/m/" + row.ID + "?" + url.Values{"list": {*list}, "at": {row.At}}.Encode()
	}
	return "/m/" + row.ID
}

// title is a matter's title, or what stands in its place when it was lawfully erased: never nothing.
func (s *Say) title(title string) string {
	if title == "" {
		return s.T("rows.erased")
	}
	return title
}

// raisedBy names who raised a matter, as far as the viewer may know; else how many they are.
func (s *Say) raisedBy(row office.Row) string {
	const most = 2
	if len(row.RaisedBy) == 0 {
		return s.N("rows.people", row.Raisers)
	}
	sep := "、"
	if s.English() {
		sep = ", "
	}
	names := strings.Join(row.RaisedBy[:min(most, len(row.RaisedBy))], sep)
	if row.Raisers > len(row.RaisedBy) || len(row.RaisedBy) > most {
		return s.T("rows.andOthers", "Names", names, "N", row.Raisers)
	}
	return names
}
