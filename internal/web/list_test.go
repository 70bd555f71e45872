package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// walk follows "next page" to the end and gives the numbers in the order seen.
func walk(t *testing.T, p *person, path, cells string) []string {
	t.Helper()
	var all []string
	for range 50 {
		doc := p.get(path).is(http.StatusOK).doc()
		all = append(all, doc.Texts(cells)...)
		if !doc.Has(".pager a[rel=next]") {
			return all
		}
		path = doc.Attr(".pager a[rel=next]", "href")
	}
	t.Fatal("the list does not end")
	return nil
}

// Every list is complete and without repetition however it is ordered and filtered; filters stay through
// the pages because they are in the address.
func TestListsAreWalkedThrough(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.fill()
	for i := range 30 {
		s.Raise(fmt.Sprintf("又一件意见 %d", i))
	}
	office, water, visitor := s.as(t, "office-clerk"), s.as(t, "water-clerk"), s.visitor(t)
	for _, c := range []struct {
		p    *person
		path string
		want int
	}{
		{office, "/matters", 63},
		{office, "/matters?order=due&state=open", 61},
		{office, "/matters?order=raised&state=ended", 2},
		{office, "/matters?procedure=appointmentQuestion", 3},
		{office, "/matters?phase=resulted", 1},
		{office, "/matters?procedure=opinion&step=registered&owner=station", 39},
		{office, "/matters?queue=nothing", 0},
		{office, "/matters?queue=asked", 1},
		{water, "/matters?queue=mine", 9},
		{visitor, "/p?phase=resulted", 1},
	} {
		got := walk(t, c.p, c.path, ".rows td.c-number")
		if len(got) != c.want {
			t.Errorf("%s: %d matters, want %d", c.path, len(got), c.want)
		}
		slices.Sort(got)
		if len(slices.Compact(got)) != len(got) {
			t.Errorf("%s shows a matter twice", c.path)
		}
	}
	doc := office.get("/matters?procedure=opinion&state=open").is(http.StatusOK).doc()
	next := doc.Attr(".pager a[rel=next]", "href")
	if !strings.Contains(next, "procedure=opinion") || !strings.Contains(next, "state=open") {
		t.Errorf("the next page forgets the filters: %s", next)
	}
	doc.Check(
		htmlcheck.In("select[name=procedure] option[value=opinion][selected]"),
		htmlcheck.In("select[name=step]"),
		htmlcheck.Count(".rows tbody tr", office20),
		htmlcheck.In(".total", htmlcheck.HasText("共 56 件")))
	empty := office.get("/matters?queue=today").is(http.StatusOK).doc()
	empty.Check(htmlcheck.In(".empty a[href='/matters']"))
}

const office20 = office.DefaultLimit

// The board shows for each failure the clock that proves it, and what was late before.
func TestBoardProvesEachRow(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮") // Monday 2 March: to be triaged by Thursday the 5th
	s.Clock.Set(world.At("2026-03-05 23:59"))
	s.as(t, "office-clerk").get("/board").is(http.StatusOK).doc().Check(htmlcheck.NotIn("table.board"), htmlcheck.Count(".board-tab.zero", 4))
	s.Clock.Set(world.At("2026-03-06 00:00"))
	board := s.as(t, "office-clerk").get("/board").is(http.StatusOK)
	board.doc().Check(
		htmlcheck.Count("table.board tbody tr", 1),
		htmlcheck.In("table.board tbody tr",
			htmlcheck.HasText("视而不议"), htmlcheck.HasText("待分办"), htmlcheck.HasText("柳溪镇代表联络站"), htmlcheck.HasText("逾期 1 天"),
			htmlcheck.HasText("最迟 2026年3月5日 (周四)"), htmlcheck.HasText("自 2026年3月2日 起 3个工作日，当日不计"),
			htmlcheck.HasText("自 2026年3月6日 00:00 起逾期"), htmlcheck.HasText("代表联络站接待和意见办理办法")),
		htmlcheck.Count(".board-tab.zero", 3))
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	clerk := s.as(t, "office-clerk")
	clerk.get("/board").is(http.StatusOK).doc().Check(htmlcheck.NotIn("table.board"))
	clerk.get("/board?view=past").is(http.StatusOK).doc().Check(htmlcheck.In("table.board tbody tr", htmlcheck.HasText("曾逾期 1 天"), htmlcheck.HasText("至 2026年3月6日 00:00")))
	clerk.get("/board?view=past&kind=decidedNotSupervised").is(http.StatusOK).doc().Check(htmlcheck.NotIn("table.board"))
	clerk.get("/board?view=past&kind=seenNotDeliberated&owner=station").is(http.StatusOK).doc().Check(htmlcheck.Count("table.board tbody tr", 1))
	clerk.get("/m/"+r.ID).is(http.StatusOK).doc().Check(htmlcheck.In(".proofs", htmlcheck.HasText("视而不议")), htmlcheck.In(".stop-late", htmlcheck.HasText("曾逾期")))
}

// A board of more than one page is walked through as well.
func TestBoardPages(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for i := range 60 {
		s.Raise(fmt.Sprintf("意见 %d", i))
	}
	s.Clock.Set(world.At("2026-03-20 09:00"))
	clerk := s.as(t, "office-clerk")
	if got := walk(t, clerk, "/board", "table.board .b-matter a"); len(slices.Compact(slices.Sorted(slices.Values(got)))) != 60 {
		t.Fatalf("%d rows", len(got))
	}
}
