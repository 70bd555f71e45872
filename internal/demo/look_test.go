package demo_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/demo"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
)

// nothingAlikeSideBySide: two matters that stand next to each other in a list do not read alike.
func nothingAlikeSideBySide(t *testing.T, y year) {
	t.Helper()
	byDue := slices.DeleteFunc(slices.Clone(y.matters), func(m matter.Matter) bool { return m.Due() == nil })
	slices.SortFunc(byDue, func(a, b matter.Matter) int { return a.Due().Day.Compare(b.Due().Day) })
	for name, list := range map[string][]matter.Matter{"raised": y.matters, "due": byDue} {
		for i := 1; i < len(list); i++ {
			a, b := list[i-1], list[i]
			if a.Parent != "" || b.Parent != "" {
				continue // the questions of one appointment belong together
			}
			if s := alike(a.Title+a.Text, b.Title+b.Text); s > 0.35 {
				t.Errorf("by %s, side by side and alike (%.2f): %s / %s", name, s, a.Title, b.Title)
			}
		}
	}
}

// alike is the share of pairs of neighbouring characters that two texts have in common.
func alike(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	return float64(both) / float64(max(1, min(len(x), len(y))))
}

func pairs(s string) map[string]bool {
	out := map[string]bool{}
	r := []rune(s)
	for i := 1; i < len(r); i++ {
		out[string(r[i-1:i+1])] = true
	}
	return out
}

// everyDoorHasWork: whoever signs in by one click finds something to do.
func everyDoorHasWork(t *testing.T, y year) {
	t.Helper()
	ctx := context.Background()
	accounts, err := y.o.DemoAccounts(ctx, demo.Code)
	if err != nil {
		t.Fatal(err)
	}
	doors := map[string]int{}
	for _, a := range accounts {
		doors[a.Door]++
		token, err := y.o.DemoSignIn(ctx, demo.Code, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		v, err := y.o.Viewer(ctx, token, demo.Code)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(v.Doors(), access.Door(a.Door)) {
			t.Errorf("%s cannot use the door %s", a.Name, a.Door)
		}
		queues, err := y.o.Queues(ctx, v, access.Door(a.Door))
		if err != nil {
			t.Fatal(err)
		}
		work := 0
		for _, q := range queues {
			work += q.Count
		}
		if work < 3 {
			t.Errorf("%s (%s) finds %d matters", a.Name, a.Door, work)
		}
		if a.Door == "deputy" && queues[0].Count == 0 {
			t.Errorf("nothing waits for the rating of %s", a.Name)
		}
	}
	if doors["deputy"] != 2 || doors["unit"] != 3 || doors["leader"] != 2 || doors["office"] < 4 {
		t.Errorf("one-click sign-ins by door: %v", doors)
	}
}

// twoStories: what is told to visitors happened from the first to the last act.
func twoStories(t *testing.T, y year) {
	t.Helper()
	for _, s := range []struct{ title, acts string }{
		{"新汀小学门口没有红绿灯", "opened assign return assign note accept answer rate answer rate rate confirm"},
		{"学府路北段只差二百三十米", "opened assign accept note askExtension extend answer rate answer rate answer rate rate confirm"},
		{"洲头河堤脚下渗水", "opened assign note accept answer rate rate notDone answer rate rate confirm reopen assign accept answer rate rate confirm"},
		{"约见供电公司负责人，谈机井通电问题", "opened confirm submit approve hold questionSettled questionSettled promise promise questionSettled extend confirm"},
	} {
		i := slices.IndexFunc(y.matters, func(m matter.Matter) bool { return strings.HasPrefix(m.Title, s.title) })
		if i < 0 {
			t.Errorf("nobody raised %s", s.title)
			continue
		}
		if got := acts(t, y, y.matters[i]); !inOrder(strings.Fields(s.acts), got) {
			t.Errorf("%s went %v, want %s", s.title, got, s.acts)
		}
		if y.matters[i].Step != "closed" {
			t.Errorf("%s stands at %s", s.title, y.matters[i].Step)
		}
	}
}

func acts(t *testing.T, y year, m matter.Matter) []string {
	t.Helper()
	page, err := y.o.Matter(context.Background(), clerk(), m.ID)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{"opened"}
	for i, v := range page.History {
		if i > 0 {
			out = append(out, actOf(m, v))
		}
	}
	return out
}

// actOf finds the key of an act by the step it led from, as the visits tell; acts that stay are told by name.
func actOf(m matter.Matter, h office.Moment) string {
	for _, v := range m.Visits {
		if v.Until != nil && v.Until.Equal(h.At) && v.Act != "" {
			return v.Act
		}
	}
	for key, name := range map[string]string{
		"note": "写内部备注", "askExtension": "申请延期", "extend": "批准延期", "rate": "评价", "promise": "登记承诺", "questionSettled": "问题已答复",
	} {
		if h.Act.ZH == name {
			return key
		}
	}
	return h.Act.ZH
}

// inOrder reports whether all wanted acts were done in this order, whatever else was done between.
func inOrder(want, got []string) bool {
	for _, g := range got {
		if len(want) > 0 && g == want[0] {
			want = want[1:]
		}
	}
	return len(want) == 0
}

// clerk is one of the deputy office, who sees everything.
func clerk() access.Viewer {
	return access.Viewer{Congress: demo.Code, Account: "a-s-deputies-2", Person: "s-deputies-2", Orgs: []access.Seat{
		{Org: "deputies", Classification: "deputyOffice", Role: "staff"},
	}}
}
