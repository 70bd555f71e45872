package file_test

import (
	"bytes"
	"image"
	"slices"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/file"
)

// A file is what its bytes are, whatever it is called.
func TestAcceptGoesByContent(t *testing.T) {
	t.Parallel()
	jpg := jpegOf(t, picture(64, 48))
	gb18030 := []byte{0xc7, 0xc5, 0xcd, 0xb7, '\r', '\n'} // 桥头
	bomb := archive(t, types(word), part{"word/document.xml", strings.Repeat("0", 257<<20)})
	parts := make([]part, 5001)
	for i := range parts {
		parts[i] = part{"p" + strings.Repeat("x", i%7), ""}
	}
	for _, c := range []struct {
		name string
		body []byte
		typ  string // "" where it is refused
		code string
	}{
		{"照片.jpg", jpg, file.JPEG, ""},
		{"照片.exe", jpg, file.JPEG, ""},
		{"图.png", pngOf(t, picture(64, 48)), file.PNG, ""},
		{"函.pdf", []byte(minimalPDF), file.PDF, ""},
		{"函.docx", docx(t), file.DOCX, ""},
		{"表.bin", archive(t, types(sheet), part{"xl/workbook.xml", "<workbook/>"}), file.XLSX, ""},
		{"说明.txt", []byte("桥头路灯不亮。\r\n第二行\tA"), file.Text, ""},
		{"说明.txt", gb18030, file.Text, ""},
		{"说明.txt", []byte("\xff\xfeh\x00i\x00"), file.Text, ""},

		{"空.jpg", nil, "", "fileEmpty"},
		{"photo.jpg", []byte("MZ\x90\x00\x03\x00\x00\x00"), "", "fileProgram"},
		{"photo.jpg", []byte("\x7fELF\x02\x01"), "", "fileProgram"},
		{"说明.txt", []byte("#!/bin/sh\nrm x\n"), "", "fileProgram"},
		{"photo.jpg", []byte("<!DOCTYPE html><script>1</script>"), "", "fileMarkup"},
		{"photo.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "", "fileMarkup"},
		{"说明.txt", []byte("看这里 <script>alert(1)</script>"), "", "fileMarkup"},
		{"照片.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "", "fileHEIC"},
		{"影片.mp4", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00"), "", "fileUnknown"},
		{"旧.doc", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "", "fileOldOffice"},
		{"a.zip", archive(t, part{"a.txt", "x"}), "", "fileZip"},
		{"a.docx", archive(t, types("application/xml"), part{"a.xml", "x"}), "", "fileZip"},
		{"a.docx", archive(t, types(word), types(word), part{"a.xml", "x"}), "", "fileZip"},
		{"宏.docm", archive(t, types("application/vnd.ms-word.document.macroEnabled.main+xml")), "", "fileMacros"},
		{"宏.docx", archive(t, types(word), part{"word/vbaProject.bin", "x"}), "", "fileMacros"},
		{"宏.docx", archive(t, types(word, "application/vnd.ms-office.vbaProject")), "", "fileMacros"},
		{"控件.docx", archive(t, types(word), part{"word/activeX/activeX1.xml", "x"}), "", "fileMacros"},
		{"外.docx", archive(t, types(word), part{"../../etc/passwd", "x"}), "", "fileTwofold"},
		{"双.docx", archive(t, types(word, sheet)), "", "fileTwofold"},
		{"炸弹.docx", bomb, "", "fileBomb"},
		{"多.docx", archive(t, slices.Concat(parts, []part{types(word)})...), "", "fileBomb"},
		{"断.docx", docx(t)[:120], "", "fileBroken"},
		{"断.pdf", []byte(minimalPDF)[:60], "", "fileBroken"},
		{"双.pdf", append(append([]byte("%PDF-1.4\n"), archive(t, part{"a", "b"})...), "startxref\n1\n%%EOF"...), "", "fileTwofold"},
		{"断.jpg", jpg[:len(jpg)/2], "", "fileBroken"},
		{"断.png", pngOf(t, picture(64, 48))[:60], "", "fileBroken"},
		{"垃圾.jpg", []byte{0, 1, 2, 3, 4}, "", "fileUnknown"},
		{"垃圾.txt", []byte("abc\x00def"), "", "fileUnknown"},
		{"长.txt", bytes.Repeat([]byte("长"), 400_000), "", "fileLongText"},
		{"大.pdf", append([]byte("%PDF-1.4\n"), make([]byte, file.MaxBytes)...), "", "fileTooBig"},
	} {
		a, code := accept(t, c.name, c.body)
		if a.Type != c.typ || code != c.code {
			t.Errorf("%s (%d bytes): type %q code %q, want %q %q", c.name, len(c.body), a.Type, code, c.typ, c.code)
		}
	}
	if a, _ := accept(t, "a.txt", gb18030); string(a.Data) != "桥头\r\n" {
		t.Errorf("GB 18030 became %q", a.Data)
	}
}

// A picture with a program behind it, or an archive, comes out as the picture alone.
func TestPhotosLoseWhatIsHiddenBehindThem(t *testing.T) {
	t.Parallel()
	for _, hidden := range [][]byte{[]byte("MZ payload <script>alert(1)</script>"), archive(t, part{"evil.txt", "payload"})} {
		for _, b := range [][]byte{jpegOf(t, picture(40, 30)), pngOf(t, picture(40, 30))} {
			a, code := accept(t, "p.jpg", append(bytes.Clone(b), hidden...))
			if code != "" {
				t.Fatalf("refused: %s", code)
			}
			for _, kept := range [][]byte{a.Data, a.Thumb} {
				if bytes.Contains(kept, []byte("payload")) || bytes.Contains(kept, []byte("PK\x03\x04")) {
					t.Error("what was hidden is still there")
				}
			}
		}
	}
}

// What a picture would take is known before it is decoded.
func TestPixelBombs(t *testing.T) {
	t.Parallel()
	huge := pngOf(t, picture(8, 8))
	copy(huge[16:], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff}) // 65535 × 65535 in the header
	fixCRC(huge)
	if _, code := accept(t, "p.png", huge); code != "filePixels" {
		t.Errorf("PNG: %q", code)
	}
	j := jpegOf(t, picture(8, 8))
	i := bytes.Index(j, []byte{0xff, 0xc0})
	copy(j[i+5:], []byte{0xff, 0xff, 0xff, 0xff})
	if _, code := accept(t, "p.jpg", j); code != "filePixels" {
		t.Errorf("JPEG: %q", code)
	}
	// A progressive one keeps its coefficients: it may have fewer pixels.
	p := jpegOf(t, picture(8, 8))
	p[i+1] = 0xc2
	copy(p[i+5:], []byte{0x17, 0x70, 0x17, 0x70}) // 6000 × 6000
	if _, code := accept(t, "p.jpg", p); code != "filePixels" {
		t.Errorf("progressive JPEG: %q", code)
	}
	// Scan after scan over the whole picture costs time, not memory.
	s := jpegOf(t, picture(8, 8))
	scan := s[bytes.Index(s, []byte{0xff, 0xda}) : len(s)-2]
	many := append(bytes.Clone(s[:len(s)-2]), bytes.Repeat(scan, 100)...)
	if _, code := accept(t, "p.jpg", append(many, 0xff, 0xd9)); code != "fileBomb" {
		t.Errorf("scans: %q", code)
	}
	gif := []byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff")
	if _, code := accept(t, "p.gif", gif); code != "filePixels" {
		t.Errorf("GIF: %q", code)
	}
}

func TestPhotosAreBounded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ w, h, ww, wh int }{{4000, 3000, 2560, 1920}, {300, 6000, 128, 2560}, {100, 80, 100, 80}, {5000, 1, 2560, 1}} {
		a, code := accept(t, "p.jpg", jpegOf(t, picture(c.w, c.h)))
		if code != "" {
			t.Fatalf("%d×%d: %s", c.w, c.h, code)
		}
		for _, kept := range []struct {
			b    []byte
			most int
		}{{a.Data, file.MaxSide}, {a.Thumb, file.MaxThumb}} {
			m, _, err := image.DecodeConfig(bytes.NewReader(kept.b))
			if err != nil || max(m.Width, m.Height) > kept.most {
				t.Errorf("%d×%d: kept as %d×%d, %v", c.w, c.h, m.Width, m.Height, err)
			}
		}
		if a.Width != c.ww || a.Height != c.wh {
			t.Errorf("%d×%d: kept as %d×%d, want %d×%d", c.w, c.h, a.Width, a.Height, c.ww, c.wh)
		}
	}
}

func TestCleanName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, typ, want string }{
		{"桥头.jpg", file.JPEG, "桥头.jpg"},
		{"桥头.JPEG", file.JPEG, "桥头.jpeg"},
		{"IMG_01.webp", file.JPEG, "IMG_01.jpg"},
		{"动.gif", file.PNG, "动.png"},
		{`C:\Users\某人\Desktop\函.docx`, file.DOCX, "函.docx"},
		{"../../etc/passwd", file.Text, "passwd.txt"},
		{"run.bat", file.Text, "run.bat.txt"},
		{"harmless\u202egpj.exe", file.PDF, "harmlessgpj.exe.pdf"},
		{"a\x00b\r\nc\"<>.pdf", file.PDF, "abc___.pdf"},
		{"", file.PDF, "附件.pdf"},
		{".jpg", file.JPEG, "jpg.jpg"},
		{"...", file.Text, "附件.txt"},
		{strings.Repeat("长", 300) + ".pdf", file.PDF, strings.Repeat("长", 96) + ".pdf"},
		{"\xff\xfe坏.txt", file.Text, "坏.txt"},
	} {
		if got := file.CleanName(c.name, c.typ); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}
