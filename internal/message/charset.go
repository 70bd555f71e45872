package message

import (
	"bufio"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// decodeText gives the characters of a text file: UTF-16 by its mark, UTF-8 with or without one, else
// GB18030, which Chinese spreadsheet programs write (it includes GBK and GB2312).
func decodeText(r io.ReaderAt, size int64) (io.Reader, error) {
	all := func() *io.SectionReader { return io.NewSectionReader(r, 0, size) }
	head := make([]byte, min(size, 2))
	if n, err := r.ReadAt(head, 0); err != nil && n < len(head) {
		return nil, unreadableFile(err)
	}
	var enc encoding.Encoding
	switch good, bad, err := countUTF8(all()); {
	case err != nil:
		return nil, unreadableFile(err)
	case isUTF16(head):
		enc = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case bad*50 <= good || good+bad == 0: // a few bytes cut off in an export do not make it another encoding
		enc = unicode.UTF8BOM
	default:
		enc = simplifiedchinese.GB18030
	}
	return enc.NewDecoder().Reader(all()), nil
}

// countUTF8 counts the characters beyond ASCII, and the bytes that belong to none.
func countUTF8(r io.Reader) (good, bad int, err error) {
	br := bufio.NewReaderSize(r, 64<<10)
	for {
		c, n, err := br.ReadRune()
		switch {
		case errors.Is(err, io.EOF):
			return good, bad, nil
		case err != nil:
			return good, bad, err
		case c == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
	}
}
