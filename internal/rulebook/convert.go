package rulebook

import (
	"maps"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"github.com/huiyin/huiyin/internal/lang"
)

// converter turns the library's tree into ours: aliases resolved, merge keys merged, double keys found.
type converter struct {
	r       *reporter
	anchors map[string]*node
	sizes   map[*node]int
	count   int
	tooMuch bool
}

// convert never returns nil. home is the key or item that the value belongs to.
func (c *converter) convert(n ast.Node, home Pos) *node {
	if c.count++; c.count > maxNodes {
		c.tooMuch = true
		return &node{kind: brokenNode, pos: home, home: home}
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return c.mapping(n.Values, n.IsFlowStyle, posOf(n.Start), home)
	case *ast.MappingValueNode:
		return c.mapping([]*ast.MappingValueNode{n}, false, Pos{}, home)
	case *ast.SequenceNode:
		return c.sequence(n, home)
	case *ast.AnchorNode:
		name := n.Name.GetToken().Value
		v := c.convert(n.Value, home)
		if !c.tooMuch {
			c.anchors[name] = v
		}
		return v
	case *ast.AliasNode:
		return c.alias(n, home)
	case *ast.TagNode:
		at := posOf(n.GetToken())
		c.r.add(at, "tag", "", tf("这里不能用标签 %s", "tags are not used in a rulebook: %s", n.GetToken().Value), lang.T("删去标签", "remove the tag"))
		if n.Value == nil {
			return &node{kind: brokenNode, pos: at, home: home}
		}
		return c.convert(n.Value, home)
	case *ast.NullNode:
		return &node{kind: emptyNode, pos: home, home: home}
	case *ast.LiteralNode:
		return &node{kind: scalarNode, pos: posOf(n.Start), home: home, text: n.Value.Value, block: true}
	case *ast.StringNode:
		return &node{kind: scalarNode, pos: posOf(n.Token), home: home, text: n.Value, plain: !quoted(n.Token)}
	case nil:
		return &node{kind: emptyNode, pos: home, home: home}
	}
	// Numbers, booleans and the like keep their text: 2026.10 is a version, not 2026.1.
	return &node{kind: scalarNode, pos: posOf(n.GetToken()), home: home, text: n.GetToken().Value, plain: true}
}

func (c *converter) sequence(n *ast.SequenceNode, home Pos) *node {
	out := &node{kind: listNode, pos: posOf(n.Start), home: home}
	for _, v := range n.Values {
		item := c.convert(v, Pos{})
		if item.home.IsZero() {
			item.home = item.pos
		}
		if item.pos.IsZero() { // an empty item has no place of its own
			item.pos, item.home = out.pos, out.pos
		}
		out.items = append(out.items, item)
	}
	return out
}

func (c *converter) alias(n *ast.AliasNode, home Pos) *node {
	name := n.Value.GetToken().Value
	target, ok := c.anchors[name]
	if !ok {
		at := posOf(n.GetToken())
		c.r.add(at, "unknownAlias", "", tf("前面没有名为 &%s 的内容", "nothing before this is named &%s", name),
			didYouMean(name, slices.Sorted(maps.Keys(c.anchors))))
		return &node{kind: brokenNode, pos: at, home: home}
	}
	// What an alias repeats is counted again, so that a few lines cannot stand for millions of parts.
	if c.count += c.size(target); c.count > maxNodes {
		c.tooMuch = true
	}
	return target
}

// size counts the parts of a node, shared ones each time.
func (c *converter) size(n *node) int {
	if s, ok := c.sizes[n]; ok {
		return s
	}
	s := 1
	for _, e := range n.entries {
		s += c.size(e.value)
	}
	for _, i := range n.items {
		s += c.size(i)
	}
	if c.sizes == nil {
		c.sizes = map[*node]int{}
	}
	c.sizes[n] = min(s, maxNodes+1)
	return c.sizes[n]
}

func (c *converter) mapping(values []*ast.MappingValueNode, flow bool, start, home Pos) *node {
	out := &node{kind: mapNode, pos: start, home: home}
	var merged []entry
	for i, v := range values {
		at := posOf(v.Key.GetToken())
		if i == 0 && !flow {
			out.pos = at
		}
		if v.Key.IsMergeKey() {
			merged = append(merged, c.merge(v)...)
			continue
		}
		key, ok := keyText(v.Key)
		if !ok {
			c.r.add(at, "wrongNode", "key", lang.T("键应当是一个词", "a key must be a single word"), lang.Text{})
			continue
		}
		value := c.convert(v.Value, at)
		if j := out.index(key); j >= 0 {
			c.r.add(at, "duplicateKey", key, tf("“%s”重复，第一次在 %s", "%q is given twice; first at %s", key, out.entries[j].pos),
				lang.T("只保留一个", "keep one of the two"))
			continue
		}
		out.entries = append(out.entries, entry{key: key, means: key, pos: at, value: value})
	}
	for _, e := range merged { // what the map says itself wins over what it takes in
		if out.index(e.key) < 0 {
			out.entries = append(out.entries, e)
		}
	}
	return out
}

// merge gives the entries that a merge key (<<) takes in.
func (c *converter) merge(v *ast.MappingValueNode) []entry {
	n := c.convert(v.Value, posOf(v.Key.GetToken()))
	from := []*node{n}
	if n.kind == listNode {
		from = n.items
	}
	var out []entry
	for _, m := range from {
		switch m.kind {
		case mapNode:
			out = append(out, m.entries...)
		case brokenNode:
		default:
			c.r.add(m.pos, "wrongNode", "merge", lang.T("<< 后面应当是一组键值", "<< takes in a map"), lang.T("写成 <<: *名称", "write <<: *name"))
		}
	}
	return out
}

func (n *node) index(key string) int {
	return slices.IndexFunc(n.entries, func(e entry) bool { return e.key == key })
}

// keyText is the text of a key; keys that are lists or maps have none.
func keyText(k ast.Node) (string, bool) {
	switch k := k.(type) {
	case *ast.MappingKeyNode:
		if k.Value == nil {
			return "", false
		}
		return keyText(k.Value)
	case *ast.AnchorNode:
		return keyText(k.Value)
	case *ast.StringNode:
		return k.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		return k.GetToken().Value, true
	}
	return "", false
}
