// Package rulebook holds procedures as data: which steps a matter passes, who owns each, by when,
// what may be done there, and by which article. Parse reads YAML and keeps every position, Check
// proves the house laws for every reachable step, and a Book that passed can be run by package matter.
package rulebook

import (
	"maps"
	"slices"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// Phase is the station a matter has already reached (视 议 决 督 果).
type Phase string

// The five phases, in order.
const (
	Seen        Phase = "seen"        // 视: raised and registered
	Deliberated Phase = "deliberated" // 议: considered by those who must
	Decided     Phase = "decided"     // 决: someone is bound to do it by a day
	Supervised  Phase = "supervised"  // 督: answered or claimed done, and being checked
	Resulted    Phase = "resulted"    // 果: an ending, confirmed
)

// Phases lists the five in order.
var Phases = []Phase{Seen, Deliberated, Decided, Supervised, Resulted}

// Rank is the place of p in the order, from 0; -1 for an unknown phase.
func (p Phase) Rank() int {
	for i, q := range Phases {
		if p == q {
			return i
		}
	}
	return -1
}

// Ending says what an ending step means. Only Confirmed counts as a result.
type Ending string

// The endings.
const (
	Open      Ending = ""          // not an ending
	Confirmed Ending = "confirmed" // the office or a look-back confirmed the result
	Declined  Ending = "declined"  // not taken up; the raiser was told why
	Withdrawn Ending = "withdrawn" // the raiser took it back
	Merged    Ending = "merged"    // went on inside another matter, with its raisers
	NotRated  Ending = "notRated"  // answered, the raiser did not rate in time
	Historic  Ending = "historic"  // imported: answered elsewhere, not confirmed, never a result
)

// Kind of an act: what it means to the kernel, whatever its name is.
type Kind string

// The act kinds. Advance is the default. Return, Redo and Reopen are the only ones that may go back a phase.
const (
	Advance  Kind = "advance"  // moves on, or stays
	Answer   Kind = "answer"   // carries an answer to every raiser; counts as the owner's answer
	Rate     Kind = "rate"     // one raiser's own rating
	Confirm  Kind = "confirm"  // a look-back or check; may lead to a Confirmed ending
	Return   Kind = "return"   // wrong unit: back to the sender, coded reason, time limit
	Redo     Kind = "redo"     // not satisfied or not done: back to the handler
	Reopen   Kind = "reopen"   // an ended matter comes back (rebound)
	Extend   Kind = "extend"   // a later due day, with reason and approver
	Ask      Kind = "ask"      // the owner asks the office for something (an extension); stays
	Refuse   Kind = "refuse"   // the office refuses what was asked; stays
	Withdraw Kind = "withdraw" // the raiser takes it back
	Merge    Kind = "merge"    // goes on inside another matter
	Unmerge  Kind = "unmerge"  // undoes a merge
	Note     Kind = "note"     // an internal note; stays
	Urge     Kind = "urge"     // 催办: the office presses the owner, who is told; stays
	Settled  Kind = "settled"  // by the system: a child was answered or has ended
	Import   Kind = "import"   // by the system: an answer that was given elsewhere, before Huiyin
)

// Targets that are not steps.
const (
	Stay = "stay" // the matter stays where it is
	Back = "back" // Unmerge only: the step at which it was merged
)

// Book is one rulebook: a named, versioned set of procedures.
type Book struct {
	ID         string        // rulebook: a name that stays over the versions
	Version    string        // e.g. "2026.1"
	InForce    deadline.Date // first day it applies to new matters
	Name       lang.Text
	Local      map[string]lang.Text  // the congress's own measures that a basis may name
	Hours      Hours                 // when people may be reminded
	Procedures map[string]*Procedure // by key
	Order      []string              // procedure keys in the order of the file
	Source     string                // the text it was parsed from, kept with the matters that run under it

	file   string
	places map[string]place // where everything stands in Source, by path
}

// Procedure is one way of working, from raising to ending.
type Procedure struct {
	Key      string
	Kind     string // legal kind, see Kinds: decides the statutory maxima
	Name     lang.Text
	About    lang.Text // one sentence for the person who is about to raise a matter
	Basis    []Basis
	RaisedBy []string // roles
	ChildOf  []string // procedures that open this one; not raised by hand then unless RaisedBy says so
	Fields   map[string]*Field
	Raise    []string // fields that must be given when raising, beside title and text
	Begin    string   // first step
	Steps    map[string]*Step
	Order    []string // step keys in the order of the file

	FieldKeys []string // keys of the declared fields in the order of the file

	Hours    Hours   // of the book
	Remind   *Remind // for steps that say nothing of their own; nil: none
	Escalate []Rung  // likewise

	path string
}

// Field is a piece of information that an act asks for and the matter keeps.
type Field struct {
	Key      string
	Name     lang.Text
	Hint     lang.Text
	Type     FieldType
	Options  []Option // Choice only
	Class    string   // Organization only: classification to choose from, e.g. "unit"
	Internal bool     // never shown to raisers or the public
	Private  bool     // personal data: shown to those who work on the matter only

	path string
}

// FieldType is the type of a field's value. Values travel as text in canonical form.
type FieldType string

// The field types, with the canonical text of a value.
const (
	TextField   FieldType = "text"         // one line
	LongText    FieldType = "longtext"     // paragraphs
	DateField   FieldType = "date"         // 2006-01-02
	NumberField FieldType = "number"       // decimal integer
	YesNo       FieldType = "yesno"        // "true" or "false"
	Choice      FieldType = "choice"       // an option's code
	OrgField    FieldType = "organization" // organization id
	PersonField FieldType = "person"       // person id
	List        FieldType = "list"         // one item a line
	MatterField FieldType = "matter"       // id of another matter
)

// Option is one coded value of a Choice.
type Option struct {
	Code string
	Name lang.Text
}

// Step is one station of a procedure.
type Step struct {
	Key   string
	Phase Phase
	Name  lang.Text
	Ends  Ending // Open unless this step is an ending
	Owner Owner  // zero on endings
	Due   *Due   // nil on endings
	Acts  map[string]*Act
	Order []string // act keys in the order of the file; acts of `everywhere` come last

	Remind   *Remind // its own, or the procedure's; nil: none
	Escalate []Rung  // likewise

	path string
}

// Owner says how the owner of a step is found. Exactly one of the two is set.
type Owner struct {
	Role  string // an organization that has this role for the matter (its station, the deputy office, …)
	Field string // the organization kept in this field
}

// Due is the rule by which a step's due day is computed.
type Due struct {
	Term  deadline.Term // zero when Field is set
	Field string        // the due day is the date kept in this field
	Since string        // the term runs from the date kept in this field instead of the day the step began;
	// "raised" means the day the matter was raised
	Basis Basis
}

// Act is something that can be done at a step.
type Act struct {
	Key     string
	Kind    Kind
	Name    lang.Text
	Hint    lang.Text
	Who     []string // roles; "owner" = people of the owning organization, "raiser" = one who raised it, "system"
	Needs   []string // fields that must be given
	Takes   []string // fields that may be given
	Reasons []Option // coded reasons; the act then needs the built-in field reasonCode
	When    *Expr    // guard: the act is offered only when it holds
	To      []Branch // first branch whose When holds; the last has none
	Opens   *Opens
	Limit   int            // how many times in the life of a matter; 0 = no limit
	Within  *deadline.Term // only within this long after the step began (return) or the matter ended (reopen)
	Max     *deadline.Term // Extend: at most this long after the original due day of the step
	Daily   int            // Urge: at most so many times a day
	Basis   []Basis

	path string
}

// Branch is one possible target of an act.
type Branch struct {
	When  *Expr
	Step  string // a step key, Stay or Back
	As    Kind   // the move counts as this kind (Redo for a dissatisfied rating); empty: as the act's own kind
	Limit int    // the branch is passed over once this many moves of its kind were made; 0 = no limit
}

// Opens says that an act opens child matters.
type Opens struct {
	Procedure string
	Each      string            // a List field: one child for each item, the item becomes the title
	Title     string            // without Each: the field that becomes the title of the one child
	With      map[string]string // child field ← parent field
}

// BasisClass says how strong a basis is.
type BasisClass string

// The basis classes (contract: "Basis classes").
const (
	Law     BasisClass = "law"     // an article of a statute listed in law/
	Local   BasisClass = "local"   // a congress's own measure
	Default BasisClass = "default" // an office default, said so on screen
)

// Basis is where a rule comes from.
type Basis struct {
	Class   BasisClass
	Law     string // short name of the statute or measure, e.g. 代表法
	Article string // e.g. "29"; may be empty for a local measure
}

// String is the form used in rulebooks: 代表法#29, local:约见办法#7, default.
func (b Basis) String() string {
	switch b.Class {
	case Default:
		return "default"
	case Local:
		if b.Article != "" {
			return "local:" + b.Law + "#" + b.Article
		}
		return "local:" + b.Law
	}
	return b.Law + "#" + b.Article
}

// Built-in fields: every procedure has them without declaring them.
//
//	title, text         the matter in the raiser's words (raising)
//	answer              what reaches every raiser
//	reason              why, in words (return, redo, reopen, extend, decline …)
//	reasonCode          coded reason of an act that lists Reasons
//	rating, attitude    satisfied | basically | notSatisfied (Rate); result and attitude apart
//	newDue              date (Extend, Ask)
//	approver            person who approved (Extend)
//	note                internal words
//	target              the matter merged into (Merge)
var builtin = map[string]*Field{
	"title":      {Key: "title", Type: TextField, Name: lang.T("标题", "Title")},
	"text":       {Key: "text", Type: LongText, Name: lang.T("内容", "Text")},
	"answer":     {Key: "answer", Type: LongText, Name: lang.T("答复内容", "Answer")},
	"reason":     {Key: "reason", Type: LongText, Name: lang.T("理由", "Reason")},
	"reasonCode": {Key: "reasonCode", Type: Choice, Name: lang.T("理由类别", "Coded reason")},
	"rating":     {Key: "rating", Type: Choice, Name: lang.T("对办理结果", "The result"), Options: ratings},
	"attitude":   {Key: "attitude", Type: Choice, Name: lang.T("对办理态度", "The handling"), Options: ratings},
	"newDue":     {Key: "newDue", Type: DateField, Name: lang.T("延期至", "New due day")},
	"approver":   {Key: "approver", Type: TextField, Name: lang.T("批准人", "Approved by"), Internal: true},
	"note":       {Key: "note", Type: LongText, Name: lang.T("内部备注", "Internal note"), Internal: true},
	"target":     {Key: "target", Type: MatterField, Name: lang.T("并入的事项编号", "Number of the matter it goes into"), Internal: true},
}

// The ratings a raiser can give (满意度测评 scale, rules.md P11).
const (
	Satisfied    = "satisfied"
	Basically    = "basically"
	NotSatisfied = "notSatisfied"
)

var ratings = []Option{
	{Satisfied, lang.T("满意", "Satisfied")},
	{Basically, lang.T("基本满意", "Basically satisfied")},
	{NotSatisfied, lang.T("不满意", "Not satisfied")},
}

// FieldOf finds a field of the procedure, declared or built in; nil when there is none.
func (p *Procedure) FieldOf(key string) *Field {
	if f := p.Fields[key]; f != nil {
		return f
	}
	return builtin[key]
}

// builtinOrder is the order in which built-in fields are shown.
var builtinOrder = []string{"title", "text", "answer", "reasonCode", "reason", "rating", "attitude", "newDue", "approver", "note", "target"}

// FieldOrder lists the keys of all fields in the order in which they are shown: built-in ones first, then
// those of the procedure as its steps ask for them.
func (p *Procedure) FieldOrder() []string {
	out := slices.Clone(builtinOrder)
	add := func(keys ...string) {
		for _, k := range keys {
			if p.Fields[k] != nil && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	add(p.Raise...)
	for _, step := range p.Order {
		for _, act := range p.Steps[step].Order {
			a := p.Steps[step].Acts[act]
			add(a.Needs...)
			add(a.Takes...)
		}
	}
	add(slices.Sorted(maps.Keys(p.Fields))...)
	return out
}

// Decisive reports whether a step's owner or due day is found in field key. Such a field must be given when
// a matter is raised, if raising asks for it: later there would be nobody to turn to.
func (p *Procedure) Decisive(key string) bool {
	for _, s := range p.Steps {
		if s.Owner.Field == key || s.Due != nil && s.Due.Field == key {
			return true
		}
	}
	return false
}
