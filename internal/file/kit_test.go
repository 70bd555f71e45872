package file_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/huiyin/huiyin/internal/file"
	"github.com/huiyin/huiyin/internal/problem"
)

// accept takes a file; code is why it was not taken.
func accept(t testing.TB, name string, b []byte) (a file.Accepted, code string) {
	t.Helper()
	a, err := file.Accept(name, bytes.NewReader(b), int64(len(b)))
	if err == nil {
		return a, ""
	}
	if problem.KindOf(err) != problem.Invalid {
		t.Fatalf("%s: %v is no refusal", name, err)
	}
	return a, problem.Of(err).Code
}

var quarters = [4]color.RGBA{{220, 30, 30, 255}, {30, 200, 30, 255}, {30, 30, 220, 255}, {240, 240, 40, 255}}

// picture has a colour in each quarter: top left, top right, bottom left, bottom right.
func picture(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			q := 0
			if x >= w/2 {
				q++
			}
			if y >= h/2 {
				q += 2
			}
			m.SetRGBA(x, y, quarters[q])
		}
	}
	return m
}

func jpegOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tiff is Exif data that says how a picture is turned, where it was taken and by whom.
func tiff(order binary.AppendByteOrder, turned int) []byte {
	mark := "II*\x00"
	if order.String() == "BigEndian" {
		mark = "MM\x00*"
	}
	b := order.AppendUint32([]byte(mark), 8)
	entry := func(tag, kind uint16, n, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, n)
		if kind == 3 {
			b = order.AppendUint16(b, uint16(value))
			b = append(b, 0, 0)
			return
		}
		b = order.AppendUint32(b, value)
	}
	b = order.AppendUint16(b, 3)
	entry(0x010f, 2, 12, 50)            // maker, at offset 50
	entry(0x0112, 3, 1, uint32(turned)) // orientation
	entry(0x8825, 4, 1, 62)             // GPS directory
	b = order.AppendUint32(b, 0)
	b = append(b, "SECRETMAKER\x00"...)
	return append(b, "GPS 31.2304N 121.4737E"...)
}

// withExif puts Exif data into a JPEG, behind its first marker.
func withExif(j, t []byte) []byte {
	seg := append([]byte("Exif\x00\x00"), t...)
	out := append([]byte{}, j[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(seg)+2))
	out = append(out, seg...)
	return append(out, j[2:]...)
}

type part struct{ name, body string }

// archive is a zip of parts.
func archive(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// types is a [Content_Types].xml.
func types(contentTypes ...string) part {
	s := `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>`
	for _, c := range contentTypes {
		s += `<Override PartName="/x.xml" ContentType="` + c + `"/>`
	}
	return part{"[Content_Types].xml", s + "</Types>"}
}

const (
	word       = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	sheet      = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	minimalPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n45\n%%EOF\n"
)

func docx(t testing.TB) []byte {
	return archive(t, types(word), part{"word/document.xml", "<w:document/>"})
}
