// Package problem is the closed set of errors that may cross a layer of the house and reach a person.
//
// A Problem carries a kind (which decides the HTTP status and the exit code), a stable code (which
// tests and API clients rely on) and a text in both languages that is safe to show: it says what
// happened, what was kept and what to do. Every other error is internal: only the log sees its text.
package problem

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// Kind says what sort of thing went wrong.
type Kind int

// The kinds. Internal is the zero value on purpose: an error nobody classified is ours, not the user's.
const (
	Internal    Kind = iota
	Invalid          // what was sent cannot be taken as it is (422)
	Unknown          // the viewer is not signed in (401)
	Denied           // the viewer may not do this (403)
	NotFound         // it does not exist, or not for this viewer (404)
	Conflict         // somebody else acted first, or the matter has moved on (409)
	TooMany          // the rate limit is reached (429)
	Unavailable      // it cannot be done now but may be later (503)
	TooLarge         // more was sent than is taken at once (413)
	WrongMethod      // the address is there, but not for this method (405)
)

// Problem is an error that may be shown to a person.
type Problem struct {
	Kind   Kind
	Code   string               // stable, lowerCamel, e.g. "staleRevision"
	Text   lang.Text            // one sentence: what happened, what was kept, what to do
	Fields map[string]lang.Text // by form field; empty unless Kind is Invalid
	cause  error
}

// New returns a problem with its text in both languages.
func New(k Kind, code, zh, en string) *Problem {
	return &Problem{Kind: k, Code: code, Text: lang.T(zh, en)}
}

// Error is for logs and tests; pages show Text.
func (p *Problem) Error() string {
	var s strings.Builder
	s.WriteString(p.Code + ": " + p.Text.EN)
	for _, f := range sortedKeys(p.Fields) {
		fmt.Fprintf(&s, "; %s: %s", f, p.Fields[f].EN)
	}
	if p.cause != nil {
		s.WriteString(": " + p.cause.Error())
	}
	return s.String()
}

// Unwrap gives the cause, which is for the log only.
func (p *Problem) Unwrap() error { return p.cause }

// Is reports whether target is a Problem with the same code.
func (p *Problem) Is(target error) bool {
	t, ok := target.(*Problem)
	return ok && t.Code == p.Code
}

// Because returns a copy of p that keeps err for the log.
func (p *Problem) Because(err error) *Problem {
	q := *p
	q.cause = err
	return &q
}

// With returns a copy of p whose Fields also say text about the form field name.
func (p *Problem) With(name string, text lang.Text) *Problem {
	q := *p
	q.Fields = make(map[string]lang.Text, len(p.Fields)+1)
	maps.Copy(q.Fields, p.Fields)
	q.Fields[name] = text
	return &q
}

// Of finds the Problem in err's chain, or wraps err as an internal one whose text gives nothing away.
func Of(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	return New(Internal, "internal", "系统出现内部错误，您填写的内容没有保存；请稍后再试，或把页面上的编号告诉管理员。",
		"Something went wrong on our side and nothing was saved; please try again, or give the number on this page to your administrator.").Because(err)
}

// KindOf is the kind of err: Internal when nobody classified it.
func KindOf(err error) Kind {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p.Kind
	}
	return Internal
}
