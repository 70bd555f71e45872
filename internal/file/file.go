// Package file decides which files may be attached to an act, and makes of each what is kept.
//
// A file is known by its content, never by its name: the name is only what people read. Photos are drawn
// anew — upright, at most MaxSide long, without the camera's data (place, time, owner, device) and without
// anything that was hidden behind the picture; the original is not kept. Documents are looked into and kept
// byte for byte; they are never shown inside a page, only handed out to be saved. Everything that grows when
// it is unpacked is bounded before it is unpacked. The package is pure: bytes in, bytes out.
//
// docs/files.md has the whole story.
package file

import (
	"fmt"
	"io"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// Types of files that are kept, as they are called in a Content-Type.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	PDF  = "application/pdf"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	Text = "text/plain; charset=utf-8"
)

// Limits of one file, in bytes and pixels.
const (
	MaxBytes = 20 << 20 // as it arrives
	MaxText  = 1 << 20  // of a plain text
	MaxSide  = 2560     // longer side of a photo as it is kept
	MaxThumb = 400      // longer side of its thumbnail
	MaxName  = 100      // characters of a name, extension included
)

// Limits of what is attached to one act, and to one matter over its life.
const (
	MaxPerAct      = 50
	MaxActBytes    = 300 << 20 // as they arrive, together
	MaxPerVisitor  = 20        // of somebody without an account
	MaxPerMatter   = 400
	maxPixels      = 64 << 20  // of a photo as it arrives
	maxDecoded     = 208 << 20 // bytes that decoding one photo may take
	maxUnpacked    = 256 << 20 // bytes that an office document may have inside
	maxZipEntries  = 5000
	maxContentType = 1 << 20 // bytes of [Content_Types].xml
	maxScans       = 64      // of a JPEG: each goes over the whole picture again
)

// Accepted is a file as it will be kept.
type Accepted struct {
	Name          string // cleaned, with the extension that belongs to its content
	Type          string // one of the types above
	Width, Height int    // of a photo
	Data          []byte // what is kept instead of the bytes that came; nil: those as they are
	Thumb         []byte // of a photo: a small JPEG
}

// Photo reports whether a type is one that is shown in pages.
func Photo(typ string) bool { return typ == JPEG || typ == PNG }

// Accept looks at a file of size bytes that somebody called name. What is refused is refused with a problem of
// kind Invalid that says why and what to do.
func Accept(name string, r io.ReaderAt, size int64) (Accepted, error) {
	if size == 0 {
		return Accepted{}, errEmpty
	}
	if size > MaxBytes {
		return Accepted{}, ErrTooBig
	}
	head := make([]byte, min(size, sniffLen))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF { // io.ReaderAt gives io.EOF itself
		return Accepted{}, fmt.Errorf("file: %w", err)
	}
	var a Accepted
	var err error
	switch sniff(head) {
	case isJPEG, isPNG, isGIF, isWebP:
		a, err = photo(r, size)
	case isPDF:
		a, err = pdf(r, size)
	case isZip:
		a, err = officeDocument(r, size)
	case isText:
		a, err = text(r, size)
	case isHEIC:
		err = errHEIC
	case isOldOffice:
		err = errOldOffice
	case isProgram:
		err = errProgram
	case isMarkup:
		err = errMarkup
	default:
		err = errUnknown
	}
	if err != nil {
		return Accepted{}, err
	}
	a.Name = CleanName(name, a.Type)
	return a, nil
}

func refuse(code, zh, en string) *problem.Problem { return problem.New(problem.Invalid, code, zh, en) }

// Why a file is not taken.
var (
	ErrTooBig = refuse("fileTooBig", "超过 20 MB，没有收下；请压缩后再传。", "It is larger than 20 MB and was not taken; please make it smaller.")
	errEmpty  = refuse("fileEmpty", "文件是空的，没有收下。", "The file is empty and was not taken.")
	errBroken = refuse("fileBroken", "文件不完整或已损坏，没有收下；请重新选择。", "The file is incomplete or damaged and was not taken; please choose it again.")
	errPixels = refuse("filePixels", "图片的像素太多，没有收下；请缩小后再传。", "The picture has too many pixels and was not taken; please make it smaller.")
	errMoving = refuse("fileMoving", "不收动态的 WebP 图片；请改存为 JPEG 或 PNG。", "Moving WebP pictures are not taken; please save it as JPEG or PNG.")
	errHEIC   = refuse("fileHEIC", "HEIC 照片没有收下；请在手机的相机设置中把格式改为“兼容性最佳”，或另存为 JPEG。",
		"HEIC photos are not taken; set the camera to “most compatible”, or save it as JPEG.")
	errOldOffice = refuse("fileOldOffice", "旧格式（.doc、.xls）或加了密码的文档没有收下；请去掉密码，另存为 .docx、.xlsx 或 PDF。",
		"Documents in the old format (.doc, .xls) or with a password are not taken; save it as .docx, .xlsx or PDF without a password.")
	errMacros  = refuse("fileMacros", "文档里带有宏或控件，没有收下；请另存为不带宏的 .docx、.xlsx 或 PDF。", "The document has macros or controls in it and was not taken; save it without them.")
	errZip     = refuse("fileZip", "压缩包没有收下；请直接上传里面的照片或文档。", "Archives are not taken; please attach the photos or documents inside it.")
	errBomb    = refuse("fileBomb", "文档展开后太大，没有收下。", "Unpacked, the document would be too large; it was not taken.")
	errProgram = refuse("fileProgram", "程序文件没有收下。", "Programs are not taken.")
	errMarkup  = refuse("fileMarkup", "网页文件没有收下；请另存为 PDF。", "Web pages are not taken; please save it as PDF.")
	errLong    = refuse("fileLongText", "文本文件超过 1 MB，没有收下；请分开上传。", "The text file is larger than 1 MB and was not taken; please split it.")
	errTwofold = refuse("fileTwofold", "文件里藏有另一个文件，没有收下。", "There is another file hidden in it; it was not taken.")
	errUnknown = refuse("fileUnknown", "这种文件没有收下；可以上传照片（JPEG、PNG、WebP、GIF）、PDF、Word（.docx）、Excel（.xlsx）和纯文本。",
		"Files of this kind are not taken; attach photos (JPEG, PNG, WebP, GIF), PDF, Word (.docx), Excel (.xlsx) or plain text.")
)

// TypeName is how people call a type.
func TypeName(typ string) lang.Text {
	switch typ {
	case JPEG, PNG:
		return lang.T("照片", "Photo")
	case PDF:
		return lang.T("PDF 文档", "PDF document")
	case DOCX:
		return lang.T("Word 文档", "Word document")
	case XLSX:
		return lang.T("Excel 表格", "Excel sheet")
	}
	return lang.T("文本", "Text")
}
