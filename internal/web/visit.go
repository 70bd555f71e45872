package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// visit is one request by one person.
type visit struct {
	*Say
	site     *site
	w        http.ResponseWriter
	r        *http.Request
	id       string // of the request, shown on error pages and written to the log
	congress office.Congress
	viewer   access.Viewer
	large    bool         // large type (关怀模式)
	alike    *similarView // what is like the form that is being written, when that was asked for
	uploads  []upload     // files that came with the form, kept when it is shown again
	private  bool         // the answer is for this person only and is kept nowhere
	weighs   bool         // it holds one of the few places for very long forms
	keys     bool         // single keys do something
	wrong    string       // said above a list that is shown again
}

// handler shows a page or does an act. What goes wrong it returns; nothing is written then.
type handler func(*visit) error

var errSignInFirst = problem.New(problem.Unknown, "signInNeeded", "请先登录。", "Please sign in first.")

// open serves everybody.
func (s *site) open(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{site: s, w: w, r: r, id: requestID(w)}
		defer v.lighten()
		v.preferences()
		err := v.begin()
		if err == nil {
			err = h(v)
		}
		if err != nil {
			v.fail(err)
		}
	})
}

// member serves people who are signed in. What others had typed into a form is kept through sign-in.
func (s *site) member(h handler) http.Handler {
	return s.open(func(v *visit) error {
		if !v.viewer.SignedIn() {
			return v.askToSignIn()
		}
		return h(v)
	})
}

// begin finds out who looks, and where.
func (v *visit) begin() (err error) {
	if v.congress, err = v.site.congress(v.r.Context()); err != nil {
		return err
	}
	v.Zone = v.congress.Zone
	v.viewer, err = v.site.office.Viewer(v.r.Context(), v.token(), v.congress.ID)
	if v.viewer.Congress != v.congress.ID {
		v.viewer = v.public() // signed in with another congress of this installation
	}
	v.private = v.viewer.SignedIn()
	return err
}

// preferences reads language and type size: from the address, which sets the cookie, or from the cookie.
func (v *visit) preferences() {
	v.Say = &Say{Lang: lang.ZH, Zone: defaultZone, words: v.site.words}
	v.Lang = lang.Lang(v.choice("lang", string(lang.ZH), string(lang.EN)))
	v.large = v.choice("size", "normal", "large") == "large"
	v.keys = v.choice("keys", "on", "off") == "on"
}

// choice is the value of a preference, the first of those there are when nothing else was chosen; a year is
// long enough to be remembered.
func (v *visit) choice(name string, values ...string) string {
	const year = 365 * 24 * 3600
	if asked := v.r.URL.Query().Get(name); slices.Contains(values, asked) {
		v.setCookie(name, asked, year)
		return asked
	}
	if c, err := v.r.Cookie(name); err == nil && slices.Contains(values, c.Value) {
		return c.Value
	}
	return values[0]
}

// public is the viewer that everybody is: for public pages it does not matter who is signed in.
func (v *visit) public() access.Viewer { return access.Viewer{Congress: v.congress.ID} }

// ctx is the context of the request.
func (v *visit) ctx() context.Context { return v.r.Context() }

// render writes a page: as a whole, or not at all.
func (v *visit) render(status int, page templ.Component) error {
	var body bytes.Buffer
	if err := page.Render(v.ctx(), &body); err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Cookie")
	h.Set("Cache-Control", "no-cache")
	if v.private {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Language", string(v.Lang))
	v.w.WriteHeader(status)
	_, err := body.WriteTo(v.w)
	if err != nil {
		// The person has gone; there is nobody to tell.
		v.site.log.Debug("page not delivered", "request", v.id)
	}
	return nil
}

// goTo sends the browser on by GET, so that a reload does not act again.
func (v *visit) goTo(path string) error {
	v.w.Header().Set("Cache-Control", "no-store")
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// here is the address of the page without preferences, changed by pairs of name and value; an empty value
// takes a name out.
func (v *visit) here(pairs ...string) string { return address(v.r.URL.Path, v.r.URL.Query(), pairs...) }

func address(path string, query url.Values, pairs ...string) string {
	q := url.Values{}
	for name, values := range query {
		if name != "lang" && name != "size" && name != "keys" && name != "done" && len(values) > 0 && values[0] != "" {
			q.Set(name, values[0])
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Del(pairs[i])
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// lighten lets the next one be heavy.
func (v *visit) lighten() {
	if v.weighs {
		<-v.site.longForms
	}
}

// long makes room for a form with a very long text, which comes back whole with the mistake beside its field. Few of
// them may be in memory at once.
func (v *visit) long() error {
	b, ok := v.r.Body.(*formBody)
	if !ok || v.r.ContentLength >= 0 && v.r.ContentLength <= maxForm {
		return nil
	}
	v.r.Body = http.MaxBytesReader(v.w, b.whole, maxEncoded)
	return v.heavy()
}

// heavy waits until one of the few who may be heavy has left.
func (v *visit) heavy() error {
	if v.weighs {
		return nil
	}
	select {
	case v.site.longForms <- struct{}{}:
		v.weighs = true
		return nil
	case <-v.ctx().Done():
		return errBadForm.Because(v.ctx().Err())
	}
}

// form reads what was sent. Too much of it is refused before it fills the memory.
func (v *visit) form() error {
	if b, ok := v.r.Body.(*formBody); ok {
		v.r.Body = b.ReadCloser // or net/http would take another bound than ours
	}
	err := v.r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return errTooBig.Because(err)
	}
	if err != nil {
		return errBadForm.Because(err)
	}
	return nil
}

var (
	errTooBig  = problem.New(problem.TooLarge, "tooBig", "内容太长，没有保存；请缩短后再提交。", "That is too much at once and nothing was saved; please shorten it.")
	errBadForm = problem.New(problem.Invalid, "badForm", "表单没有完整送达，没有保存；请返回后再提交。", "The form did not arrive whole and nothing was saved; go back and send it again.")
)
