package file

import (
	"bytes"
	"io"
)

// pdf takes a PDF document: its end must be there (a download that broke off has none), and it may not be an
// archive at the same time. Our pages never show it themselves: it is handed out to be saved.
func pdf(r io.ReaderAt, size int64) (Accepted, error) {
	tail := make([]byte, min(size, 64<<10+22))
	if _, err := io.ReadFull(io.NewSectionReader(r, size-int64(len(tail)), int64(len(tail))), tail); err != nil {
		return Accepted{}, errBroken.Because(err)
	}
	end := tail[max(0, len(tail)-2048):]
	if !bytes.Contains(end, []byte("%%EOF")) || !bytes.Contains(end, []byte("startxref")) {
		return Accepted{}, errBroken
	}
	if bytes.Contains(tail, []byte("PK\x05\x06")) { // the directory of a zip archive
		return Accepted{}, errTwofold
	}
	return Accepted{Type: PDF}, nil
}
