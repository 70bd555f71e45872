package file

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// extensions of each type; the first is given to a name that has none of them.
var extensions = map[string][]string{
	JPEG: {".jpg", ".jpeg"}, PNG: {".png"}, PDF: {".pdf"}, DOCX: {".docx"}, XLSX: {".xlsx"}, Text: {".txt", ".csv", ".md"},
}

// CleanName makes of the name somebody gave a file one that can be shown and saved anywhere: the last part of
// a path, without control and direction-changing characters and those that file systems refuse, at most MaxName
// characters, and with an extension that belongs to the type — a page called photo.jpg is saved as what it is.
func CleanName(name, typ string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1 // also what turns the direction of writing: "gpj.exe" would read as "exe.jpg"
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.TrimSpace(strings.TrimLeft(name, ". "))
	ext := ""
	for _, e := range extensions[typ] {
		if len(name) > len(e) && strings.EqualFold(name[len(name)-len(e):], e) {
			ext = strings.ToLower(e)
			name = name[:len(name)-len(e)]
			break
		}
	}
	if ext == "" {
		if all := extensions[typ]; len(all) > 0 {
			ext = all[0]
		}
		// The extension of a photo that was drawn anew says what it was, not what it is.
		if Photo(typ) {
			for _, old := range []string{".jpg", ".jpeg", ".png", ".gif", ".webp"} {
				if len(name) > len(old) && strings.EqualFold(name[len(name)-len(old):], old) {
					name = name[:len(name)-len(old)]
					break
				}
			}
		}
	}
	name = strings.TrimRight(name, ". ")
	if utf8.RuneCountInString(name) > MaxName-len(ext) {
		name = string([]rune(name)[:MaxName-len(ext)])
	}
	if name == "" {
		name = "附件"
	}
	return name + ext
}
