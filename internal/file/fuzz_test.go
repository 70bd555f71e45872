package file_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	"testing"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/file"
	"github.com/huiyin/huiyin/internal/problem"
)

// Whatever comes in, it is refused with a reason or kept as one of the known types, bounded, under a clean name.
func FuzzAccept(f *testing.F) {
	webp, _ := base64.StdEncoding.DecodeString(tinyWebP)
	for _, b := range [][]byte{
		jpegOf(f, picture(16, 12)), withExif(jpegOf(f, picture(16, 12)), tiff(binary.BigEndian, 6)), pngOf(f, picture(16, 12)),
		pngWithExif(pngOf(f, picture(4, 4)), tiff(binary.LittleEndian, 3)), webp, docx(f), []byte(minimalPDF), []byte("文本"),
		[]byte("GIF89a\x02\x00\x02\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x02\x00\x02\x00\x00\x02\x02\x84Q\x00;"),
	} {
		f.Add("名.jpg", b)
	}
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		a, err := file.Accept(name, bytes.NewReader(b), int64(len(b)))
		if err != nil {
			if problem.KindOf(err) != problem.Invalid {
				t.Fatalf("%v is no refusal", err)
			}
			return
		}
		switch a.Type {
		case file.PDF, file.DOCX, file.XLSX:
			if a.Data != nil || a.Thumb != nil {
				t.Error("a document is kept as it came")
			}
		case file.Text:
			if a.Data != nil && !utf8.Valid(a.Data) {
				t.Error("a text is kept as UTF-8")
			}
		case file.JPEG, file.PNG:
			for _, kept := range [][]byte{a.Data, a.Thumb} {
				m, _, err := image.DecodeConfig(bytes.NewReader(kept))
				if err != nil || m.Width > file.MaxSide || m.Height > file.MaxSide {
					t.Errorf("kept as %d×%d, %v", m.Width, m.Height, err)
				}
			}
		default:
			t.Errorf("type %q", a.Type)
		}
		if !utf8.ValidString(a.Name) || a.Name == "" || utf8.RuneCountInString(a.Name) > file.MaxName || file.CleanName(a.Name, a.Type) != a.Name {
			t.Errorf("name %q, cleaned again %q", a.Name, file.CleanName(a.Name, a.Type))
		}
	})
}

// BenchmarkPhoto is what one photo of a telephone costs.
func BenchmarkPhoto(b *testing.B) {
	j := jpegOf(b, picture(4032, 3024))
	b.SetBytes(int64(len(j)))
	for b.Loop() {
		if _, err := file.Accept("p.jpg", bytes.NewReader(j), int64(len(j))); err != nil {
			b.Fatal(err)
		}
	}
}
