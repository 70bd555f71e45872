package api

import (
	"time"

	"github.com/huiyin/huiyin/internal/office"
)

// Matter is one matter as far as the viewer may see it.
type Matter struct {
	MatterRow
	Sight     string     `json:"sight" enum:"open,own,work,full" doc:"How much the viewer sees." example:"full"`
	Published bool       `json:"published" doc:"Everybody may see it on the public pages."`
	Erased    bool       `json:"erased" doc:"Its words were lawfully erased."`
	Revision  int64      `json:"revision" doc:"It grows with every act; its ETag begins with it." example:"3"`
	Text      string     `json:"text" example:"桥头三盏路灯两周不亮，晚上老人出行不便。"`
	Fields    []Field    `json:"fields"`
	Rail      []Station  `json:"rail" doc:"The five stations 视 议 决 督 果."`
	Due       *Due       `json:"due,omitempty" doc:"Why it is due when it is; absent once it has ended."`
	Files     []File     `json:"files" doc:"Attached when it was raised."`
	Answers   []Answer   `json:"answers"`
	Raised    []Raiser   `json:"raisedByEach" doc:"Who raised it, as far as the viewer may know them."`
	History   []Moment   `json:"history" doc:"What happened, oldest first."`
	Failures  []Failure  `json:"failures" doc:"Intervals in which it lay overdue: the four failures 四个而不."`
	Acts      []Act      `json:"acts" doc:"What the viewer could do, with the fields it takes."`
	Parent    *Link      `json:"parent,omitempty"`
	Into      *Link      `json:"mergedInto,omitempty"`
	Children  []Link     `json:"children"`
	TotalDays int        `json:"totalDays" doc:"Calendar days since it was raised, until it ended. This clock never restarts." example:"18"`
	Undo      *Undoable  `json:"undo,omitempty" doc:"The last act, when the viewer can still take it back."`
	Hollow    *HollowTip `json:"hollow,omitempty" doc:"For the office: the answer possibly has no substance. A suggestion, never a verdict."`
}

// HollowTip is why an answer may have no substance.
type HollowTip struct {
	Code string `json:"code" example:"planOnly"`
	Why  string `json:"why" example:"只说列入计划，没有时间"`
}

// Field is a field as it is shown.
type Field struct {
	Key   string `json:"key" example:"category"`
	Name  string `json:"name" example:"类别"`
	Type  string `json:"type" example:"choice"`
	Value string `json:"value" doc:"Canonical text." example:"roads"`
	Text  string `json:"text" doc:"As people read it." example:"道路交通"`
}

// Station is one of the five stations on the rail.
type Station struct {
	Phase   string        `json:"phase" enum:"seen,deliberated,decided,supervised,resulted" example:"seen"`
	Name    string        `json:"name" example:"视"`
	Reached bool          `json:"reached" example:"true"`
	Current bool          `json:"current"`
	Late    bool          `json:"late" doc:"It lay overdue at this station."`
	At      *time.Time    `json:"at,omitempty" doc:"When it was first reached."`
	Act     string        `json:"act,omitempty" doc:"The act that reached it." example:"交办"`
	By      *Organization `json:"by,omitempty"`
}

// Due is a due day with its reason.
type Due struct {
	Day         string `json:"day" format:"date" example:"2026-03-27"`
	Start       string `json:"start" format:"date" doc:"Day 0." example:"2026-03-06"`
	Term        string `json:"term" example:"15 workdays"`
	Calendar    string `json:"calendar" doc:"Version of the holiday calendar it was computed with."`
	Provisional bool   `json:"provisional"`
	Why         string `json:"why" doc:"The reckoning in words."`
	Basis       *Basis `json:"basis,omitempty"`
}

// Answer is one answer.
type Answer struct {
	At       time.Time     `json:"at"`
	By       *Organization `json:"by,omitempty"`
	Recorder *Organization `json:"recordedBy,omitempty" doc:"Who wrote it down for the one who answered."`
	Text     string        `json:"text"`
	Imported bool          `json:"imported"`
	Files    []File        `json:"files"`
}

// Raiser is one who raised it, as far as the viewer may know him.
type Raiser struct {
	ID       string `json:"id"`
	Kind     string `json:"kind" example:"选民"`
	Name     string `json:"name,omitempty"`
	Contact  string `json:"contact,omitempty"`
	Self     bool   `json:"self" doc:"It is the viewer."`
	Rating   string `json:"rating,omitempty" doc:"Of the latest answer." example:"satisfied"`
	Attitude string `json:"attitude,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Ratings  int    `json:"ratings" doc:"How often he rated."`
}

// Moment is one line of the history.
type Moment struct {
	Seq        int64         `json:"seq" example:"2"`
	At         time.Time     `json:"at"`
	RecordedAt time.Time     `json:"recordedAt"`
	Act        string        `json:"act" example:"交办"`
	Kind       string        `json:"kind" example:"advance"`
	By         *Organization `json:"by,omitempty"`
	Person     string        `json:"person,omitempty" doc:"For those who work on the matter."`
	Role       string        `json:"role,omitempty" example:"代表联络站"`
	To         string        `json:"to,omitempty" doc:"The step it led to." example:"待签收"`
	Owner      *Organization `json:"owner,omitempty"`
	Due        string        `json:"due,omitempty" format:"date" example:"2026-03-06"`
	Fields     []Field       `json:"fields"`
	Internal   bool          `json:"internal"`
	Erased     bool          `json:"erased"`
	Undone     bool          `json:"undone" doc:"It was taken back; the entry of that stands further down."`
	Files      []File        `json:"files"`
}

// Failure is an interval in which a matter lay overdue, with the clock that proves it.
type Failure struct {
	Named
	Step  Named         `json:"step"`
	Owner *Organization `json:"owner,omitempty"`
	Due   string        `json:"due" format:"date" example:"2026-03-27"`
	From  time.Time     `json:"from"`
	Until *time.Time    `json:"until,omitempty" doc:"Absent: it still lies."`
	Days  int           `json:"days" doc:"Calendar days begun in the interval." example:"3"`
	Basis *Basis        `json:"basis,omitempty"`
}

// Act is an act the viewer could do on the matter.
type Act struct {
	Named
	Kind    string         `json:"kind" example:"advance"`
	Hint    string         `json:"hint,omitempty"`
	Allowed bool           `json:"allowed" doc:"It can be done now." example:"true"`
	Why     string         `json:"why,omitempty" doc:"Why it cannot be done now."`
	WhyCode string         `json:"whyCode,omitempty" example:"notYet"`
	By      string         `json:"by,omitempty" format:"date" doc:"The last day for it, where the rules set one." example:"2026-03-13"`
	Primary bool           `json:"primary" doc:"It is the act that moves the matter on."`
	Inputs  []Input        `json:"inputs"`
	Schema  map[string]any `json:"schema" doc:"JSON Schema (2020-12) of fields."`
	Basis   []Basis        `json:"basis"`
}

// matter is a page as data; path is where it stands, below Base.
func (v *visit) matter(p office.Page, path string) Matter {
	files := filesAt(path)
	m := Matter{
		MatterRow: v.row(p.Row), Sight: sights[p.Sight], Published: p.Published, Erased: p.Erased, Revision: p.Rev, Text: p.Text,
		Fields: v.fields(p.Fields), Rail: each(p.Rail, v.station), Files: each(p.Files, files),
		Answers: each(p.Answers, func(a office.AnswerText) Answer { return v.answer(a, files) }),
		Raised:  each(p.Raisers, v.raiser),
		History: each(p.History, func(m office.Moment) Moment { return v.moment(m, files) }), Failures: each(p.Failures, v.failure), Acts: each(p.Forms, v.act),
		Parent: link(p.Parent), Into: link(p.Into), TotalDays: p.TotalDays,
		Children: each(p.Children, func(l office.Link) Link { return *link(&l) }),
	}
	if p.Due != nil {
		m.Due = &Due{Day: day(p.Due.Day), Start: day(p.Due.Start), Term: p.Due.Term, Calendar: p.Due.Calendar, Provisional: p.Due.Provisional, Why: v.in(p.DueWhy)}
		if p.DueBasis != nil {
			b := v.basis(*p.DueBasis)
			m.Due.Basis = &b
		}
	}
	if p.Undo != nil {
		m.Undo = &Undoable{Act: v.in(p.Undo.Act), Until: v.at(p.Undo.Until)}
	}
	if p.Hollow != "" {
		m.Hollow = &HollowTip{p.Hollow, v.in(p.HollowWhy)}
	}
	return m
}

func (v *visit) fields(all []office.FieldValue) []Field {
	return each(all, func(f office.FieldValue) Field {
		return Field{Key: f.Key, Name: v.in(f.Name), Type: string(f.Type), Value: f.Raw, Text: v.in(f.Value)}
	})
}

func (v *visit) station(s office.Station) Station {
	out := Station{Phase: string(s.Phase), Name: v.in(office.PhaseName(s.Phase)), Reached: s.Reached, Current: s.Current, Late: s.Late, Act: v.in(s.Act), By: v.org(s.By)}
	if s.At != nil {
		at := v.at(*s.At)
		out.At = &at
	}
	return out
}

func (v *visit) answer(a office.AnswerText, files func(office.FileText) File) Answer {
	return Answer{At: v.at(a.At), By: v.org(a.By), Recorder: v.org(a.Recorder), Text: a.Text, Imported: a.Imported, Files: each(a.Files, files)}
}

func (v *visit) raiser(r office.RaiserText) Raiser {
	return Raiser{ID: r.ID, Kind: v.in(r.Kind), Name: r.Name, Contact: r.Contact, Self: r.Self, Rating: r.Rating, Attitude: r.Attitude, Reason: r.Reason, Ratings: r.Ratings}
}

func (v *visit) moment(m office.Moment, files func(office.FileText) File) Moment {
	out := Moment{
		Seq: m.Seq, At: v.at(m.At), RecordedAt: v.at(m.RecordedAt), Act: v.in(m.Act), Kind: string(m.Kind), By: v.org(m.By), Person: m.Person,
		Role: v.in(m.Role), To: v.in(m.To), Owner: v.org(m.Owner), Fields: v.fields(m.Fields), Internal: m.Internal, Erased: m.Erased, Undone: m.Undone, Files: each(m.Files, files),
	}
	if m.Due != nil {
		out.Due = day(m.Due.Day)
	}
	return out
}

func (v *visit) failure(f office.FailureText) Failure {
	out := Failure{
		Named: v.named(string(f.Kind), f.Kind.Name()), Step: v.named(f.Step, f.StepName), Owner: v.org(f.OwnerName), Due: day(f.Due.Day),
		From: v.at(f.From), Days: f.Days,
	}
	if f.Until != nil {
		until := v.at(*f.Until)
		out.Until = &until
	}
	if f.Basis.Ref != "" {
		b := v.basis(f.Basis)
		out.Basis = &b
	}
	return out
}

func (v *visit) act(f office.Form) Act {
	out := Act{
		Named: v.named(f.Act, f.Name), Kind: string(f.Kind), Hint: v.in(f.Hint), Allowed: f.Why == nil, By: day(f.By), Primary: f.Primary,
		Inputs: each(f.Inputs, v.input), Schema: v.schemaOf(f.Inputs), Basis: each(f.Basis, v.basis),
	}
	if f.Why != nil {
		out.Why, out.WhyCode = v.in(f.Why.Text), f.Why.Code
	}
	return out
}
