package message

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// csvReader reads comma separated values (RFC 4180) as spreadsheet programs do: the separator may be a
// comma, semicolon or tab; a quote inside an unquoted cell is a character; empty lines are rows; and a
// quoted cell may hold line breaks. encoding/csv skips empty lines, which would shift row numbers.
type csvReader struct {
	in       *bufio.Reader
	comma    rune
	row      int
	maxRunes int
}

// eachCSVRow gives the rows of a text that hold anything.
func eachCSVRow(r io.Reader, maxRunes int, yield func(record) error) error {
	c := &csvReader{in: bufio.NewReaderSize(r, 64<<10), maxRunes: maxRunes}
	c.comma = separator(c.in)
	for {
		cells, err := c.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		rec := record{row: c.row, cells: cells, far: len(cells) > maxColumns}
		if rec.far {
			rec.cells = cells[:maxColumns]
		}
		if strings.Join(rec.cells, "") == "" {
			continue
		}
		if err := yield(rec); err != nil {
			return err
		}
	}
}

// separator looks at the first lines, outside quotes, for the separator that is used most.
func separator(in *bufio.Reader) rune {
	head, _ := in.Peek(16 << 10) // fewer at the end of the text
	count := map[rune]int{}
	quoted := false
	for _, r := range string(head) {
		switch r {
		case '"':
			quoted = !quoted
		case ',', ';', '\t':
			if !quoted {
				count[r]++
			}
		}
	}
	best := ','
	for _, r := range []rune{'\t', ';'} {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}

// next reads one row; row numbers count from 1 as a spreadsheet program shows them.
func (c *csvReader) next() ([]string, error) {
	c.row++
	var cells []string
	for {
		cell, end, err := c.cell()
		if err != nil {
			return nil, err
		}
		if end == endOfText && len(cells) == 0 && cell == "" {
			return nil, io.EOF
		}
		if len(cells) <= maxColumns {
			cells = append(cells, cell)
		}
		if end != endOfCell {
			return cells, nil
		}
	}
}

// cellEnd is what ended a cell.
type cellEnd int

const (
	endOfCell cellEnd = iota
	endOfRow
	endOfText
)

// cell reads one cell and what ended it.
func (c *csvReader) cell() (text string, end cellEnd, err error) {
	var b strings.Builder
	quoted, n := false, 0
	for first := true; ; first = false {
		r, _, err := c.in.ReadRune()
		switch {
		case errors.Is(err, io.EOF) && quoted:
			return "", 0, c.quoteOpen()
		case errors.Is(err, io.EOF):
			return b.String(), endOfText, nil
		case err != nil:
			return "", 0, unreadableFile(err)
		}
		switch {
		case r == '"' && first:
			quoted = true
			continue
		case r == '"' && quoted:
			if c.follows('"') {
				break // "" inside quotes is one quote
			}
			quoted = false
			continue
		case !quoted && r == c.comma:
			return b.String(), endOfCell, nil
		case !quoted && r == '\r':
			c.follows('\n')
			return b.String(), endOfRow, nil
		case !quoted && r == '\n':
			return b.String(), endOfRow, nil
		}
		if n++; n > c.maxRunes {
			if quoted {
				return "", 0, c.quoteOpen()
			}
			return "", 0, cellTooLong(c.maxRunes)
		}
		b.WriteRune(r)
	}
}

// quoteOpen refuses the file: everything after the quote would go into one cell and be lost.
func (c *csvReader) quoteOpen() error {
	return fault("csvQuoteOpen", "第%d行有一个引号没有配对，后面的内容无法分开；请改正后再导入，没有读入任何内容。",
		"a quote in row %d is not closed and what follows cannot be told apart; correct it and import again, nothing was read", c.row)
}

// follows takes the next character when it is this one.
func (c *csvReader) follows(want rune) bool {
	r, _, err := c.in.ReadRune()
	if err == nil && r == want {
		return true
	}
	if err == nil {
		_ = c.in.UnreadRune() // cannot fail after a ReadRune
	}
	return false
}
