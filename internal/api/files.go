package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/file"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// How long a file may be on its way, and how long nothing may come of it.
const (
	fileTime = 5 * time.Minute
	fileIdle = time.Minute
)

// File is an attachment.
type File struct {
	Hash   string `json:"hash" doc:"SHA-256 of what is kept; it opens nothing by itself." example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	Name   string `json:"name" example:"路灯.jpg"`
	Type   string `json:"type" doc:"Media type, by content." example:"image/jpeg"`
	Size   int64  `json:"size" doc:"Bytes." example:"182044"`
	Width  int    `json:"width,omitempty" doc:"Of a photo, in pixels." example:"1600"`
	Height int    `json:"height,omitempty" example:"1200"`
	Href   string `json:"href,omitempty" doc:"Where it is; absent before an act names it." example:"/api/v1/matters/019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d/files/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	Small  string `json:"small,omitempty" doc:"Of a photo: where a small one is."`
}

// SentFile is a file that was taken and waits for its act.
type SentFile struct {
	Handle    string    `json:"handle" doc:"Put it into files of an act or of raising, with the same token."`
	ExpiresAt time.Time `json:"expiresAt" doc:"The handle ends; a file that no act has named is removed after a day."`
	File      File      `json:"file"`
}

type sendFileIn struct {
	Name string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"What the file is called. What it is, is decided by its content." example:"路灯.jpg"`
}

type sentFileOut struct{ Body SentFile }

type fileIn struct {
	ID   string `path:"id" maxLength:"60" example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
	Hash string `path:"hash" pattern:"^[0-9a-f]{64}$" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
}

type publicFileIn struct {
	Number string `path:"number" maxLength:"60" example:"2026-000012"`
	Hash   string `path:"hash" pattern:"^[0-9a-f]{64}$" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
}

// filesAt gives attachments their addresses below that of their matter.
func filesAt(path string) func(office.FileText) File {
	return func(f office.FileText) File {
		out := File{Hash: f.Hash, Name: f.Name, Type: f.Type, Size: f.Size, Width: f.Width, Height: f.Height, Href: Base + path + "/files/" + f.Hash}
		if f.Thumb != "" {
			out.Small = Base + path + "/files/" + f.Thumb
		}
		return out
	}
}

func (s *server) registerFiles(a huma.API) {
	send := closed("", "sendFile", http.MethodPost, "/files", "Files", "Send a file / 上传附件",
		"One file as the body, before the act that names it by its handle. Taken are photos (drawn anew, without place and camera), PDF, DOCX, XLSX and plain text, "+
			"by content, 20 MB at most. Nobody sees it until an act names it. Grant: `matters:act` or `matters:raise`.", http.StatusRequestTimeout)
	send.MaxBodyBytes = file.MaxBytes
	send.DefaultStatus = http.StatusCreated
	huma.Register(a, send, s.sendFile)
	// It is read as it comes, not by the library, which would keep all of it in memory.
	a.OpenAPI().Paths["/files"].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
	get := closed(access.ReadMatters, "getFile", http.MethodGet, "/matters/{id}/files/{hash}", "Files", "An attachment / 附件",
		"To whoever may see it in this matter; for everybody else it does not exist. Ranges are taken.", fileStatuses...)
	get.Responses = fileResponses()
	huma.Register(a, get, s.getFile)
	shown := open("getPublicFile", "/public/matters/{number}/files/{hash}", "Public", "A published attachment / 公开的附件",
		"Twin of the attachments of `/p/{number}`.", fileStatuses...)
	shown.Responses = fileResponses()
	huma.Register(a, shown, s.getPublicFile)
}

var fileStatuses = []int{http.StatusNotFound, http.StatusNotModified}

func fileResponses() map[string]*huma.Response {
	content := map[string]*huma.MediaType{}
	for _, kind := range []string{file.JPEG, file.PNG, file.PDF, file.DOCX, file.XLSX, "text/plain"} {
		content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	header := func(says string) *huma.Param {
		return &huma.Param{Description: says, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return map[string]*huma.Response{
		"200": {Description: "The file.", Content: content, Headers: map[string]*huma.Param{"ETag": header("The hash."), "Content-Disposition": header("How it is called.")}},
		"206": {Description: "The part of the file that Range asked for.", Content: content},
	}
}

func (s *server) sendFile(ctx context.Context, in *sendFileIn) (*sentFileOut, error) {
	v := visitOf(ctx)
	if kind := v.r.Header.Get("Content-Type"); kind != "" && kind != "application/octet-stream" {
		p := &Problem{}
		p.fill(v, http.StatusUnsupportedMediaType, errFileKind)
		return nil, p
	}
	body, done := v.patient()
	defer done()
	f, err := s.office.AddFile(ctx, v.viewer, in.Name, body)
	switch tooBig, isTooBig := errors.AsType[*http.MaxBytesError](err); {
	case isTooBig:
		p := &Problem{}
		p.fill(v, http.StatusRequestEntityTooLarge, errFileBig.Because(tooBig))
		return nil, p
	case errors.Is(err, os.ErrDeadlineExceeded):
		p := &Problem{}
		p.fill(v, http.StatusRequestTimeout, plain[http.StatusRequestTimeout])
		return nil, p
	case err != nil:
		return nil, err
	}
	w := waiting{f, v.now.Add(handleKept)}
	handle, err := v.handle(w)
	if err != nil {
		return nil, err
	}
	out := &sentFileOut{SentFile{Handle: handle, ExpiresAt: v.at(w.Until)}}
	out.Body.File = File{Hash: f.Hash, Name: f.Name, Type: f.Type, Size: f.Size, Width: f.Width, Height: f.Height}
	return out, nil
}

var (
	errFileKind = problem.New(problem.Invalid, "mediaType", "附件要以 application/octet-stream 作为正文上传，没有收下。", "A file is sent as the body, application/octet-stream; it was not taken.")
	errFileBig  = problem.New(problem.Invalid, "fileTooBig", "附件超过 20 MB，没有收下。", "The file is over 20 MB and was not taken.")
)

// patient is the body of a file, which may take its time as long as something comes; done ends that.
func (v *visit) patient() (body io.Reader, done func()) {
	rc := http.NewResponseController(v.w)
	_, _ = rc.SetReadDeadline(time.Time{}), rc.SetWriteDeadline(time.Time{}) // not every connection has one
	give := func() { _ = rc.SetReadDeadline(time.Unix(1, 0)) }
	idle, whole := time.AfterFunc(fileIdle, give), time.AfterFunc(fileTime, give)
	return alive{http.MaxBytesReader(v.w, v.r.Body, file.MaxBytes), idle}, func() { idle.Stop(); whole.Stop() }
}

type alive struct {
	io.Reader
	idle *time.Timer
}

func (a alive) Read(p []byte) (int, error) {
	a.idle.Reset(fileIdle)
	return a.Reader.Read(p)
}

func (s *server) getFile(ctx context.Context, in *fileIn) (*huma.StreamResponse, error) {
	v := visitOf(ctx)
	f, err := s.office.File(ctx, v.viewer, in.ID, in.Hash)
	return v.file(f, err)
}

func (s *server) getPublicFile(ctx context.Context, in *publicFileIn) (*huma.StreamResponse, error) {
	v := visitOf(ctx)
	f, err := s.office.FileByNumber(ctx, v.public(), in.Number, in.Hash)
	return v.file(f, err)
}

// file hands an attachment out, to be saved.
func (v *visit) file(f office.FileContent, err error) (*huma.StreamResponse, error) {
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(huma.Context) {
		defer f.Close()
		h := v.w.Header()
		h.Set("Content-Type", f.Type)
		h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+strings.ReplaceAll(url.PathEscape(f.Name), "'", "%27"))
		h.Set("Cache-Control", "private, no-cache")
		h.Set("ETag", `"`+f.Hash+`"`)
		rc := http.NewResponseController(v.w)
		if rc.SetWriteDeadline(time.Time{}) == nil {
			late := time.AfterFunc(fileTime, func() { _ = rc.SetWriteDeadline(time.Unix(1, 0)) })
			defer late.Stop()
		}
		http.ServeContent(v.w, v.r, "", time.Time{}, f)
	}}, nil
}
