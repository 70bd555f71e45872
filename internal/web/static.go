package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// styles and scripts in the order in which they are joined: one request each, a file for each subject to read.
// print.css stays last: it takes away what only a screen can use.
var (
	styles = []string{
		"tokens.css", "base.css", "components.css", "pages.css",
		"files.css", "answer.css", "doors.css", "figures.css",
		"search.css",
		"notices.css",
		"apitokens.css", "desk.css",
		"print.css",
	}
	scripts = []string{
		"huiyin.js", "files.js", "doors.js", "search.js", "answer.js", "desk.js",
	}
)

// assets are the files that pages load, under names that change with their content, so that a browser
// keeps them for ever and never has an old one.
type assets struct {
	CSS, JS, Icon string // addresses
	files         map[string]asset
}

type asset struct {
	kind string
	body []byte
}

func newAssets() assets {
	a := assets{files: map[string]asset{}}
	a.CSS = a.add("huiyin", "css", "text/css; charset=utf-8", joined(styles))
	a.JS = a.add("huiyin", "js", "text/javascript; charset=utf-8", joined(scripts))
	a.Icon = a.add("icon", "svg", "image/svg+xml", readStatic("icon.svg"))
	return a
}

func joined(names []string) []byte {
	var out []byte
	for _, name := range names {
		out = append(out, readStatic(name)...)
	}
	return out
}

// readStatic reads an embedded file; one that is missing is a mistake of the program, found by any test.
func readStatic(name string) []byte {
	body, err := fs.ReadFile(staticFiles, "static/"+name)
	if err != nil {
		panic(err)
	}
	return body
}

func (a *assets) add(name, ext, kind string, body []byte) string {
	sum := sha256.Sum256(body)
	file := name + "-" + hex.EncodeToString(sum[:6]) + "." + ext
	a.files[file] = asset{kind, body}
	return "/static/" + file
}

func (s *site) static(w http.ResponseWriter, r *http.Request) {
	f, ok := s.assets.files[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(f.body)
}

// robots lets search engines see what everybody may see.
func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(strings.Join([]string{"User-agent: *", "Allow: /$", "Allow: /p", "Allow: /help", "Allow: /figures$", "Disallow: /", ""}, "\n")))
}

// health tells a monitor whether the house can serve.
func (s *site) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := s.office.Ping(r.Context()); err != nil {
		s.log.Error("health", "error", err.Error())
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("unavailable\n"))
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}
