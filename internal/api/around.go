package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/huiyin/huiyin/internal/inbound"
	"github.com/huiyin/huiyin/internal/problem"
)

// around puts what every answer needs around the operations, and answers addresses that are none.
func (s *server) around(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{id: inbound.RequestID(), lang: spoken(r.Header.Get("Accept-Language"))}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		began := s.cfg.Clock()
		v.now = began
		rec := &inbound.Recorder{ResponseWriter: w}
		v.w, v.r = rec, r
		h := rec.Header()
		h.Set("X-Request-ID", v.id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Language", string(v.lang))
		h.Set("Vary", "Accept-Language, Authorization")
		h.Set("Cache-Control", "no-store")
		defer func() {
			if p := recover(); p != nil {
				s.log.Error("panic", "request", v.id, "operation", r.Pattern, "panic", p, "stack", string(debug.Stack()))
				if rec.Status == 0 {
					writeProblem(rec, v, sayProblem(v, errBroken))
				}
			}
			if v.cause != nil {
				s.log.Error("internal", "request", v.id, "operation", r.Pattern, "error", v.cause.Error())
			}
			// The pattern says which operation it was without saying which matter; of a token only its id is named.
			s.log.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("request", v.id), slog.String("method", r.Method), slog.String("operation", r.Pattern),
				slog.String("token", v.token.ID), slog.Int("status", rec.Status), slog.Int("bytes", rec.Bytes),
				slog.Duration("took", s.cfg.Clock().Sub(began)))
		}()
		var err error
		if v.congress, err = s.congress(r.Context()); err != nil {
			writeProblem(rec, v, sayProblem(v, err))
			return
		}
		v.viewer = v.public()
		if allow, ok := inbound.Allowed(mux, r); !ok {
			refuse(rec, v, allow)
			return
		}
		mux.ServeHTTP(rec, r)
	})
}

var errBroken = problem.Of(errors.New("api: a handler broke down")) // an internal error that names nothing

// refuse answers an address that is none, or has other methods.
func refuse(w http.ResponseWriter, v *visit, allow string) {
	p := &Problem{}
	if allow == "" {
		p.fill(v, http.StatusNotFound, errNoAddress)
	} else {
		w.Header().Set("Allow", allow)
		p.fill(v, http.StatusMethodNotAllowed, errWrongMethod)
	}
	writeProblem(w, v, p)
}

func writeProblem(w http.ResponseWriter, v *visit, p *Problem) {
	for name, value := range p.headers(v) {
		w.Header().Set(name, value)
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the caller has gone; there is nobody to tell
}

// admit finds out whose token it is, and how often it has asked. Cookies are never looked at: a browser that
// sends one by itself is nobody here, so no other site can act in its name.
func (s *server) admit(a huma.API) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(c)
		v := visitOf(r.Context())
		caller := inbound.Caller(r, s.cfg.TrustProxy)
		fail := func(err error) {
			_ = huma.WriteErr(a, c, http.StatusInternalServerError, "", err) // it says the problem's own status
		}
		if len(c.Operation().Security) == 0 {
			w.Header().Set("Access-Control-Allow-Origin", "*") // everybody may read it anyway, from anywhere
			w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
			q := s.limits.take("public "+caller, s.limits.Public, s.cfg.Clock())
			if v.retry = q.say(w.Header(), s.limits.Public); !q.ok {
				fail(errTooMany)
				return
			}
			next(c)
			return
		}
		scheme, text, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if text = strings.TrimSpace(text); !strings.EqualFold(scheme, "bearer") || text == "" {
			fail(errNoToken)
			return
		}
		var err error
		v.viewer, v.token, err = s.office.TokenViewer(r.Context(), v.congress.ID, text)
		if err != nil {
			v.viewer = v.public()
			if q := s.limits.take("refused "+caller, s.limits.Public, s.cfg.Clock()); !q.ok {
				v.retry = q.say(w.Header(), s.limits.Public)
				err = errTooMany
			}
			fail(err)
			return
		}
		v.secret = text
		q := s.limits.take("token "+v.token.ID, s.limits.Token, s.cfg.Clock())
		if v.retry = q.say(w.Header(), s.limits.Token); !q.ok {
			fail(errTooMany)
			return
		}
		next(c)
	}
}

var errNoToken = problem.New(problem.Unknown, "tokenNeeded", "请在 Authorization 中给出访问令牌（Bearer）；网页登录的 Cookie 在接口上不起作用。", "Please give a token in Authorization (Bearer); the cookie of a page's sign-in has no effect here.")
