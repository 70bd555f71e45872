package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/file"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// isMultipart reports whether a request brings a form with files.
func isMultipart(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// patient lets a request take its time, as long as something comes; done ends that.
func (v *visit) patient() (body io.Reader, done func()) {
	rc := http.NewResponseController(v.w)
	past := time.Unix(1, 0)
	_, _ = rc.SetReadDeadline(time.Time{}), rc.SetWriteDeadline(time.Time{}) // not every connection has one
	give := func() { _ = rc.SetReadDeadline(past) }
	idle, whole := time.AfterFunc(uploadIdle, give), time.AfterFunc(uploadTime, give)
	return alive{v.r.Body, idle}, func() { idle.Stop(); whole.Stop() }
}

type alive struct {
	io.Reader
	idle *time.Timer
}

func (a alive) Read(p []byte) (int, error) {
	a.idle.Reset(uploadIdle)
	return a.Reader.Read(p)
}

// received is what a form with files brought.
type received struct {
	values  url.Values
	uploads []upload
	refused []lang.Text      // by file, why it was not taken
	broken  *problem.Problem // why no file can be taken at the moment
	dropped int              // files that were not looked at
}

// receive reads a form with files part by part; no file is in memory longer than it is looked at. take false: the
// files are let go (their sender must sign in first).
func (v *visit) receive(take bool) (received, error) {
	if b, ok := v.r.Body.(*formBody); ok {
		v.r.Body = http.MaxBytesReader(v.w, b.whole, maxUpload)
	}
	body, done := v.patient()
	defer done()
	_, params, err := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if err != nil {
		return received{}, errBadForm.Because(err)
	}
	parts := multipart.NewReader(body, params["boundary"])
	in := received{values: url.Values{}}
	left := int64(maxLong)
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, nil
		}
		if err != nil {
			return in, badParts(err)
		}
		if name := part.FormName(); name != freshFiles && part.FileName() == "" {
			b, err := io.ReadAll(io.LimitReader(part, left+1))
			if err != nil {
				return in, badParts(err)
			}
			if left -= int64(len(b)); left < 0 {
				return in, errTooBig
			}
			if len(b) > maxForm {
				if err := v.heavy(); err != nil {
					return in, err
				}
			}
			in.values.Add(name, string(b))
			if name == keptFiles {
				kept, refused := v.keptUploads([]string{string(b)})
				in.uploads, in.refused = append(in.uploads, kept...), append(in.refused, refused...)
			}
		} else if part.FileName() != "" {
			if !take {
				in.dropped++
				continue
			}
			if err := v.receiveFile(&in, part); err != nil {
				return in, err
			}
		}
	}
	return in, errTooBig
}

func badParts(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return errUploadTooBig.Because(err)
	}
	return errBadForm.Because(err)
}

var errUploadTooBig = problem.New(problem.Invalid, "uploadTooBig",
	"这次上传合计超过 1 GB，没有保存；请分几次上传。", "That was more than 1 GB at once and nothing was saved; please send it in parts.")

// receiveFile takes one file, or remembers why not; what is not taken is read past.
func (v *visit) receiveFile(in *received, part *multipart.Part) error {
	name := file.CleanName(part.FileName(), "")
	refuse := func(t lang.Text) { in.refused = append(in.refused, lang.T(name+"："+t.ZH, name+": "+t.EN)) }
	total := int64(0)
	for _, u := range in.uploads {
		total += u.File.Size
	}
	switch {
	case in.broken != nil:
		in.dropped++
		return nil
	case len(in.uploads) >= v.mostFiles(), total > file.MaxActBytes:
		in.dropped++
		return nil
	}
	if !v.viewer.SignedIn() {
		if err := v.bound("files", v.site.limits.Files); err != nil {
			in.broken = problem.Of(err)
			return nil
		}
	}
	f, err := v.site.office.AddFile(v.ctx(), v.viewer, part.FileName(), part)
	switch p := problem.Of(err); {
	case err == nil:
		u, err := v.handle(f)
		if err != nil {
			return err
		}
		in.uploads = append(in.uploads, u)
	case p.Kind == problem.Invalid:
		refuse(p.Text)
	case p.Kind == problem.Internal && v.ctx().Err() != nil:
		return errBadForm.Because(err)
	default:
		v.note(err)
		in.broken = p
	}
	return nil
}

// problem says what of the files was not taken, or nil when all of them were.
func (in received) problem(most int) *problem.Problem {
	if in.broken != nil {
		return in.broken.With("files", in.broken.Text)
	}
	refused := in.refused
	if in.dropped > 0 {
		n, m := strconv.Itoa(in.dropped), strconv.Itoa(most)
		refused = append(refused, lang.T("一次最多收 "+m+" 个附件，另有 "+n+" 个没有收下，可以之后再补", "At most "+m+" files at once: "+n+" more were not taken, add them later"))
	}
	if len(refused) == 0 {
		return nil
	}
	var zh, en []string
	for _, t := range refused {
		zh, en = append(zh, strings.TrimSuffix(t.ZH, "。")), append(en, strings.TrimSuffix(t.EN, "."))
	}
	return errRefused.With("files", lang.T(strings.Join(zh, "；")+"。", strings.Join(en, "; ")+"."))
}

var errRefused = problem.New(problem.Invalid, "filesRefused",
	"有附件没有收下，所以还没有提交；填写的内容和已收下的附件都为您保留，请看附件处的说明，再提交一次。",
	"Some files were not taken, so nothing was submitted yet. What you typed and the files that were taken are kept; see the note at the files, then submit again.")

// sendFile takes one file ahead of its form, for pages with script, and answers with its handle.
func (s *site) sendFile(v *visit) error {
	if !isMultipart(v.r) {
		return errBadForm
	}
	in, err := v.receive(true)
	out := struct {
		Handle string `json:"handle,omitempty"`
		Name   string `json:"name,omitempty"`
		Size   string `json:"size,omitempty"`
		Error  string `json:"error,omitempty"`
	}{}
	status := http.StatusOK
	p := in.problem(v.mostFiles())
	if err != nil {
		p = problem.Of(err)
	}
	switch {
	case p != nil:
		v.note(p)
		status, out.Error = p.Kind.Status(), v.In(p.Text)
		if t := p.Fields["files"]; !t.IsZero() {
			out.Error = v.In(t)
		}
	case len(in.uploads) == 1:
		u := in.uploads[0]
		out.Handle, out.Name, out.Size = u.Handle, u.File.Name, v.Size(u.File.Size)
	default:
		status, out.Error = http.StatusUnprocessableEntity, v.In(errBadForm.Text)
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	v.w.Header().Set("Cache-Control", "no-store")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(body) // the person may have gone
	return nil
}
