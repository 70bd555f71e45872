package api_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/api"
	"github.com/huiyin/huiyin/internal/file"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

func picture(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 6))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const raw = "application/octet-stream"

func (s *scene) send(t *testing.T, token, name, content string) api.SentFile {
	t.Helper()
	var f api.SentFile
	s.ask(t, "POST", "/api/v1/files?name="+name, token, content, "Content-Type", raw).is(http.StatusCreated).into(&f)
	return f
}

// A file is sent, named by an act, and seen by exactly those whom the page would show it to; by number on the public
// twin only when it is open.
func TestFilesEveryRole(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	station := s.token(t, "station-clerk")
	give := func(id, act, key, handle string) {
		t.Helper()
		s.ask(t, "POST", "/api/v1/matters/"+id+"/acts/"+act, station, `{"fields":{"`+key+`":"见附件"},"files":["`+handle+`"]}`).is(http.StatusOK)
	}
	photo := s.send(t, station, "a.png", picture(t))
	if photo.File.Type != file.PNG || photo.File.Width != 8 || photo.File.Href != "" || photo.Handle == "" {
		t.Errorf("sent: %+v", photo)
	}
	var raised api.Outcome
	s.ask(t, "POST", "/api/v1/matters", station, `{"procedure":"opinion","title":"附件一件","text":"x","station":"station","public":true,"publicFiles":true,"fields":{"category":"roads"},"resident":{"name":"住户"},"files":["`+photo.Handle+`"]}`).
		is(http.StatusCreated).into(&raised)
	text := s.send(t, station, "n.txt", "只给办理的人看")
	give(raised.ID, "note", "note", text.Handle)
	s.Act("station-clerk", raised.ID, "assign", "unit", "water", "category", "water")

	for _, p := range world.Founding().People {
		token := s.token(t, p.ID)
		page, err := s.Office.Matter(t.Context(), s.Viewer(p.ID), raised.ID)
		for _, f := range []api.SentFile{photo, text} {
			want := http.StatusNotFound
			if err == nil {
				hashes := []string{}
				for _, x := range page.Files {
					hashes = append(hashes, x.Hash)
				}
				for _, m := range page.History {
					for _, x := range m.Files {
						hashes = append(hashes, x.Hash)
					}
				}
				if slices.Contains(hashes, f.File.Hash) {
					want = http.StatusOK
				}
			}
			a := s.ask(t, "GET", "/api/v1/matters/"+raised.ID+"/files/"+f.File.Hash, token, "").is(want)
			if want == http.StatusOK && (a.Header.Get("Content-Type") != f.File.Type || int64(len(a.body)) != f.File.Size || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment")) {
				t.Errorf("%s: %v, %d bytes", p.ID, a.Header, len(a.body))
			}
		}
		if err != nil {
			continue
		}
		var m api.Matter
		s.ask(t, "GET", "/api/v1/matters/"+raised.ID, token, "").is(http.StatusOK).into(&m)
		if len(m.Files) != len(page.Files) {
			t.Errorf("%s: %d files, his page has %d", p.ID, len(m.Files), len(page.Files))
		}
		for _, f := range m.Files {
			s.ask(t, "GET", f.Href, token, "").is(http.StatusOK)
		}
	}
	open := "/api/v1/public/matters/" + raised.Number + "/files/"
	tag := s.ask(t, "GET", open+photo.File.Hash, "", "").is(http.StatusOK).Header.Get("ETag")
	s.ask(t, "GET", open+photo.File.Hash, "", "", "If-None-Match", tag).is(http.StatusNotModified)
	s.ask(t, "GET", open+text.File.Hash, "", "").refused(http.StatusNotFound, "notFound")
	s.Verify()
}

// What is not taken is said, and a handle is worth something only to the token that sent the file, for its time.
func TestFilesRefused(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	token, id := s.token(t, "station-clerk"), s.Raise("路灯不亮").ID
	path, note := "/api/v1/files?name=a.pdf", "/api/v1/matters/"+id+"/acts/note"
	s.ask(t, "POST", path, token, "MZ not a document \x00", "Content-Type", raw).is(http.StatusUnprocessableEntity)
	s.ask(t, "POST", path, token, "%PDF-1.4\n"+strings.Repeat("x", file.MaxBytes), "Content-Type", raw).is(http.StatusRequestEntityTooLarge)
	s.ask(t, "POST", path, token, "{}").refused(http.StatusUnsupportedMediaType, "mediaType")
	s.ask(t, "POST", "/api/v1/files", token, "x", "Content-Type", raw).is(http.StatusUnprocessableEntity)
	s.ask(t, "POST", path, s.token(t, "station-clerk", access.ReadMatters, access.ReadBoard, access.HearNotices), "x", "Content-Type", raw).refused(http.StatusForbidden, "notGranted")
	s.ask(t, "POST", path, "", "x", "Content-Type", raw).refused(http.StatusUnauthorized, "tokenNeeded")

	f := s.send(t, token, "n.txt", "看过")
	body := `{"fields":{"note":"见附件"},"files":["` + f.Handle + `"]}`
	s.ask(t, "POST", note, s.token(t, "station-clerk"), body).refused(http.StatusUnprocessableEntity, "badHandle")
	s.ask(t, "POST", note, token, strings.Replace(body, f.Handle, f.File.Hash, 1)).refused(http.StatusUnprocessableEntity, "badHandle")
	s.Clock.Set(s.Clock.Now().Add(13 * time.Hour))
	s.ask(t, "POST", note, token, body).refused(http.StatusUnprocessableEntity, "badHandle")
}
