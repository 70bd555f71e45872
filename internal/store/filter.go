package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/access"
)

// Filter says which matters a list shows. The zero value of a member leaves it out.
type Filter struct {
	Congress  string
	Scope     access.Scope // what the viewer may see at all; the zero Scope sees nothing
	OwnerOrgs []string     // owner is one of these
	Stations  []string     // looked after by one of these
	Person    string       // raised by this person
	Procedure string
	Step      string
	Phase     string
	Parent    string
	State     State
	DueFrom   string // due day ≥
	DueTo     string // due day ≤
	Asked     bool   // something was asked for and not decided
	ToRate    bool   // with Person: waits for his rating
	Public    bool
	TopLevel  bool            // no children of other matters
	Above     []string        // has gone up to one of these
	Hollow    bool            // flagged as not answered in substance
	Reached   MilestoneFilter // what a figure was counted from: matters with such a milestone

	RaisedFrom int64  // raised at or after, microseconds
	RaisedTo   int64  // raised before, microseconds
	Org        string // owned by this organization, now or once
}

// State selects open or ended matters.
type State string

// The states of Filter.
const (
	AnyState State = ""
	IsOpen   State = "open"
	IsEnded  State = "ended"
)

// Order of a list.
type Order string

// Orders: by due day for work queues (open matters only), by day of raising for browsing.
const (
	ByDue    Order = "due"
	ByRaised Order = "raised" // newest first
)

// Cursor is the keyset position after which a page begins; the zero value begins at the start.
type Cursor struct {
	Key string // due day, or raised_at as decimal microseconds
	ID  string
}

// within is where all that f can select stands, in the order of raising: the rows of one organization, now or once, or of
// one person. Neither grows with what others have, however many or few their own are.
func (f Filter) within() (table, column, value string) {
	s := f.Scope
	switch {
	case f.Org != "":
		return "matter_org", "org", f.Org
	case f.Person != "" && !f.ToRate: // what waits for a rating is little, and has an index of its own
		return "matter_raiser", "person", f.Person
	case len(s.Involved) == 1 && !s.All && !s.Public && len(s.Stations) == 0 && s.Person == "" && s.Matter == "":
		return "matter_org", "org", s.Involved[0]
	}
	return "", "", ""
}

// source is what f selects from, with its condition: from the rows of within, where there are such, and the matter's own.
func (f Filter) source() (from, cond string, args []any, inside bool) {
	cond, args = f.where()
	table, column, value := f.within()
	if table == "" {
		return "matter m", cond, args, false
	}
	args = append(args, value)
	partial := ""
	if table == "matter_raiser" {
		// The first half is what its index says, so that it is used; the second counts once who raised it twice.
		partial = ` AND i.person <> '' AND NOT EXISTS (SELECT 1 FROM matter_raiser o
			WHERE o.congress = i.congress AND o.matter = i.matter AND o.person = i.person AND o.raiser < i.raiser)`
	}
	return table + " i JOIN matter m ON m.congress = i.congress AND m.id = i.matter",
		fmt.Sprintf("i.congress = $1 AND i.%s = $%d%s AND %s", column, len(args), partial, cond), args, true
}

// key is the position as the column of an order has it. Positions come back from addresses, where anybody can
// write anything: what is no position is the start.
func (c Cursor) key(o Order) any {
	if o == ByRaised {
		return micros(c.Key)
	}
	return c.Key
}

// micros reads a number of a position.
func micros(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return math.MaxInt64 // lists by time begin with the latest
	}
	return n
}

// where builds the condition; a fixed small set of fragments, never text from a user.
func (f Filter) where() (string, []any) {
	args := []any{f.Congress}
	cond := []string{"m.congress = $1"}
	add := func(format string, v any) {
		args = append(args, v)
		cond = append(cond, fmt.Sprintf(format, len(args)))
	}
	in := func(column string, values []string) {
		marks := make([]string, len(values))
		for i, v := range values {
			args = append(args, v)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		cond = append(cond, column+" IN ("+strings.Join(marks, ", ")+")")
	}
	scope, scopeArgs := scopeWhere(f.Scope, len(args))
	cond, args = append(cond, scope), append(args, scopeArgs...)
	switch f.State {
	case IsOpen:
		cond = append(cond, "m.is_open")
	case IsEnded:
		cond = append(cond, "NOT m.is_open")
	}
	if len(f.OwnerOrgs) > 0 {
		in("m.owner_org", f.OwnerOrgs)
	}
	if len(f.Stations) > 0 {
		in("m.station", f.Stations)
	}
	for _, x := range []struct{ column, value string }{
		{"m.procedure", f.Procedure}, {"m.step", f.Step}, {"m.phase", f.Phase}, {"m.parent", f.Parent},
	} {
		if x.value != "" {
			add(x.column+" = $%d", x.value)
		}
	}
	if f.DueFrom != "" {
		add("m.due_day >= $%d", f.DueFrom)
	}
	if f.DueTo != "" {
		add("m.due_day <= $%d", f.DueTo)
	}
	if f.RaisedFrom != 0 {
		add("m.raised_at >= $%d", f.RaisedFrom)
	}
	if f.RaisedTo != 0 {
		add("m.raised_at < $%d", f.RaisedTo)
	}
	if f.Org != "" {
		add("EXISTS (SELECT 1 FROM matter_org x WHERE x.congress = m.congress AND x.matter = m.id AND x.org = $%d)", f.Org)
	}
	if f.Asked {
		cond = append(cond, "m.asked <> ''")
	}
	if f.Public {
		cond = append(cond, "m.is_public")
	}
	if f.TopLevel {
		cond = append(cond, "m.parent = ''")
	}
	if f.Hollow {
		cond = append(cond, "EXISTS (SELECT 1 FROM hollow h WHERE h.congress = m.congress AND h.matter = m.id)")
	}
	if f.Reached != (MilestoneFilter{}) {
		reached, reachedArgs := f.Reached.conditions(len(args))
		cond, args = append(cond, "m.id IN (SELECT s.matter FROM milestone s WHERE "+reached+")"), append(args, reachedArgs...)
	}
	if len(f.Above) > 0 {
		marks := make([]string, len(f.Above))
		for i, v := range f.Above {
			args = append(args, v)
			marks[i] = fmt.Sprintf("$%d", len(args))
		}
		cond = append(cond, "EXISTS (SELECT 1 FROM matter_above u WHERE u.congress = m.congress AND u.matter = m.id AND u.org IN ("+strings.Join(marks, ", ")+"))")
	}
	if f.Person != "" {
		rate := ""
		if f.ToRate {
			rate = " AND r.to_rate"
		}
		add("EXISTS (SELECT 1 FROM matter_raiser r WHERE r.congress = m.congress AND r.matter = m.id AND r.person = $%d"+rate+")", f.Person)
	}
	return strings.Join(cond, " AND "), args
}

// scopeWhere is the condition of a scope on the rows of table m, with its arguments numbered after the first n.
func scopeWhere(s access.Scope, n int) (string, []any) { return scopeOn("m", "id", s, n) }

// scopeOn is the condition of a scope on rows that belong to matters: table is their name in the query, id the column
// that holds the matter. Lists and search select by it alike.
func scopeOn(table, id string, s access.Scope, n int) (string, []any) {
	if s.All {
		return "TRUE", nil
	}
	var either []string
	var args []any
	mark := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", n+len(args))
	}
	exists := func(other, more string) {
		either = append(either, fmt.Sprintf("EXISTS (SELECT 1 FROM %s o WHERE o.congress = %s.congress AND o.matter = %s.%s AND %s)", other, table, table, id, more))
	}
	for _, v := range s.Stations {
		either = append(either, table+".station = "+mark(v))
	}
	for _, v := range s.Involved {
		exists("matter_org", "o.org = "+mark(v))
	}
	if s.Person != "" {
		exists("matter_raiser", "o.person = "+mark(s.Person))
	}
	if s.Matter != "" && s.Raiser != "" {
		exists("matter_raiser", "o.matter = "+mark(s.Matter)+" AND o.raiser = "+mark(s.Raiser))
	}
	if s.Public {
		either = append(either, table+".is_public")
	}
	if len(either) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}
