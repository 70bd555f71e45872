package web

import (
	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
)

// frame is what every page has around its own content.
type frame struct {
	*Say
	Title    string
	Congress office.Congress
	Viewer   access.Viewer
	Menu     []menuItem
	Raises   bool // the viewer may raise something
	Assets   assets
	Large    bool
	Keys     bool   // single keys do something (WCAG 2.1.4: each person may switch them off)
	Switch   string // this page in the other language; empty on answers to a form, which have no address
	Size     string // this page in the other size of type; likewise
	Index    bool   // search engines may keep it
	Find     string // what the box for searching begins with
	Twin     string // address of the same as data (package api); empty: there is none
}

// menuItem is one entry of the menu.
type menuItem struct {
	Path, Text string
	Current    bool
	Count      string // how much waits there; empty: nothing, or it is not a queue
}

// doorQueue is the queue whose count stands beside a door in the menu: what waits for this person.
var doorQueue = map[access.Door]string{
	access.DeputyDoor: "rate", access.OfficeDoor: "mine", access.UnitDoor: "mine", access.LeaderDoor: "decide",
}

// frame makes the frame of a page whose menu entry is current.
func (v *visit) frame(title, current string) (frame, error) {
	f := v.bare(title)
	add := func(path, text, count string) {
		f.Menu = append(f.Menu, menuItem{Path: path, Text: text, Current: path == current, Count: count})
	}
	var err error
	if f.Raises, err = v.site.office.MayRaise(v.ctx(), v.viewer); err != nil {
		return f, err
	}
	if !v.viewer.SignedIn() {
		add("/", v.T("menu.public"), "")
		add("/raise", v.T("menu.raise"), "")
		add("/track", v.T("menu.track"), "")
		add("/p", v.T("menu.published"), "")
		add("/figures", v.T("figures.title"), "")
		add("/help", v.T("menu.help"), "")
		return f, nil
	}
	for _, door := range v.viewer.Doors() {
		if door == access.PublicDoor {
			continue
		}
		n, more, err := v.site.office.Count(v.ctx(), v.viewer, office.ListQuery{Queue: doorQueue[door]})
		if err != nil {
			return f, err
		}
		count := ""
		if n > 0 {
			count = v.Count(n, more)
		}
		add("/home/"+string(door), v.T("door."+string(door)), count)
	}
	if err := v.noticesEntry(add); err != nil {
		return f, err
	}
	add("/matters", v.T("menu.matters"), "")
	if v.viewer.Staff() {
		add("/day", v.T("menu.day"), "")
		add("/board", v.T("menu.board"), "")
	}
	if _, ok := access.Figures(v.viewer); ok {
		add("/figures/work", v.T("figures.menu"), "")
	}
	if f.Raises {
		add("/raise", v.T("menu.raiseMatter"), "")
	}
	if v.viewer.Staff() {
		add("/templates", v.T("templates.menu"), "")
	}
	if v.viewer.Admin() {
		add("/admin/calendar", v.T("menu.calendar"), "")
		add("/admin/jobs", v.T("menu.jobs"), "")
	}
	add("/help", v.T("menu.help"), "")
	return f, nil
}

// bare is a frame without a menu, for pages that must not fail again.
func (v *visit) bare(title string) frame {
	f := frame{Say: v.Say, Title: title, Congress: v.congress, Viewer: v.viewer, Assets: v.site.assets, Large: v.large, Keys: v.keys}
	if v.r.Method == "GET" || v.r.Method == "HEAD" {
		f.Switch = v.here("lang", string(v.Other()))
		f.Size = v.here("size", "large")
		if v.large {
			f.Size = v.here("size", "normal")
		}
	}
	return f
}

// Brand is the congress's name, or the product's where no congress is known yet.
func (f frame) Brand() string {
	if f.English() && f.Congress.NameEN != "" {
		return f.Congress.NameEN
	}
	return f.Congress.Name
}
