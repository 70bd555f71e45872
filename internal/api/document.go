package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// document is the description of the interface in every form in which it is served.
type document struct {
	json, json30, yaml []byte
}

// Document gives the description as OpenAPI 3.1, and as 3.0 for tools that know no other.
func Document() (v31, v30 []byte) {
	s := &server{limits: newLimits(Limits{})}
	d := describe(s.register(http.NewServeMux()))
	return d.json, d.json30
}

const about = `Huiyin's interface for programs: the same acts of the house as the pages, with the same rights.

* **Tokens.** A token acts as one account, with the rights the account has at that moment, cut down to what the token was granted. Send it as ` + "`Authorization: Bearer hyt_…`" + `. Cookies have no effect.
* **Language.** Accept-Language: zh-CN (the default) or en. Keys and codes never change with it.
* **Refusals** are application/problem+json (RFC 9457) with a stable code.
* **Sending again.** POST with an Idempotency-Key is done once; a repeated one gets the first answer and Idempotency-Replayed.
* **Together.** A matter has an ETag; If-Match on an act is refused with 412 when somebody else was quicker.
* **Limits.** RateLimit says what is left; 429 and 503 say Retry-After.
* **Days** are civil days in the congress's zone; times have their offset.`

// describe completes what the library made of the types: what it is for, how to be admitted, an example of
// every request and answer.
func describe(a huma.API) document {
	d := a.OpenAPI()
	d.Info.Description = about
	d.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	d.Tags = []*huma.Tag{
		{Name: "Congress", Description: "The congress that is served / 本级人大"},
		{Name: "Calendar", Description: "Working days and terms / 工作日与期限"},
		{Name: "Public", Description: "Twins of the public pages / 公开页面的数据"},
		{Name: "Matters", Description: "Matters and acts / 事项与办理"},
		{Name: "Files", Description: "Attachments / 附件"},
		{Name: "Notices", Description: "Notices / 通知"},
		{Name: "Board", Description: "The four failures and figures / 四个而不与统计"},
		{Name: "Token", Description: "The token itself / 令牌"},
	}
	d.Components.SecuritySchemes = map[string]*huma.SecurityScheme{bearer: {
		Type: "http", Scheme: "bearer", Description: "A token made under “Account – tokens” or by `huiyin token create`.",
	}}
	for _, path := range d.Paths {
		for _, o := range []*huma.Operation{path.Get, path.Post} {
			if o != nil {
				describeOperation(d.Components.Schemas, o)
			}
		}
	}
	var out document
	var err error
	if out.json, err = indented(d); err != nil {
		panic(fmt.Sprintf("api: description: %v", err)) // it is made of our own types
	}
	old, err := d.Downgrade()
	if err != nil {
		panic(fmt.Sprintf("api: description: %v", err))
	}
	if out.json30, err = indented(json.RawMessage(old)); err != nil {
		panic(fmt.Sprintf("api: description: %v", err))
	}
	if out.yaml, err = d.YAML(); err != nil {
		panic(fmt.Sprintf("api: description: %v", err))
	}
	return out
}

func indented(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = json.Indent(&b, raw, "", "  ")
	b.WriteByte('\n')
	return b.Bytes(), err
}

var limitHeaders = map[string]string{
	"RateLimit": "What is left, and the seconds until all of it is back.", "RateLimit-Policy": "How much there is in which time.",
}

func describeOperation(all huma.Registry, o *huma.Operation) {
	header := func(r *huma.Response, name, says string) {
		if r.Headers == nil {
			r.Headers = map[string]*huma.Param{}
		}
		r.Headers[name] = &huma.Param{Description: says, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	if o.RequestBody != nil {
		o.RequestBody.Required = true
		for _, m := range o.RequestBody.Content {
			if m.Schema.Format != "binary" {
				m.Example = example(all, m.Schema, 0)
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(o.Responses)) {
		r := o.Responses[code]
		status, _ := strconv.Atoi(code)
		for name, says := range limitHeaders {
			header(r, name, says)
		}
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			header(r, "Retry-After", "Seconds after which it may be tried again.")
		}
		if status == http.StatusUnauthorized {
			header(r, "WWW-Authenticate", "How to be admitted (RFC 6750).")
		}
		if status == http.StatusNotModified {
			r.Content, r.Description = nil, "Nothing has changed since the ETag that was given."
			continue
		}
		if status >= http.StatusBadRequest {
			r.Description = titles[status].EN + " / " + titles[status].ZH
		}
		for kind, m := range r.Content {
			switch {
			case kind == "application/problem+json":
				m.Example = problemExample(status)
			case strings.HasPrefix(kind, "application/json"):
				m.Example = example(all, m.Schema, 0)
			}
		}
	}
}

// serveDocument serves the description. It changes only with the program.
func serveDocument(mux *http.ServeMux, d document) {
	for path, doc := range map[string]struct {
		kind string
		text []byte
	}{
		"/openapi.json":     {"application/vnd.oai.openapi+json;version=3.1", d.json},
		"/openapi-3.0.json": {"application/vnd.oai.openapi+json;version=3.0", d.json30},
		"/openapi.yaml":     {"application/vnd.oai.openapi;version=3.1", d.yaml},
	} {
		sum := sha256.Sum256(doc.text)
		tag := `"` + hex.EncodeToString(sum[:8]) + `"`
		mux.HandleFunc("GET "+Base+path, func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Type", doc.kind)
			h.Set("ETag", tag)
			h.Set("Cache-Control", "no-cache")
			h.Set("Access-Control-Allow-Origin", "*")
			h.Set("Cross-Origin-Resource-Policy", "cross-origin")
			if r.Header.Get("If-None-Match") == tag {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write(doc.text) // the caller has gone; there is nobody to tell
		})
	}
}
