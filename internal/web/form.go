package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// fieldPrefix keeps the fields of a procedure apart from a form's own.
const fieldPrefix = "f."

// sent is what a person typed into a form: kept whole until it is taken.
type sent struct {
	Values map[string]string // by input name, prefix included
	Key    string            // idempotency key, bound to the content
	Rev    int64

	Uploads []upload         // files that are here
	Refused *problem.Problem // why some are not; the form cannot be taken then
}

// sent reads the form of a request.
func (v *visit) sent() (sent, error) {
	var in received
	var err error
	if isMultipart(v.r) {
		if in, err = v.receive(true); err != nil {
			return sent{}, err
		}
		v.r.PostForm = in.values
	} else {
		if err := v.long(); err != nil {
			return sent{}, err
		}
		if err := v.form(); err != nil {
			return sent{}, err
		}
		in.uploads, in.refused = v.keptUploads(v.r.PostForm[keptFiles])
	}
	out := sent{Values: map[string]string{}, Uploads: in.uploads, Refused: in.problem(v.mostFiles())}
	v.uploads = in.uploads
	// A file counts by what is in it: its handle is another each time it is sent.
	delete(v.r.PostForm, keptFiles)
	named := maps.Clone(v.r.PostForm)
	for _, u := range in.uploads {
		named.Add(keptFiles, u.File.Hash+" "+u.File.Name)
	}
	out.Key = contentKey(named)
	for name, values := range v.r.PostForm {
		out.Values[name] = values[0]
	}
	out.Rev, _ = strconv.ParseInt(out.Values["rev"], 10, 64) // a form without it acts on whatever stands
	return out, nil
}

// fields are the fields of the procedure among what was sent.
func (s sent) fields() map[string]string {
	out := map[string]string{}
	for name, value := range s.Values {
		if key, ok := strings.CutPrefix(name, fieldPrefix); ok {
			out[key] = value
		}
	}
	return out
}

// contentKey is the form's random key together with what was typed: the same form sent twice is one act,
// but a form that was changed after going back in the browser is another.
func contentKey(form url.Values) string {
	key := form.Get("key")
	if key == "" {
		return ""
	}
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name != "key" {
			h.Write([]byte(strconv.Quote(name) + strconv.Quote(strings.Join(form[name], "\x00"))))
		}
	}
	const most = 64
	return key[:min(len(key), most)] + "." + hex.EncodeToString(h.Sum(nil)[:8])
}

// newKey is the random part of an idempotency key.
func newKey() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails (Go 1.24)
	return hex.EncodeToString(b[:])
}

// inputView is one field of a form as it is shown.
type inputView struct {
	ID, Name, Label, Hint, Value, Error string
	Kind                                string // line, text, date, number, radio, select
	Required, Internal                  bool
	Options                             []option
	Rows, Max                           int
	Auto                                string // autocomplete
}

// maxRadios is up to how many options a choice is shown whole.
const maxRadios = 6

// input prepares a field: its value is what was typed, or else what the office proposes.
func (s *Say) input(form string, in office.Input, typed map[string]string, p *problem.Problem) inputView {
	view := inputView{
		ID: form + "-" + in.Key, Name: fieldPrefix + in.Key, Label: s.In(in.Name), Hint: s.In(in.Hint), Value: in.Value,
		Required: in.Required, Internal: in.Internal, Options: s.options(in.Options), Kind: "line",
	}
	if value, ok := typed[view.Name]; ok || typed != nil {
		view.Value = value
	}
	if p != nil {
		view.Error = s.In(p.Fields[in.Key])
	}
	switch in.Type {
	case rulebook.LongText:
		view.Kind, view.Rows = "text", 4
		if in.Key == "answer" {
			view.Rows = 9 // the longest thing a unit writes here
		}
	case rulebook.List:
		view.Kind, view.Rows = "text", 4
		if view.Hint == "" {
			view.Hint = s.T("form.oneALine")
		}
	case rulebook.DateField:
		view.Kind = "date"
	case rulebook.NumberField:
		view.Kind = "number"
	case rulebook.YesNo:
		view.Kind, view.Options = "radio", []option{{"true", s.T("form.yes")}, {"false", s.T("form.no")}}
	case rulebook.Choice, rulebook.OrgField:
		view.Kind = "select"
		if in.Type == rulebook.Choice && len(in.Options) <= maxRadios {
			view.Kind = "radio"
		}
	case rulebook.MatterField:
		view.Hint = s.T("form.matterNumber")
	}
	return view
}

// mistake is one line of the summary above a form, with the field it leads to.
type mistake struct{ ID, Text string }

// mistakes lists what is wrong with a form in the order of its inputs.
func mistakes(inputs []inputView) []mistake {
	var out []mistake
	for _, in := range inputs {
		if in.Error != "" {
			out = append(out, mistake{in.ID, in.Label + ": " + in.Error})
		}
	}
	return out
}

// sortedValues are the values of a map in the order of their keys.
func sortedValues(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[key])
	}
	return out
}
