package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// exportAct is what the form of a list calls saving the chosen rows as a file.
const exportAct = "_export"

// deskFormPage asks what is said once for many matters.
type deskFormPage struct {
	frame
	Act, List, Key string
	IDs            []string
	Inputs         []inputView
	Mistakes       []mistake
	Wrong, More    string
	Ready, Others  int
}

// runPage shows a run.
type runPage struct {
	frame
	Run           office.Run
	Fields        []office.FieldValue
	Path, Back    string
	List          string // the list it was chosen from, carried along
	Will, WillNot int
	Parts         []runPart
}

// runPart is the rows of a run that share their fate.
type runPart struct {
	ID, Name, Says string
	Rows           []office.BulkRow
}

type runsPage struct {
	frame
	Runs []runLink
}

type runLink struct {
	Path, Name, Says string
	Began            time.Time
}

// bulkInput reads which matters a form is about, and what shall be done.
func (v *visit) bulkInput() (office.BulkInput, error) {
	if err := v.form(); err != nil {
		return office.BulkInput{}, err
	}
	f := v.r.PostForm
	in := office.BulkInput{Act: f.Get("act"), IDs: f["id"], Query: listQuery(readAddress(f.Get("list"))), Fields: map[string]string{}, Key: contentKey(f)}
	switch f.Get("which") {
	case "page":
		in.IDs = f["page"]
	case "all":
		in.All = true
	}
	for name, values := range f {
		if key, ok := strings.CutPrefix(name, fieldPrefix); ok {
			in.Fields[key] = values[0]
		}
	}
	return in, nil
}

// desk takes the chosen rows of a list on to what shall be done with them.
func (s *site) desk(v *visit) error {
	in, err := v.bulkInput()
	if err != nil {
		return err
	}
	if in.Act == exportAct {
		return v.exportChosen(in)
	}
	form, err := s.office.BulkForm(v.ctx(), v.viewer, in)
	if err != nil {
		return v.deskAgain(err)
	}
	in.IDs, in.All = form.IDs, false
	// Where nothing is left to be said, or it can be done to none of them, the preview comes at once.
	if len(form.Inputs) == 0 {
		return v.prepare(in)
	}
	return v.deskForm(http.StatusOK, form, in, nil, nil)
}

// deskAgain shows the list again with what was wrong: nothing was chosen, or too much.
func (v *visit) deskAgain(err error) error {
	p := problem.Of(err)
	if p.Code != "noneChosen" && p.Code != "tooManyChosen" {
		return err
	}
	v.r.URL.Path, v.r.URL.RawQuery = "/matters", listAddress(readAddress(v.r.PostForm.Get("list")))
	v.r.Method = http.MethodGet
	v.wrong = v.In(p.Text)
	return v.site.showMatters(v)
}

func (v *visit) deskForm(status int, form office.BulkForm, in office.BulkInput, typed map[string]string, p *problem.Problem) error {
	f, err := v.frame(v.T("desk.form.title", "Act", v.In(form.Act.Name)), "/matters")
	if err != nil {
		return err
	}
	page := deskFormPage{
		frame: f, Act: in.Act, List: v.r.PostForm.Get("list"), Key: newKey(), IDs: form.IDs, Ready: form.Ready, Others: len(form.IDs) - form.Ready,
	}
	if form.More {
		page.More = v.T("desk.more", "Max", v.Num(office.BulkMax))
	}
	for _, i := range form.Inputs {
		view := v.input("desk", i, typed, p)
		if !i.Required && view.Hint == "" && len(i.Options) > 0 {
			view.Hint = v.T("desk.form.keep")
		}
		page.Inputs = append(page.Inputs, view)
	}
	if p != nil {
		page.Wrong, page.Mistakes = v.In(p.Text), mistakes(page.Inputs)
	}
	return v.render(status, showDeskForm(page))
}

// prepareRun takes the form and shows what would happen.
func (s *site) prepareRun(v *visit) error {
	in, err := v.bulkInput()
	if err != nil {
		return err
	}
	return v.prepare(in)
}

func (v *visit) prepare(in office.BulkInput) error {
	id, err := v.site.office.PrepareBulk(v.ctx(), v.viewer, in)
	if err == nil {
		return v.goTo(runAt(id, v.r.PostForm.Get("list")))
	}
	p := problem.Of(err)
	if p.Kind != problem.Invalid || len(p.Fields) == 0 {
		return v.deskAgain(err)
	}
	form, formErr := v.site.office.BulkForm(v.ctx(), v.viewer, in)
	if formErr != nil {
		return formErr
	}
	typed := map[string]string{}
	for key, value := range in.Fields {
		typed[fieldPrefix+key] = value
	}
	return v.deskForm(p.Kind.Status(), form, in, typed, p)
}

// showRun shows a run, and takes it up again when it was left by a process that stopped.
func (s *site) showRun(v *visit) error {
	id := v.r.PathValue("id")
	run, err := s.office.Run(v.ctx(), v.viewer, id)
	if err != nil {
		return err
	}
	if run.Kind != "bulk" {
		return v.goTo("/admin/import/" + id)
	}
	if run.State == "going" {
		if err := s.office.ResumeRun(v.ctx(), v.viewer, id); err != nil {
			return err
		}
	}
	f, err := v.frame(v.T("desk.run.title", "Act", v.In(run.Act.Name)), "/matters")
	if err != nil {
		return err
	}
	list := listAddress(readAddress(v.param("list")))
	page := runPage{frame: f, Run: run, Fields: run.Fields, Path: "/desk/runs/" + id, Back: mattersAt(list), List: list}
	page.parts(v.Say)
	return v.render(http.StatusOK, showRunPage(page))
}

// parts puts first what will not be done, or was not: that is what somebody must look at.
func (p *runPage) parts(s *Say) {
	not, yes := runPart{ID: "not", Says: s.T("desk.why")}, runPart{ID: "yes", Says: s.T("desk.then")}
	for _, r := range p.Run.Rows {
		if r.Why != nil {
			not.Rows = append(not.Rows, r)
		} else {
			yes.Rows = append(yes.Rows, r)
		}
	}
	p.Will, p.WillNot = len(yes.Rows), len(not.Rows)
	not.Name, yes.Name = s.T("desk.part.willNot"), s.T("desk.part.will")
	if p.Run.State != "prepared" {
		not.Name, yes.Name = s.T("desk.part.refused"), s.T("desk.part.did")
	}
	for _, part := range []runPart{not, yes} {
		if len(part.Rows) > 0 {
			p.Parts = append(p.Parts, part)
		}
	}
}

// patience is how long the press that starts a run waits for its end: most runs are done by then.
const patience = 2 * time.Second

func (s *site) startRun(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	id := v.r.PathValue("id")
	done, err := s.office.StartRun(v.ctx(), v.viewer, id)
	if err != nil {
		return err
	}
	v.waitFor(done)
	return v.goTo(runAt(id, v.r.PostForm.Get("list")))
}

func (v *visit) waitFor(done <-chan struct{}) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	case <-v.ctx().Done():
	}
}

// runAt is a run's address, which carries along the list it was chosen from.
func runAt(id, list string) string {
	if list = listAddress(readAddress(list)); list == "" {
		return "/desk/runs/" + id
	}
	return "/desk/runs/" + id + "?" + url.Values{"list": {list}}.Encode()
}

func (s *site) dropRun(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	if err := s.office.DropRun(v.ctx(), v.viewer, v.r.PathValue("id")); err != nil {
		return err
	}
	return v.goTo(mattersAt(listAddress(readAddress(v.r.PostForm.Get("list")))))
}

// runProgress tells the script of a run's page how far it is.
func (s *site) runProgress(v *visit) error {
	run, err := s.office.Run(v.ctx(), v.viewer, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	if run.State == "going" {
		if err := s.office.ResumeRun(v.ctx(), v.viewer, run.ID); err != nil {
			return err
		}
	}
	v.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	v.w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(v.w).Encode(map[string]any{
		"done": run.State != "going", "did": run.Did + run.Refused, "total": run.Total,
		"text": v.T("desk.progress", "Done", v.Num(run.Did+run.Refused), "Total", v.Num(run.Total)),
	})
}

func (s *site) showRuns(v *visit) error {
	runs, err := s.office.Runs(v.ctx(), v.viewer, "bulk")
	if err != nil {
		return err
	}
	f, err := v.frame(v.T("desk.runs"), "/matters")
	if err != nil {
		return err
	}
	page := runsPage{frame: f}
	for _, r := range runs {
		page.Runs = append(page.Runs, runLink{"/desk/runs/" + r.ID, v.In(r.Act.Name) + " · " + v.N("desk.page.n", r.Total), v.runSays(r), r.Began})
	}
	return v.render(http.StatusOK, showRunsPage(page))
}

func (v *visit) runSays(r office.Run) string {
	switch r.State {
	case "prepared":
		return v.T("desk.state.prepared")
	case "going":
		return v.T("desk.state.going")
	}
	return v.N("desk.did", r.Did) + " " + v.N("desk.refused", r.Refused)
}
