package web

import (
	"net/url"
	"slices"

	"github.com/huiyin/huiyin/internal/office"
)

// listNames are the names by which an address says what a list shows, in the order of the filters.
var listNames = []string{
	"queue", "procedure", "phase", "step", "owner", "org", "station", "state", "overdue",
	"dueFrom", "dueTo", "raisedFrom", "raisedTo", "order",
	"reached", "from", "to", "unit", "category", // what a figure was counted from
}

// listQuery is what the values of an address say about a list; everything else in them is left out.
func listQuery(q url.Values) office.ListQuery {
	return office.ListQuery{
		Queue: q.Get("queue"), Procedure: q.Get("procedure"), Phase: q.Get("phase"), Step: q.Get("step"), Owner: q.Get("owner"),
		Org: q.Get("org"), Station: q.Get("station"), State: q.Get("state"), Overdue: q.Get("overdue") == "1",
		DueFrom: q.Get("dueFrom"), DueTo: q.Get("dueTo"), RaisedFrom: q.Get("raisedFrom"), RaisedTo: q.Get("raisedTo"),
		Order: q.Get("order"), Reached: office.Reached{
			Kind: q.Get("reached"), From: q.Get("from"), To: q.Get("to"), Unit: q.Get("unit"), Category: q.Get("category"),
		},
	}
}

// listAddress is the query of a list and nothing else: the same list always has the same.
func listAddress(q url.Values) string {
	out := url.Values{}
	for _, name := range listNames {
		if value := q.Get(name); value != "" {
			out.Set(name, value)
		}
	}
	return out.Encode()
}

// readAddress reads a list's query that was carried along; what is no query is the list of everything.
func readAddress(s string) url.Values {
	q, err := url.ParseQuery(s)
	if err != nil {
		return url.Values{}
	}
	return q
}

// mattersAt is the list's address.
func mattersAt(query string) string {
	if query == "" {
		return "/matters"
	}
	return "/matters?" + query
}

// narrowNames are the filters that stand folded away until one of them is used.
var narrowNames = []string{"org", "station", "overdue", "dueFrom", "dueTo", "raisedFrom", "raisedTo"}

func narrowed(q url.Values) bool {
	return slices.ContainsFunc(narrowNames, func(name string) bool { return q.Get(name) != "" })
}
