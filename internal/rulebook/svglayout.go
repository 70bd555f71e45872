package rulebook

import (
	"strings"
	"unicode"

	"github.com/huiyin/huiyin/internal/lang"
)

// Sizes of the picture, in pixels.
const (
	margin     = 28
	headHeight = 116 // title and the row of phases
	gap        = 74  // between two columns: room for the arrows
	cardGap    = 26  // between two cards of a column
	emptyWidth = 84  // a phase without steps
	minWidth   = 176
	maxWidth   = 262
	pad        = 12
	nameSize   = 15.0
	textSize   = 12.5
	bold       = 1.06 // how much wider bold letters are
	lineHeight = 19
)

// card is a step in the picture.
type card struct {
	step       *Step
	name       []string // lines of the name
	about      []string // owner and due day
	rows       []row
	x, y, w, h int
}

// row is one move on a card.
type row struct {
	lines []string
	move  move
	y     int // middle of its first line, from the top of the card
}

// column is one phase.
type column struct {
	phase Phase
	cards []*card
	x, w  int
}

// layout places every card: five columns, the cards of a column below each other, endings last.
func (t teller) layout() (cols []*column, width, height int) {
	x := margin
	for _, phase := range Phases {
		col := &column{phase: phase, x: x, w: emptyWidth}
		for _, ends := range []bool{false, true} {
			for _, key := range t.p.Order {
				if s := t.p.Steps[key]; s.Phase == phase && (s.Ends != Open) == ends {
					col.cards = append(col.cards, t.card(s))
				}
			}
		}
		for _, c := range col.cards {
			col.w = max(col.w, minWidth, c.natural())
		}
		col.w = min(col.w, maxWidth)
		y := headHeight + margin
		for _, c := range col.cards {
			c.x, c.y, c.w = x, y, col.w
			c.wrap()
			y += c.h + cardGap
		}
		height = max(height, y)
		cols = append(cols, col)
		x += col.w + gap
	}
	return cols, x - gap + margin, height
}

func (t teller) card(s *Step) *card {
	c := &card{step: s, name: []string{s.Name.In(t.l)}}
	if s.Ends == Open {
		c.about = []string{t.ownerShort(s), t.dueShort(s.Due)}
	}
	for _, m := range t.moves(s) {
		c.rows = append(c.rows, row{lines: []string{m.text}, move: m})
	}
	return c
}

// ownerShort and dueShort are what a card says under its name.
func (t teller) ownerShort(s *Step) string {
	name := t.field(s.Owner.Field)
	if s.Owner.Field == "" {
		r, _ := RoleOf(s.Owner.Role)
		name = r.Name.In(t.l)
	}
	return t.say("责任：", "Owner: ") + name
}

func (t teller) dueShort(d *Due) string {
	switch {
	case d.Field != "":
		return t.say("期限：", "Due: ") + t.field(d.Field)
	case d.Since == "raised":
		return t.say("期限：提出后%s", "Due: %s from raising", t.term(d.Term))
	case d.Since != "":
		return t.say("期限：%s后%s", "Due: %[2]s from: %[1]s", t.field(d.Since), t.term(d.Term))
	}
	return t.say("期限：%s", "Due: %s", t.term(d.Term))
}

// natural is the width that the card would like.
func (c *card) natural() int {
	w := textWidth(c.name[0], nameSize*bold)
	for _, line := range c.about {
		w = max(w, textWidth(line, textSize))
	}
	for _, r := range c.rows {
		w = max(w, textWidth(r.lines[0], textSize))
	}
	return w + 2*pad
}

// wrap breaks the texts to the width of the card and computes its height.
func (c *card) wrap() {
	inner := c.w - 2*pad
	c.name = wrapText(c.name[0], nameSize*bold, inner)
	h := pad + len(c.name)*(lineHeight+2)
	var about []string
	for _, line := range c.about {
		about = append(about, wrapText(line, textSize, inner)...)
	}
	c.about = about
	h += len(about) * lineHeight
	if len(c.rows) > 0 {
		h += 9
	}
	for i := range c.rows {
		r := &c.rows[i]
		r.lines = wrapText(r.lines[0], textSize, inner)
		r.y = h + lineHeight/2
		h += len(r.lines)*lineHeight + 3
	}
	c.h = h + pad - 4
}

// textWidth estimates how wide a text is: Chinese letters fill a square, Latin ones about half of it.
func textWidth(s string, size float64) int {
	w := 0.0
	for _, r := range s {
		w += letterWidth(r) * size
	}
	return int(w + 0.5)
}

func letterWidth(r rune) float64 {
	switch {
	case unicode.Is(unicode.Han, r), r >= 0x3000 && r < 0x3040, r >= 0xff00 && r < 0xff60, r == '“', r == '”', r == '→':
		return 1
	case unicode.IsUpper(r), r == 'm', r == 'w':
		return 0.72
	case strings.ContainsRune("ijltfr.,:;' ", r):
		return 0.34
	}
	return 0.57
}

// wrapText breaks a text into lines: at spaces, and between Chinese letters, never before a mark.
func wrapText(s string, size float64, width int) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(s) {
		if line != "" && textWidth(line+strings.TrimRight(piece, " "), size) > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		line += piece
	}
	return append(lines, strings.TrimRight(line, " "))
}

// pieces are the parts of a text that must stay together.
func pieces(s string) []string {
	var out []string
	for _, r := range s {
		n := len(out)
		switch {
		case n == 0:
			out = append(out, string(r))
		case strings.ContainsRune("，。；：、）”？！", r), out[n-1] == "“", out[n-1] == "（":
			out[n-1] += string(r)
		case unicode.Is(unicode.Han, r), r == '“', r == '（', r == '→', strings.HasSuffix(out[n-1], " "):
			out = append(out, string(r))
		case isHan(out[n-1]) && r != ' ':
			out = append(out, string(r))
		default:
			out[n-1] += string(r)
		}
	}
	return out
}

func isHan(s string) bool {
	r := []rune(s)
	return unicode.Is(unicode.Han, r[len(r)-1])
}

// failureNames say what it is called when a matter is overdue in a phase (domain rules: the four failures).
var failureNames = map[Phase]lang.Text{
	Seen:        lang.T("逾期：视而不议", "late: not considered"),
	Deliberated: lang.T("逾期：议而不决", "late: not decided"),
	Decided:     lang.T("逾期：决而不督", "late: not followed up"),
	Supervised:  lang.T("逾期：督而不果", "late: no result"),
	Resulted:    lang.T("核实才算结果", "only when confirmed"),
}
