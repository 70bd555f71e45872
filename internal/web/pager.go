package web

import "strings"

// pager leads on through a list by keyset: the cost of a page does not grow with its number.
type pager struct {
	First string // back to the beginning; empty on the first page
	Next  string // empty at the end
}

// cursorSign stands between key and id of a cursor in the address.
const cursorSign = "~"

// cursor reads where a page of a list begins.
func (v *visit) cursor() (key, id string) {
	key, id, _ = strings.Cut(v.r.URL.Query().Get("after"), cursorSign)
	return key, id
}

// pager makes the links of a list's page.
func (v *visit) pager(nextKey, nextID string) pager {
	var p pager
	if v.r.URL.Query().Get("after") != "" {
		p.First = v.here("after", "")
	}
	if nextID != "" {
		p.Next = v.here("after", nextKey+cursorSign+nextID)
	}
	return p
}
