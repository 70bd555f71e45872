package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/message"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// importsPage takes a file, and leads back to those that came before.
type importsPage struct {
	frame
	Wrong string
	Runs  []runLink
}

// importPage shows one file on its way in.
type importPage struct {
	frame
	Run     office.Run
	File    string
	Path    string
	Wrong   string // why nothing can be read as it is set
	Preview *office.ImportPreview
	Report  *office.ImportReport // of the preview, or of what was done
	Maps    []importMap
	Columns []option // what a field can be taken from; nil when no heading was understood
	Sheets  []option
	Sheet   string
	Open    bool
	Rows    []congress.RejectedRow // the first of what is not taken
	Hidden  int                    // how many more there are
}

// importMap is from which column a field is taken.
type importMap struct {
	Name, Label, Value string
	Found              string // the column that the heading led to
}

// shownRejected is how many rows a page lists; the report has all of them.
const shownRejected = 500

func (s *site) showImports(v *visit) error { return v.importsPage(http.StatusOK, "") }

func (v *visit) importsPage(status int, wrong string) error {
	runs, err := v.site.office.Imports(v.ctx(), v.viewer)
	if err != nil {
		return err
	}
	f, err := v.frame(v.T("import.title"), "/raise")
	if err != nil {
		return err
	}
	page := importsPage{frame: f, Wrong: wrong}
	for _, r := range runs {
		page.Runs = append(page.Runs, runLink{"/admin/import/" + r.ID, r.Import.File, v.importSays(r), r.Began})
	}
	return v.render(status, showImportsPage(page))
}

func (v *visit) importSays(r office.Run) string {
	switch {
	case r.State == "prepared":
		return v.T("import.state.prepared")
	case r.State == "going":
		return v.T("import.state.going")
	case r.Import.Report == nil:
		return v.T("import.state.failed")
	}
	return v.N("import.did", r.Did) + " " + v.N("import.refused", r.Refused)
}

// takeImport receives a file and keeps it to be looked at.
func (s *site) takeImport(v *visit) error {
	if _, err := s.office.Imports(v.ctx(), v.viewer); err != nil {
		return err // nothing is read of a file from somebody who may not import
	}
	name, data, err := v.importFile()
	if err == nil {
		var id string
		if id, err = s.office.PrepareImport(v.ctx(), v.viewer, name, data); err == nil {
			return v.goTo("/admin/import/" + id)
		}
	}
	p := problem.Of(err)
	if p.Kind != problem.Invalid && p.Kind != problem.TooLarge {
		return err
	}
	return v.importsPage(p.Kind.Status(), v.In(p.Text))
}

// importFile reads the one file of a form as it comes in, up to the bound of an import and not further.
func (v *visit) importFile() (name string, data []byte, err error) {
	kind, params, err := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return "", nil, errBadForm.Because(err)
	}
	if b, ok := v.r.Body.(*formBody); ok {
		v.r.Body = http.MaxBytesReader(v.w, b.whole, office.ImportMaxBytes+maxForm)
	}
	body, done := v.patient()
	defer done()
	parts := multipart.NewReader(body, params["boundary"])
	const most = 10
	for range most {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, nil
		}
		if err == nil && part.FormName() == "file" {
			data, err = io.ReadAll(io.LimitReader(part, office.ImportMaxBytes+1))
			name = part.FileName()
		}
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return name, make([]byte, office.ImportMaxBytes+1), nil // the office says what to do
		}
		if err != nil {
			return "", nil, errBadForm.Because(err)
		}
		if name != "" {
			return name, data, nil
		}
	}
	return "", nil, errBadForm
}

// showImport shows a file before, while and after it is imported, and takes it up when it was left half done.
func (s *site) showImport(v *visit) error { return v.importPage(http.StatusOK, "") }

func (v *visit) importPage(status int, wrong string) error {
	id := v.r.PathValue("id")
	run, err := v.site.office.Import(v.ctx(), v.viewer, id)
	if err != nil {
		return err
	}
	f, err := v.frame(v.T("import.title"), "/raise")
	if err != nil {
		return err
	}
	in := run.Import
	page := importPage{frame: f, Run: run, File: in.File, Path: "/admin/import/" + id, Wrong: wrong, Sheet: in.Sheet, Open: in.Open, Report: in.Report}
	switch {
	case run.State == "prepared":
		_, done := v.patient() // a large file takes its time to be read
		defer done()
		p, err := v.site.office.PreviewImport(v.ctx(), v.viewer, id)
		if err != nil {
			return err
		}
		page.Preview, page.Report = &p, &p.Report
		if p.Wrong != nil && wrong == "" {
			page.Wrong = v.In(p.Wrong.Text)
		}
		page.maps(v.Say, in, p.Report.Sheets)
	case run.State == "going":
		if err := v.site.office.ResumeRun(v.ctx(), v.viewer, id); err != nil {
			return err
		}
	case in.Failed != nil:
		page.Wrong = v.In(in.Failed.Text)
	}
	if page.Report != nil {
		page.Rows = page.Report.Rejected
		if n := len(page.Rows); n > shownRejected {
			page.Rows, page.Hidden = page.Rows[:shownRejected], n-shownRejected
		}
	}
	return v.render(status, showImportPage(page))
}

// maps says for each field where it is taken from, and where else it could be.
func (p *importPage) maps(s *Say, in *office.ImportRun, sheets []message.Sheet) {
	found := map[message.Field]string{}
	first := true
	for _, x := range sheets {
		p.Sheets = append(p.Sheets, option{x.Name, x.Name})
		if !x.Read || !first {
			continue
		}
		first = false
		for _, c := range x.Columns {
			p.Columns = append(p.Columns, option{c.Letter, c.Letter + " " + c.Heading})
			if c.Field != "" {
				found[c.Field] = c.Letter + " " + c.Heading
			}
		}
	}
	if len(p.Sheets) < 2 && in.Sheet == "" {
		p.Sheets = nil
	} else if !hasOption(p.Sheets, in.Sheet) && in.Sheet != "" {
		p.Sheets = append(p.Sheets, option{in.Sheet, in.Sheet})
	}
	for _, f := range message.Fields {
		p.Maps = append(p.Maps, importMap{"c." + string(f), s.In(f.Label()), in.Columns[f], found[f]})
	}
}

// setImport changes how the file is read, and shows what comes of it.
func (s *site) setImport(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	columns := map[message.Field]string{}
	for _, f := range message.Fields {
		if value := message.CleanLine(v.r.PostForm.Get("c." + string(f))); value != "" {
			columns[f] = value[:min(len(value), maxColumnName)]
		}
	}
	id := v.r.PathValue("id")
	if err := s.office.SetImport(v.ctx(), v.viewer, id, columns, v.r.PostForm.Get("sheet"), v.r.PostForm.Get("open") == "1"); err != nil {
		return err
	}
	return v.goTo("/admin/import/" + id)
}

// maxColumnName is how many bytes of a column's name are looked at.
const maxColumnName = 200

func (s *site) startImport(v *visit) error {
	id := v.r.PathValue("id")
	if _, err := s.office.Import(v.ctx(), v.viewer, id); err != nil {
		return err
	}
	done, err := s.office.StartRun(v.ctx(), v.viewer, id)
	if err != nil {
		return err
	}
	v.waitFor(done)
	return v.goTo("/admin/import/" + id)
}

func (s *site) dropImport(v *visit) error {
	id := v.r.PathValue("id")
	if _, err := s.office.Import(v.ctx(), v.viewer, id); err != nil {
		return err
	}
	if err := s.office.DropRun(v.ctx(), v.viewer, id); err != nil {
		return err
	}
	return v.goTo("/admin/import")
}

// importReport sends the report as a file.
func (s *site) importReport(v *visit) error {
	_, done := v.patient()
	defer done()
	format := v.param("format")
	file, err := s.office.ImportReportFile(v.ctx(), v.viewer, v.r.PathValue("id"), format, v.Lang)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // a temporary file
	size, err := file.Stat()
	if err != nil {
		return err
	}
	day := deadline.FromTime(s.office.Now(), v.Zone).String()
	return v.send(file, size.Size(), v.T("import.reportFile")+"-"+day+"."+format, exportKinds[format])
}

// where says in which row something stands.
func (s *Say) where(sheet string, row int) string {
	if row == 0 {
		return sheet
	}
	if sheet == "" {
		return fmt.Sprint(row)
	}
	return sheet + " · " + fmt.Sprint(row)
}

func (s *Say) reason(r congress.RejectedRow) string { return s.In(lang.T(r.ZH, r.EN)) }

// auto says which column a field is taken from when nothing else is said.
func (p importPage) auto(m importMap) string {
	switch {
	case m.Found != "" && m.Value == "":
		return p.T("import.auto", "Column", m.Found)
	case m.Value == "":
		return p.T("import.autoNone")
	}
	return p.T("import.autoBack")
}

// withGiven are the columns to choose from, with one that was named in another way.
func (p importPage) withGiven(value string) []option {
	if value == "" || hasOption(p.Columns, value) {
		return p.Columns
	}
	return append([]option{{value, value}}, p.Columns...)
}

// stamp is a time as a file gave it: with an hour only where it had one.
func (s *Say) stamp(t time.Time, hasTime bool) string {
	switch {
	case t.IsZero():
		return ""
	case hasTime:
		return t.Format("2006-01-02 15:04")
	}
	return t.Format(time.DateOnly)
}
