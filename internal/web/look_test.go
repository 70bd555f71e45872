package web_test

import (
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// look is a page to be looked at: its name in the pictures, who looks, and where.
type look struct{ name, who, path string }

// looks are the pages of the site with a busy congress behind them.
func (b *busy) looks(s *scene) []look {
	return []look{
		{"public", "", "/"},
		{"published", "", "/p"},
		{"published-matter", "", "/p/" + b.confirmed.Number},
		{"help", "", "/help"},
		{"raise", "", "/raise"},
		{"track", "", "/track"},
		{"signin", "", "/signin"},
		{"need-signin", "", "/matters"},
		{"not-found", "", "/nowhere"},
		{"door-deputy", "deputy", "/home/deputy"},
		{"raise-choice", "deputy", "/raise"},
		{"raise-deputy", "deputy", "/raise/appointment"},
		{"matter-question", "deputy", "/m/" + b.question},
		{"door-office", "office-clerk", "/home/office"},
		{"matters", "office-clerk", "/matters"},
		{"matters-open", "office-clerk", "/matters?queue=all&order=due"},
		{"matter-fresh", "station-clerk", "/m/" + b.fresh.ID},
		{"matter-asked", "station-clerk", "/m/" + b.asked.ID},
		{"matter-confirmed", "office-clerk", "/m/" + b.confirmed.ID},
		{"matter-declined", "office-clerk", "/m/" + b.declined.ID},
		{"raise-staff", "station-clerk", "/raise/opinion"},
		{"door-unit", "water-clerk", "/home/unit"},
		{"matter-redone", "water-clerk", "/m/" + b.redone.ID},
		{"door-leader", "chair", "/home/leader"},
		{"matter-appointment", "chair", "/m/" + b.appointment},
		{"board", "chair", "/board"},
		{"board-past", "chair", "/board?view=past"},
		{"calendar", "admin", "/admin/calendar"},
	}
}

// Every page, in both languages, on a phone and on a desk: without a violation of WCAG 2.2 AA, and never
// wider than the window. The pictures are for looking at.
func TestEveryPageLooksRight(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	b := s.fill()
	for _, language := range []string{"zh-CN", "en"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			windows := map[string]*browser.Browser{}
			for _, l := range b.looks(s) {
				w := windows[l.who]
				if w == nil {
					w = browser.New(t)
					windows[l.who] = w
					w.Open(s.server.URL + "/help?lang=" + language)
					if l.who != "" {
						w.Open(s.server.URL + "/signin")
						w.Click(s.personName(l.who))
					}
				}
				switch l.name {
				case "need-signin":
					w.Expect("401")
				case "not-found":
					w.Expect("404")
				}
				w.Resize(browser.Desk)
				w.Open(s.server.URL + l.path)
				w.Axe()
				w.Screenshot(l.name + "-" + language)
			}
		})
	}
}
