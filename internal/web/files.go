package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/file"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// Uploads: how much one request may bring, how long it may take, how long it may say nothing, and how long a file
// waits for its form. The sweep of the office waits twice as long as the last.
const (
	maxUpload  = 1 << 30
	uploadTime = 20 * time.Minute
	uploadIdle = 60 * time.Second
	uploadKept = 12 * time.Hour
	maxParts   = 2000
)

// Names of a form's inputs for files: fresh ones, and those that are here already.
const (
	freshFiles = "files"
	keptFiles  = "file"
)

// upload is a file that is here and waits for its form. Its handle is sealed, so that nobody can name a file that
// he did not send himself.
type upload struct {
	Handle string
	File   matter.File
}

// filesView is the input for files of a form.
type filesView struct {
	ID    string
	Kept  []upload
	Most  int // how many
	Error string
}

// accepts is what browsers offer to choose from; what is taken is decided by content.
const accepts = "image/jpeg,image/png,image/webp,image/gif,.pdf,.docx,.xlsx,.txt," + file.PDF + "," + file.DOCX + "," + file.XLSX

// filesView makes the input; nil where this installation takes no files.
func (v *visit) filesView(form string, kept []upload, p *problem.Problem) *filesView {
	if !v.site.office.TakesFiles() {
		return nil
	}
	f := &filesView{ID: form + "-files", Kept: kept, Most: v.mostFiles()}
	if p != nil {
		f.Error = v.In(p.Fields["files"])
	}
	return f
}

// mistakes adds what is wrong with the files to the list above the form.
func (f *filesView) mistakes(s *Say, all []mistake) []mistake {
	if f == nil || f.Error == "" {
		return all
	}
	return append(all, mistake{f.ID, s.T("files.label") + ": " + f.Error})
}

func (v *visit) mostFiles() int {
	if v.viewer.SignedIn() {
		return file.MaxPerAct
	}
	return file.MaxPerVisitor
}

// sealName binds a handle to the person who sent the file.
func (v *visit) sealName() string { return "file " + v.congress.ID + " " + v.viewer.Account }

func (v *visit) handle(f matter.File) (upload, error) {
	text, err := v.site.seal.close(v.sealName(), f, v.site.now().Add(uploadKept))
	return upload{text, f}, err
}

// kept opens the handles that a form brings back; those too old, or of a time before a restart, are refused with a
// word of what to do.
func (v *visit) keptUploads(handles []string) (out []upload, refused []lang.Text) {
	for _, h := range handles {
		var f matter.File
		if v.site.seal.open(v.sealName(), h, v.site.now(), &f) {
			out = append(out, upload{h, f})
		} else if h != "" {
			refused = append(refused, lang.T("有附件放置太久，请重新选择", "A file waited too long; please choose it again"))
		}
	}
	return out, refused
}

func (s sent) files() []matter.File {
	out := make([]matter.File, 0, len(s.Uploads))
	for _, u := range s.Uploads {
		out = append(out, u.File)
	}
	return out
}

// showFile, showTrackedFile and showPublishedFile hand out an attachment to whoever may see it there.
func (s *site) showFile(v *visit) error {
	f, err := s.office.File(v.ctx(), v.viewer, v.r.PathValue("id"), v.r.PathValue("hash"))
	return v.serveFile(f, err)
}

func (s *site) showTrackedFile(v *visit) error {
	viewer, err := v.holder()
	if err != nil {
		return v.trackFirst(err)
	}
	f, err := s.office.File(v.ctx(), viewer, viewer.Matter, v.r.PathValue("hash"))
	v.private = true
	return v.serveFile(f, err)
}

func (s *site) showPublishedFile(v *visit) error {
	f, err := s.office.FileByNumber(v.ctx(), v.public(), v.r.PathValue("number"), v.r.PathValue("hash"))
	v.private = false
	return v.serveFile(f, err)
}

// serveFile sends an attachment: photos to be looked at, everything else to be saved, and nothing of it may run.
// A browser may keep it but asks each time whether it is still there for this person.
func (v *visit) serveFile(f office.FileContent, err error) error {
	if err != nil {
		return err
	}
	defer f.Close()
	h := v.w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox")
	how := "attachment"
	if file.Photo(f.Type) {
		how = "inline"
	}
	h.Set("Content-Disposition", how+"; filename*=UTF-8''"+strings.ReplaceAll(url.PathEscape(f.Name), "'", "%27"))
	h.Set("Vary", "Cookie")
	h.Set("Cache-Control", "no-cache")
	if v.private {
		h.Set("Cache-Control", "private, no-cache")
	}
	h.Set("ETag", `"`+f.Hash+`"`)
	_, done := v.patient()
	defer done()
	http.ServeContent(v.w, v.r, "", time.Time{}, f)
	return nil
}

// at tells every attachment of a page where it is served.
func at(p *office.Page, path string) {
	set := func(all []office.FileText) {
		for i := range all {
			all[i].At = path + "/files/"
		}
	}
	set(p.Files)
	for _, a := range p.Answers {
		set(a.Files)
	}
	for _, m := range p.History {
		set(m.Files)
	}
}

// Size is a number of bytes as people say it.
func (s *Say) Size(n int64) string {
	const kb = 1 << 10
	switch {
	case n >= kb*kb:
		return strconv.FormatFloat(float64(n)/(kb*kb), 'f', 1, 64) + " MB"
	case n >= kb:
		return strconv.FormatInt((n+kb/2)/kb, 10) + " KB"
	}
	return strconv.FormatInt(n, 10) + " B"
}

func photosOf(all []office.FileText, photos bool) []office.FileText {
	var out []office.FileText
	for _, f := range all {
		if f.Photo == photos {
			out = append(out, f)
		}
	}
	return out
}
