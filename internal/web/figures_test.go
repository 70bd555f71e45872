package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var digits = regexp.MustCompile(`\d[\d,]*`)

// Every figure of work opens a list of exactly as many matters; a public one opens those of them that are published.
func TestFiguresOpenTheirRecords(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.fill()
	for _, c := range []struct {
		who, path string
		exact     bool
	}{{"chair", "/figures/work", true}, {"", "/figures", false}} {
		p := s.visitor(t)
		if c.who != "" {
			p = s.as(t, c.who)
		}
		doc := p.get(c.path).is(http.StatusOK).doc()
		seen := 0
		for _, href := range doc.Attrs(".counts .num a", "href") {
			shown := number(t, doc.Text(".counts .num a[href='"+href+"']"))
			got := number(t, p.get(href).is(http.StatusOK).doc().Text("h1 .total"))
			if c.exact && got != shown || got > shown {
				t.Errorf("%s: %d is shown and %s lists %d", c.path, shown, href, got)
			}
			seen++
		}
		if seen < 5 {
			t.Errorf("%s has only %d figures", c.path, seen)
		}
	}
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(digits.FindString(text), ",", ""))
	if err != nil {
		t.Fatalf("no number in %q", text)
	}
	return n
}

// Who sees figures of work, what the public ones leave out, and the tables as files.
func TestFiguresAreForWhomTheyAre(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.fill()
	for who, status := range map[string]int{
		"chair": 200, "member": 200, "office-clerk": 200, "water-clerk": 200, "admin": 200, "station-clerk": 403, "deputy": 403,
	} {
		p := s.as(t, who)
		p.get("/figures/work").is(status)
		p.get("/figures/work.csv?table=units").is(status)
	}
	s.visitor(t).get("/figures/work").is(http.StatusUnauthorized)
	for _, href := range s.as(t, "water-clerk").get("/figures/work").doc().Attrs(".counts .num a", "href") {
		u, err := url.Parse(href)
		if err != nil {
			t.Fatal(err)
		}
		if unit := u.Query().Get("unit"); unit != "" && unit != "water" {
			t.Errorf("a unit sees another's figures: %s", href)
		}
	}
	for _, row := range strings.Split(s.visitor(t).get("/figures.csv?table=categories").is(http.StatusOK).body, "\n")[1:] {
		if _, n, ok := strings.Cut(strings.TrimSpace(row), ","); ok && number(t, n) < 3 {
			t.Errorf("a public figure speaks of %s", row)
		}
	}
	s.visitor(t).get("/figures.csv?table=nothing").is(http.StatusNotFound)
	months := s.visitor(t).get("/figures.csv?table=months").is(http.StatusOK)
	if rows := strings.Count(months.body, "\n"); rows != 13 || !strings.HasPrefix(months.body, "\ufeff") {
		t.Errorf("%d rows of months in %q", rows, months.body)
	}
	if a := s.visitor(t).get("/wall"); a.header.Get("Refresh") != "60" || strings.Contains(a.body, "<script") {
		t.Errorf("the wall: Refresh %q", a.header.Get("Refresh"))
	}
	// A question of an appointment is open to all, and says nothing without the appointment.
	for path, listed := range map[string]bool{"/p?procedure=appointmentQuestion": true, "/wall": false, "/": false} {
		if body := s.visitor(t).get(path).is(http.StatusOK).body; strings.Contains(body, "三处水源何时更换滤料") != listed {
			t.Errorf("%s lists a question: %v", path, !listed)
		}
	}
}
