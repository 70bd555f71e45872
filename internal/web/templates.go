package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// templatesPage is where the templates of one's organizations and one's own are kept.
type templatesPage struct {
	frame
	Groups []templateGroup
	New    templateForm
}

// templateGroup are the templates of one organization, or the viewer's own.
type templateGroup struct {
	Name  string
	Forms []templateForm
}

// templateForm is one template with the form that changes it.
type templateForm struct {
	T       office.Template
	Use     string
	Inputs  []inputView
	Wrong   string
	Errors  []mistake
	Open    bool
	Key     string
	Preview string
}

func (s *site) showTemplates(v *visit) error {
	return v.templatesPage(http.StatusOK, "", nil, nil)
}

// templatesPage shows every template; the form that could not be taken is filled with what was typed.
func (v *visit) templatesPage(status int, id string, typed map[string]string, p *problem.Problem) error {
	all, err := v.site.office.Templates(v.ctx(), v.viewer)
	if err != nil {
		return err
	}
	f, err := v.frame(v.T("templates.title"), "/templates")
	if err != nil {
		return err
	}
	page := templatesPage{frame: f}
	for _, t := range all {
		name := v.T("templates.own")
		if t.Org != "" {
			name = v.Name(t.OrgName)
		}
		if n := len(page.Groups); n == 0 || page.Groups[n-1].Name != name {
			page.Groups = append(page.Groups, templateGroup{Name: name})
		}
		g := &page.Groups[len(page.Groups)-1]
		if p != nil && id == t.ID {
			g.Forms = append(g.Forms, v.templateForm(t, typed, p))
		} else {
			g.Forms = append(g.Forms, v.templateForm(t, nil, nil))
		}
	}
	fresh := office.Template{May: true}
	if p != nil && id == "" {
		page.New = v.templateForm(fresh, typed, p)
	} else {
		page.New = v.templateForm(fresh, nil, nil)
	}
	return v.render(status, showTemplatesPage(page))
}

func (v *visit) templateForm(t office.Template, typed map[string]string, p *problem.Problem) templateForm {
	form := templateForm{T: t, Key: newKey(), Open: p != nil}
	prefix := "new"
	if t.ID != "" {
		prefix = t.ID
	}
	own := func(key, label, kind, value string) inputView {
		in := inputView{ID: prefix + "-" + key, Name: key, Label: label, Kind: kind, Value: value, Required: kind != "number" && kind != "check", Rows: 6}
		if typed != nil {
			in.Value = typed[key]
		}
		if p != nil {
			in.Error = v.In(p.Fields[key])
		}
		return in
	}
	use := own("use", v.T("templates.use"), "select", t.Use)
	for _, u := range office.TemplateUses {
		use.Options = append(use.Options, option{u.Code, v.In(u.Name)})
		if u.Code == t.Use {
			form.Use = v.In(u.Name)
		}
	}
	text := own("text", v.T("templates.text"), "text", t.Text)
	text.Hint = v.T("templates.places", "Places", "{"+strings.Join(office.Placeholders, "} {")+"}")
	form.Inputs = []inputView{own("title", v.T("templates.name"), "line", t.Title), use, text}
	if t.ID == "" {
		whose := own("org", v.T("templates.org"), "radio", "")
		whose.Required = false
		whose.Options = []option{{"", v.T("templates.own")}}
		for _, seat := range v.viewer.Orgs {
			if v.viewer.WorksFor(seat.Org) {
				whose.Options = append(whose.Options, option{seat.Org, seat.Name})
			}
		}
		form.Inputs = append(form.Inputs, whose)
	} else {
		order, retired := own("order", v.T("templates.order"), "number", strconv.Itoa(t.Order)), own("retired", v.T("templates.retired"), "check", strconv.FormatBool(t.Retired))
		form.Inputs = append(form.Inputs, order, retired)
	}
	if p != nil {
		form.Wrong, form.Errors = v.In(p.Text), mistakes(form.Inputs)
	}
	return form
}

func (s *site) saveTemplate(v *visit) error {
	in, err := v.sent()
	if err != nil {
		return err
	}
	id := v.r.PathValue("id")
	order, _ := strconv.Atoi(in.Values["order"]) // what is no number stands first
	_, err = s.office.SaveTemplate(v.ctx(), v.viewer, office.TemplateInput{
		ID: id, Org: in.Values["org"], Use: in.Values["use"], Title: in.Values["title"], Text: in.Values["text"],
		Order: order, Retired: in.Values["retired"] == "true", Rev: in.Rev, Key: in.Key,
	})
	if err == nil {
		return v.goTo("/templates")
	}
	p := problem.Of(err)
	if p.Kind == problem.Denied || p.Kind == problem.NotFound {
		return err
	}
	v.note(err)
	return v.templatesPage(p.Kind.Status(), id, in.Values, p)
}

// offer is a template that can be put into the form that is open.
type offer struct {
	ID, Title, Text, Link string
}

// offers lists the templates for an act, filled with what this viewer sees of the matter.
func (v *visit) offers(m office.Page, act actView, path string) ([]offer, error) {
	all, err := v.site.office.Templates(v.ctx(), v.viewer)
	if err != nil {
		return nil, err
	}
	var out []offer
	for _, t := range all {
		if t.Retired || t.Use != office.UseOf(act.Form) {
			continue
		}
		out = append(out, offer{t.ID, t.Title, v.fill(m, t.Text), address(path+"/"+answerPath, nil, "act", act.Act, "template", t.ID)})
	}
	return out, nil
}

// fill puts the matter into a template. Templates are written in Chinese, and so are the days in them.
func (v *visit) fill(m office.Page, text string) string {
	zh := &Say{Lang: lang.ZH, Zone: v.Zone, words: v.words}
	day := func(d deadline.Date) string { return zh.Day(d) }
	return m.Fill(text, day, deadline.FromTime(v.site.office.Now(), v.Zone), deadline.FromTime(m.RaisedAt, v.Zone))
}

// templateField is the input that a template is put into: the first long text of the form.
func templateField(inputs []inputView) int {
	for i, in := range inputs {
		if in.Kind == "text" {
			return i
		}
	}
	return -1
}
