package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Size is the size of a window in CSS pixels.
type Size struct{ Width, Height int64 }

// The three screens that pages are made for.
var (
	Phone = Size{390, 844}   // a deputy's telephone
	Desk  = Size{1366, 768}  // a clerk's screen
	Wall  = Size{1920, 1080} // the screen in a hall
)

func (s Size) String() string { return fmt.Sprintf("%dx%d", s.Width, s.Height) }

// touchBelow is the width from which on a window counts as a telephone: it obeys
// the page's viewport and is touched.
const touchBelow = 600

// Resize changes the size of the window.
func (b *Browser) Resize(size Size) {
	b.t.Helper()
	if size == b.size {
		return
	}
	var options []chromedp.EmulateViewportOption
	if size.Width < touchBelow {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulatePortrait)
	}
	if _, err := run(b, chromedp.EmulateViewport(size.Width, size.Height, options...)); err != nil {
		b.fatal("resize to "+size.String(), err)
	}
	b.size = size
}

// Screenshot saves a picture of the whole page at each size, as
// e2e/shots/NAME-WIDTHxHEIGHT.png; without sizes at Phone, Desk and Wall. A page
// that is wider than its window fails the test: people would have to push it
// about.
func (b *Browser) Screenshot(name string, sizes ...Size) {
	b.t.Helper()
	if len(sizes) == 0 {
		sizes = []Size{Phone, Desk, Wall}
	}
	before := b.size
	for _, size := range sizes {
		b.Resize(size)
		file := filepath.Join(b.shots, fileName(name)+"-"+size.String()+".png")
		if err := b.shoot(file); err != nil {
			b.fatal("picture "+file, err)
		}
		if over := Eval[float64](b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 1 {
			b.t.Errorf("browser: at %v the page %s is %v pixels wider than the window; widest: %s\n  picture: %s",
				size, b.URL(), over, Eval[string](b, widestScript), file)
		}
	}
	b.Resize(before)
}

// widestScript names the elements that reach farthest to the right.
const widestScript = `[...document.body.querySelectorAll("*")]
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(-3).map((e) => e.outerHTML.slice(0, 100)).join(" … ")`

func (b *Browser) shoot(file string) error {
	if err := b.settle(); err != nil {
		return err
	}
	data, err := run(b, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		m, err := cdp.Call(ctx, t, page.GetLayoutMetrics, cdp.Empty{})
		if err != nil {
			return nil, err
		}
		yes := true
		res, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{
			Format:                page.CaptureScreenshotFormatPng,
			CaptureBeyondViewport: &yes,
			OptimizeForSpeed:      &yes, // pictures are looked at, not kept
			Clip: &page.Viewport{
				Width: m.CSSContentSize.Width, Height: max(m.CSSContentSize.Height, float64(m.CSSLayoutViewport.ClientHeight)), Scale: 1,
			},
		})
		return res.Data, err
	})
	if err != nil {
		return err
	}
	return writeFile(file, data)
}

// shotsDir is e2e/shots of the module that the test is in.
func shotsDir() string {
	dir, err := os.Getwd()
	if err != nil {
		return filepath.Join(os.TempDir(), "shots")
	}
	for up := dir; ; up = filepath.Dir(up) {
		if _, err := os.Stat(filepath.Join(up, "go.mod")); err == nil {
			return filepath.Join(up, "e2e", "shots")
		}
		if up == filepath.Dir(up) {
			return filepath.Join(dir, "shots")
		}
	}
}

// fileName makes a name of a test or a picture fit for a file.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>| `, r) {
			return '-'
		}
		return r
	}, name)
}
