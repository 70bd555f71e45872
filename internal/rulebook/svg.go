package rulebook

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// The colours: warm paper, ink, one deep red for what goes back, green for results.
const svgStyle = `
    .paper{fill:#fbf9f4}.lane{fill:#f3efe5}.lane.even{fill:#f7f4ec}
    text{font-family:"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;fill:#26231f}
    .title{font-size:20px;font-weight:600}.small{font-size:12px;fill:#6b645a}
    .phase{font-size:17px;font-weight:600;fill:#8f1d1d}.name{font-size:15px;font-weight:600}
    .about{font-size:12.5px;fill:#6b645a}.act{font-size:12.5px}.back{fill:#8f1d1d}.stay{fill:#8a8378}
    .card{fill:#fff;stroke:#cfc7b8}.begin{stroke:#26231f;stroke-width:1.6}.end{fill:#f1eee7;stroke:#b8b0a0}.result{fill:#e8f1e6;stroke:#3f7345}
    .rule{stroke:#e6e0d4}.go{fill:none;stroke:#5d564c;stroke-width:1.3}.goback{fill:none;stroke:#8f1d1d;stroke-width:1.3;stroke-dasharray:5 4}
  `

// svg draws the picture. Cards carry all words, so that no label can lie upon another; arrows run behind
// the cards from the line of an act to the step it leads to.
func (t teller) svg() string {
	cols, width, height := t.layout()
	notes := t.svgNotes(width)
	height += len(notes)*lineHeight + margin
	var w strings.Builder
	fmt.Fprintf(&w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="t d" lang="%s">`+"\n", width, height, width, height, t.l)
	fmt.Fprintf(&w, "  <title id=\"t\">%s</title>\n  <desc id=\"d\">%s</desc>\n", esc(t.p.Name.In(t.l)), esc(t.say("环节和办理流向图", "Steps and where acts lead")))
	fmt.Fprintf(&w, "  <style>%s</style>\n", svgStyle)
	w.WriteString(`  <defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#5d564c"/></marker>` +
		`<marker id="b" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#8f1d1d"/></marker></defs>` + "\n")
	fmt.Fprintf(&w, "  <rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", width, height)
	fmt.Fprintf(&w, "  <text class=\"title\" x=\"%d\" y=\"42\">%s</text>\n", margin, esc(t.p.Name.In(t.l)))
	fmt.Fprintf(&w, "  <text class=\"small\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", width-margin, 42, esc(t.b.ID+" "+t.b.Version))
	t.svgLanes(&w, cols, height-len(notes)*lineHeight-margin)
	cards := map[*Step]*card{}
	for _, col := range cols {
		for _, c := range col.cards {
			cards[c.step] = c
		}
	}
	t.svgArrows(&w, cols, cards)
	for _, col := range cols {
		for _, c := range col.cards {
			t.svgCard(&w, c)
		}
	}
	for i, line := range notes {
		fmt.Fprintf(&w, "  <text class=\"small\" x=\"%d\" y=\"%d\">%s</text>\n", margin, height-margin/2-(len(notes)-1-i)*lineHeight, esc(line))
	}
	w.WriteString("</svg>\n")
	return w.String()
}

func esc(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil { // a strings.Builder never fails
		return ""
	}
	return b.String()
}

func (t teller) svgLanes(w *strings.Builder, cols []*column, bottom int) {
	for i, col := range cols {
		class := "lane"
		if i%2 == 1 {
			class = "lane even"
		}
		fmt.Fprintf(w, "  <rect class=\"%s\" x=\"%d\" y=\"62\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n", class, col.x-gap/4, col.w+gap/2, bottom-62)
		fmt.Fprintf(w, "  <text class=\"phase\" x=\"%d\" y=\"92\">%s</text>\n", col.x, esc(col.phase.Name().In(t.l)))
		for j, line := range wrapText(failureNames[col.phase].In(t.l), 12, col.w+gap/4) {
			fmt.Fprintf(w, "  <text class=\"small\" x=\"%d\" y=\"%d\">%s</text>\n", col.x, 112+j*15, esc(line))
		}
	}
}

func (t teller) svgCard(w *strings.Builder, c *card) {
	class, radius := "card", 6
	switch {
	case c.step.Ends == Confirmed:
		class, radius = "card result", 14
	case c.step.Ends != Open:
		class, radius = "card end", 14
	case c.step.Key == t.p.Begin:
		class = "card begin"
	}
	fmt.Fprintf(w, "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>\n", class, c.x, c.y, c.w, c.h, radius)
	y := c.y + pad + 13
	line := func(class, text string, step int) {
		fmt.Fprintf(w, "  <text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", class, c.x+pad, y, esc(text))
		y += step
	}
	for _, s := range c.name {
		line("name", s, lineHeight+2)
	}
	for _, s := range c.about {
		line("about", s, lineHeight)
	}
	if len(c.rows) == 0 {
		return
	}
	fmt.Fprintf(w, "  <path class=\"rule\" d=\"M%d %dH%d\"/>\n", c.x+pad, y-lineHeight/2-1, c.x+c.w-pad)
	for _, r := range c.rows {
		y = c.y + r.y + 5
		class := "act"
		if r.move.back {
			class = "act back"
		} else if r.move.to == nil {
			class = "act stay"
		}
		for _, s := range r.lines {
			line(class, s, lineHeight)
		}
	}
}

// svgArrows draws each move from its line. Arrows into one card end below each other.
func (t teller) svgArrows(w *strings.Builder, cols []*column, cards map[*Step]*card) {
	ends := map[*Step]map[bool]int{} // how many arrows have come in on the left (true) and right side
	for _, col := range cols {
		for _, c := range col.cards {
			drawn := map[*Step]bool{}
			for _, r := range c.rows {
				to := cards[r.move.to]
				if to == nil || drawn[r.move.to] {
					continue // a second act with the same target shares the arrow
				}
				drawn[r.move.to] = true
				onLeft := to.x > c.x
				if ends[to.step] == nil {
					ends[to.step] = map[bool]int{}
				}
				y2 := to.y + min(14+9*ends[to.step][onLeft], to.h-8)
				ends[to.step][onLeft]++
				class, head := "go", "a"
				if r.move.back {
					class, head = "goback", "b"
				}
				fmt.Fprintf(w, "  <path class=\"%s\" d=\"%s\" marker-end=\"url(#%s)\"/>\n", class, curve(c, to, c.y+r.y, y2), head)
			}
		}
	}
}

// curve leads from the edge of a card to the edge of another: left to right, right to left, or round the
// right side within a column.
func curve(from, to *card, y1, y2 int) string {
	x1, x2, out, in := from.x+from.w, to.x, 1, -1
	switch {
	case to.x < from.x:
		x1, x2, out, in = from.x, to.x+to.w, -1, 1
	case to.x == from.x:
		x2, in = to.x+to.w, 1
	}
	bend := gap * 2 / 3
	if to.x == from.x {
		bend = gap/3 + min(abs(y2-y1)/12, gap/3)
	} else if far := abs(x2-x1) / 2; far > bend {
		bend = far
	}
	return fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, y1, x1+out*bend, y1, x2+in*bend, y2, x2+in*2, y2)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// svgNotes are the lines below the picture: the acts of every step, and what the lines mean.
func (t teller) svgNotes(width int) []string {
	var always []string
	for _, key := range t.p.Order {
		s := t.p.Steps[key]
		for _, k := range s.Order {
			a := s.Acts[k]
			if !everywhereAct(a) {
				continue
			}
			text := a.Name.In(t.l)
			if to := t.p.Steps[a.To[0].Step]; to != nil {
				text += " → " + to.Name.In(t.l)
			}
			if !slices.Contains(always, text) {
				always = append(always, text)
			}
		}
	}
	var lines []string
	if len(always) > 0 {
		lines = wrapText(t.say("结束之前随时可以：", "At any time before the end: ")+strings.Join(always, t.say("；", "; ")), 12, width-2*margin)
	}
	return append(lines, lang.T("粗框为起点；绿色为结果；虚线为退回、重办或重启。", "Bold frame: the beginning. Green: a result. Dashed: return, redo or reopening.").In(t.l))
}
