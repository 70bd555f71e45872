package file

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// textual reports whether the beginning of a file can be plain text in one of the encodings that text takes.
func textual(head []byte) bool {
	if wide(head) {
		return true
	}
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f {
			return false
		}
	}
	return true
}

// wide reports whether a text says by its mark that it is UTF-16.
func wide(b []byte) bool {
	return bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff})
}

// text takes plain text and keeps it as UTF-8, the encoding in which every browser shows it. Editors on older
// machines still write GB 18030; the words are kept, only their bytes change.
func text(r io.ReaderAt, size int64) (Accepted, error) {
	if size > MaxText {
		return Accepted{}, errLong
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), b); err != nil {
		return Accepted{}, errBroken.Because(err)
	}
	a := Accepted{Type: Text}
	switch {
	case wide(b):
		u, _, err := transform.Bytes(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder(), b)
		if err != nil {
			return Accepted{}, errBroken.Because(err)
		}
		b, a.Data = u, u
	case !utf8.Valid(b):
		u, _, err := transform.Bytes(simplifiedchinese.GB18030.NewDecoder(), b)
		if err != nil || bytes.ContainsRune(u, utf8.RuneError) {
			return Accepted{}, errUnknown.Because(err)
		}
		b, a.Data = u, u
	}
	if bytes.ContainsRune(b, utf8.RuneError) || !textual(b) {
		return Accepted{}, errUnknown
	}
	if markup(b) {
		return Accepted{}, errMarkup
	}
	return a, nil
}
