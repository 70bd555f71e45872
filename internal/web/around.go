package web

import (
	"net/url"
)

// aroundView leads on through the list somebody came from.
type aroundView struct {
	List, Before, After string // addresses; Before and After are empty at the ends
}

// around finds the neighbours of a matter in the list whose address it carries along; nil without one.
func (v *visit) around() (*aroundView, error) {
	q := v.r.URL.Query()
	at := q.Get("at")
	if at == "" {
		return nil, nil //nolint:nilnil // he came from no list
	}
	list := listAddress(readAddress(q.Get("list")))
	a, err := v.site.office.Around(v.ctx(), v.viewer, listQuery(readAddress(list)), at)
	if err != nil {
		return nil, err
	}
	link := func(id, at string) string {
		if id == "" {
			return ""
		}
		return "/m/" + id + "?" + url.Values{"list": {list}, "at": {at}}.Encode()
	}
	return &aroundView{mattersAt(list), link(a.Before, a.BeforeAt), link(a.After, a.AfterAt)}, nil
}

// cameFrom carries the list along after an act: the page that sent the form knows it, and a browser says which page
// that was (Referrer-Policy: same-origin).
func (v *visit) cameFrom(path string) string {
	from, err := url.Parse(v.r.Referer())
	if err != nil || from.Host != v.r.Host || from.Path != path || from.Query().Get("at") == "" {
		return ""
	}
	return "&" + url.Values{"list": {from.Query().Get("list")}, "at": {from.Query().Get("at")}}.Encode()
}
