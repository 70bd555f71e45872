package rulebook

import (
	"slices"
	"strconv"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
)

// builder makes the model from the text. It takes what it can: what does not fit its shape was reported
// already, and a misspelt word stands for the nearest known one, so that one slip gives one mistake.
type builder struct {
	b *Book
	r *reporter
}

// place is where something stands in the text.
type place struct {
	value Pos // the value itself
	home  Pos // its key
	whole Pos // the key of the whole thing as it was written, also when it is used by alias
	isMap bool
}

func (b *builder) mark(path string, n *node, key Pos) {
	b.b.places[path] = place{value: n.pos, home: key, whole: n.home, isMap: n.kind == mapNode}
}

// child finds a key and notes its place.
func (b *builder) child(n *node, path, key string) (*node, string) {
	path += "/" + key
	if n == nil || n.kind != mapNode {
		return nil, path
	}
	for _, e := range n.entries {
		if e.means == key {
			b.mark(path, e.value, e.pos)
			return e.value, path
		}
	}
	return nil, path
}

func (b *builder) str(n *node, path, key string) string {
	v, _ := b.child(n, path, key)
	if v == nil || v.kind != scalarNode {
		return ""
	}
	return v.text
}

// pick reads a word of a closed list; one that is not in it gives the nearest that is, or "".
func (b *builder) pick(n *node, path, key string, known []string) string {
	s := b.str(n, path, key)
	if s == "" || slices.Contains(known, s) {
		return s
	}
	return nearest(s, known)
}

func (b *builder) words(n *node, path, key string) []string {
	v, path := b.child(n, path, key)
	if v == nil {
		return nil
	}
	if v.kind == scalarNode { // reported; meant as a list of one
		b.mark(path+"/0", v, v.pos)
		return []string{v.text}
	}
	var out []string
	for _, i := range v.items {
		if i.kind == scalarNode {
			b.mark(path+"/"+strconv.Itoa(len(out)), i, i.pos)
			out = append(out, i.text)
		}
	}
	return out
}

func (b *builder) text(n *node, path, key string) lang.Text {
	v, path := b.child(n, path, key)
	return lang.T(b.str(v, path, "zh"), b.str(v, path, "en"))
}

func (b *builder) number(n *node, path, key string) int {
	i, err := strconv.Atoi(b.str(n, path, key))
	if err != nil || i < 0 {
		return 0
	}
	return i
}

func (b *builder) bases(n *node, path, key string) []Basis {
	var out []Basis
	for _, s := range b.words(n, path, key) {
		out = append(out, ParseBasis(s))
	}
	return out
}

// options reads coded values, in the order of the text.
func (b *builder) options(n *node, path, key string) []Option {
	v, path := b.child(n, path, key)
	if v == nil {
		return nil
	}
	out := make([]Option, 0, len(v.entries))
	for _, e := range v.entries {
		b.mark(path+"/"+e.key, e.value, e.pos)
		out = append(out, Option{e.key, b.text(v, path, e.key)})
	}
	return out
}

// build reads the whole book.
func build(r *reporter, root *node, source string) *Book {
	b := builder{b: &Book{Local: map[string]lang.Text{}, Procedures: map[string]*Procedure{}, Source: source, places: map[string]place{}, file: r.file}, r: r}
	book := b.b
	book.places[""] = place{value: Pos{1, 1}, home: Pos{1, 1}, whole: Pos{1, 1}}
	book.ID = b.str(root, "", "rulebook")
	book.Version = b.str(root, "", "version")
	book.InForce, _ = deadline.ParseDate(b.str(root, "", "inForce"))
	book.Name = b.text(root, "", "name")
	book.Hours = b.hours(root)
	if local, path := b.child(root, "", "local"); local != nil {
		for _, e := range local.entries {
			book.Local[e.key] = b.text(local, path, e.key)
		}
	}
	if all, path := b.child(root, "", "procedures"); all != nil {
		for _, e := range all.entries {
			b.mark(path+"/"+e.key, e.value, e.pos)
			book.Procedures[e.key] = b.procedure(e.key, e.value, path+"/"+e.key)
			book.Order = append(book.Order, e.key)
		}
	}
	return book
}

func (b *builder) procedure(key string, n *node, path string) *Procedure {
	p := &Procedure{Key: key, path: path, Fields: map[string]*Field{}, Steps: map[string]*Step{}}
	p.Kind = b.str(n, path, "kind")
	p.Name, p.About = b.text(n, path, "name"), b.text(n, path, "about")
	p.Basis = b.bases(n, path, "basis")
	p.RaisedBy, p.ChildOf = b.words(n, path, "raisedBy"), b.words(n, path, "childOf")
	p.Raise, p.Begin = b.words(n, path, "raise"), b.str(n, path, "begin")
	if fields, fp := b.child(n, path, "fields"); fields != nil {
		for _, e := range fields.entries {
			b.mark(fp+"/"+e.key, e.value, e.pos)
			p.Fields[e.key] = b.field(e.key, e.value, fp+"/"+e.key)
			p.FieldKeys = append(p.FieldKeys, e.key)
		}
	}
	p.Hours = b.b.Hours
	p.Remind, p.Escalate = b.remind(n, path), b.ladder(n, path)
	var everywhere []*Act
	if acts, ap := b.child(n, path, "everywhere"); acts != nil {
		for _, e := range acts.entries {
			b.mark(ap+"/"+e.key, e.value, e.pos)
			everywhere = append(everywhere, b.act(e.key, e.value, ap+"/"+e.key))
		}
	}
	if steps, sp := b.child(n, path, "steps"); steps != nil {
		for _, e := range steps.entries {
			b.mark(sp+"/"+e.key, e.value, e.pos)
			s := b.step(e.key, e.value, sp+"/"+e.key, everywhere)
			s.inherit(p, b.b)
			p.Steps[e.key] = s
			p.Order = append(p.Order, e.key)
		}
	}
	return p
}

func (b *builder) field(key string, n *node, path string) *Field {
	return &Field{
		Key: key, path: path, Name: b.text(n, path, "name"), Hint: b.text(n, path, "hint"),
		Type:    FieldType(b.pick(n, path, "type", strs(fieldTypes)())),
		Options: b.options(n, path, "options"), Class: b.class(n, path),
		Internal: b.str(n, path, "internal") == "true", Private: b.str(n, path, "private") == "true",
	}
}

// vagueClass stands for a class that could not be read.
const vagueClass = "?"

func (b *builder) class(n *node, path string) string {
	class := b.pick(n, path, "class", owningRoles())
	if class == "" && b.b.has(path+"/class") {
		return vagueClass
	}
	return class
}
