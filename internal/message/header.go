package message

import (
	"slices"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// headerRows is how many rows with content may stand above the data: titles, notes, the heading.
const headerRows = 30

// maxHeadingRunes bounds what is looked at as a heading; a longer cell is text.
const maxHeadingRunes = 30

// layout says in which column each field stands, counted from 0.
type layout struct {
	col     map[Field]int
	match   map[Field]Match
	heading []string
	notices []Notice
	named   int     // fields whose column the caller named by a heading that is there
	unfound []Field // fields whose column the caller named and the sheet does not have
}

// headingKey folds a heading to what is compared: letters and digits only, no width, case, white
// space, marks such as * and :, and no remark in brackets unless it names a field: 时间（答复）.
func headingKey(s string) string {
	s = strings.ToLower(foldText(s))
	if i := strings.IndexAny(s, "(["); i > 0 && !has(s[i:], wordsReply) && !has(s[i:], wordsMessage) {
		s = s[:i]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// findLayout maps the headings of one row. given names a field's column by its heading or its letter.
func findLayout(headings []string, given map[Field]string) layout {
	l := layout{col: map[Field]int{}, match: map[Field]Match{}, heading: headings}
	keys := make([]string, len(headings))
	for i, h := range headings {
		if len([]rune(h)) <= maxHeadingRunes {
			keys[i] = headingKey(h)
		}
	}
	taken := make([]bool, len(headings))
	take := func(f Field, i int, m Match) {
		l.col[f], l.match[f] = i, m
		if i < len(taken) {
			taken[i] = true
		}
	}
	for _, f := range Fields {
		if want := given[f]; want != "" {
			i, byHeading, ok := givenColumn(want, keys)
			if !ok {
				l.unfound = append(l.unfound, f)
				continue
			}
			take(f, i, MatchGiven)
			if byHeading {
				l.named++
			}
		}
	}
	l.bySynonym(keys, taken, given, synonyms, take)
	l.byPattern(keys, taken, given, take)
	l.byLastResort(keys, taken, given, take)
	return l
}

// givenColumn finds the column a caller named: by heading, else by letter.
func givenColumn(want string, keys []string) (col int, byHeading, ok bool) {
	key := headingKey(want)
	for i, k := range keys {
		if k != "" && k == key {
			return i, true, true
		}
	}
	n, err := excelize.ColumnNameToNumber(strings.ToUpper(strings.TrimSpace(want)))
	if err != nil || n > maxColumns || n > 26 && n > len(keys) && len(keys) > 0 {
		return 0, false, false // "ID" is a heading that is not there rather than column 238
	}
	return n - 1, false, true
}

func (l *layout) bySynonym(keys []string, taken []bool, given map[Field]string, words map[Field][]string, take func(Field, int, Match)) {
	for _, f := range Fields {
		if _, done := l.col[f]; done || given[f] != "" {
			continue
		}
	search:
		for rank, word := range words[f] {
			for i, k := range keys {
				if k == word && !taken[i] {
					m := MatchSynonym
					if rank == 0 {
						m = MatchExact
					}
					take(f, i, m)
					break search
				}
			}
		}
	}
}

// byPattern recognises a heading by the words in it, such as 群众留言提交时间. Where two columns would
// do, the first is taken and a notice names the other.
func (l *layout) byPattern(keys []string, taken []bool, given map[Field]string, take func(Field, int, Match)) {
	for _, f := range patternOrder {
		if _, done := l.col[f]; done || given[f] != "" {
			continue
		}
		for i, k := range keys {
			if k == "" || taken[i] || !patterns[f](k) {
				continue
			}
			if first, done := l.col[f]; done {
				l.notices = append(l.notices, notice("headingTwice", "“%s”和“%s”都像%s，采用了前者；不对请指定列。",
					"%q and %q both look like the %s; the first was used, name the column if that is wrong",
					brief(l.heading[first]), brief(l.heading[i]), f))
				continue
			}
			take(f, i, MatchPattern)
		}
	}
}

func (l *layout) byLastResort(keys []string, taken []bool, given map[Field]string, take func(Field, int, Match)) {
	before := len(l.col)
	l.bySynonym(keys, taken, given, lastResort, take)
	if len(l.col) > before {
		l.match[FieldID] = MatchPattern
		l.notices = append(l.notices, notice("idIsSerial", "没有留言编号列，用“%s”列作编号；每个文件重新编号时会撞号，请核对。",
			"there is no column of message numbers, %q is used; files that number anew will collide, please check", brief(l.heading[l.col[FieldID]])))
	}
}

// found counts the fields that were recognised by a heading (not by a given letter).
func (l layout) found() int {
	n := l.named
	for _, m := range l.match {
		if m != MatchGiven {
			n++
		}
	}
	return n
}

// missing lists the fields without which no row can be taken. A reply without its time, or the
// reverse, cannot be told late or in time, so the two come together.
func (l layout) missing() []Field {
	has := func(f Field) bool { _, ok := l.col[f]; return ok }
	out := slices.Clone(l.unfound)
	for _, f := range []Field{FieldID, FieldRaisedAt} {
		if !has(f) && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	if !has(FieldDetail) && !has(FieldSubject) {
		out = append(out, FieldDetail)
	}
	switch {
	case has(FieldReply) && !has(FieldRepliedAt):
		out = append(out, FieldRepliedAt)
	case has(FieldRepliedAt) && !has(FieldReply):
		out = append(out, FieldReply)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// columns tells the reader of the report how every column with a heading was understood.
func (l layout) columns() []Column {
	by := make(map[int]Field, len(l.col))
	width := len(l.heading)
	for f, i := range l.col {
		by[i] = f
		width = max(width, i+1)
	}
	var out []Column
	for i := range width {
		c := Column{Field: by[i], Match: l.match[by[i]]}
		if i < len(l.heading) {
			c.Heading = CleanLine(l.heading[i])
		}
		if c.Heading == "" && c.Field == "" {
			continue
		}
		c.Letter, _ = excelize.ColumnNumberToName(i + 1)
		out = append(out, c)
	}
	return out
}
