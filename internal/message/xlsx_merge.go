package message

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// merges knows the merged ranges of a sheet. Only the upper left cell of one holds the value; the rows
// below it mean the same, so it is filled downwards in its own column. It is not filled to the right:
// a text that spans two columns belongs to one field.
type merges struct {
	down map[int][]span // by the row in which the range begins
	open []span
}

// span is one column of a merged range.
type span struct {
	col, last int // column from 0, last row
	value     string
}

const maxMerges = 500_000

// fill copies the values of ranges that reach down to this row, and notes those that begin here.
func (m *merges) fill(rec *record) {
	kept := m.open[:0]
	for _, s := range m.open {
		if s.last < rec.row {
			continue
		}
		kept = append(kept, s)
		for len(rec.cells) <= s.col {
			rec.cells = append(rec.cells, "")
		}
		if rec.cells[s.col] == "" {
			rec.cells[s.col] = s.value
		}
	}
	m.open = kept
	for _, s := range m.down[rec.row] {
		if s.col < len(rec.cells) && rec.cells[s.col] != "" {
			s.value = rec.cells[s.col]
			m.open = append(m.open, s)
		}
	}
}

// readMerges finds the merged ranges, which stand after the rows in the file: the rows are skipped as
// bytes, since a text in them cannot hold a bare "</".
func readMerges(f *zip.File) (*merges, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	defer rc.Close()
	br := bufio.NewReaderSize(rc, 64<<10)
	if ok, err := skipPast(br, "sheetData>"); !ok {
		return &merges{}, damaged(err)
	}
	m := &merges{down: map[int][]span{}}
	n := 0
	d := xml.NewDecoder(br)
	for {
		tok, err := d.RawToken() // the elements that are open here began before
		if errors.Is(err, io.EOF) {
			return m, nil
		}
		if err != nil {
			return nil, damaged(err)
		}
		el, ok := tok.(xml.StartElement)
		if !ok || el.Name.Local != "mergeCell" {
			continue
		}
		if n++; n > maxMerges {
			return nil, damaged(errors.New("too many merged ranges"))
		}
		for _, a := range el.Attr {
			if a.Name.Local == "ref" {
				m.add(a.Value)
			}
		}
	}
}

// add notes a range such as A2:A5; one that lies in a single row needs no filling.
func (m *merges) add(ref string) {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		return
	}
	col, row, err1 := excelize.CellNameToCoordinates(from)
	_, last, err2 := excelize.CellNameToCoordinates(to)
	if err1 == nil && err2 == nil && last > row && col <= maxColumns {
		m.down[row] = append(m.down[row], span{col: col - 1, last: last})
	}
}

// skipPast reads to the end of the first closing tag that ends so, with whatever prefix.
func skipPast(br *bufio.Reader, tail string) (bool, error) {
	var carry []byte // the end of a text longer than the buffer, where a tag may begin
	for {
		piece, err := br.ReadSlice('>')
		carry = append(carry, piece...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			carry = append(carry[:0], carry[max(0, len(carry)-256):]...)
			continue
		case errors.Is(err, io.EOF):
			return false, nil
		case err != nil:
			return false, err
		}
		if i := bytes.LastIndexByte(carry, '<'); i >= 0 && bytes.HasPrefix(carry[i:], []byte("</")) && bytes.HasSuffix(carry, []byte(tail)) {
			return true, nil
		}
		carry = carry[:0]
	}
}
