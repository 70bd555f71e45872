package message

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// record is one row of a sheet: its number and its cells from column A on.
type record struct {
	row   int
	cells []string
	far   bool // it has content beyond maxColumns
}

// uncomputed stands in a cell whose formula has no stored value; it is Excel's own word for that.
const uncomputed = "#GETTING_DATA"

// eachRow gives the rows of a sheet that hold anything, in order, with merged cells filled downwards.
// An error of yield ends it and is returned.
func (wb *workbook) eachRow(ref sheetRef, yield func(record) error) error {
	merged, err := readMerges(ref.part)
	if err != nil {
		return err
	}
	return withPart(ref.part, func(d *xml.Decoder) error {
		number, ended := 0, false
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				if number > 0 && !ended {
					return io.ErrUnexpectedEOF // the rows have no end
				}
				return nil
			}
			if err != nil {
				return err
			}
			switch el := tok.(type) {
			case xml.EndElement:
				ended = ended || el.Name.Local == "sheetData"
			case xml.StartElement:
				if el.Name.Local != "row" {
					continue
				}
				if number, err = rowNumber(el, number); err != nil {
					return err
				}
				if err := wb.oneRow(d, number, merged, yield); err != nil {
					return err
				}
			}
		}
	})
}

func (wb *workbook) oneRow(d *xml.Decoder, number int, merged *merges, yield func(record) error) error {
	rec, err := wb.readRow(d, number)
	if err != nil {
		return err
	}
	if merged.fill(&rec); len(rec.cells) == 0 {
		return nil
	}
	return yield(rec)
}

func rowNumber(el xml.StartElement, last int) (int, error) {
	for _, a := range el.Attr {
		if a.Name.Local == "r" && a.Name.Space == "" {
			n, err := strconv.Atoi(a.Value)
			if err != nil || n <= last || n > excelize.TotalRows {
				return 0, fmt.Errorf("row %q after row %d", brief(a.Value), last)
			}
			return n, nil
		}
	}
	return last + 1, nil
}

// readRow reads the cells of a row up to its end. Cells without content leave no trace.
func (wb *workbook) readRow(d *xml.Decoder, number int) (record, error) {
	rec := record{row: number}
	col := 0
	for {
		tok, err := d.Token()
		if err != nil {
			return rec, unexpectedEnd(err)
		}
		switch el := tok.(type) {
		case xml.EndElement:
			if el.Name.Local == "row" {
				return rec, nil
			}
		case xml.StartElement:
			if el.Name.Local != "c" {
				if err := d.Skip(); err != nil {
					return rec, unexpectedEnd(err)
				}
				continue
			}
			text, at, err := wb.readCell(d, el, col)
			if err != nil {
				return rec, err
			}
			col = at + 1
			if text != "" && at < maxColumns {
				for len(rec.cells) <= at {
					rec.cells = append(rec.cells, "")
				}
				rec.cells[at] = text
			}
			rec.far = rec.far || text != "" && at >= maxColumns
		}
	}
}

// readCell reads one cell: its text, or its number as it is stored, and its column.
func (wb *workbook) readCell(d *xml.Decoder, el xml.StartElement, col int) (text string, at int, err error) {
	kind, at := "", col
	for _, a := range el.Attr {
		switch {
		case a.Name.Local == "t":
			kind = a.Value
		case a.Name.Local == "r" && a.Value != "":
			c, _, err := excelize.CellNameToCoordinates(a.Value)
			if err != nil || c-1 < col {
				return "", 0, fmt.Errorf("cell %q out of place", brief(a.Value))
			}
			at = c - 1
		}
	}
	var value, inline string
	var hasValue, hasFormula bool
	for {
		tok, err := d.Token()
		if err != nil {
			return "", 0, unexpectedEnd(err)
		}
		switch el := tok.(type) {
		case xml.EndElement: // every child is read to its end below, so this is </c>
			if hasFormula && !hasValue {
				return uncomputed, at, nil
			}
			text, err = wb.cellText(kind, value, inline)
			return text, at, err
		case xml.StartElement:
			switch el.Name.Local {
			case "v":
				hasValue = true
				err = d.DecodeElement(&value, &el)
			case "is":
				inline, err = richText(d, wb.limits.CellRunes)
			default:
				hasFormula = hasFormula || el.Name.Local == "f"
				err = d.Skip()
			}
			if err != nil {
				return "", 0, unexpectedEnd(err)
			}
		}
	}
}

// cellText makes the text of a cell from its kind (ECMA-376 18.18.11, ST_CellType) and stored value.
func (wb *workbook) cellText(kind, value, inline string) (string, error) {
	switch kind {
	case "s":
		if strings.TrimSpace(value) == "" {
			return "", nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(wb.shared) {
			return "", fmt.Errorf("no shared text %q", brief(value))
		}
		return wb.shared[i], nil
	case "inlineStr":
		if inline == "" {
			return unescapeText(value), nil
		}
		return inline, nil
	case "str":
		return unescapeText(value), nil
	case "b":
		if strings.TrimSpace(value) == "1" {
			return "TRUE", nil
		}
		return "FALSE", nil
	}
	return strings.TrimSpace(value), nil // a number, an ISO date (d) or an error (e)
}
