package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// Once is what a request needs to be sent again safely.
type Once struct {
	Key string `header:"Idempotency-Key" maxLength:"128" pattern:"^[!-~]*$" doc:"A value of the caller's own, new for every intention: the same request sent again gets the first answer and is not done twice. It is remembered for seven days." example:"7c4a8d09-ca37-4e5b-9f0e-1d2c3b4a5968"`
}

// of makes it the office's: the digest covers what was asked, so a key cannot be used for something else.
func (c Once) of(v *visit, what ...any) (office.Once, error) {
	text, err := json.Marshal(what)
	if err != nil {
		return office.Once{}, err
	}
	sum := sha256.Sum256(text)
	return office.Once{Key: c.Key, Print: hex.EncodeToString(sum[:16]), Secret: v.secret}, nil
}

// RaiseRequest is a matter to be raised.
type RaiseRequest struct {
	Procedure string            `json:"procedure" minLength:"1" maxLength:"60" doc:"Key of a procedure that the account may raise." example:"opinion"`
	Title     string            `json:"title" minLength:"1" maxLength:"200" example:"柳溪桥头路灯不亮"`
	Text      string            `json:"text" minLength:"1" maxLength:"20000" example:"桥头三盏路灯两周不亮，晚上老人出行不便。"`
	Fields    map[string]string `json:"fields,omitempty" maxProperties:"60" doc:"What the procedure asks for, by key; all values are text." example:"{\"category\":\"roads\",\"place\":\"柳溪桥\"}"`
	Station   string            `json:"station,omitempty" maxLength:"60" doc:"Id of the station it is put to." example:"station"`
	Consent   bool              `json:"consent,omitempty" doc:"The handling unit may see the resident's name and contact."`
	Public    bool              `json:"public,omitempty" doc:"It may be published." example:"true"`
	RaisedAt  *time.Time        `json:"raisedAt,omitempty" doc:"When it was said, where an office writes it down later." example:"2026-03-02T09:00:00+08:00"`
	Files     []string          `json:"files,omitempty" maxItems:"50" doc:"Handles of files that were sent before."`
	OpenFiles bool              `json:"publicFiles,omitempty" doc:"The files may be published as well."`
	Resident  *Resident         `json:"resident,omitempty" doc:"For whom an office writes it down; absent: in the account's own name."`
}

// Resident is somebody without an account.
type Resident struct {
	Name    string `json:"name,omitempty" maxLength:"40" example:"住户"`
	Contact string `json:"contact,omitempty" maxLength:"60" example:"0000-0000"`
}

// ActRequest is an act to be done.
type ActRequest struct {
	Fields     map[string]string `json:"fields,omitempty" maxProperties:"60" doc:"What the act takes, by key, as its inputs say; all values are text, a list one item a line." example:"{\"unit\":\"water\",\"category\":\"water\"}"`
	Files      []string          `json:"files,omitempty" maxItems:"50" doc:"Handles of files that were sent before; a rating, a note, an answer and others take them."`
	OccurredAt *time.Time        `json:"occurredAt,omitempty" doc:"When it happened, where it is written down later." example:"2026-03-02T10:00:00+08:00"`
}

// Outcome is what an act or raising came to. A request sent again gets the same.
type Outcome struct {
	ID          string        `json:"id" example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
	Number      string        `json:"number" example:"2026-000012"`
	Revision    int64         `json:"revision" doc:"What it led to; give it in quotes as If-Match of the next act." example:"2"`
	Procedure   string        `json:"procedure" example:"opinion"`
	Step        Named         `json:"step"`
	Phase       string        `json:"phase" enum:"seen,deliberated,decided,supervised,resulted" example:"deliberated"`
	Ending      string        `json:"ending,omitempty" example:"confirmed"`
	Owner       *Organization `json:"owner,omitempty" doc:"Who has to act now."`
	Due         string        `json:"due,omitempty" format:"date" example:"2026-03-04"`
	Provisional bool          `json:"provisional"`
	Code        string        `json:"code,omitempty" doc:"Raising for a resident: the code of his receipt. It is shown to the token that raised it and stored only as a hash." example:"7QK2M-X0Z9T"`
}

type outcomeOut struct {
	Status   int
	Location string `header:"Location" doc:"Address of the matter."`
	Replayed string `header:"Idempotency-Replayed" doc:"true: it was done by an earlier request with this key, and not again."`
	Body     Outcome
}

func (v *visit) outcome(status int, d office.Done) *outcomeOut {
	out := &outcomeOut{Status: status, Location: Base + "/matters/" + d.ID, Body: Outcome{
		ID: d.ID, Number: d.Number, Revision: d.Rev, Procedure: d.Procedure, Step: v.named(d.Step, d.StepName), Phase: string(d.Phase),
		Ending: string(d.Ending), Owner: v.org(d.Owner), Due: day(d.Due), Provisional: d.Provisional, Code: d.Code,
	}}
	if d.Replayed {
		out.Replayed = "true"
	}
	return out
}

type raiseIn struct {
	Once
	Body RaiseRequest
}

func (s *server) raise(ctx context.Context, in *raiseIn) (*outcomeOut, error) {
	v := visitOf(ctx)
	b := in.Body
	o, err := in.of(v, "raise", b)
	if err != nil {
		return nil, err
	}
	raise := office.RaiseInput{
		Procedure: b.Procedure, Title: b.Title, Text: b.Text, Fields: fieldsOf(b.Fields), Station: b.Station, Consent: b.Consent, Public: b.Public,
	}
	if b.Resident != nil {
		raise.For = &office.Resident{Name: b.Resident.Name, Contact: b.Resident.Contact}
		raise.Name, raise.Contact = b.Resident.Name, b.Resident.Contact
	}
	if b.RaisedAt != nil {
		raise.At = *b.RaisedAt
	}
	if raise.Files, err = v.handled(b.Files); err != nil {
		return nil, err
	}
	raise.PubFiles = b.OpenFiles
	done, err := s.office.RaiseOnce(ctx, v.viewer, raise, o)
	if err != nil {
		return nil, err
	}
	return v.outcome(http.StatusCreated, done), nil
}

type actIn struct {
	Once
	IfMatch string `header:"If-Match" maxLength:"100" doc:"ETag or revision that the caller saw; otherwise 412 and nothing is done. Recommended." example:"\"3\""`
	ID      string `path:"id" maxLength:"60" example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
	Act     string `path:"act" maxLength:"60" example:"assign"`
	Body    ActRequest
}

var (
	errStale = problem.New(problem.Conflict, "staleRevision", "", "")
	errMoved = problem.New(problem.Conflict, "undoMoved", "", "") // what was to be taken back is not the last act any more
)

func (s *server) act(ctx context.Context, in *actIn) (*outcomeOut, error) {
	v := visitOf(ctx)
	rev, err := revision(in.IfMatch)
	if err != nil {
		return nil, faultIn(v, "header", err)
	}
	o, err := in.of(v, "act", in.ID, in.Act, in.Body)
	if err != nil {
		return nil, err
	}
	act := office.ActInput{Act: in.Act, Fields: fieldsOf(in.Body.Fields), Rev: rev}
	if in.Body.OccurredAt != nil {
		act.At = *in.Body.OccurredAt
	}
	if act.Files, err = v.handled(in.Body.Files); err != nil {
		return nil, err
	}
	done, err := s.office.ActOnce(ctx, v.viewer, in.ID, act, o)
	if err != nil {
		return nil, v.passed(rev, err)
	}
	return v.outcome(http.StatusOK, done), nil
}

// passed says 412 where the revision of If-Match is not the one that stands.
func (v *visit) passed(rev int64, err error) error {
	if rev == 0 || !errors.Is(err, errStale) && !errors.Is(err, errMoved) {
		return err
	}
	p := &Problem{}
	p.fill(v, http.StatusPreconditionFailed, problem.Of(err))
	return p
}

// faultIn says that what is wrong stands in the header or the query, not in the body.
func faultIn(v *visit, where string, err error) error {
	p := sayProblem(v, err)
	for i := range p.Errors {
		p.Errors[i].In = where
	}
	return p
}

// fieldsOf is never nil: the office resolves references in it.
func fieldsOf(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}
