package message

import (
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

// headFinder looks for the row of headings among the first rows of a sheet.
type headFinder struct {
	given    map[Field]string
	at       int // the caller's row, 0 to find it, negative for none
	date1904 bool

	done   bool
	row    int // the row of the headings; 0 when there is none
	layout layout
	best   layout   // the row that came nearest, for the error
	below  []record // rows that turned out to be data while there was no heading

	looked int
	above  record
}

// look considers one row. It returns true when the search is over: done then says whether it
// succeeded.
func (h *headFinder) look(rec record) bool {
	switch {
	case h.at > 0 && rec.row < h.at:
		h.above = rec
		return false
	case h.at < 0 || h.byLettersOnly() && h.looksLikeData(rec):
		h.layout = findLayout(nil, h.given)
		h.below = append(h.below, rec)
		return h.settle(0)
	}
	h.layout = findLayout(rec.cells, h.given)
	// A heading may stand in two rows: 留言 over 编号 and 时间, 答复 over 意见 and 时间. A title above is
	// one cell and does not count.
	if h.above.row == rec.row-1 && filled(h.above.cells) >= 2 {
		if two := findLayout(joinHeadings(h.above.cells, rec.cells), h.given); two.found() > h.layout.found() {
			h.layout = two
		}
	}
	if h.best.heading == nil || h.layout.found() > h.best.found() {
		h.best = h.layout
	}
	if len(h.layout.missing()) == 0 && h.convincing() {
		return h.settle(rec.row)
	}
	h.above = rec
	h.looked++
	return h.at > 0 || h.looked == headerRows
}

func (h *headFinder) settle(row int) bool {
	if h.done = len(h.layout.missing()) == 0; !h.done {
		h.best = h.layout
		if h.best.heading == nil {
			h.best.heading = []string{}
		}
	}
	h.row = row
	return true
}

// convincing keeps a title such as 留言时间统计 from being taken for a heading: three columns at least
// must be known, or as many as the caller did not name.
func (h *headFinder) convincing() bool {
	return h.at > 0 || len(h.layout.col) >= 3 && (h.layout.found() >= 1 || h.byLettersOnly())
}

// byLettersOnly reports that the caller named every column that is needed, so that a heading is not.
func (h *headFinder) byLettersOnly() bool {
	return len(h.given) > 0 && len(findLayout(nil, h.given).missing()) == 0
}

// looksLikeData reports that a time can be read where the caller said that the time stands.
func (h *headFinder) looksLikeData(rec record) bool {
	i, ok := findLayout(nil, h.given).col[FieldRaisedAt]
	if !ok || i >= len(rec.cells) {
		return false
	}
	_, err := ParseTime(rec.cells[i], nil, h.date1904)
	return err == nil
}

func filled(cells []string) (n int) {
	for _, c := range cells {
		if CleanLine(c) != "" {
			n++
		}
	}
	return n
}

// joinHeadings puts the upper heading, which spans columns to its right, before each lower one.
func joinHeadings(upper, lower []string) []string {
	out := slices.Clone(lower)
	over := ""
	for i := range out {
		if i < len(upper) && CleanLine(upper[i]) != "" {
			over = CleanLine(upper[i])
		}
		if out[i] = CleanLine(out[i]); out[i] != over {
			out[i] = over + out[i]
		}
	}
	return out
}

var (
	skippedOther     = lang.T("没有选这张表", "another sheet was asked for")
	skippedHidden    = lang.T("隐藏的工作表不读；需要时请指定表名", "a hidden sheet is not read; name it if you need it")
	skippedPreview   = lang.T("预览没有读到这里", "the preview ended before")
	skippedNoHeading = lang.T("没有认出表头", "its heading was not understood")
)

// noteSheet adds what a person should know about a sheet that was read.
func (rd *reader) noteSheet(name string, l layout, far int) {
	notes := slices.Clone(l.notices)
	if _, ok := l.col[FieldReply]; !ok {
		notes = append(notes, notice("noReplyColumn", "没有答复列，全部按未答复读入。", "there is no column of answers; every message was read as unanswered"))
	}
	if far > 0 {
		n := notice("farColumns", "第%d列以后的内容没有读，最早出现在第%d行。", "what stands beyond column %d was not read, first in row %d", maxColumns, far)
		notes = append(notes, n)
	}
	for _, n := range notes {
		n.Sheet = name
		rd.table.Notices = append(rd.table.Notices, n)
	}
}
