package file_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"testing"

	"github.com/huiyin/huiyin/internal/file"
)

// sides says where the first row and the first column of what is stored belong in what is seen
// (Exif 2.32, table of tag 0x0112).
var sides = map[int][2]string{
	1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
	5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"},
}

// turnedAway stores what is seen in the way a camera does that was held like this.
func turnedAway(seen *image.RGBA, turned int) *image.RGBA {
	w, h := seen.Bounds().Dx(), seen.Bounds().Dy()
	row, column := sides[turned][0], sides[turned][1]
	sw, sh := w, h
	if turned >= 5 {
		sw, sh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, sw, sh))
	for r := range sh {
		for c := range sw {
			x, y := 0, 0
			for _, k := range []struct {
				side string
				n    int
			}{{row, r}, {column, c}} {
				switch k.side {
				case "top":
					y = k.n
				case "bottom":
					y = h - 1 - k.n
				case "left":
					x = k.n
				case "right":
					x = w - 1 - k.n
				}
			}
			out.Set(c, r, seen.At(x, y))
		}
	}
	return out
}

func near(a color.Color, b color.RGBA) bool {
	r, g, bl, _ := a.RGBA()
	diff := func(x uint32, y uint8) bool { d := int(x>>8) - int(y); return d > 24 || d < -24 }
	return !diff(r, b.R) && !diff(g, b.G) && !diff(bl, b.B)
}

// Whichever way the camera was held, up is up, in the photo and in its thumbnail, and nothing is left of where
// it was taken and by which device.
func TestPhotosAreTurnedUprightAndForget(t *testing.T) {
	t.Parallel()
	seen := picture(120, 80)
	for turned := 1; turned <= 8; turned++ {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			exif := tiff(order, turned)
			stored := turnedAway(seen, turned)
			for name, b := range map[string][]byte{"jpeg": withExif(jpegOf(t, stored), exif), "png": pngWithExif(pngOf(t, stored), exif)} {
				a, code := accept(t, "p", b)
				if code != "" {
					t.Fatalf("%s %d: %s", name, turned, code)
				}
				if a.Width != 120 || a.Height != 80 {
					t.Errorf("%s %d: %d×%d", name, turned, a.Width, a.Height)
				}
				for _, kept := range [][]byte{a.Data, a.Thumb} {
					m, _, err := image.Decode(bytes.NewReader(kept))
					if err != nil {
						t.Fatal(err)
					}
					for q, p := range []image.Point{{15, 10}, {105, 10}, {15, 70}, {105, 70}} {
						if !near(m.At(p.X, p.Y), quarters[q]) {
							t.Errorf("%s %d: quarter %d is %v, want %v", name, turned, q, m.At(p.X, p.Y), quarters[q])
						}
					}
					for _, secret := range []string{"Exif", "SECRETMAKER", "GPS", "eXIf"} {
						if bytes.Contains(kept, []byte(secret)) {
							t.Errorf("%s %d: %q is still in it", name, turned, secret)
						}
					}
				}
			}
		}
	}
}

func pngWithExif(p, exif []byte) []byte {
	const header = 8 + 25 // signature and IHDR
	chunk := append([]byte("eXIf"), exif...)
	out := binary.BigEndian.AppendUint32(bytes.Clone(p[:header]), uint32(len(exif)))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, p[header:]...)
}

// fixCRC makes the checksum of a PNG's header right again.
func fixCRC(p []byte) { binary.BigEndian.PutUint32(p[29:], crc32.ChecksumIEEE(p[12:29])) }

// A transparent drawing stays one; its thumbnail lies on white.
func TestTransparency(t *testing.T) {
	t.Parallel()
	m := image.NewNRGBA(image.Rect(0, 0, 20, 20))
	a, code := accept(t, "p.png", pngOf(t, m))
	if code != "" || a.Type != file.PNG {
		t.Fatal(a.Type, code)
	}
	thumb, _, err := image.Decode(bytes.NewReader(a.Thumb))
	if err != nil || !near(thumb.At(10, 10), color.RGBA{255, 255, 255, 255}) {
		t.Error("the thumbnail is not white", err)
	}
}

// tinyWebP is one lossless pixel, written by hand (WebP lossless bitstream specification).
const tinyWebP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

func TestWebP(t *testing.T) {
	t.Parallel()
	b, err := base64.StdEncoding.DecodeString(tinyWebP)
	if err != nil {
		t.Fatal(err)
	}
	a, code := accept(t, "p.webp", b)
	if code != "" || a.Type != file.JPEG || a.Name != "p.jpg" || a.Width != 1 {
		t.Errorf("%+v %q", a, code)
	}
	moving := append(bytes.Clone(b), "ANIM\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00"...)
	if _, code := accept(t, "p.webp", moving); code != "fileMoving" {
		t.Errorf("a moving one: %q", code)
	}
}
