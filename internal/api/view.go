package api

import (
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Named is something with a stable key and a name in the language asked for.
type Named struct {
	Key  string `json:"key" example:"opinion"`
	Name string `json:"name" example:"群众意见"`
}

// Organization is an organization of the congress.
type Organization struct {
	ID   string `json:"id" example:"water"`
	Name string `json:"name" example:"区水利局"`
}

// Countdown is where a matter stands on its clock, in civil days of the congress.
type Countdown struct {
	Due         string `json:"due" format:"date" example:"2026-03-27"`
	Provisional bool   `json:"provisional" doc:"The holiday arrangement of a year it crosses is not published yet."`
	Workdays    int    `json:"workdays" doc:"Working days left after today, up to the due day." example:"7"`
	Overdue     int    `json:"overdue" doc:"Calendar days overdue; 0: it is not." example:"0"`
	Today       bool   `json:"today" doc:"It is due today."`
}

// Link names another matter.
type Link struct {
	ID     string `json:"id" example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
	Number string `json:"number" example:"2026-000012"`
	Title  string `json:"title" example:"柳溪桥头路灯不亮"`
}

// MatterRow is one matter in a list.
type MatterRow struct {
	ID        string        `json:"id" example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
	Number    string        `json:"number" doc:"The number that people quote." example:"2026-000012"`
	Title     string        `json:"title" example:"柳溪桥头路灯不亮"`
	Procedure Named         `json:"procedure"`
	Step      Named         `json:"step"`
	Phase     string        `json:"phase" enum:"seen,deliberated,decided,supervised,resulted" doc:"The station reached: 视 议 决 督 果." example:"decided"`
	Ending    string        `json:"ending,omitempty" doc:"How it ended; absent while it is open." example:"confirmed"`
	Owner     *Organization `json:"owner,omitempty" doc:"Who has to act; absent once it has ended."`
	Station   *Organization `json:"station,omitempty" doc:"The station that looks after it."`
	RaisedAt  time.Time     `json:"raisedAt" example:"2026-03-02T09:00:00+08:00"`
	EndedAt   *time.Time    `json:"endedAt,omitempty" example:"2026-03-20T10:00:00+08:00"`
	RaisedBy  []string      `json:"raisedBy" doc:"Names the viewer may see." example:"[\"唐晓禾\"]"`
	Raisers   int           `json:"raisers" doc:"How many raised it." example:"1"`
	Answered  bool          `json:"answered"`
	Asked     string        `json:"asked,omitempty" doc:"An act that waits for a decision of the office." example:"askExtension"`
	ToRate    bool          `json:"toRate" doc:"It waits for the viewer's own rating."`
	Clock     *Countdown    `json:"clock,omitempty" doc:"Absent once it has ended."`
	Part      *Link         `json:"partOf,omitempty"`
}

func day(d deadline.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (v *visit) org(n office.Name) *Organization {
	if n.ID == "" && n.ZH == "" {
		return nil
	}
	return &Organization{n.ID, n.In(v.lang)}
}

func (v *visit) named(key string, name lang.Text) Named { return Named{key, v.in(name)} }

func (v *visit) row(r office.Row) MatterRow {
	out := MatterRow{
		ID: r.ID, Number: r.Number, Title: r.Title, Procedure: v.named(r.ProcedureKey, r.Procedure), Step: v.named(r.StepKey, r.Step),
		Phase: string(r.Phase), Ending: string(r.Ending), Owner: v.org(r.Owner), Station: v.org(r.Station), RaisedAt: v.at(r.RaisedAt),
		RaisedBy: some(r.RaisedBy), Raisers: r.Raisers, Answered: r.Answered, Asked: r.Asked, ToRate: r.ToRate,
		Clock: countdown(r.Clock), Part: link(r.Part),
	}
	if r.EndedAt != nil {
		at := v.at(*r.EndedAt)
		out.EndedAt = &at
	}
	return out
}

func countdown(c *office.Countdown) *Countdown {
	if c == nil {
		return nil
	}
	return &Countdown{Due: day(c.Due), Provisional: c.Provisional, Workdays: c.Workdays, Overdue: c.Overdue, Today: c.Today}
}

func link(l *office.Link) *Link {
	if l == nil {
		return nil
	}
	return &Link{l.ID, l.Number, l.Title}
}

// some is a list that is never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// each turns a list into what is shown of it; none is an empty list.
func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, f(a))
	}
	return out
}

// sights are the names of how much a viewer sees.
var sights = map[access.Sight]string{access.Open: "open", access.Own: "own", access.Work: "work", access.Full: "full"}

// Input is one field of a form, as the rulebook has it.
type Input struct {
	Key      string  `json:"key" example:"unit"`
	Name     string  `json:"name" example:"承办单位"`
	Hint     string  `json:"hint,omitempty" example:"村、社区、路名或小区名"`
	Type     string  `json:"type" enum:"text,longtext,date,number,yesno,choice,organization,person,list,matter" example:"organization"`
	Required bool    `json:"required" example:"true"`
	Internal bool    `json:"internal" doc:"Only those who work on the matter see it."`
	Value    string  `json:"value,omitempty" doc:"What to begin with."`
	Options  []Named `json:"options" doc:"The values allowed, for choices and organizations."`
}

// Basis is the legal basis of an act, a term or a procedure.
type Basis struct {
	Class string `json:"class" enum:"law,local,default" doc:"law: a statute; local: the congress's own measure; default: an office default." example:"law"`
	Ref   string `json:"ref" example:"代表法#28"`
	Name  string `json:"name" example:"《代表法》第28条"`
	Gist  string `json:"gist,omitempty" doc:"Our one-line summary."`
}

func (v *visit) basis(b office.BasisText) Basis {
	return Basis{Class: string(b.Class), Ref: b.Ref, Name: v.in(b.Name), Gist: v.in(b.Gist)}
}

func (v *visit) input(in office.Input) Input {
	return Input{
		Key: in.Key, Name: v.in(in.Name), Hint: v.in(in.Hint), Type: string(in.Type), Required: in.Required, Internal: in.Internal,
		Value: in.Value, Options: v.options(in.Options),
	}
}

func (v *visit) options(all []rulebook.Option) []Named {
	return each(all, func(o rulebook.Option) Named { return v.named(o.Code, o.Name) })
}

// schemaOf is the JSON Schema (2020-12) of an object with these inputs.
func (v *visit) schemaOf(inputs []office.Input) map[string]any {
	props, required := map[string]any{}, []string{}
	for _, in := range inputs {
		p := map[string]any{"type": "string", "title": v.in(in.Name)}
		if !in.Hint.IsZero() {
			p["description"] = v.in(in.Hint)
		}
		switch in.Type {
		case rulebook.DateField:
			p["format"] = "date"
		case rulebook.NumberField:
			p["pattern"] = `^-?[0-9]+$`
		case rulebook.YesNo:
			p["enum"] = []string{"true", "false"}
		case rulebook.Choice, rulebook.OrgField:
			if len(in.Options) > 0 {
				p["enum"] = each(in.Options, func(o rulebook.Option) string { return o.Code })
			}
		case rulebook.List:
			p["description"] = v.in(lang.T("一行一项", "One item a line"))
		}
		if in.Required {
			required = append(required, in.Key)
			p["minLength"] = 1
		}
		props[in.Key] = p
	}
	return map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
		"properties": props, "required": required, "additionalProperties": false,
	}
}
