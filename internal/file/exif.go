package file

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// jpegFacts are what must be known about a JPEG before it is decoded.
type jpegFacts struct {
	Orientation int     // 1 to 8; 1 when nothing is said
	PerPixel    float64 // bytes of all components for each pixel
	Progressive bool    // its coefficients are all kept until the end
	Scans       int     // how often the whole picture is gone over
}

// readJPEG walks over the segments of a JPEG up to the end of its first picture; ok is false when they do not
// follow each other.
func readJPEG(b []byte) (f jpegFacts, ok bool) {
	f.Orientation = 1
	i := 2
	for i+4 <= len(b) {
		if b[i] != 0xff {
			return f, false
		}
		marker := b[i+1]
		switch {
		case marker == 0xff: // filling
			i++
			continue
		case marker == 0xd9:
			return f, f.PerPixel > 0
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8:
			i += 2
			continue
		}
		n := int(binary.BigEndian.Uint16(b[i+2:]))
		if n < 2 || i+2+n > len(b) {
			return f, false
		}
		seg := b[i+4 : i+2+n]
		i += 2 + n
		switch {
		case marker == 0xe1 && bytes.HasPrefix(seg, []byte("Exif\x00\x00")):
			f.Orientation = orientation(seg[6:])
		case marker == 0xc0 || marker == 0xc1 || marker == 0xc2:
			if f.PerPixel, ok = perPixel(seg); !ok {
				return f, false
			}
			f.Progressive = marker == 0xc2
		case marker == 0xda:
			f.Scans++
			i = afterScan(b, i)
		}
	}
	return f, f.PerPixel > 0
}

// perPixel computes from a frame header how many bytes its components take for one pixel.
func perPixel(sof []byte) (float64, bool) {
	if len(sof) < 6 || len(sof) < 6+3*int(sof[5]) || sof[5] == 0 {
		return 0, false
	}
	sum, h, v := 0, 1, 1
	for c := range int(sof[5]) {
		s := sof[6+3*c+1]
		ch, cv := int(s>>4), int(s&15)
		if ch < 1 || ch > 4 || cv < 1 || cv > 4 {
			return 0, false
		}
		sum, h, v = sum+ch*cv, max(h, ch), max(v, cv)
	}
	return float64(sum) / float64(h*v), true
}

// afterScan finds the marker that ends a scan: 0xff is data when 0 or a restart mark follows it.
func afterScan(b []byte, i int) int {
	for i < len(b) {
		n := bytes.IndexByte(b[i:], 0xff)
		if n < 0 || i+n+1 >= len(b) {
			return len(b)
		}
		i += n
		if next := b[i+1]; next != 0 && (next < 0xd0 || next > 0xd7) && next != 0xff {
			return i
		}
		i++
	}
	return i
}

// orientation reads tag 0x0112 of the first directory of TIFF data (Exif 2.32, 4.6.4); 1 when it is not there
// or not one of the eight.
func orientation(t []byte) int {
	if len(t) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(t[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(t[4:]))
	if at+2 > int64(len(t)) {
		return 1
	}
	const entry = 12
	for k := range int64(order.Uint16(t[at:])) {
		e := at + 2 + k*entry
		if e+entry > int64(len(t)) {
			return 1
		}
		const short = 3
		if order.Uint16(t[e:]) == 0x0112 && order.Uint16(t[e+2:]) == short {
			if o := int(order.Uint16(t[e+8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// pngOrientation reads the eXIf chunk of a PNG; chunks are walked, their checksums proven.
func pngOrientation(b []byte) int {
	for i := 8; i+12 <= len(b); {
		n := int64(binary.BigEndian.Uint32(b[i:]))
		end := int64(i) + 12 + n
		if end > int64(len(b)) {
			return 1
		}
		if kind := string(b[i+4 : i+8]); kind == "eXIf" &&
			crc32.ChecksumIEEE(b[i+4:end-4]) == binary.BigEndian.Uint32(b[end-4:]) {
			return orientation(b[i+8 : end-4])
		}
		i = int(end)
	}
	return 1
}

// webpFacts reads the chunks of a WebP: how it is turned, and whether it moves.
func webpFacts(b []byte) (turned int, moves bool) {
	turned = 1
	for i := int64(12); i+8 <= int64(len(b)); {
		n := int64(binary.LittleEndian.Uint32(b[i+4:]))
		end := min(i+8+n, int64(len(b)))
		switch string(b[i : i+4]) {
		case "ANIM", "ANMF":
			moves = true
		case "EXIF":
			turned = orientation(bytes.TrimPrefix(b[i+8:end], []byte("Exif\x00\x00")))
		}
		i += 8 + n + n%2
	}
	return turned, moves
}
