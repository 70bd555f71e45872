package office

import (
	"context"
	"slices"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// ListQuery is a list as its address says it. Unknown values give an empty list, not an error.
type ListQuery struct {
	Queue      string // one of the queue keys; it narrows the rest
	Procedure  string
	Phase      string
	Step       string
	Owner      string // organization id
	Org        string // organization that has or once had it
	Station    string // organization that looks after it
	Overdue    bool
	DueFrom    string // civil days, e.g. 2026-03-02; what is no day counts as nothing
	DueTo      string
	RaisedFrom string
	RaisedTo   string
	State      string // open, ended, or empty for both
	Order      string // due or raised; empty: due for open lists, else raised
	Reached    Reached
	AfterKey   string // keyset cursor of the previous page
	AfterID    string
	Whole      bool // no parts of other matters: a question of an appointment says little without it
	Limit      int  // 0: 20
	Acts       bool // say what can be done to several of the rows at once
}

// Reached asks for the matters that a figure was counted from: those that reached a station, or were first answered
// (matter.Answered), in some months. The zero value asks for nothing.
type Reached struct {
	Kind           string
	From, To       string // months, inclusive
	Unit, Category string
}

// List is one page of a list.
type List struct {
	Query   ListQuery
	Rows    []Row
	Count   int // up to store.CountMax; More says that there are more
	More    bool
	NextKey string // cursor of the next page; empty at the end
	NextID  string
	Bulk    []BulkAct // with Query.Acts
}

// Queue is one work queue with its count.
type Queue struct {
	Key   string
	Name  lang.Text
	Count int
	More  bool // the count stopped at store.CountMax
}

// queueNames in the order in which they are shown.
var queueNames = map[string]lang.Text{
	"overdue":  lang.T("已逾期", "Overdue"),
	"today":    lang.T("今日到期", "Due today"),
	"soon":     lang.T("五个工作日内到期", "Due within five working days"),
	"triage":   lang.T("待分办", "To be triaged"),
	"mine":     lang.T("本单位待办", "Ours to do"),
	"asked":    lang.T("申请延期待批", "Extensions to decide"),
	"verify":   lang.T("待评价与待回头看", "To be rated or looked back at"),
	"hollow":   lang.T("疑似未实质答复", "Possibly not answered in substance"),
	"decide":   lang.T("待审定", "To be decided"),
	"above":    lang.T("升级到我的", "Come up to us"),
	"raised":   lang.T("我提出的", "Raised by me"),
	"rate":     lang.T("待我评价", "For me to rate"),
	"all":      lang.T("全部在办", "All open"),
	"involved": lang.T("经办过的", "Ours, past and present"),
}

var queuesOf = map[access.Door][]string{
	access.DeputyDoor: {"rate", "raised"},
	access.OfficeDoor: {"overdue", "today", "soon", "mine", "above", "triage", "asked", "verify", "hollow", "all"},
	access.UnitDoor:   {"overdue", "today", "soon", "mine", "involved"},
	access.LeaderDoor: {"decide", "above", "overdue", "all"},
	access.PublicDoor: {},
}

// filter turns a query into what the store selects, for viewer v.
func (h *house) filter(v access.Viewer, q ListQuery, today deadline.Date) (store.Filter, store.Order) {
	f := store.Filter{
		Congress: v.Congress, Scope: access.MatterScope(v), Procedure: q.Procedure, Phase: q.Phase, Step: q.Step,
		State: store.State(q.State), TopLevel: q.Whole,
	}
	if q.Reached.Kind != "" {
		f.Reached = store.MilestoneFilter{Kind: q.Reached.Kind, From: q.Reached.From, To: q.Reached.To, Procedure: q.Procedure, Unit: q.Reached.Unit, Category: q.Reached.Category}
	}
	if q.Owner != "" {
		f.OwnerOrgs = []string{q.Owner}
	}
	seats := v.OrgsOf("unit")
	work := func() {
		f.State = store.IsOpen
		// A unit or a station looks at its own clock; the office and leaders at everybody's.
		if !f.Scope.All {
			f.OwnerOrgs = own(v)
		}
	}
	switch q.Queue {
	case "":
	case "overdue":
		work()
		f.DueTo = today.AddDays(-1).String()
	case "today":
		work()
		f.DueFrom, f.DueTo = today.String(), today.String()
	case "soon":
		work()
		f.DueFrom, f.DueTo = today.AddDays(1).String(), h.calendar.AddWorkdays(today, 5).String()
	case "mine":
		f.State, f.OwnerOrgs = store.IsOpen, own(v)
	case "triage":
		work()
		f.Phase = string(rulebook.Seen)
	case "asked":
		f.State, f.Asked = store.IsOpen, true
	case "verify":
		work()
		f.Phase = string(rulebook.Supervised)
	case "hollow":
		f.Hollow = true
		if access.MatterScope(v).All || len(v.OrgsOf("station")) > 0 {
			break
		}
		f.Scope = access.Scope{} // a suggestion to the office is for the office only
	case "decide":
		f.State, f.OwnerOrgs = store.IsOpen, own(v)
	case "above":
		f.State, f.Above = store.IsOpen, own(v)
	case "raised":
		f.Person = orNobody(v.Person)
	case "rate":
		f.Person, f.ToRate = orNobody(v.Person), true
	case "all":
		f.State = store.IsOpen
	case "involved":
		f.Scope = access.Scope{Involved: seats}
	default:
		f.Scope = access.Scope{}
	}
	h.narrow(&f, q, today)
	order := store.ByRaised
	if q.Order == "due" || q.Order == "" && f.State == store.IsOpen {
		order = store.ByDue
	}
	return f, order
}

// narrow takes a list further down by unit, station and days; it never makes it wider.
func (h *house) narrow(f *store.Filter, q ListQuery, today deadline.Date) {
	f.Org = q.Org
	if q.Station != "" {
		f.Stations = []string{q.Station}
	}
	later := func(to *string, day string) {
		if d, err := deadline.ParseDate(day); err == nil && d.String() > *to {
			*to = d.String()
		}
	}
	sooner := func(to *string, day string) {
		if d, err := deadline.ParseDate(day); err == nil && (*to == "" || d.String() < *to) {
			*to = d.String()
		}
	}
	later(&f.DueFrom, q.DueFrom)
	sooner(&f.DueTo, q.DueTo)
	if q.Overdue {
		sooner(&f.DueTo, today.AddDays(-1).String())
	}
	// An ended matter has no due day to be counted by.
	if q.Overdue || f.DueFrom != "" || f.DueTo != "" {
		if f.State == store.IsEnded {
			f.Scope = access.Scope{}
		}
		f.State = store.IsOpen
	}
	if d, err := deadline.ParseDate(q.RaisedFrom); err == nil {
		f.RaisedFrom = d.In(h.zone).UnixMicro()
	}
	if d, err := deadline.ParseDate(q.RaisedTo); err == nil {
		f.RaisedTo = d.AddDays(1).In(h.zone).UnixMicro()
	}
}

// orNobody keeps an empty person from meaning "anybody".
func orNobody(person string) string {
	if person == "" {
		return "-"
	}
	return person
}

// own lists the organizations for which v works; a name that no organization has when there are none.
func own(v access.Viewer) []string {
	out := []string{}
	for _, s := range v.Orgs {
		if s.Role != "deputy" && !slices.Contains(out, s.Org) {
			out = append(out, s.Org)
		}
	}
	if len(out) == 0 {
		out = append(out, "-")
	}
	return out
}

// DefaultLimit is how many rows a clerk sees without paging.
const DefaultLimit = 20

// List gives one page of a list for viewer v.
func (o *Office) List(ctx context.Context, v access.Viewer, q ListQuery) (List, error) {
	if err := granted(v, access.ReadMatters); err != nil {
		return List{}, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return List{}, err
	}
	if q.Limit <= 0 || q.Limit > 200 {
		q.Limit = DefaultLimit
	}
	l := List{Query: q}
	err = o.db.View(ctx, func(tx *store.Tx) error {
		f, order := h.filter(v, q, deadline.FromTime(tx.Now, h.zone))
		page, next, err := tx.Matters(f, order, store.Cursor{Key: q.AfterKey, ID: q.AfterID}, q.Limit)
		if err != nil {
			return err
		}
		l.NextKey, l.NextID = next.Key, next.ID
		if l.Count, l.More, err = count(tx, f); err != nil {
			return err
		}
		r := reader{tx: tx, house: h, viewer: v, now: tx.Now}
		if q.Acts {
			if l.Bulk, err = r.bulkActs(page); err != nil {
				return err
			}
		}
		l.Rows, err = r.rows(page)
		for i := range l.Rows {
			at := store.PlaceOf(order, page[i])
			l.Rows[i].At = at.Key + "~" + at.ID
		}
		return err
	})
	return l, err
}

// Count counts a list without reading its rows; more says that the count stopped at store.CountMax.
func (o *Office) Count(ctx context.Context, v access.Viewer, q ListQuery) (n int, more bool, err error) {
	if err := granted(v, access.ReadMatters); err != nil {
		return 0, false, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return 0, false, err
	}
	err = o.db.View(ctx, func(tx *store.Tx) error {
		f, _ := h.filter(v, q, deadline.FromTime(tx.Now, h.zone))
		n, more, err = count(tx, f)
		return err
	})
	return n, more, err
}

func (r *reader) rows(page []matter.Matter) ([]Row, error) {
	out := make([]Row, 0, len(page))
	for _, m := range page {
		row, err := r.row(m)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

func count(tx *store.Tx, f store.Filter) (n int, more bool, err error) {
	n, err = tx.Count(f)
	if n > store.CountMax {
		return store.CountMax, true, err
	}
	return n, false, err
}

// Queues gives the work queues of one of v's doors, with counts.
func (o *Office) Queues(ctx context.Context, v access.Viewer, door access.Door) ([]Queue, error) {
	if err := granted(v, access.ReadMatters); err != nil {
		return nil, err
	}
	h, err := o.house(ctx, v.Congress)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(v.Doors(), door) {
		return nil, nil
	}
	var out []Queue
	err = o.db.View(ctx, func(tx *store.Tx) error {
		out = out[:0]
		for _, key := range queuesOf[door] {
			f, _ := h.filter(v, ListQuery{Queue: key}, deadline.FromTime(tx.Now, h.zone))
			n, more, err := count(tx, f)
			if err != nil {
				return err
			}
			out = append(out, Queue{Key: key, Name: queueNames[key], Count: n, More: more})
		}
		return nil
	})
	return out, err
}

// QueueName is what a queue is called; zero for an unknown key.
func QueueName(key string) lang.Text { return queueNames[key] }
