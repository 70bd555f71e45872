package web

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// figuresPage shows what was counted in twelve months, each table with its picture: for everybody, or for those who
// work on it.
type figuresPage struct {
	frame
	F       office.WorkFigures
	Work    bool
	Path    string // of this page
	List    string // of the list that a figure opens
	Filters []filter
	Clear   string
	query   url.Values
}

func (s *site) showFigures(v *visit) error {
	f, err := s.office.PublicFigures(v.ctx(), v.congress.ID, office.FigureQuery{Procedure: v.param("procedure")})
	if err != nil {
		return err
	}
	return v.figuresPage(f, false)
}

func (s *site) showWorkFigures(v *visit) error {
	f, err := s.office.WorkFigures(v.ctx(), v.viewer, office.FigureQuery{Procedure: v.param("procedure")})
	if err != nil {
		return err
	}
	return v.figuresPage(f, true)
}

func (v *visit) figuresPage(figures office.WorkFigures, work bool) error {
	p := figuresPage{F: figures, Work: work, Path: "/figures", List: "/p", query: v.r.URL.Query()}
	title := v.T("figures.title")
	if work {
		p.Path, p.List, title = "/figures/work", "/matters", v.T("figures.work")
	}
	f, err := v.frame(title, p.Path)
	if err != nil {
		return err
	}
	p.frame = f
	if p.Index = !work; p.Index {
		p.Twin = twinOf(twins+"/figures", v.r.URL.Query(), "procedure")
	}
	choices, err := v.site.office.Choices(v.ctx(), v.public(), "")
	if err != nil {
		return err
	}
	p.Filters = []filter{{Name: "procedure", Label: v.T("filter.procedure"), Any: v.T("filter.procedure.any"), Options: v.options(choices.Procedures), Value: v.param("procedure")}}
	if v.param("procedure") != "" {
		p.Clear = p.Path
	}
	return v.render(http.StatusOK, showFiguresPage(p))
}

// records is the list of the matters that a figure was counted from.
func (p figuresPage) records(kind, from, to string, more ...string) string {
	q := url.Values{"reached": {kind}, "from": {from}, "to": {to}}
	if procedure := p.query.Get("procedure"); procedure != "" {
		q.Set("procedure", procedure)
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return p.List + "?" + q.Encode()
}

// download is the address of a table as a file.
func (p figuresPage) download(table string) string {
	return address(p.Path+".csv", p.query, "table", table)
}

// Month is a month as people write it: 2026年3月, March 2026.
func (s *Say) Month(month string) string {
	y, m, _ := strings.Cut(month, "-")
	n, err := strconv.Atoi(m)
	if err != nil {
		return month
	}
	if s.English() {
		return englishMonths[max(1, min(12, n))-1] + " " + y
	}
	return y + "年" + strconv.Itoa(n) + "月"
}

var englishMonths = [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// days are days with a half where a median falls between two: 7, 7.5.
func days(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// figureTables are the tables that can be downloaded, by name.
var figureTables = map[string]func(*Say, office.WorkFigures) [][]string{
	"months": func(s *Say, f office.WorkFigures) [][]string {
		head := []string{s.T("figures.month")}
		for _, p := range rulebook.Phases {
			head = append(head, s.T("phase."+string(p))+" "+s.T("phase."+string(p)+".gloss"))
		}
		out := [][]string{head}
		for _, m := range f.Months {
			row := []string{m.Month}
			for _, n := range m.Reached {
				row = append(row, strconv.Itoa(n))
			}
			out = append(out, row)
		}
		return out
	},
	"units": func(s *Say, f office.WorkFigures) [][]string {
		out := [][]string{{s.T("rows.owner"), s.T("figures.answered"), s.T("figures.median"), s.T("figures.onTime"), s.T("figures.rate")}}
		for _, u := range f.Units {
			row := []string{s.Name(u.Unit), strconv.Itoa(u.Answered), "", strconv.Itoa(u.OnTime), ""}
			if u.Enough() {
				row[2], row[4] = days(u.Median), strconv.Itoa(u.Rate())+"%"
			}
			out = append(out, row)
		}
		return out
	},
	"categories": func(s *Say, f office.WorkFigures) [][]string {
		out := [][]string{{s.T("figures.category"), s.T("figures.raised")}}
		for _, c := range f.Categories {
			out = append(out, []string{s.In(c.Name), strconv.Itoa(c.N)})
		}
		return out
	},
}

func (s *site) downloadFigures(v *visit) error {
	f, err := s.office.PublicFigures(v.ctx(), v.congress.ID, office.FigureQuery{Procedure: v.param("procedure")})
	if err != nil {
		return err
	}
	return v.figuresFile(f)
}

func (s *site) downloadWorkFigures(v *visit) error {
	f, err := s.office.WorkFigures(v.ctx(), v.viewer, office.FigureQuery{Procedure: v.param("procedure")})
	if err != nil {
		return err
	}
	return v.figuresFile(f)
}

func (v *visit) figuresFile(f office.WorkFigures) error {
	table, ok := figureTables[v.param("table")]
	if !ok {
		return errNotFound
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="figures-`+v.param("table")+"-"+f.To+`.csv"`)
	h.Set("Cache-Control", "no-cache")
	if v.private {
		h.Set("Cache-Control", "no-store")
	}
	_, _ = v.w.Write([]byte("\ufeff")) // spreadsheets take a file without this mark for another encoding
	out := csv.NewWriter(v.w)
	for _, row := range table(v.Say, f) {
		for i, cell := range row {
			// A cell that a spreadsheet would run as a formula is text.
			if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t") {
				row[i] = "'" + cell
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
	return nil
}

// reachedSays is what a list that a figure opened is about, and the fields that its filters must carry along.
func (v *visit) reachedSays(r office.Reached) (string, []keptField, error) {
	if r.Kind == "" {
		return "", nil, nil
	}
	unit, category, err := v.site.office.FigureNames(v.ctx(), v.congress.ID, r.Unit, r.Category)
	if err != nil {
		return "", nil, err
	}
	what := v.T("figures.answered")
	if r.Kind != matter.Answered && slices.Contains(rulebook.Phases, rulebook.Phase(r.Kind)) {
		what = v.T("figures.reached", "Phase", v.T("phase."+r.Kind+".gloss"))
	}
	parts := []string{v.Month(r.From)}
	if r.To != r.From {
		parts[0] = v.T("figures.span", "From", v.Month(r.From), "To", v.Month(r.To))
	}
	for _, part := range []string{v.Name(unit), v.In(category), what} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	var kept []keptField
	for _, name := range []string{"reached", "from", "to", "unit", "category"} {
		if value := v.param(name); value != "" {
			kept = append(kept, keptField{Name: name, Value: value})
		}
	}
	return strings.Join(parts, " · "), kept, nil
}
