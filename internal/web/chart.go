package web

import (
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/office"
)

// Charts are drawn by the server as SVG: no script, no style attribute (the policy allows none), sharp on paper. Each
// bar carries its number and is a link to its records; the same numbers stand in the table below. Every axis begins at
// 0, so that a bar twice as long is twice as many.

// strip is a row of bars, one a month, at one station of the rail.
type strip struct {
	Phase string
	Bars  []bar
}

// bar is one column: its place in the drawing, its number, where it leads, what it says.
type bar struct {
	X, Y, Height, Middle, Over string
	N                          int
	Path, Says                 string
	Month                      string // under the last strip: 3月
}

// The drawing of a strip, in its own units: high enough for the tallest bar with its number over it.
const (
	stripWidth  = 720
	stripHeight = 74
	stripTop    = 16 // room for the number over the tallest bar
	barWidth    = 40
)

// strips draws the months, one scale for all five so that they can be compared.
func (p figuresPage) strips(phases []string) []strip {
	most := 1
	for _, m := range p.F.Months {
		for _, n := range m.Reached {
			most = max(most, n)
		}
	}
	step := stripWidth / office.FigureMonths
	var out []strip
	for i, phase := range phases {
		s := strip{Phase: phase}
		for k, m := range p.F.Months {
			n := m.Reached[i]
			height := n * (stripHeight - stripTop) / most
			if n > 0 {
				height = max(height, 1)
			}
			x := k*step + (step-barWidth)/2
			s.Bars = append(s.Bars, bar{
				X: strconv.Itoa(x), Y: strconv.Itoa(stripHeight - height), Height: strconv.Itoa(height),
				Middle: strconv.Itoa(x + barWidth/2), Over: strconv.Itoa(stripHeight - height - 4),
				Month: p.shortMonth(m.Month), N: n, Path: p.records(phase, m.Month, m.Month),
				Says: p.Month(m.Month) + " " + p.T("phase."+phase+".gloss") + " " + p.N("figures.matters", n),
			})
		}
		out = append(out, s)
	}
	return out
}

// stripBox is the part of the drawing that is seen: the last strip has the months under it.
func stripBox(last bool) string {
	if last {
		return "0 0 720 95"
	}
	return "0 0 720 75"
}

// shortMonth is a month under a bar: 3月, Mar.
func (s *Say) shortMonth(month string) string {
	long := s.Month(month)
	if s.English() {
		return long[:3]
	}
	_, m, _ := strings.Cut(long, "年")
	return m
}

// share is n of most in hundredths, for the bar in a table's cell.
func share(n, most float64) string {
	if most <= 0 {
		return "0"
	}
	return strconv.Itoa(int(n*100/most + 0.5))
}

// mostOf is the largest of some numbers, the length of the longest bar.
func mostOf[T any](all []T, of func(T) float64) float64 {
	most := 0.0
	for _, x := range all {
		most = max(most, of(x))
	}
	return most
}
