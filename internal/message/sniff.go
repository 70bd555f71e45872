package message

import (
	"bytes"
	"io"

	"github.com/huiyin/huiyin/internal/problem"
)

// kind is what a file is by its content; names and extensions are not believed.
type kind int

const (
	kindText kind = iota
	kindZip
)

var (
	oleMark = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	zipMark = []byte("PK\x03\x04")
	// An encrypted workbook is an OLE file with a stream of this name, in UTF-16.
	encryptedMark = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
)

// sniff tells a workbook from a text, and refuses everything else with what to do about it.
func sniff(r io.ReaderAt, size int64) (kind, error) {
	head := make([]byte, min(size, 4096))
	if n, err := r.ReadAt(head, 0); err != nil && n < len(head) {
		return 0, unreadableFile(err)
	}
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n"))
	switch {
	case len(start) == 0:
		return 0, fault("fileEmpty", "这个文件是空的。", "the file is empty")
	case bytes.HasPrefix(head, oleMark):
		return 0, oldFormat(r, size)
	case bytes.HasPrefix(head, zipMark):
		return kindZip, nil
	case bytes.HasPrefix(start, []byte("<?xml")), bytes.HasPrefix(start, []byte("<html")), bytes.HasPrefix(start, []byte("<!doctype")),
		bytes.HasPrefix(start, []byte("<table")), bytes.HasPrefix(start, []byte("<meta")), bytes.HasPrefix(start, []byte("<style")):
		return 0, fault("webPage", "这是网页或XML文件，只是名字像表格；请用表格程序打开并另存为 .xlsx 后再导入。",
			"this is a web page or XML file that only has a spreadsheet's name; open it in a spreadsheet program, save it as .xlsx and import that")
	case bytes.HasPrefix(head, []byte("%PDF")), !looksLikeText(head):
		return 0, fault("notSpreadsheet", "这不是表格文件；请选择 .xlsx 或 .csv 文件。", "this is not a spreadsheet; choose an .xlsx or .csv file")
	}
	return kindText, nil
}

// oldFormat tells a password-protected workbook from the binary format before 2007.
func oldFormat(r io.ReaderAt, size int64) error {
	const window = 1 << 20
	buf := make([]byte, window+len(encryptedMark))
	for at := int64(0); at < size; at += window {
		n, err := r.ReadAt(buf, at)
		if bytes.Contains(buf[:n], encryptedMark) {
			return fault("workbookEncrypted", "这个工作簿设了打开密码；请取消密码保护，另存后再导入。",
				"this workbook is protected by a password; remove the protection, save it and import that")
		}
		if err != nil {
			break // the end, or a file that cannot be read: either way not the mark
		}
	}
	return fault("workbookOld", "这是旧格式文件（.xls 或 .et）；请用表格程序打开并另存为 .xlsx 后再导入。",
		"this is a file of the old format (.xls or .et); open it in a spreadsheet program, save it as .xlsx and import that")
}

// looksLikeText accepts UTF-16 by its mark, and otherwise what has no control characters of binary files.
func looksLikeText(head []byte) bool {
	if isUTF16(head) {
		return true
	}
	for _, b := range head {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' && b != 0x1A {
			return false
		}
	}
	return true
}

func isUTF16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF"))
}

func unreadableFile(err error) *problem.Problem {
	return problem.New(problem.Unavailable, "fileUnreadable", "文件读不出来，没有读入任何内容。", "the file cannot be read; nothing was taken").Because(err)
}
