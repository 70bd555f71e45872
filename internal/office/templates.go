package office

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// Bounds of a template.
const (
	maxTemplateTitle = 60
	maxTemplateText  = 5000 // characters
	maxTemplates     = 200  // of one organization or person, retired ones included
)

// TemplateUses are what a template is for.
var TemplateUses = []TemplateUse{
	{"answer", lang.T("答复", "Answer")},
	{"return", lang.T("退办", "Return")},
	{"extension", lang.T("申请延期", "Asking for more time")},
	{"refusal", lang.T("不予受理、不同意", "Declining, refusing")},
	{"note", lang.T("备注、其他", "Note, other")},
}

// TemplateUse is a kind of form that templates are offered for.
type TemplateUse struct {
	Code string
	Name lang.Text
}

// UseOf is the use of the templates that are offered for an act of this kind.
func UseOf(f Form) string {
	switch f.Kind {
	case rulebook.Answer:
		return "answer"
	case rulebook.Return, rulebook.Redo:
		return "return"
	case rulebook.Ask, rulebook.Extend:
		return "extension"
	case rulebook.Refuse:
		return "refusal"
	case rulebook.Note:
		return "note"
	}
	if slices.ContainsFunc(f.Inputs, func(in Input) bool { return in.Key == "answer" }) {
		return "refusal"
	}
	return "note"
}

var (
	errTemplate = problem.New(problem.Invalid, "incomplete",
		"有内容没有填好，已填的都为您保留；请按提示补充。", "Something is missing or not right; what you typed was kept. Please complete it.")
	errTemplateMany = problem.New(problem.Conflict, "templatesMany",
		"模板已有 200 份，没有保存；请先停用并改写旧模板。", "There are 200 templates already and this one was not saved; please rewrite an old one.")
	errTemplateNotYours = problem.New(problem.Denied, "templateNotYours", "这份模板不归您管理，没有改动。", "This template is not yours to change; nothing was changed.")
)

// TemplateInput is what a form gives of a template.
type TemplateInput struct {
	ID      string // empty: a new one
	Org     string // whose it is; empty: the person's own
	Use     string
	Title   string
	Text    string
	Order   int
	Retired bool
	Rev     int64
	Key     string
}

// Template is a template as its users see it.
type Template struct {
	congress.Template
	OrgName Name
	Rev     int64
	May     bool // the viewer may change it
}

// Templates lists the templates a viewer may use: those of his organizations and his own, in their order.
func (o *Office) Templates(ctx context.Context, v access.Viewer) ([]Template, error) {
	if err := signedIn(v); err != nil {
		return nil, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	var out []Template
	err = o.db.View(ctx, func(tx *store.Tx) error {
		out = nil
		wheres := []store.Where{{Column: "person", Value: v.Person}}
		for _, seat := range v.Orgs {
			w := store.Where{Column: "org", Value: seat.Org}
			if v.WorksFor(seat.Org) && !slices.Contains(wheres, w) {
				wheres = append(wheres, w)
			}
		}
		for _, w := range wheres {
			if w.Value == "" {
				continue
			}
			found, err := templates(tx, v.Congress, w)
			if err != nil {
				return err
			}
			for _, t := range found {
				if access.UsesTemplate(v, v.Congress, t.Template) {
					t.OrgName, t.May = h.orgName(t.Org), access.KeepsTemplate(v, v.Congress, t.Template)
					out = append(out, t)
				}
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Template) int {
		return cmp.Or(strings.Compare(a.Org, b.Org), cmp.Compare(a.Order, b.Order), strings.Compare(a.ID, b.ID))
	})
	return out, err
}

// SaveTemplate writes a template as a record of the journal: a new one, or a change of one.
func (o *Office) SaveTemplate(ctx context.Context, v access.Viewer, in TemplateInput) (id string, err error) {
	if err := signedIn(v); err != nil {
		return "", err
	}
	t := congress.Template{
		ID: in.ID, Org: in.Org, Use: in.Use, Title: strings.TrimSpace(in.Title), Text: strings.TrimSpace(strings.ReplaceAll(in.Text, "\r\n", "\n")),
		Order: in.Order, Retired: in.Retired,
	}
	if t.Org == "" {
		t.Person = v.Person
	}
	if err := checkTemplate(t); err != nil {
		return "", err
	}
	fresh := newID()
	id, _, err = o.update(ctx, v, in.Key, func(tx *store.Tx) (string, error) {
		next, act := t, "change"
		rev := int64(0)
		if in.ID == "" {
			next.ID, act = fresh, "create"
			if n, err := templates(tx, v.Congress, whose(next)); err != nil || len(n) >= maxTemplates {
				return "", cmp.Or(err, error(errTemplateMany))
			}
		} else {
			var old congress.Template
			if rev, err = tx.Get(v.Congress, congress.KindTemplate, in.ID, &old); err != nil {
				return "", err
			}
			if !access.UsesTemplate(v, v.Congress, old) {
				return "", store.ErrNotFound
			}
			if in.Rev != 0 && in.Rev != rev {
				return "", store.ErrStale
			}
			next.Org, next.Person = old.Org, old.Person // it stays whose it was
			if !access.KeepsTemplate(v, v.Congress, old) {
				return "", errTemplateNotYours
			}
			if next.Retired && !old.Retired {
				act = "retire"
			}
		}
		if !access.KeepsTemplate(v, v.Congress, next) {
			return "", errTemplateNotYours
		}
		return next.ID, tx.Put(v.Congress, congress.KindTemplate, next.ID, rev, act, actorOf(v.Person, next.Org), next)
	})
	return id, err
}

func whose(t congress.Template) store.Where {
	if t.Org != "" {
		return store.Where{Column: "org", Value: t.Org}
	}
	return store.Where{Column: "person", Value: t.Person}
}

func templates(tx *store.Tx, congressID string, w store.Where) ([]Template, error) {
	var out []Template
	err := tx.Find(congressID, congress.KindTemplate, func(_ string, rev int64, state []byte) error {
		t := Template{Rev: rev}
		if err := json.Unmarshal(state, &t.Template); err != nil {
			return err
		}
		out = append(out, t)
		return nil
	}, w)
	return out, err
}

func checkTemplate(t congress.Template) error {
	var p *problem.Problem
	blame := func(field string, zh, en string) {
		if p == nil {
			p = errTemplate
		}
		p = p.With(field, lang.T(zh, en))
	}
	if t.Title == "" || len([]rune(t.Title)) > maxTemplateTitle || strings.ContainsAny(t.Title, "\n") {
		blame("title", "请写一个 60 字以内的名称", "Please give it a name of at most 60 characters")
	}
	if t.Text == "" || len([]rune(t.Text)) > maxTemplateText {
		blame("text", "请填写内容，最多 5000 字", "Please write a text of at most 5000 characters")
	}
	if !slices.ContainsFunc(TemplateUses, func(u TemplateUse) bool { return u.Code == t.Use }) {
		blame("use", "请选择用途", "Please choose what it is for")
	}
	if p == nil {
		return nil
	}
	return p
}

// Placeholders are what a template may leave open for the matter to fill.
var Placeholders = []string{"编号", "标题", "地点", "承办单位", "期限", "提出日期", "今天", "联络站"}

// Fill puts what this viewer sees of a matter into a template's placeholders. What he does not see, or the
// matter does not have, stays open in its braces.
func (p Page) Fill(text string, day func(deadline.Date) string, today deadline.Date, raised deadline.Date) string {
	values := map[string]string{
		"编号": p.Number, "标题": p.Title, "承办单位": p.Owner.ZH, "联络站": p.Station.ZH, "今天": day(today), "提出日期": day(raised),
	}
	if p.Due != nil {
		values["期限"] = day(p.Due.Day)
	}
	for _, f := range p.Fields {
		switch f.Key {
		case "place":
			values["地点"] = f.Value.ZH
		case "unit":
			values["承办单位"] = f.Value.ZH
		}
	}
	return openPlace.ReplaceAllStringFunc(text, func(s string) string {
		if v := values[strings.Trim(s, "{}｛｝")]; v != "" {
			return v
		}
		return s
	})
}

// openPlace is a place that a template left open: a few Chinese characters in braces.
var openPlace = regexp.MustCompile(`[{｛]\p{Han}{1,20}[}｝]`)

// unfilled refuses text with a place that nobody has filled, so that a template is never sent by accident.
func unfilled(fields map[string]string) error {
	var p *problem.Problem
	for key, value := range fields {
		if s := openPlace.FindString(value); s != "" {
			if p == nil {
				p = problem.New(problem.Invalid, "unfilled",
					"模板里还有没填的空，没有提交，内容都为您保留；请填好大括号里的内容，或者删去。",
					"A place of the template is still open; nothing was sent and what you typed was kept. Please fill what stands in braces, or delete it.")
			}
			p = p.With(key, lang.T(fmt.Sprintf("“%s”还没有填", s), fmt.Sprintf("%s is still open", s)))
		}
	}
	if p == nil {
		return nil
	}
	return p
}
