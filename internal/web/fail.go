package web

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/huiyin/huiyin/internal/inbound"
	"github.com/huiyin/huiyin/internal/problem"
)

var (
	errNotFound    = problem.New(problem.NotFound, "noSuchPage", "没有这个页面，或者您不能查看。", "There is no such page, or it is not for you.")
	errNotYourDoor = problem.New(problem.Denied, "notYourDoor", "这个工作台不是您的。", "This desk is not yours.")
	errCrossOrigin = problem.New(problem.Denied, "crossOrigin", "这次提交来自另一个网站，已拒绝，没有改动任何内容。", "This was sent from another site and was refused; nothing was changed.")
)

// problemPage says what happened, what was kept and what to do.
type problemPage struct {
	frame
	Status  int
	Heading string
	Text    string
	Request string
	Forms   *signInForms // on 401: sign in here, and what was typed is kept
	Back    string       // where to go on
}

// fail ends a request that went wrong: the status by the kind of the problem, a page in the person's
// language, the cause into the log and nowhere else.
func (v *visit) fail(err error) {
	p := problem.Of(err)
	if errors.Is(err, context.Canceled) {
		return // the person has gone
	}
	v.note(err)
	v.private = true
	if err := v.render(p.Kind.Status(), showProblem(v.problem(p))); err != nil {
		v.site.log.Error("error page", "request", v.id, "error", err.Error())
		plainFailure(v.w, v.id)
	}
}

// reference is the number under which an administrator finds the request in the log, when the fault is ours.
func (v *visit) reference(p *problem.Problem) string {
	if p.Kind == problem.Internal || p.Kind == problem.Unavailable {
		return v.id
	}
	return ""
}

// note writes the cause of what is our fault into the log, which alone may see it.
func (v *visit) note(err error) {
	switch problem.KindOf(err) {
	case problem.Internal:
		v.site.log.Error("internal", "request", v.id, "page", v.r.Pattern, "error", err.Error())
	case problem.Unavailable: // a full disk, a database that is away: the operator must learn which
		v.site.log.Warn("unavailable", "request", v.id, "page", v.r.Pattern, "error", err.Error())
	}
}

func (v *visit) problem(p *problem.Problem) problemPage {
	title := v.T(problemTitles[p.Kind])
	page := problemPage{
		frame: v.bare(title), Status: p.Kind.Status(), Heading: title,
		Text: v.In(p.Text), Back: "/",
	}
	if page.Request = v.reference(p); page.Request != "" {
		return page
	}
	if f, err := v.frame(title, ""); err == nil {
		page.frame = f // with the menu, so that people can go on
	}
	if v.viewer.SignedIn() {
		page.Back = "/home"
	}
	return page
}

var problemTitles = map[problem.Kind]string{
	problem.Internal:    "problem.internal",
	problem.Invalid:     "problem.invalid",
	problem.Unknown:     "problem.unknown",
	problem.Denied:      "problem.denied",
	problem.NotFound:    "problem.notFound",
	problem.Conflict:    "problem.conflict",
	problem.TooMany:     "problem.tooMany",
	problem.Unavailable: "problem.unavailable",
	problem.TooLarge:    "problem.tooLarge",
	problem.WrongMethod: "problem.wrongMethod",
}

// plainFailure is for when even the error page cannot be made.
func plainFailure(w http.ResponseWriter, request string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = io.WriteString(w, "系统出现内部错误，没有保存；请稍后再试。编号 "+request+"\nSomething went wrong and nothing was saved. Number "+request+"\n")
}

var errWrongMethod = problem.New(problem.WrongMethod, "methodNotAllowed",
	"这个地址不能这样提交，没有改动任何内容；请从页面上的表单提交。", "This address does not take what was sent and nothing was changed; please use the form on the page.")

// routed answers by the routes; an address that has none is no page, and one that has others says which.
func (s *site) routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		allow, ok := inbound.Allowed(mux, r)
		switch {
		case ok:
			mux.ServeHTTP(w, r)
		case allow == "":
			s.open(func(*visit) error { return errNotFound }).ServeHTTP(w, r)
		default:
			w.Header().Set("Allow", allow)
			s.open(func(*visit) error { return errWrongMethod }).ServeHTTP(w, r)
		}
	})
}
