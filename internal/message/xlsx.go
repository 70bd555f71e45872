package message

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// workbook is an open .xlsx file (ECMA-376, SpreadsheetML).
//
// The rows are read here and not by the library that writes our workbooks: its row iterator ends
// without an error where the XML is damaged, and gives an empty cell for a text it cannot find, so
// that messages would be missing without a word. It also unpacks large sheets into temporary files,
// where residents' letters have no business.
type workbook struct {
	parts    map[string]*zip.File // by lower-case path
	sheets   []sheetRef
	date1904 bool
	shared   []string // the texts that cells point to
	limits   Limits
}

type sheetRef struct {
	name   string
	part   *zip.File
	hidden bool
}

const (
	maxParts  = 10_000
	maxSheets = 1_000
)

// openWorkbook reads everything but the sheets.
func openWorkbook(r io.ReaderAt, size int64, limits Limits) (*workbook, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged(err)
	}
	wb := &workbook{parts: make(map[string]*zip.File, len(z.File)), limits: limits}
	var total uint64
	for _, f := range z.File {
		// The sizes a bomb declares are the sizes it gets: archive/zip stops a part at its own.
		if total += f.UncompressedSize64; total > uint64(limits.UnzipBytes) || f.UncompressedSize64 > uint64(limits.UnzipBytes) || len(z.File) > maxParts {
			return nil, fault("unzipTooLarge", "这个文件解开后超过%d兆字节，没有读取；请拆成几个文件。",
				"unpacked, this file is larger than %d MiB and was not read; split it into several", limits.UnzipBytes>>20)
		}
		wb.parts[partKey(f.Name)] = f
	}
	book, err := wb.mainPart()
	if err != nil {
		return nil, err
	}
	rels, err := wb.relations(book)
	if err != nil {
		return nil, err
	}
	if err := wb.readBook(book, rels); err != nil {
		return nil, err
	}
	for _, rel := range rels {
		if strings.HasSuffix(rel.Type, "/sharedStrings") {
			if err := wb.readShared(wb.parts[rel.part]); err != nil {
				return nil, err
			}
		}
	}
	return wb, nil
}

func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// relation is one line of a .rels part: what the part refers to, and as what.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	part   string // the key of the target
}

// relations reads what the part with this key refers to; without a .rels part it refers to nothing.
func (wb *workbook) relations(key string) ([]relation, error) {
	dir, file := path.Split(key)
	f := wb.parts[dir+"_rels/"+file+".rels"]
	if f == nil {
		return nil, nil
	}
	var doc struct {
		Relationship []relation
	}
	if err := decodeXML(f, &doc); err != nil {
		return nil, err
	}
	for i, rel := range doc.Relationship {
		target := rel.Target
		if !strings.HasPrefix(target, "/") && !strings.HasPrefix(target, `\`) {
			target = dir + target
		}
		doc.Relationship[i].part = partKey(target)
	}
	return doc.Relationship, nil
}

// mainPart finds the workbook among the parts, or says what the archive is instead.
func (wb *workbook) mainPart() (string, error) {
	rels, err := wb.relations("")
	if err != nil {
		return "", err
	}
	for _, rel := range rels {
		if strings.HasSuffix(rel.Type, "/officeDocument") && wb.parts[rel.part] != nil {
			if strings.HasSuffix(rel.part, ".bin") {
				return "", fault("workbookBinary", "这是二进制工作簿（.xlsb）；请另存为 .xlsx 后再导入。",
					"this is a binary workbook (.xlsb); save it as .xlsx and import that")
			}
			if !strings.HasPrefix(path.Base(rel.part), "document") && !strings.HasPrefix(path.Base(rel.part), "presentation") {
				return rel.part, nil
			}
		}
	}
	return "", fault("notWorkbook", "这个压缩文件里没有工作簿；请选择 .xlsx 或 .csv 文件。",
		"there is no workbook in this archive; choose an .xlsx or .csv file")
}

// readBook lists the worksheets and learns from which year serial days count.
func (wb *workbook) readBook(book string, rels []relation) error {
	var doc struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"` // r:id in the transitional or the strict namespace
		} `xml:"sheets>sheet"`
	}
	if err := decodeXML(wb.parts[book], &doc); err != nil {
		return err
	}
	wb.date1904 = doc.Pr.Date1904 == "1" || strings.EqualFold(doc.Pr.Date1904, "true")
	if len(doc.Sheets) > maxSheets {
		return fault("tooManySheets", "工作簿里的工作表超过%d个。", "the workbook has more than %d sheets", maxSheets)
	}
	for _, s := range doc.Sheets {
		for _, a := range s.Attrs {
			if a.Name.Local != "id" {
				continue
			}
			for _, rel := range rels {
				if rel.ID == a.Value && strings.HasSuffix(rel.Type, "/worksheet") && wb.parts[rel.part] != nil {
					wb.sheets = append(wb.sheets, sheetRef{name: s.Name, part: wb.parts[rel.part], hidden: s.State == "hidden" || s.State == "veryHidden"})
				}
			}
		}
	}
	return nil
}

// decodeXML reads a small part whole.
func decodeXML(f *zip.File, into any) error {
	return withPart(f, func(d *xml.Decoder) error { return d.Decode(into) })
}

// withPart opens a part for a decoder and makes every error but our own a damaged workbook.
func withPart(f *zip.File, read func(*xml.Decoder) error) error {
	if f == nil {
		return damaged(errors.New("a part is missing"))
	}
	rc, err := f.Open()
	if err != nil {
		return damaged(err)
	}
	defer rc.Close()
	d := xml.NewDecoder(rc)
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		enc, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("charset %q: %w", label, err)
		}
		return enc.NewDecoder().Reader(in), nil
	}
	return damaged(read(d))
}
