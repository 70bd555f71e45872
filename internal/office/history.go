package office

import (
	"maps"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// kernelNames are the names of events that no rulebook names.
var kernelNames = map[rulebook.Kind]lang.Text{
	matter.Opened:     lang.T("提出", "Raised"),
	matter.Absorbed:   lang.T("并入一件", "Took in another matter"),
	matter.Released:   lang.T("分出一件", "Gave a matter back"),
	matter.Recalendar: lang.T("放假安排公布，重新计算期限", "Due day recomputed: the holiday calendar was published"),
	matter.Erasure:    lang.T("依法隐去部分内容", "Part of the text was lawfully erased"),
	matter.Escalated:  lang.T("逾期，逐级上报", "Overdue: it went up"),
	rulebook.Settled:  lang.T("子事项有进展", "A part of it moved on"),
	matter.Undone:     lang.T("撤销", "Undone"),
}

// history gives the moments the viewer may see, oldest first: internal notes and fields only to those who
// work on the matter.
func (r *reader) history(proc *rulebook.Procedure, m matter.Matter, sight access.Sight) ([]Moment, error) {
	entries, err := r.tx.Entries(m.Congress, matter.Subject, m.ID)
	if err != nil {
		return nil, err
	}
	var out []Moment
	step := proc.Steps[proc.Begin]
	names := map[int64]lang.Text{} // of the acts, for what an undo took back
	for _, e := range entries {
		ev, err := matter.FromRecord(e.Entry, e.Body)
		if err != nil {
			return nil, err
		}
		mo := r.moment(proc, step, m, ev, sight)
		names[ev.Seq] = mo.Act
		if u := ev.Change.Undo; u != nil {
			if a := names[u.Seq]; !a.IsZero() {
				mo.Act = lang.T("撤销“"+a.ZH+"”", "Undone: "+a.EN)
			}
		}
		mo.Undone = matter.WasUndone(m, ev.Seq)
		answered := slices.ContainsFunc(m.Answers, func(a matter.Answer) bool { return a.Seq == ev.Seq })
		if ev.Kind != matter.Opened && !answered {
			mo.Files = r.files(m, ev.Seq)
		}
		mo.Erased = e.BodyHash != "" && e.Body == nil
		if ev.Change.To != "" {
			step = proc.Steps[ev.Change.To]
		}
		if mo.Internal && sight < access.Work {
			continue
		}
		out = append(out, mo)
	}
	return out, nil
}

func (r *reader) moment(proc *rulebook.Procedure, step *rulebook.Step, m matter.Matter, ev matter.Event, sight access.Sight) Moment {
	mo := Moment{
		Seq: ev.Seq, At: ev.OccurredAt, RecordedAt: ev.RecordedAt, Kind: ev.Kind, Act: kernelNames[ev.Kind], Due: ev.Change.Due,
		By: r.house.orgName(ev.Actor.Org), Recorder: r.house.orgName(ev.Change.Coded["recorder"]),
		Internal: ev.Kind == rulebook.Note || ev.Kind == rulebook.Ask || ev.Kind == rulebook.Refuse || ev.Kind == matter.Escalated,
	}
	if step != nil && step.Acts[ev.Act] != nil {
		mo.Act = step.Acts[ev.Act].Name
	}
	if role, ok := rulebook.RoleOf(ev.Actor.Role); ok {
		mo.Role = role.Name
	}
	if a := ev.Change.Coded["answerer"]; a != "" {
		mo.By = r.house.orgName(a)
	}
	if x := m.Raiser(ev.Actor.Raiser); x != nil && ev.Actor.Org == "" && access.SeesContact(r.viewer, m, *x) {
		mo.By = Name{ID: x.ID, ZH: x.Name}
	}
	if ev.Change.To != "" {
		if to := proc.Steps[ev.Change.To]; to != nil {
			mo.To = to.Name
		}
		if ev.Change.Owner != nil {
			mo.Owner = r.house.orgName(ev.Change.Owner.Org)
		}
	}
	if sight >= access.Work && ev.Actor.Person != "" {
		mo.Person = r.personName(ev.Actor.Person)
	}
	if ev.Kind == matter.Escalated {
		role, _ := rulebook.RoleOf(ev.Change.Coded["role"])
		to := r.house.orgName(ev.Change.Coded["org"])
		if role.Key == "owner" {
			to.ZH, to.EN = to.ZH+"负责人", "heads of "+to.In(lang.EN)
		}
		mo.Fields = append(mo.Fields, FieldValue{Key: "up", Name: lang.T("报给", "To"), Type: rulebook.TextField, Value: lang.T(to.ZH, to.EN)})
	}
	if ev.Words != nil && ev.Kind != matter.Opened {
		words := ev.Words.Fields
		// Why somebody is not satisfied is for those who must mend it, and for himself.
		if own := access.Person(r.viewer, m).Raiser; ev.Kind == rulebook.Rate && sight < access.Work && own != ev.Change.Coded["raiser"] {
			words = maps.Clone(words)
			delete(words, "reason")
		}
		mo.Fields = r.fields(proc, words, sight)
	}
	for key, code := range map[string]string{"reasonCode": ev.Change.Coded["reasonCode"]} {
		if code == "" || step == nil || step.Acts[ev.Act] == nil {
			continue
		}
		for _, o := range step.Acts[ev.Act].Reasons {
			if o.Code == code {
				mo.Fields = setValue(mo.Fields, key, o.Name)
			}
		}
	}
	return mo
}

func setValue(fields []FieldValue, key string, t lang.Text) []FieldValue {
	for i := range fields {
		if fields[i].Key == key {
			fields[i].Value = t
		}
	}
	return fields
}

// fields shows the values a viewer may see, in the order in which the procedure declares them being of no
// importance: built-in ones first by name.
func (r *reader) fields(proc *rulebook.Procedure, values map[string]string, sight access.Sight) []FieldValue {
	var out []FieldValue
	for _, key := range proc.FieldOrder() {
		v, ok := values[key]
		f := proc.FieldOf(key)
		if !ok || v == "" || f.Internal && sight < access.Work || f.Private && sight < access.Own {
			continue
		}
		out = append(out, FieldValue{Key: key, Name: f.Name, Type: f.Type, Value: r.show(f, v), Raw: v})
	}
	return out
}

// show is the value as people read it.
func (r *reader) show(f *rulebook.Field, v string) lang.Text {
	switch f.Type {
	case rulebook.Choice:
		for _, o := range f.Options {
			if o.Code == v {
				return o.Name
			}
		}
	case rulebook.OrgField:
		n := r.house.orgName(v)
		return lang.T(n.ZH, n.EN)
	case rulebook.PersonField:
		return lang.T(r.personName(v), "")
	case rulebook.YesNo:
		if v == "true" {
			return lang.T("是", "Yes")
		}
		return lang.T("否", "No")
	case rulebook.MatterField:
		if m, err := r.tx.Matter(r.house.congress.ID, v); err == nil && access.Sees(r.viewer, m) > access.Nothing {
			return lang.T(m.Number, m.Number)
		}
		return lang.T("(不可见)", "(not shown)")
	}
	return lang.T(strings.TrimSpace(v), "")
}
