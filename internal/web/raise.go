package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// raiseChoicePage lets people choose what they want to raise, when there is more than one kind.
type raiseChoicePage struct {
	frame
	Forms   []office.RaiseForm
	Imports bool // he may also bring in a whole file
}

// raisePage is the form by which a matter is raised.
type raisePage struct {
	frame
	Form     office.RaiseForm
	Station  *inputView
	Inputs   []inputView // what it is about
	Upload   *filesView  // nil: nothing can be attached
	Person   []inputView // who says it
	Consent  []inputView
	Wrong    string
	Request  string // number of the request, when the fault is ours
	Mistakes []mistake
	Resident bool // raised without an account
	Staff    bool // written down by an office, perhaps for somebody else
	Mails    bool // people can be told by e-mail
	Several  bool // there are other kinds to choose
	Key      string
	Alike    *similarView
	Keep     string     // where to keep what is typed; empty: in the browser only
	Draft    *draftView // what was typed the last time
}

var errNothingToRaise = problem.New(problem.Denied, "mayNotRaise", "您不能提出这类事项。", "You cannot raise a matter of this kind.")

func (s *site) showRaiseChoice(v *visit) error {
	forms, err := s.office.RaiseForms(v.ctx(), v.viewer)
	if err != nil {
		return err
	}
	switch len(forms) {
	case 0:
		return errNothingToRaise
	case 1:
		return v.goTo(address("/raise/"+forms[0].Procedure, v.r.URL.Query()))
	}
	f, err := v.frame(v.T("raise.choose"), "/raise")
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, showRaiseChoicePage(raiseChoicePage{f, forms, access.MayImport(v.viewer)}))
}

func (s *site) showRaise(v *visit) error {
	return v.raisePage(http.StatusOK, v.r.PathValue("procedure"), nil, nil)
}

// raisePage shows the form of a procedure, with what was typed and what is wrong with it.
func (v *visit) raisePage(status int, procedure string, typed map[string]string, p *problem.Problem) error {
	forms, err := v.site.office.RaiseForms(v.ctx(), v.viewer)
	if err != nil {
		return err
	}
	form, ok := raiseForm(forms, procedure)
	if !ok {
		return errNothingToRaise
	}
	f, err := v.frame(v.In(form.Name), "/raise")
	if err != nil {
		return err
	}
	page := raisePage{
		frame: f, Form: form, Key: newKey(), Several: len(forms) > 1, Alike: v.alike,
		Resident: form.Role == "resident", Staff: form.Role != "resident" && form.Role != "deputy", Mails: v.site.office.Mails(),
	}
	page.Upload = v.filesView("raise", v.uploads, p)
	if v.viewer.SignedIn() {
		page.Keep = "/raise/" + procedure + "/draft"
		d, err := v.site.office.RaiseDraft(v.ctx(), v.viewer, procedure)
		if err != nil {
			return err
		}
		if d != nil && typed == nil {
			typed, page.Draft = d.Fields, &draftView{At: v.Time(d.At), Drop: page.Keep + "/drop", Form: "drop"}
		}
	}
	page.fill(v.Say, typed, p)
	if typed == nil {
		page.choose("station", v.param("station"))
	}
	if p != nil {
		page.Wrong, page.Request = v.In(p.Text), v.reference(p)
		page.Mistakes = mistakes(append(append(append([]inputView{}, page.Inputs...), page.Person...), page.Consent...))
		page.Mistakes = page.Upload.mistakes(v.Say, page.Mistakes)
	}
	return v.render(status, showRaisePage(page))
}

// choose fills in what the link that led here has chosen already; a value that is no option chooses nothing.
func (page *raisePage) choose(name, value string) {
	for i := range page.Inputs {
		if page.Inputs[i].Name == name {
			page.Inputs[i].Value = value
		}
	}
}

func raiseForm(forms []office.RaiseForm, procedure string) (office.RaiseForm, bool) {
	for _, f := range forms {
		if f.Procedure == procedure {
			return f, true
		}
	}
	return office.RaiseForm{}, false
}

// fill makes the inputs: the matter in the raiser's words, what the procedure asks for, who he is, what he
// agrees to.
func (page *raisePage) fill(s *Say, typed map[string]string, p *problem.Problem) {
	own := func(key, kind string, required bool) inputView {
		in := inputView{ID: "raise-" + key, Name: key, Label: s.T("raise." + key), Kind: kind, Value: typed[key], Required: required, Rows: 7}
		if hint := "raise." + key + ".hint"; s.words.has(s.Lang, hint) {
			in.Hint = s.T(hint)
		}
		if p != nil {
			in.Error = s.In(p.Fields[key])
		}
		return in
	}
	page.Inputs = []inputView{own("title", "line", true), own("text", "text", true)}
	for _, in := range page.Form.Inputs {
		page.Inputs = append(page.Inputs, s.input("raise", in, typed, p))
	}
	if len(page.Form.Stations) > 0 {
		in := own("station", "select", false)
		in.Options = s.options(page.Form.Stations)
		page.Inputs = append(page.Inputs, in)
	}
	if page.Staff {
		behalf := own("behalf", "radio", true)
		behalf.Options = []option{{"resident", s.T("raise.behalf.resident")}, {"own", s.T("raise.behalf.own")}}
		if behalf.Value == "" {
			behalf.Value = "resident"
		}
		page.Person = append(page.Person, behalf, own("on", "date", false))
	}
	if page.Resident || page.Staff {
		name, contact := own("name", "line", false), own("contact", "line", false)
		if page.Resident {
			name.Auto, contact.Auto = "name", "tel"
		}
		page.Person = append(page.Person, name, contact)
		if page.Mails {
			page.Person = append(page.Person, own("mail", "check", false))
		}
		page.Consent = append(page.Consent, own("consent", "check", false))
	}
	page.Consent = append(page.Consent, own("public", "check", false))
	if page.Upload != nil {
		page.Consent = append(page.Consent, own("publicFiles", "check", false))
	}
}

// raise opens the matter. A form sent twice opens it once and shows the same receipt.
func (s *site) raise(v *visit) error {
	in, err := v.sent()
	if err != nil {
		return err
	}
	procedure := v.r.PathValue("procedure")
	if in.Values["look"] != "" {
		return v.lookForAlike(procedure, in)
	}
	if in.Refused != nil {
		return v.raiseAgain(in.Refused, procedure, in)
	}
	if !v.viewer.SignedIn() {
		if err := v.bound("raise", s.limits.Raise); err != nil {
			return v.raiseAgain(err, procedure, in)
		}
	}
	raise := office.RaiseInput{
		Procedure: procedure, Title: in.Values["title"], Text: in.Values["text"], Fields: in.fields(),
		Station: in.Values["station"], Name: in.Values["name"], Contact: in.Values["contact"],
		Mail: in.Values["mail"] == "true", Consent: in.Values["consent"] == "true", Public: in.Values["public"] == "true", Key: in.Key,
		PubFiles: in.Values["publicFiles"] == "true", Files: in.files(),
	}
	if v.viewer.SignedIn() && in.Values["behalf"] == "resident" {
		raise.For = &office.Resident{Name: in.Values["name"], Contact: in.Values["contact"]}
	}
	if text := strings.TrimSpace(in.Values["on"]); text != "" {
		if raise.At, err = v.dayRaised(text); err != nil {
			return v.raiseAgain(err, procedure, in)
		}
	}
	receipt, err := s.raiseOnce(v, raise)
	if err != nil {
		return v.raiseAgain(err, procedure, in)
	}
	if v.viewer.SignedIn() {
		if err := s.office.DropDraft(v.ctx(), v.viewer, "", procedure); err != nil {
			v.note(err) // it was raised: a draft that is left behind can be dropped by hand
		}
	}
	if err := v.keep(receiptCookie, receipt, receiptTime); err != nil {
		return err
	}
	return v.goTo("/receipt")
}

// raiseAgain shows the form again with everything typed, when that can help.
func (v *visit) raiseAgain(err error, procedure string, in sent) error {
	p := problem.Of(err)
	if p.Kind == problem.Denied || p.Kind == problem.NotFound {
		return err
	}
	v.note(err)
	return v.raisePage(p.Kind.Status(), procedure, in.Values, p)
}

// dayRaised is the time of a matter that was raised on an earlier day: noon, since nobody wrote the hour.
func (v *visit) dayRaised(text string) (time.Time, error) {
	d, err := deadline.ParseDate(text)
	if err != nil {
		return time.Time{}, wrongDay.With("on", problem.Of(err).Text)
	}
	today := deadline.FromTime(v.site.office.Now(), v.Zone)
	if d == today {
		return time.Time{}, nil
	}
	if d.After(today) {
		return time.Time{}, wrongDay.With("on", lang.T("不能晚于今天", "It cannot be later than today"))
	}
	return d.In(v.Zone).Add(12 * time.Hour), nil
}

var wrongDay = problem.New(problem.Invalid, "incomplete",
	"有内容没有填好，已填的都为您保留；请按提示补充。", "Something is missing or not right; what you typed was kept. Please complete it.")

// raiseTime is how long an act may take whose sender has gone: it must not fail halfway for the other
// copy of the same form.
const raiseTime = 30 * time.Second

// raiseOnce raises a matter, and gives the receipt of the first time to a form that is sent again: its
// code is stored nowhere else and would be lost.
func (s *site) raiseOnce(v *visit, in office.RaiseInput) (office.Receipt, error) {
	if in.Key == "" {
		return s.office.Raise(v.ctx(), v.viewer, in)
	}
	key := v.viewer.Account + "/" + in.Key
	got, err, _ := s.raising.Do(key, func() (any, error) {
		if r, ok := s.raised.get(key, s.now()); ok {
			return r, nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx()), raiseTime)
		defer cancel()
		r, err := s.office.Raise(ctx, v.viewer, in)
		if err == nil {
			s.raised.put(key, r, s.now())
		}
		return r, err
	})
	if err != nil {
		return office.Receipt{}, err
	}
	r, ok := got.(office.Receipt)
	if !ok {
		return r, errors.New("web: a receipt of another kind")
	}
	return r, nil
}

// basisOfRaise are the legal bases shown under the form.
func (page *raisePage) basisOfRaise() []office.BasisText {
	var out []office.BasisText
	for _, b := range page.Form.Basis {
		if b.Class != rulebook.Default {
			out = append(out, b)
		}
	}
	return out
}

// keepAttributes tell the script where to keep what is typed: with the account, or in this browser only.
func (page *raisePage) keepAttributes() templ.Attributes {
	if page.Keep == "" {
		return templ.Attributes{"data-local": page.Form.Procedure}
	}
	return templ.Attributes{"data-keep": page.Keep, "data-keep-failed": page.T("draft.failed")}
}
