package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// PageTime is how long one page took, from the request to the last byte, at one number of finished matters.
type PageTime struct {
	Page string        `json:"page"`
	Who  string        `json:"who"`
	Size int           `json:"finishedMatters"`
	P50  time.Duration `json:"p50ns"`
	P99  time.Duration `json:"p99ns"`
}

// Fill is how long filling up to a size took, and what the database takes then.
type Fill struct {
	Size  int           `json:"finishedMatters"`
	Took  time.Duration `json:"tookNs"`
	Bytes int64         `json:"bytes"`
}

// looks are the pages whose time must not grow with finished matters: lists, the board, a matter, the doors.
var looks = []struct{ who, page string }{
	{officeClerk, "/matters"},
	{officeClerk, "/matters?state=ended"},
	{officeClerk, "/matters?queue=overdue"},
	{officeClerk, "/board"},
	{officeClerk, "/board?view=past"},
	{officeClerk, "/home/office"},
	{officeClerk, "/m/"},
	{clerk(unit(1)), "/matters"},
	{clerk(unit(1)), "/matters?queue=involved"},
	{clerk(unit(1)), "/board?view=past"},
	{clerk(station(1)), "/matters?state=ended"},
	{deputy(1), "/home/deputy"},
	{deputy(1), "/matters?queue=raised"},
	{"", "/"},
	{"", "/p"},
}

// pages times the pages at each size, in turns, one request at a time.
func (a *arena) pages(ctx context.Context) ([]PageTime, []Fill, error) {
	p := a.parts[0]
	d := newFormDoor(p.addr)
	var times []PageTime
	var fills []Fill
	for _, n := range a.Sizes {
		began := a.Now()
		if _, err := p.tell(order{Do: "fill", N: n}); err != nil {
			return times, fills, err
		}
		f := Fill{Size: n, Took: a.Now().Sub(began)}
		t, err := p.tell(order{Do: "size"})
		if err != nil {
			return times, fills, err
		}
		f.Bytes = t.Bytes
		fills = append(fills, f)
		fmt.Fprintf(a.Log, "filled   %d finished matters in %s\n", n, f.Took.Round(time.Millisecond))
		at, err := a.look(ctx, d, n)
		if err != nil {
			return times, fills, err
		}
		times = append(times, at...)
	}
	return times, fills, nil
}

func (a *arena) look(ctx context.Context, d *formDoor, n int) ([]PageTime, error) {
	one, err := a.oneMatter(ctx, d)
	if err != nil {
		return nil, err
	}
	const warm = 3
	each := make([][]time.Duration, len(looks))
	for round := range a.Looks + warm {
		for i, l := range looks {
			page := l.page
			if page == "/m/" {
				page += one
			}
			began := a.Now()
			if _, err := d.see(ctx, l.who, page); err != nil {
				return nil, err
			}
			if round >= warm {
				each[i] = append(each[i], a.Now().Sub(began))
			}
		}
	}
	var out []PageTime
	for i, l := range looks {
		t := PageTime{Page: l.page, Who: role(l.who), Size: n, P50: quantile(each[i], 0.5), P99: quantile(each[i], 0.99)}
		out = append(out, t)
		fmt.Fprintf(a.Log, "page     %-8s %-24s at %8d  p50 %9s  p99 %9s\n", t.Who, t.Page, n, t.P50.Round(10*time.Microsecond), t.P99.Round(10*time.Microsecond))
	}
	return out, nil
}

// role is who looks, without the number.
func role(login string) string {
	switch login {
	case "":
		return "public"
	case officeClerk:
		return "office"
	}
	return strings.TrimRight(strings.TrimPrefix(login, "clerk-"), "0123456789")
}

// see fetches a page as somebody.
func (d *formDoor) see(ctx context.Context, who, page string) ([]byte, error) {
	cookie := ""
	if who != "" {
		var err error
		if cookie, err = d.signIn(ctx, who); err != nil {
			return nil, err
		}
	}
	res, body, err := d.get(ctx, page, cookie)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("bench: %s for %s: %s", page, who, res.Status)
	}
	return body, nil
}

// oneMatter finds a finished matter to look at.
func (a *arena) oneMatter(ctx context.Context, d *formDoor) (string, error) {
	body, err := d.see(ctx, officeClerk, "/matters?state=ended")
	if err != nil {
		return "", err
	}
	m := matterLink.FindSubmatch(body)
	if m == nil {
		return "", fmt.Errorf("bench: no finished matter is listed")
	}
	return string(m[1]), nil
}

// flat is how a page's time grew from the smallest to the largest size.
func flat(r Report, who, page string) (p50, p99 float64, ok bool) {
	var first, last *PageTime
	for i := range r.Pages {
		if t := &r.Pages[i]; t.Who == who && t.Page == page {
			if first == nil {
				first = t
			}
			last = t
		}
	}
	if first == nil || first == last {
		return 0, 0, false
	}
	return float64(last.P50) / float64(first.P50), float64(last.P99) / float64(first.P99), true
}

func printPages(w io.Writer, r Report) {
	if len(r.Pages) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%-9s %-26s", "who", "page (p50 / p99 ms)")
	for _, f := range r.Fills {
		fmt.Fprintf(w, " %16d", f.Size)
	}
	fmt.Fprintf(w, " %16s\n", "growth")
	for _, l := range looks {
		fmt.Fprintf(w, "%-9s %-26s", role(l.who), l.page)
		for _, t := range r.Pages {
			if t.Who == role(l.who) && t.Page == l.page {
				fmt.Fprintf(w, " %16s", fmt.Sprintf("%.2f / %.2f", millis(t.P50), millis(t.P99)))
			}
		}
		if p50, p99, ok := flat(r, role(l.who), l.page); ok {
			fmt.Fprintf(w, " %16s", fmt.Sprintf("%.2f / %.2f ×", p50, p99))
		}
		fmt.Fprintln(w)
	}
	for _, f := range r.Fills {
		fmt.Fprintf(w, "filled    %8d finished matters in %8s, %6.1f kB each\n", f.Size, f.Took.Round(time.Millisecond), float64(f.Bytes)/float64(max(1, f.Size))/1000)
	}
}
