package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/problem"
)

// trackTime is how long a receipt stays open in a browser.
const trackTime = 2 * time.Hour

// trackPage asks for number and code.
type trackPage struct {
	frame
	Number inputView
	Code   inputView
	Wrong  string
}

// holder is a receipt that was opened with its code: which matter, and as which of its raisers.
type holder struct{ Congress, Matter, Raiser string }

func (s *site) showTrack(v *visit) error {
	return v.trackPage(http.StatusOK, v.param("number"), "")
}

func (v *visit) trackPage(status int, number, wrong string) error {
	f, err := v.frame(v.T("track.title"), "/track")
	if err != nil {
		return err
	}
	return v.render(status, showTrackPage(trackPage{
		frame: f, Wrong: wrong,
		Number: inputView{ID: "number", Name: "number", Label: v.T("receipt.number"), Value: number, Kind: "line", Required: true, Hint: v.T("track.number.hint")},
		Code:   inputView{ID: "code", Name: "code", Label: v.T("receipt.code"), Kind: "line", Required: true, Hint: v.T("track.code.hint")},
	}))
}

// track opens a receipt. A wrong number and a wrong code get the same answer; the number typed is kept.
func (s *site) track(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	number := strings.TrimSpace(v.r.PostForm.Get("number"))
	err := v.bound("track", s.limits.Track)
	var viewer access.Viewer
	if err == nil {
		viewer, _, err = s.office.Track(v.ctx(), v.congress.ID, number, v.r.PostForm.Get("code"))
	}
	if err != nil {
		p := problem.Of(err)
		if p.Kind != problem.NotFound && p.Kind != problem.TooMany {
			return err
		}
		v.private = true
		return v.trackPage(p.Kind.Status(), number, v.In(p.Text))
	}
	if err := v.keep(trackCookie, holder{viewer.Congress, viewer.Matter, viewer.Raiser}, trackTime); err != nil {
		return err
	}
	return v.goTo("/track/matter")
}

// holder is the viewer that the opened receipt makes of this person.
func (v *visit) holder() (access.Viewer, error) {
	var h holder
	if !v.kept(trackCookie, &h) || h.Congress != v.congress.ID {
		return access.Viewer{}, errTrackFirst
	}
	return access.Viewer{Congress: h.Congress, Matter: h.Matter, Raiser: h.Raiser}, nil
}

var errTrackFirst = problem.New(problem.Unknown, "trackFirst",
	"请先输入编号和查询码。", "Please enter the number and the code first.")

func (s *site) showTracked(v *visit) error {
	viewer, err := v.holder()
	if err != nil {
		return v.trackFirst(err)
	}
	m, err := s.office.Matter(v.ctx(), viewer, viewer.Matter)
	if err != nil {
		return err
	}
	return v.matterPage(http.StatusOK, matterPage{M: m, Path: "/track/matter", Tracked: true}, attempt{})
}

// trackFirst asks for number and code before anything else.
func (v *visit) trackFirst(err error) error {
	v.private = true
	return v.trackPage(problem.KindOf(err).Status(), "", v.In(problem.Of(err).Text))
}

// actTracked is an act by the holder of a receipt: he rates, takes back, reopens.
func (s *site) actTracked(v *visit) error {
	viewer, err := v.holder()
	if err != nil {
		return v.trackFirst(err)
	}
	return v.doAct(viewer, viewer.Matter, "/track/matter")
}

// leaveTracked closes the receipt, for people at a shared screen.
func (s *site) leaveTracked(v *visit) error {
	v.setCookie(trackCookie, "", -1)
	return v.goTo("/")
}
