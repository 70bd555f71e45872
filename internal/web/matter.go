package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// matterPage is one matter as one viewer sees it.
type matterPage struct {
	frame
	M        office.Page
	Acts     []actView
	Done     string            // what was just done
	Undo     *office.UndoOffer // what can still be taken back
	Conflict *conflictView     // on 409: what happened meanwhile
	Path     string            // of this page; acts are posted below it
	Open     bool              // the page that everybody sees
	Tracked  bool              // seen with a receipt
	AtIt     string            // who else has a form of it open
	Focus    *focusView        // the page to answer on, instead of the matter's own
	Inside   string            // open page: the page for those who are signed in
	Around   *aroundView       // where it stands in the list he came from
}

// actView is the form of one act, made from the rulebook.
type actView struct {
	office.Form
	Says     string // what will happen, by the kind of act
	Action   string
	Inputs   []inputView
	Upload   *filesView // nil: nothing can be attached
	Mistakes []mistake
	Wrong    string              // why it was not taken
	Request  string              // number of the request, when the fault is ours
	Open     bool                // shown unfolded
	Asked    []office.FieldValue // what the owner asked for, where this act decides on it
	Key      string
	Rev      int64
	Page     string     // what the page calls itself on which the form stands; empty: the matter's
	Draft    *draftView // what was typed the last time
	Kept     bool       // a draft is kept of it
	Keep     string     // where to keep what is typed; empty: nowhere
	Look     string     // where to look at it as others will see it
	Hollow   string     // where to ask whether an answer answers
}

// conflictView says that nothing was saved, what others did meanwhile, and keeps what was typed.
type conflictView struct {
	Text      string
	Meanwhile []office.Moment
	Again     string   // anchor of the form, still filled; empty: the act is not there any more
	Words     []string // what was typed, when its form has gone
}

// showMatter is the page of a matter for those who work on it or raised it.
func (s *site) showMatter(v *visit) error {
	m, err := s.office.Matter(v.ctx(), v.viewer, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	around, err := v.around()
	if err != nil {
		return err
	}
	return v.matterPage(http.StatusOK, matterPage{M: m, Path: "/m/" + m.ID, Around: around}, attempt{})
}

// showPublishedMatter is the page that everybody sees, whoever looks.
func (s *site) showPublishedMatter(v *visit) error {
	m, err := s.office.MatterByNumber(v.ctx(), v.public(), v.r.PathValue("number"))
	if err != nil {
		return err
	}
	page := matterPage{M: m, Path: "/p/" + m.Number, Open: true}
	if v.viewer.SignedIn() {
		page.Inside = "/m/" + m.ID
	}
	return v.matterPage(http.StatusOK, page, attempt{})
}

// act does an act on a matter, or shows its page again with everything typed.
func (s *site) act(v *visit) error {
	id := v.r.PathValue("id")
	return v.doAct(v.viewer, id, "/m/"+id)
}

// attempt is an act that was not taken, with why.
type attempt struct {
	act  string
	sent sent
	p    *problem.Problem
}

func (v *visit) doAct(viewer access.Viewer, id, path string) error {
	in, err := v.sent()
	if err != nil {
		return err
	}
	name := v.r.PathValue("act")
	if in.Refused != nil {
		err = in.Refused
	}
	if err == nil && viewer.Matter != "" {
		err = v.bound("rate", v.site.limits.Rate)
	}
	if err == nil {
		_, err = v.site.office.Act(v.ctx(), viewer, id, office.ActInput{
			Act: name, Fields: in.fields(), Rev: in.Rev, Key: in.Key, Files: in.files(), Draft: in.Values["draft"] != "" && viewer.SignedIn(),
		})
	}
	if err == nil {
		return v.goTo(path + "?done=" + name + v.cameFrom(path))
	}
	// Whatever went wrong: where the matter can still be shown, its page keeps what was typed.
	p := problem.Of(err)
	m, lookErr := v.site.office.Matter(v.ctx(), viewer, id)
	if lookErr != nil {
		return err
	}
	v.note(err)
	if p.Kind == problem.Denied {
		if in.Rev == 0 || in.Rev == m.Rev {
			return err // it was never his to do
		}
		moved := *p // it was his when he opened the page
		moved.Kind = problem.Conflict
		p = &moved
	}
	page := matterPage{M: m, Path: path, Tracked: viewer.Matter != ""}
	if in.Values["page"] == answerPath && !page.Tracked {
		page.Focus = &focusView{}
		return v.focusPage(p.Kind.Status(), page, name, attempt{name, in, p})
	}
	return v.matterPage(p.Kind.Status(), page, attempt{name, in, p})
}

// matterPage completes and renders a matter's page; a is the act that was tried and not taken, if any.
func (v *visit) matterPage(status int, page matterPage, a attempt) error {
	current := "/matters"
	if page.Open {
		current = "/p"
	}
	if page.Tracked {
		current = "/track"
	}
	f, err := v.frame(page.M.Number+" "+v.title(page.M.Title), current)
	if err != nil {
		return err
	}
	page.frame = f
	at(&page.M, page.Path)
	page.Index = page.Open
	if page.Open {
		page.Twin = twins + "/matters/" + url.PathEscape(page.M.Number)
	}
	v.private = v.private || !page.Open
	if !page.Open && !page.Tracked {
		page.Undo = page.M.Undo
	}
	if !page.Open {
		page.Acts = v.acts(page.M, page.Path, a)
		v.proposeTarget(page.Acts)
	}
	if a.p != nil && a.p.Kind == problem.Conflict {
		page.Conflict = v.conflict(page, a)
	}
	if n := len(page.M.History); v.param("done") != "" && n > 0 {
		page.Done = v.In(page.M.History[n-1].Act)
	}
	if page.Focus != nil {
		if err := v.fillFocus(&page); err != nil {
			return err
		}
		page.AtIt = v.atIt(page.Focus.Here)
		return v.render(status, showAnswerPage(page))
	}
	return v.render(status, showMatterPage(page))
}

// acts prepares the forms; the one that was tried is filled with what was typed.
func (v *visit) acts(m office.Page, path string, a attempt) []actView {
	var out []actView
	for _, f := range m.Forms {
		view := actView{Form: f, Says: v.says(f), Action: path + "/acts/" + f.Act, Open: f.Primary, Key: newKey(), Rev: m.Rev}
		var typed map[string]string
		var p *problem.Problem
		draft, kept := m.Drafts[f.Act]
		switch {
		case a.act == f.Act:
			typed, view.Open = a.sent.Values, true
			if a.p != nil && a.p.Kind != problem.Conflict {
				p, view.Wrong, view.Request = a.p, v.In(a.p.Text), v.reference(a.p)
			}
		case kept:
			typed, view.Open, view.Draft = draft.Fields, true, v.draftOf(m, f.Act, path, draft)
		}
		if v.viewer.SignedIn() && len(f.Inputs) > 0 {
			view.Keep, view.Look, view.Kept = path+"/draft/"+f.Act, path+"/preview/"+f.Act, kept
			if f.Kind == rulebook.Answer {
				view.Hollow = path + "/hollow"
			}
		}
		if m.Asked != "" && f.Why == nil && (f.Kind == rulebook.Extend || f.Kind == rulebook.Refuse) {
			view.Asked, view.Open = asked(m), view.Open || f.Kind == rulebook.Extend
		}
		for _, in := range f.Inputs {
			field := v.input(f.Act, in, typed, p)
			if f.Kind == rulebook.Rate && in.Key == "reason" && field.Hint == "" {
				field.Hint = v.T("act.rate.reason")
			}
			if f.Kind == rulebook.Rate && field.Kind == "radio" {
				field.Kind = "tiles"
			}
			view.Inputs = append(view.Inputs, field)
		}
		view.Mistakes = mistakes(view.Inputs)
		if f.Files && f.Why == nil {
			var kept []upload
			if typed != nil {
				kept = a.sent.Uploads
			}
			view.Upload = v.filesView(f.Act, kept, p)
			view.Mistakes = view.Upload.mistakes(v.Say, view.Mistakes)
		}
		out = append(out, view)
	}
	return out
}

// asked is what the owner asked for last.
func asked(m office.Page) []office.FieldValue {
	for _, mo := range slices.Backward(m.History) {
		if mo.Kind == rulebook.Ask {
			return mo.Fields
		}
	}
	return nil
}

// says is what an act of this kind does, where that is not plain from its name.
func (v *visit) says(f office.Form) string {
	key := "act." + string(f.Kind)
	if !v.words.has(v.Lang, key) {
		return ""
	}
	return v.T(key)
}

// conflict says what happened between the look and the act.
func (v *visit) conflict(page matterPage, a attempt) *conflictView {
	c := &conflictView{Text: v.In(a.p.Text)}
	for _, mo := range page.M.History {
		if a.sent.Rev > 0 && mo.Seq > a.sent.Rev {
			c.Meanwhile = append(c.Meanwhile, mo)
		}
	}
	for _, act := range page.Acts {
		if act.Act == a.act && act.Why == nil {
			c.Again = "act-" + act.Act
			return c
		}
	}
	for _, value := range sortedValues(a.sent.fields()) {
		if value != "" {
			c.Words = append(c.Words, value)
		}
	}
	return c
}
