package access

import (
	"maps"
	"slices"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/search"
)

// Reach is one part of what a viewer may search: the matters of Scope, by the words of Layer.
type Reach struct {
	Layer search.Layer
	Scope Scope
}

// Reaches says by which words a viewer may find which matters. A matter is found by exactly the words that its
// page shows him: the highest layer among the reaches that hold it is his Sees of it. They never hold a matter
// that he does not see.
func Reaches(v Viewer) []Reach {
	if slices.ContainsFunc([]string{"deputyOffice", "generalOffice", "committee", "chairMeeting"}, v.works) {
		return []Reach{{search.Full, Scope{All: true}}}
	}
	var out []Reach
	if s := v.OrgsOf("station"); len(s) > 0 {
		out = append(out, Reach{search.Full, Scope{Stations: s}})
	}
	all := MatterScope(v)
	if all.All {
		return append(out, Reach{search.Work, Scope{All: true}})
	}
	if len(all.Involved) > 0 {
		out = append(out, Reach{search.Work, Scope{Involved: all.Involved}})
	}
	if all.Person != "" || all.Matter != "" && all.Raiser != "" {
		out = append(out, Reach{search.Own, Scope{Person: all.Person, Matter: all.Matter, Raiser: all.Raiser}})
	}
	return append(out, Reach{search.Open, Scope{Public: true}})
}

// LayerOf is the layer up to which one reads who sees this much of a matter; ok is false for Nothing.
func LayerOf(s Sight) (l search.Layer, ok bool) {
	return search.Layer(int(s) - int(Open)), s > Nothing
}

// Words says who may find a matter by which of its words: everybody who may read them on its page.
//
//   - Number, title, text, answers and the open fields are for everybody who sees the matter.
//   - Private fields, and the names of deputies who raised it, are for its raisers and those above them.
//   - Internal fields, reasons of ratings and of requests to the office, and names and contacts of raisers who agreed,
//     are for those who work on it.
//   - Names and contacts of all raisers are for the office and the station.
//   - What a raiser may read only because it is his own (his contact, his reasons) finds nothing: he knows it.
//   - Words of the history that the matter does not keep, internal notes among them, find nothing.
//
// Fields that the procedure does not know (p may be nil) are for those who work on it.
func Words(m matter.Matter, p *rulebook.Procedure) search.Document {
	d := search.Document{Number: m.Number, Title: m.Title}
	add := func(l search.Layer, text string) {
		if text != "" {
			d.Texts = append(d.Texts, search.Text{Layer: l, Text: text})
		}
	}
	add(search.Open, m.Text)
	for _, key := range slices.Sorted(maps.Keys(m.Fields)) {
		layer, text := fieldWords(p, key, m.Fields[key])
		add(layer, text)
	}
	for _, a := range slices.Backward(m.Answers) {
		add(search.Open, a.Text)
	}
	if m.Asked != nil {
		add(search.Work, m.Asked.Reason)
	}
	for _, r := range m.Raisers {
		layer := search.Full
		switch {
		case r.Kind == "deputy":
			layer = search.Own
		case r.Consent:
			layer = search.Work
		}
		add(layer, r.Name)
		add(layer, r.Contact)
		for _, x := range r.Ratings {
			add(search.Work, x.Reason)
		}
	}
	return d
}

// fieldWords are the words of a field with their layer; values that stand for something else have none.
func fieldWords(p *rulebook.Procedure, key, value string) (search.Layer, string) {
	var f *rulebook.Field
	if p != nil {
		f = p.FieldOf(key)
	}
	if f == nil {
		return search.Work, value
	}
	layer := search.Open
	switch {
	case f.Internal:
		layer = search.Work
	case f.Private:
		layer = search.Own
	}
	switch f.Type {
	case rulebook.TextField, rulebook.LongText, rulebook.List, rulebook.NumberField:
		return layer, value
	case rulebook.Choice:
		for _, o := range f.Options {
			if o.Code == value {
				return layer, o.Name.ZH
			}
		}
	}
	return layer, ""
}

// FindsPerson says whether v may find a person of his congress by name, given the roles the person has today.
//
//   - Deputies are known to everybody: who was elected is published (选举法).
//   - Whoever works for an organization of the congress also finds those who work there.
func FindsPerson(v Viewer, deputy bool) bool { return deputy || v.Staff() }
