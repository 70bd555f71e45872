package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// signInForms are the ways to sign in, and what is carried through them.
type signInForms struct {
	Next  string     // where to go on
	Login string     // typed before, kept
	Wrong *lang.Text // why it did not work
	Kept  *keptForm  // a form that was being sent when the session had expired
	Doors []demoDoor // one-click sign-ins, in a demonstration
}

// keptForm is a form that could not be taken because its sender had to sign in first.
type keptForm struct {
	Path   string
	Fields []keptField
}

type keptField struct {
	Name, Value string
	Show        bool // words a person typed, rather than the form's own bookkeeping
}

// demoDoor is one of the five doors with the people of the demonstration who stand behind it.
type demoDoor struct {
	Name, About string
	People      []demoPerson
}

type demoPerson struct{ Account, Name, Seat string }

// signInPage is the page for signing in.
type signInPage struct {
	frame
	Forms signInForms
}

// resumePage comes after signing in again in the middle of a form: nothing is sent without being asked.
type resumePage struct {
	frame
	Kept keptForm
}

func (s *site) showSignIn(v *visit) error {
	return v.signInPage(http.StatusOK, signInForms{Next: localPath(v.r.URL.Query().Get("next"))})
}

func (v *visit) signInPage(status int, forms signInForms) error {
	f, err := v.frame(v.T("signin.title"), "/signin")
	if err != nil {
		return err
	}
	v.private = true
	if forms.Doors, err = v.demoDoors(); err != nil {
		return err
	}
	return v.render(status, showSignInPage(signInPage{frame: f, Forms: forms}))
}

// askToSignIn answers somebody who is not signed in: a form he was sending is kept, and said to be.
func (v *visit) askToSignIn() error {
	forms := signInForms{Next: v.here()}
	dropped := 0
	if v.r.Method == http.MethodPost {
		forms.Next = ""
		// A file cannot be carried along: he chooses it again. What he typed beside it can.
		if isMultipart(v.r) {
			in, err := v.receive(false)
			if err != nil {
				return err
			}
			dropped = in.dropped
			if k := keep(v.r.URL.Path, in.values); slices.ContainsFunc(k.Fields, func(f keptField) bool { return f.Show }) {
				forms.Kept = k
			}
		} else {
			if err := v.form(); err != nil {
				return err
			}
			forms.Kept = keep(v.r.URL.Path, v.r.PostForm)
		}
	}
	var err error
	if forms.Doors, err = v.demoDoors(); err != nil {
		return err
	}
	page := v.problem(errSignInFirst)
	switch {
	case forms.Kept != nil && dropped > 0:
		page.Heading, page.Text = v.T("signin.expired"), v.T("signin.file.dropped")
	case forms.Kept != nil:
		page.Heading, page.Text = v.T("signin.expired"), v.T("signin.expired.kept")
	case v.r.Method == http.MethodPost:
		page.Text = v.T("signin.file")
	}
	page.Forms = &forms
	v.private = true
	return v.render(http.StatusUnauthorized, showProblem(page))
}

// formNames are the hidden fields of every form, see part_form.templ.
var formNames = []string{"key", "rev"}

func keep(path string, form url.Values) *keptForm {
	k := &keptForm{Path: path}
	for name := range form {
		for _, value := range form[name] {
			k.Fields = append(k.Fields, keptField{Name: name, Value: value, Show: value != "" && name != keptFiles && !slices.Contains(formNames, name)})
		}
	}
	slices.SortFunc(k.Fields, func(a, b keptField) int { return strings.Compare(a.Name, b.Name) })
	return k
}

// keptName is how the fields of a kept form are called on their way through sign-in.
const keptName = "kept:"

// keptFrom reads a kept form out of a sign-in form; nil when there is none.
func keptFrom(form url.Values) *keptForm {
	path := localPath(form.Get("kept"))
	if path == "" {
		return nil
	}
	inner := url.Values{}
	for name, values := range form {
		if rest, ok := strings.CutPrefix(name, keptName); ok {
			inner[rest] = values
		}
	}
	return keep(path, inner)
}

func (s *site) signIn(v *visit) error {
	v.private = true
	if err := v.form(); err != nil {
		return err
	}
	forms := signInForms{
		Login: strings.TrimSpace(v.r.PostForm.Get("login")), Next: localPath(v.r.PostForm.Get("next")), Kept: keptFrom(v.r.PostForm),
	}
	err := v.bound("signIn", s.limits.SignIn)
	token := ""
	if err == nil {
		token, err = s.office.SignIn(v.ctx(), v.congress.ID, forms.Login, v.r.PostForm.Get("password"))
	}
	if err != nil {
		return v.signInAgain(err, forms)
	}
	return v.signedIn(token, forms)
}

// signInAgain shows the form again, with all but the password.
func (v *visit) signInAgain(err error, forms signInForms) error {
	p := problem.Of(err)
	if p.Kind != problem.Unknown && p.Kind != problem.TooMany {
		return err
	}
	forms.Wrong = &p.Text
	return v.signInPage(p.Kind.Status(), forms)
}

func (s *site) signInDemo(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	if err := v.bound("demo", s.limits.Demo); err != nil {
		return err
	}
	token, err := s.office.DemoSignIn(v.ctx(), v.congress.ID, v.r.PostForm.Get("account"))
	if err != nil {
		return err
	}
	return v.signedIn(token, signInForms{Next: localPath(v.r.PostForm.Get("next")), Kept: keptFrom(v.r.PostForm)})
}

// signedIn begins the session and goes on where the person wanted to be.
func (v *visit) signedIn(token string, forms signInForms) error {
	if old := v.token(); old != "" {
		if err := v.site.office.SignOut(v.ctx(), v.congress.ID, old); err != nil {
			return err
		}
	}
	v.setCookie(sessionCookie, token, 0)
	switch {
	case forms.Kept != nil:
		var err error
		if v.viewer, err = v.site.office.Viewer(v.ctx(), token, v.congress.ID); err != nil {
			return err
		}
		f, err := v.frame(v.T("resume.title"), "")
		if err != nil {
			return err
		}
		v.private = true
		return v.render(http.StatusOK, showResumePage(resumePage{frame: f, Kept: *forms.Kept}))
	case forms.Next != "":
		return v.goTo(forms.Next)
	}
	return v.goTo("/home")
}

func (s *site) signOut(v *visit) error {
	if token := v.token(); token != "" {
		if err := s.office.SignOut(v.ctx(), v.congress.ID, token); err != nil {
			return err
		}
	}
	v.setCookie(sessionCookie, "", -1)
	return v.goTo("/")
}

// demoDoors groups the one-click sign-ins by door; none outside a demonstration.
func (v *visit) demoDoors() ([]demoDoor, error) {
	accounts, err := v.site.office.DemoAccounts(v.ctx(), v.congress.ID)
	if err != nil {
		return nil, err
	}
	var out []demoDoor
	for _, door := range []access.Door{access.DeputyDoor, access.OfficeDoor, access.UnitDoor, access.LeaderDoor, ""} {
		d := demoDoor{Name: v.T("door.rest"), About: v.T("door.rest.about")}
		if door != "" {
			d = demoDoor{Name: v.T("door." + string(door)), About: v.T("door." + string(door) + ".about")}
		}
		for _, a := range accounts {
			if a.Door == string(door) || door == "" && !knownDoor(a.Door) {
				d.People = append(d.People, demoPerson{Account: a.ID, Name: a.Name, Seat: v.seats(a)})
			}
		}
		if len(d.People) > 0 {
			out = append(out, d)
		}
	}
	return out, nil
}

func knownDoor(name string) bool {
	_, ok := doorQueue[access.Door(name)]
	return ok
}

// seats says who somebody is: his organization and title.
func (v *visit) seats(a office.DemoAccount) string {
	var out []string
	for _, seat := range a.Seats {
		t := seat.Name
		if seat.Label != "" {
			t += " " + seat.Label
		}
		out = append(out, t)
	}
	return strings.Join(out, " · ")
}

// localPath is a path of this site, or "" for anything that could lead elsewhere.
func localPath(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(s, "/") ||
		strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n\t") {
		return ""
	}
	return s
}
