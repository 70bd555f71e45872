package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// answerPath is the last part of the address of the page to answer on, and what its forms call themselves.
const answerPath = "answer"

// focusView is what the page to answer on has beside what the matter page has.
type focusView struct {
	Act       actView
	Others    []actView       // what else can be done now
	Notes     []office.Moment // private notes and requests, latest first
	Past      []office.Moment // the rest of the history, latest first
	Unhappy   []office.RaiserText
	Preview   *office.Preview
	Hollow    string
	Templates []offer
	Into      string             // the input that a template goes into
	Here      []office.Colleague // who else has a form of it open
	HollowURL string
}

// showAnswer is the page to answer, assign or return on: everything one looks at while writing, on one screen.
func (s *site) showAnswer(v *visit) error {
	m, err := s.office.Matter(v.ctx(), v.viewer, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	page := matterPage{M: m, Path: "/m/" + m.ID, Focus: &focusView{}}
	return v.focusPage(http.StatusOK, page, v.param("act"), attempt{})
}

// focusPage shows one act with all around it; without an act, the one that is expected next.
func (v *visit) focusPage(status int, page matterPage, act string, a attempt) error {
	if act == "" {
		for _, f := range page.M.Forms {
			if f.Why == nil && (act == "" || f.Primary) {
				act = f.Act
			}
		}
	}
	if !offered(page.M, act) {
		if a.p == nil {
			return v.goTo(page.Path) // nothing to be done here: the matter's own page says why
		}
		page.Focus = nil
		return v.matterPage(status, page, a)
	}
	page.Focus.Act.Act = act
	return v.matterPage(status, page, a)
}

func offered(m office.Page, act string) bool {
	for _, f := range m.Forms {
		if f.Act == act && f.Why == nil {
			return true
		}
	}
	return false
}

// fillFocus parts what the page shows by where it stands.
func (v *visit) fillFocus(page *matterPage) (err error) {
	if page.Focus.Here, err = v.site.office.Editing(v.ctx(), v.viewer, page.M.ID); err != nil {
		return err
	}
	f := page.Focus
	key := f.Act.Act
	for _, a := range page.Acts {
		switch {
		case a.Act == key:
			f.Act = a
		case a.Why == nil:
			f.Others = append(f.Others, a)
		}
	}
	f.Act.Page, f.Act.Primary = answerPath, true
	if err := v.fillTemplates(page); err != nil {
		return err
	}
	if f.Act.Kind == rulebook.Answer {
		f.HollowURL = page.Path + "/hollow"
	}
	for _, v := range slices.Backward(page.M.History) {
		if mo := v; mo.Internal {
			f.Notes = append(f.Notes, mo)
		} else {
			f.Past = append(f.Past, mo)
		}
	}
	for _, r := range page.M.Raisers {
		if r.Rating == rulebook.NotSatisfied && r.Reason != "" {
			f.Unhappy = append(f.Unhappy, r)
		}
	}
	return nil
}

// fillTemplates offers templates for the act, and puts the one that was picked into its form: into an empty box,
// or below what stands there already.
func (v *visit) fillTemplates(page *matterPage) (err error) {
	f := page.Focus
	i := templateField(f.Act.Inputs)
	if i < 0 {
		return nil
	}
	f.Into = f.Act.Inputs[i].ID
	if f.Templates, err = v.offers(page.M, f.Act, page.Path); err != nil {
		return err
	}
	for _, o := range f.Templates {
		if o.ID == v.param("template") && v.r.Method == http.MethodGet {
			f.Act.Inputs[i].Value = strings.TrimSpace(f.Act.Inputs[i].Value + "\n" + o.Text)
		}
	}
	return nil
}

// editing tells a script that somebody still has a form open who else has.
func (s *site) editing(v *visit) error {
	here, err := s.office.Editing(v.ctx(), v.viewer, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	return v.plain(http.StatusOK, v.atIt(here))
}

// atIt is one sentence about who else has a form of the matter open; empty for nobody.
func (v *visit) atIt(here []office.Colleague) string {
	var out []string
	for _, c := range here {
		out = append(out, v.T("editing.one", "Name", c.Name, "Org", v.Name(c.Org), "At", v.Time(c.At)))
	}
	return strings.Join(out, " ")
}

// previewAct shows what those who raised the matter will see, without doing anything.
func (s *site) previewAct(v *visit) error {
	id, act := v.r.PathValue("id"), v.r.PathValue("act")
	in, err := v.sent()
	if err != nil {
		return err
	}
	m, err := s.office.Matter(v.ctx(), v.viewer, id)
	if err != nil {
		return err
	}
	page := matterPage{M: m, Path: "/m/" + id, Focus: &focusView{}}
	look, err := s.office.Preview(v.ctx(), v.viewer, id, office.ActInput{Act: act, Fields: in.fields(), Rev: in.Rev})
	if err != nil {
		p := problem.Of(err)
		if p.Kind == problem.Denied || p.Kind == problem.NotFound {
			return err
		}
		v.note(err)
		return v.focusPage(p.Kind.Status(), page, act, attempt{act, in, p})
	}
	page.Focus.Preview = &look
	if look.Answer != nil {
		hint, err := s.office.HollowHint(v.ctx(), v.viewer, id, look.Answer.Text)
		if err != nil {
			return err
		}
		page.Focus.Hollow = v.In(hint)
	}
	return v.focusPage(http.StatusOK, page, act, attempt{act: act, sent: in})
}

// hollow is the fragment that stands under an answer while it is typed.
func (s *site) hollow(v *visit) error {
	in, err := v.sent()
	if err != nil {
		return err
	}
	hint, err := s.office.HollowHint(v.ctx(), v.viewer, v.r.PathValue("id"), in.fields()["answer"])
	if err != nil {
		return err
	}
	text := ""
	if !hint.IsZero() {
		text = v.T("answer.hollow") + " " + v.In(hint)
	}
	return v.plain(http.StatusOK, text)
}

// previewView is a preview as it is shown.
type previewView struct{ *office.Preview }

// line is the new line of the history, as the history shows it.
func (p previewView) line() []office.Moment { return []office.Moment{*p.Moment} }
