package file

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// The content types by which an office document says what it is (ECMA-376 part 1, 11.3.10 and 12.3.23).
const (
	wordMain  = DOCX + ".main+xml"
	sheetMain = XLSX + ".main+xml"
)

// officeDocument takes Word and Excel documents: a zip archive is one when its [Content_Types].xml says so. All
// of it is unpacked once, into nothing, so that what says it is small and is not is found before somebody else
// opens it.
func officeDocument(r io.ReaderAt, size int64) (Accepted, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Accepted{}, errBroken.Because(err)
	}
	if z.Comment != "" {
		return Accepted{}, errTwofold
	}
	if len(z.File) > maxZipEntries {
		return Accepted{}, errBomb
	}
	if !hasEntry(z, contentTypesName) {
		return Accepted{}, errZip
	}
	typ, err := contentTypes(z)
	if err != nil {
		return Accepted{}, err
	}
	var total int64
	for _, f := range z.File {
		if err := allowedPart(f.Name); err != nil {
			return Accepted{}, err
		}
		n, err := unpack(f, maxUnpacked-total)
		if err != nil {
			return Accepted{}, err
		}
		total += n
	}
	return Accepted{Type: typ}, nil
}

const contentTypesName = "[Content_Types].xml"

func hasEntry(z *zip.Reader, name string) bool {
	n := 0
	for _, f := range z.File {
		if strings.EqualFold(f.Name, name) {
			n++
		}
	}
	return n == 1
}

// contentTypes reads what the document says it is.
func contentTypes(z *zip.Reader) (string, error) {
	var list struct {
		Types []struct {
			PartName    string `xml:"PartName,attr"`
			ContentType string `xml:"ContentType,attr"`
		} `xml:",any"`
	}
	for _, f := range z.File {
		if !strings.EqualFold(f.Name, contentTypesName) {
			continue
		}
		rc, err := f.Open()
		if err != nil {
			return "", errBroken.Because(err)
		}
		err = xml.NewDecoder(io.LimitReader(rc, maxContentType)).Decode(&list)
		if err = errors.Join(err, rc.Close()); err != nil {
			return "", errBroken.Because(err)
		}
	}
	typ := ""
	for _, t := range list.Types {
		lower := strings.ToLower(t.ContentType)
		switch {
		case strings.Contains(lower, "macro"), strings.Contains(lower, "vba"), strings.Contains(lower, "activex"):
			return "", errMacros
		case t.ContentType == wordMain, t.ContentType == sheetMain:
			if typ != "" {
				return "", errTwofold
			}
			typ = strings.TrimSuffix(t.ContentType, ".main+xml")
		}
	}
	if typ == "" {
		return "", errZip
	}
	return typ, nil
}

// allowedPart refuses parts that run, and names that lead out of the document.
func allowedPart(name string) error {
	lower := strings.ToLower(name)
	switch {
	case strings.Contains(lower, "vbaproject"), strings.Contains(lower, "macrosheets/"), strings.Contains(lower, "activex/"), strings.HasSuffix(lower, ".exe"):
		return errMacros
	case path.IsAbs(name), strings.Contains(name, `\`), strings.Contains("/"+name+"/", "/../"):
		return errTwofold
	}
	return nil
}

// unpack reads a part to its end, which proves its checksum, and gives its size.
func unpack(f *zip.File, left int64) (int64, error) {
	if f.FileInfo().IsDir() {
		return 0, nil
	}
	rc, err := f.Open()
	if err != nil {
		return 0, errBroken.Because(err)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(rc, left+1))
	err = errors.Join(err, rc.Close())
	switch {
	case n > left:
		return 0, errBomb
	case err != nil:
		return 0, errBroken.Because(err)
	}
	return n, nil
}
