package rulebook

import "slices"

// graph is a procedure as steps and moves between them.
type graph struct {
	begin *Step
	out   map[*Step][]edge
	in    map[*Step][]edge

	unread map[*Step]int // how many targets at a step cannot be read: they may lead anywhere
}

// edge is one possible move. Acts that stay, and the undoing of a merge, are none.
type edge struct {
	from, to *Step
	act      *Act
	branch   int
	kind     Kind // what the move counts as
}

// path is where the target of the move is written.
func (e edge) path() string { return branchPath(e.act, e.branch) + "/step" }

// limited reports whether the move can be made a bounded number of times only.
func (e edge) limited() bool { return e.act.Limit > 0 || e.act.To[e.branch].Limit > 0 }

// graph reads the moves. Misspelt targets count as the step they most likely mean.
func (c *procedureCheck) graph() *graph {
	g := &graph{out: map[*Step][]edge{}, in: map[*Step][]edge{}, unread: map[*Step]int{}}
	g.begin = c.stepNamed(c.p.Begin)
	c.eachAct(func(s *Step, a *Act) {
		if len(a.To) == 0 {
			g.unread[s]++
		}
		for i, br := range a.To {
			to := c.stepNamed(br.Step)
			if c.misled(a, br, to) {
				g.unread[s]++
			}
			if br.Step == Stay || br.Step == Back || to == nil || actRules[a.Kind].target != "" {
				continue
			}
			e := edge{s, to, a, i, a.Kind}
			if br.As != "" {
				e.kind = br.As
			}
			g.out[s] = append(g.out[s], e)
			g.in[to] = append(g.in[to], e)
		}
	})
	return g
}

// misled reports a target that cannot be what was meant: the step that was meant may be any.
func (c *procedureCheck) misled(a *Act, br Branch, to *Step) bool {
	switch ends := actRules[a.Kind].ends; {
	case br.Step == Back:
		return a.Kind != Unmerge
	case ends != Open:
		return to == nil || to.Ends != ends
	}
	return to == nil && br.Step != Stay
}

// reached is every step that a matter can come to.
func (g *graph) reached() map[*Step]bool {
	seen := map[*Step]bool{}
	if g.begin == nil {
		return seen
	}
	todo := []*Step{g.begin}
	seen[g.begin] = true
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		for _, e := range g.out[s] {
			if !seen[e.to] {
				seen[e.to] = true
				todo = append(todo, e.to)
			}
		}
	}
	return seen
}

// canEnd is every step from which an ending can be reached along the moves that keep accepts. A step
// whose targets cannot be read counts as one.
func (g *graph) canEnd(steps []*Step, keep func(edge) bool) map[*Step]bool {
	ok := map[*Step]bool{}
	var todo []*Step
	for _, s := range steps {
		if s.Ends != Open || g.unread[s] > 0 {
			ok[s] = true
			todo = append(todo, s)
		}
	}
	for len(todo) > 0 {
		s := todo[0]
		todo = todo[1:]
		for _, e := range g.in[s] {
			if !ok[e.from] && keep(e) {
				ok[e.from] = true
				todo = append(todo, e.from)
			}
		}
	}
	return ok
}

// circles groups steps that can reach each other along the moves that keep accepts, in the order of
// steps; a step alone is a group only when it leads to itself. It is Tarjan's algorithm.
func (g *graph) circles(steps []*Step, keep func(edge) bool) [][]*Step {
	t := tarjan{g: g, keep: keep, index: map[*Step]int{}, low: map[*Step]int{}, on: map[*Step]bool{}}
	for _, s := range steps {
		if t.index[s] == 0 {
			t.visit(s)
		}
	}
	var out [][]*Step
	for _, group := range t.groups {
		self := slices.ContainsFunc(g.out[group[0]], func(e edge) bool { return e.to == group[0] && keep(e) })
		if len(group) > 1 || self {
			out = append(out, group)
		}
	}
	return out
}

type tarjan struct {
	g      *graph
	keep   func(edge) bool
	n      int
	index  map[*Step]int
	low    map[*Step]int
	on     map[*Step]bool
	stack  []*Step
	groups [][]*Step
}

// visit recurses at most as deep as a procedure has steps.
func (t *tarjan) visit(s *Step) {
	t.n++
	t.index[s], t.low[s] = t.n, t.n
	t.stack, t.on[s] = append(t.stack, s), true
	for _, e := range t.g.out[s] {
		if !t.keep(e) {
			continue
		}
		if t.index[e.to] == 0 {
			t.visit(e.to)
			t.low[s] = min(t.low[s], t.low[e.to])
		} else if t.on[e.to] {
			t.low[s] = min(t.low[s], t.index[e.to])
		}
	}
	if t.low[s] != t.index[s] {
		return
	}
	var group []*Step
	for {
		last := t.stack[len(t.stack)-1]
		t.stack = t.stack[:len(t.stack)-1]
		t.on[last] = false
		group = append(group, last)
		if last == s {
			break
		}
	}
	t.groups = append(t.groups, group)
}
