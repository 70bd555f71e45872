package file

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// How photos are written again. A drawing with few colours stays a PNG, and sharp, while that is small.
const (
	photoQuality = 85
	thumbQuality = 75
	maxPNG       = 1 << 20
)

// photo draws a photo anew. Dimensions and cost are looked at before anything is decoded.
func photo(r io.ReaderAt, size int64) (Accepted, error) {
	b := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), b); err != nil {
		return Accepted{}, errBroken.Because(err)
	}
	kind := sniff(b[:min(size, sniffLen)])
	decode, turned, err := plan(kind, b)
	if err != nil {
		return Accepted{}, err
	}
	img, err := safely(decode, b)
	if err != nil {
		return Accepted{}, errBroken.Because(err)
	}
	drawn := upright(shrink(img, MaxSide), turned)
	a := Accepted{Width: drawn.Bounds().Dx(), Height: drawn.Bounds().Dy()}
	var out bytes.Buffer
	if kind == isPNG || kind == isGIF {
		if err := png.Encode(&out, drawn); err != nil {
			return Accepted{}, errBroken.Because(err)
		}
		a.Type, a.Data = PNG, bytes.Clone(out.Bytes())
	}
	if a.Data == nil || len(a.Data) > maxPNG {
		out.Reset()
		if err := jpeg.Encode(&out, onWhite(drawn), &jpeg.Options{Quality: photoQuality}); err != nil {
			return Accepted{}, errBroken.Because(err)
		}
		a.Type, a.Data = JPEG, bytes.Clone(out.Bytes())
	}
	out.Reset()
	if err := jpeg.Encode(&out, onWhite(shrink(drawn, MaxThumb)), &jpeg.Options{Quality: thumbQuality}); err != nil {
		return Accepted{}, errBroken.Because(err)
	}
	a.Thumb = bytes.Clone(out.Bytes())
	return a, nil
}

// safely decodes: what makes a decoder give up in the middle is a broken file, not a broken house.
func safely(decode func(io.Reader) (image.Image, error), b []byte) (img image.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("file: decoder panicked: %v", p)
		}
	}()
	return decode(bytes.NewReader(b))
}

// plan finds how a picture is decoded and turned, and refuses one that would take too much.
func plan(kind form, b []byte) (decode func(io.Reader) (image.Image, error), turned int, err error) {
	turned = 1
	var config func(io.Reader) (image.Config, error)
	perPixel := 0.0 // 0: by its colours
	switch kind {
	case isJPEG:
		decode, config = jpeg.Decode, jpeg.DecodeConfig
		f, ok := readJPEG(b)
		if !ok {
			return nil, 0, errBroken
		}
		if f.Scans > maxScans {
			return nil, 0, errBomb
		}
		turned, perPixel = f.Orientation, f.PerPixel
		if f.Progressive {
			const coefficient = 4 // bytes
			perPixel += coefficient * f.PerPixel
		}
	case isPNG:
		decode, config, turned = png.Decode, png.DecodeConfig, pngOrientation(b)
	case isGIF:
		decode, config = gif.Decode, gif.DecodeConfig // the first picture of one that moves
	default:
		const planes = 8 // lossless pictures are decoded into two planes of four bytes
		decode, config, perPixel = webp.Decode, webp.DecodeConfig, planes
		var moves bool
		if turned, moves = webpFacts(b); moves {
			return nil, 0, errMoving
		}
	}
	c, err := config(bytes.NewReader(b))
	if err != nil || c.Width < 1 || c.Height < 1 {
		return nil, 0, errBroken.Because(err)
	}
	if perPixel == 0 {
		perPixel = bytesOf(c.ColorModel)
	}
	pixels := int64(c.Width) * int64(c.Height)
	if pixels > maxPixels || float64(pixels)*perPixel > maxDecoded {
		return nil, 0, errPixels
	}
	return decode, turned, nil
}

// bytesOf is what one pixel of a colour model takes, at most.
func bytesOf(m color.Model) float64 {
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}

// shrink scales a picture so that no side is longer than most; smaller ones are only copied.
func shrink(img image.Image, most int) *image.RGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > most {
		w, h = max(1, (w*most+long/2)/long), max(1, (h*most+long/2)/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if w == b.Dx() && h == b.Dy() {
		draw.Draw(out, out.Bounds(), img, b.Min, draw.Src)
		return out
	}
	draw.BiLinear.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}

// upright turns a picture by its Exif orientation so that up is up.
func upright(in *image.RGBA, turned int) *image.RGBA {
	if turned <= 1 || turned > 8 {
		return in
	}
	w, h := in.Bounds().Dx(), in.Bounds().Dy()
	ow, oh := w, h
	if turned >= 5 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range oh {
		for x := range ow {
			var sx, sy int
			switch turned {
			case 2: // mirrored left to right
				sx, sy = w-1-x, y
			case 3: // upside down
				sx, sy = w-1-x, h-1-y
			case 4: // mirrored top to bottom
				sx, sy = x, h-1-y
			case 5: // rows are columns
				sx, sy = y, x
			case 6: // to be turned clockwise
				sx, sy = y, h-1-x
			case 7: // rows are columns, from the other end
				sx, sy = w-1-y, h-1-x
			default: // to be turned counter-clockwise
				sx, sy = w-1-y, x
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], in.Pix[in.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// onWhite lays a picture on white where one can look through it: JPEG knows no transparency.
func onWhite(in *image.RGBA) *image.RGBA {
	if in.Opaque() {
		return in
	}
	out := image.NewRGBA(in.Bounds())
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Bounds(), in, image.Point{}, draw.Over)
	return out
}
