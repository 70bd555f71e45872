package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// chosen is a file that somebody chooses in a form.
type chosen struct {
	name string
	body []byte
}

func drawn(t testing.TB, n int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for i := range 40 {
		m.Set(i, n%30, color.RGBA{uint8(n), uint8(n >> 8), 200, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// upload sends a form with files, as a browser without script does.
func (p *person) sendWith(path string, pairs []string, files ...chosen) answer {
	p.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := m.WriteField(pairs[i], pairs[i+1]); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, f := range files {
		w, err := m.CreateFormFile("files", f.name)
		if err != nil {
			p.t.Fatal(err)
		}
		if _, err := w.Write(f.body); err != nil {
			p.t.Fatal(err)
		}
	}
	if len(files) == 0 { // an input where nothing was chosen
		if _, err := m.CreateFormFile("files", ""); err != nil {
			p.t.Fatal(err)
		}
	}
	if err := m.Close(); err != nil {
		p.t.Fatal(err)
	}
	return p.do(p.request(http.MethodPost, path, m.FormDataContentType(), &body))
}

const opinion = "/raise/opinion"

func opinionForm(p *person, changes ...string) []string {
	return p.get(opinion).form(opinion, append([]string{"f.category", "roads", "station", "station", "public", "true"}, changes...)...)
}

func kept(a answer) []string { return a.doc().Attrs("input[name=file]", "value") }

// A resident attaches a photo; he and those who work on it see it, everybody else only what he agreed to.
func TestAttachedPhoto(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	resident := s.visitor(t)
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 900, 600)), nil); err != nil {
		t.Fatal(err)
	}
	a := resident.sendWith(opinion, opinionForm(resident, "title", "桥头路灯不亮", "text", "请看照片。"),
		chosen{"桥头 夜里.JPG", photo.Bytes()}, chosen{"说明.txt", []byte("第二盏")}).is(http.StatusOK)
	if a.path != "/receipt" {
		t.Fatalf("led to %s", a.path)
	}
	m, err := s.Office.List(context.Background(), s.Viewer("office-clerk"), listAll)
	if err != nil || len(m.Rows) != 1 {
		t.Fatal(m, err)
	}
	id, number := m.Rows[0].ID, m.Rows[0].Number
	s.Act("station-clerk", id, "assign", "unit", "roads", "category", "roads")

	page := s.as(t, "station-clerk")
	doc := page.get("/m/" + id).is(http.StatusOK).doc()
	doc.Check(htmlcheck.Sound(), htmlcheck.Count(".photos img", 1), htmlcheck.Count(".documents a", 1))
	full, small, text := doc.Attr(".photos a", "href"), doc.Attr(".photos img", "src"), doc.Attr(".documents a", "href")
	for _, c := range []struct{ path, kind, how string }{
		{full, "image/jpeg", "inline; filename*=UTF-8''%E6%A1%A5%E5%A4%B4%20%E5%A4%9C%E9%87%8C.jpg"},
		{small, "image/jpeg", "inline"},
		{text, "text/plain; charset=utf-8", "attachment; filename*=UTF-8''%E8%AF%B4%E6%98%8E.txt"},
	} {
		f := page.get(c.path).is(http.StatusOK)
		for name, want := range map[string]string{
			"Content-Type": c.kind, "Content-Disposition": c.how, "X-Content-Type-Options": "nosniff",
			"Content-Security-Policy": "sandbox", "Cache-Control": "private, no-cache",
		} {
			if !strings.Contains(f.header.Get(name), want) {
				t.Errorf("%s: %s is %q, want %q", c.path, name, f.header.Get(name), want)
			}
		}
		r := page.request(http.MethodGet, c.path, "", nil)
		r.Header.Set("If-None-Match", f.header.Get("ETag"))
		page.do(r).is(http.StatusNotModified)
		s.visitor(t).get(c.path).is(http.StatusUnauthorized)
		s.as(t, "water-clerk").get(c.path).is(http.StatusNotFound)
		s.visitor(t).get(strings.Replace(c.path, "/m/"+id, "/p/"+number, 1)).is(http.StatusNotFound)
		s.visitor(t).get(strings.Replace(c.path, "/m/"+id, "/track/matter", 1)).is(http.StatusUnauthorized)
	}
	s.visitor(t).get("/p/"+number).is(http.StatusOK).doc().Check(htmlcheck.Sound(), htmlcheck.NotIn(".photos"), htmlcheck.NotIn(".documents"))

	// An answer's proof is for everybody who sees the answer.
	s.Act("roads-clerk", id, "accept")
	unit := s.as(t, "roads-clerk")
	act := "/m/" + id + "/acts/answer"
	unit.sendWith(act, unit.get("/m/"+id).form(act, "f.answer", "已修好。"), chosen{"after.png", drawn(t, 7)}).is(http.StatusOK)
	public := s.visitor(t).get("/p/" + number).is(http.StatusOK)
	public.doc().Check(htmlcheck.Count(".answer .photos img", 1))
	f := s.visitor(t).get(public.doc().Attr(".answer .photos img", "src")).is(http.StatusOK)
	if f.header.Get("Cache-Control") != "no-cache" {
		t.Errorf("the public page's photo: %q", f.header.Get("Cache-Control"))
	}
	s.Verify()
}

// A form that cannot be taken keeps what was typed and the files that are here; what was not taken is named.
func TestFailedFormKeepsFiles(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.visitor(t)
	a := p.sendWith(opinion, opinionForm(p, "text", "没有标题"), chosen{"a.png", drawn(t, 1)}, chosen{"病毒.jpg", []byte("MZ program")}).is(http.StatusUnprocessableEntity)
	a.doc().Check(htmlcheck.Sound(), htmlcheck.In("textarea[name=text]", htmlcheck.HasText("没有标题")), htmlcheck.In(".files .error", htmlcheck.HasText("病毒.jpg")))
	if len(kept(a)) != 1 {
		t.Fatalf("%d files were kept", len(kept(a)))
	}
	b := p.sendWith(opinion, opinionForm(p, "text", "没有标题", "file", kept(a)[0])).is(http.StatusUnprocessableEntity)
	if len(kept(b)) != 1 {
		t.Fatalf("%d files were kept the second time", len(kept(b)))
	}
	// Sent in the other encoding, as after signing in again, it is the same.
	form := opinionForm(p, "title", "有标题", "text", "没有标题", "file", kept(b)[0])
	for range 2 {
		if c := p.post(opinion, form...).is(http.StatusOK); c.path != "/receipt" {
			t.Fatal(c.path)
		}
	}
	m, err := s.Office.List(context.Background(), s.Viewer("office-clerk"), listAll)
	if err != nil || len(m.Rows) != 1 {
		t.Fatalf("%d matters, %v", len(m.Rows), err)
	}
	if n := len(s.Page(m.Rows[0].ID).Files); n != 1 {
		t.Errorf("%d files are attached", n)
	}
	// Nobody names a file by a handle that he was not given: another account's, or one made up.
	deputy := s.as(t, "deputy")
	for _, handle := range []string{kept(b)[0], "made-up", strings.Repeat("a", 64)} {
		form := deputy.get("/raise/opinion").form("/raise/opinion", "title", "建议", "text", "建议内容", "file", handle)
		c := deputy.post("/raise/opinion", form...).is(http.StatusUnprocessableEntity)
		if len(kept(c)) != 0 {
			t.Error("somebody else's file was taken")
		}
	}
	s.Verify()
}

// Two hundred photos at once give a page that says what was kept.
func TestTwoHundredPhotos(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.visitor(t)
	var all []chosen
	for i := range 200 {
		all = append(all, chosen{fmt.Sprintf("%d.png", i), drawn(t, i)})
	}
	a := p.sendWith(opinion, opinionForm(p, "title", "很多照片", "text", "请看。"), all...).is(http.StatusUnprocessableEntity)
	a.doc().Check(htmlcheck.Sound(), htmlcheck.In("#summary", htmlcheck.HasText("已收下的附件都为您保留")), htmlcheck.In(".files .error", htmlcheck.HasText("180")))
	if n := len(kept(a)); n != 20 {
		t.Fatalf("%d were kept", n)
	}
	var form []string
	for _, h := range kept(a) {
		form = append(form, "file", h)
	}
	if b := p.sendWith(opinion, append(opinionForm(p, "title", "很多照片", "text", "请看。"), form...)).is(http.StatusOK); b.path != "/receipt" {
		t.Error(b.path)
	}
	s.Verify()
}

// With script each file goes ahead of its form.
func TestFileAheadOfItsForm(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.visitor(t)
	var out struct{ Handle, Name, Size, Error string }
	a := p.sendWith("/files", nil, chosen{"照片.png", drawn(t, 1)}).is(http.StatusOK)
	if err := json.Unmarshal([]byte(a.body), &out); err != nil || out.Handle == "" || out.Name != "照片.png" || out.Size == "" {
		t.Fatal(a.body, err)
	}
	if strings.Contains(a.body, "hash") {
		t.Error("the handle says what it names")
	}
	for name, f := range map[string]chosen{"a program": {"a.jpg", []byte("MZ\x00")}, "nothing": {"a.jpg", nil}} {
		out.Error = ""
		a := p.sendWith("/files", nil, f).is(http.StatusUnprocessableEntity)
		if err := json.Unmarshal([]byte(a.body), &out); err != nil || out.Error == "" {
			t.Error(name, a.body, err)
		}
	}
	p.post("/files", "a", "b").is(http.StatusUnprocessableEntity)
}

// Somebody whose sign-in expired keeps what he typed, and is told about the file.
func TestFilesThroughSignIn(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("桥头")
	act := "/m/" + r.ID + "/acts/note"
	a := s.visitor(t).sendWith(act, []string{"key", "k", "f.note", "写了很久的备注"}, chosen{"a.png", drawn(t, 1)}).is(http.StatusUnauthorized)
	a.doc().Check(htmlcheck.Sound(), htmlcheck.HasText("附件没有收下"))
	if !slices.Contains(a.doc().Attrs("input[type=hidden]", "value"), "写了很久的备注") {
		t.Error("what was typed is lost")
	}
}

// Where there is no place for files none are asked for, and one that comes is refused with what to do.
func TestNoPlaceForFiles(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	w.Office.KeepFiles(nil)
	s := sceneOf(t, w)
	p := s.visitor(t)
	p.get(opinion).doc().Check(htmlcheck.NotIn("input[type=file]"))
	p.sendWith("/files", nil, chosen{"a.png", drawn(t, 1)}).is(http.StatusServiceUnavailable)
}

var listAll = office.ListQuery{}
