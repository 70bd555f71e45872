package message

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/problem"
)

// damaged makes a problem of an error in the file's structure; problems and nil pass.
func damaged(err error) error {
	var p *problem.Problem
	if err == nil || errors.As(err, &p) || errors.Is(err, errStop) {
		return err
	}
	return fault("workbookDamaged", "工作簿已损坏，没有读入任何内容；请用表格程序打开并另存为 .xlsx 后再试。",
		"the workbook is damaged and nothing was read; open it in a spreadsheet program, save it as .xlsx and try again").Because(err)
}

// errStop ends reading early without a fault, for a preview.
var errStop = errors.New("stop")

// readShared reads the table of texts that cells point to.
func (wb *workbook) readShared(f *zip.File) error {
	return withPart(f, func(d *xml.Decoder) error {
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if el, ok := tok.(xml.StartElement); ok && el.Name.Local == "si" {
				s, err := richText(d, wb.limits.CellRunes)
				if err != nil {
					return err
				}
				wb.shared = append(wb.shared, s)
			}
		}
	})
}

// richText joins the runs of a text up to the end of the element that was just begun, leaving out
// phonetic guides (rPh), which repeat the text in another script.
func richText(d *xml.Decoder, maxRunes int) (string, error) {
	var b strings.Builder
	inText := false
	for depth := 1; depth > 0; {
		tok, err := d.Token()
		if err != nil {
			return "", unexpectedEnd(err)
		}
		switch el := tok.(type) {
		case xml.StartElement:
			if el.Name.Local == "rPh" {
				if err := d.Skip(); err != nil {
					return "", unexpectedEnd(err)
				}
				continue
			}
			depth++
			inText = el.Name.Local == "t"
		case xml.EndElement:
			depth--
			inText = false
		case xml.CharData:
			if inText {
				b.Write(el)
			}
			if b.Len() > 4*maxRunes {
				return "", cellTooLong(maxRunes)
			}
		}
	}
	return unescapeText(b.String()), nil
}

func unexpectedEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func cellTooLong(maxRunes int) error {
	return fault("cellTooLong", "有一个单元格超过%d个字，文件没有读入。", "a cell is longer than %d characters; the file was not read", maxRunes)
}

// escaped is how SpreadsheetML writes a character that XML cannot hold (ECMA-376 22.9.2.19, ST_Xstring).
var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

func unescapeText(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil {
			return m
		}
		return string(rune(n))
	})
}
