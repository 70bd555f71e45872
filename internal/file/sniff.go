package file

import (
	"bytes"
)

// form is what the first bytes of a file say it is.
type form int

const (
	isUnknown form = iota
	isJPEG
	isPNG
	isGIF
	isWebP
	isPDF
	isZip
	isText
	isHEIC
	isOldOffice
	isProgram
	isMarkup
)

// sniffLen is how many bytes are looked at to tell what a file is.
const sniffLen = 4096

// sniff tells a file's form by its beginning. A form's signature counts only at the very first byte: what is
// prepended to hide one file in another makes it a file of no known form.
func sniff(head []byte) form {
	has := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	at := func(i int, s string) bool { return len(head) >= i+len(s) && string(head[i:i+len(s)]) == s }
	switch {
	case has("\xff\xd8\xff"):
		return isJPEG
	case has("\x89PNG\r\n\x1a\n"):
		return isPNG
	case has("GIF87a"), has("GIF89a"):
		return isGIF
	case has("RIFF") && at(8, "WEBP"):
		return isWebP
	case has("%PDF-1."), has("%PDF-2."):
		return isPDF
	case has("PK\x03\x04"):
		return isZip
	case at(4, "ftyp"):
		for _, brand := range []string{"heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avif"} {
			if at(8, brand) {
				return isHEIC
			}
		}
		return isUnknown
	case has("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"): // compound file: .doc, .xls, and .docx under a password
		return isOldOffice
	case has("MZ"), has("\x7fELF"), has("#!"), has("\xfe\xed\xfa\xce"), has("\xcf\xfa\xed\xfe"), has("\xca\xfe\xba\xbe"):
		return isProgram
	}
	if !textual(head) {
		return isUnknown
	}
	if markup(head) {
		return isMarkup
	}
	return isText
}

// markup reports whether a text is one that browsers and office programs run instead of show.
func markup(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n\f")
	lower := bytes.ToLower(head)
	for _, mark := range []string{"<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<?php", "<iframe", "<object", "{\\rtf"} {
		if bytes.HasPrefix(lower, []byte(mark)) {
			return true
		}
	}
	return bytes.Contains(lower, []byte("<script")) || bytes.Contains(lower, []byte("<svg"))
}
