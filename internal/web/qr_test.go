package web

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"rsc.io/qr"
)

// The path is drawn back into modules and compared with the code, so that a wrong run, a shifted row or a missing
// quiet zone is found: a reader would find no code then.
func TestQRCodeIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	const text = "http://192.0.2.7:8080/track?number=2026-000123#code=ABCDE-23456"
	view, err := newQR(text)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	dark := map[[2]int]bool{}
	for run := range strings.SplitSeq(strings.TrimSuffix(view.Path, "z"), "z") {
		var x, y, w, back int
		if n, err := fmt.Sscanf(run, "M%d %dh%dv1h-%d", &x, &y, &w, &back); n != 4 || w != back || w < 1 {
			t.Fatalf("run %q: %v", run, err)
		}
		for i := range w {
			dark[[2]int{x + i - 4, y - 4}] = true
		}
	}
	for y := -4; y < code.Size+4; y++ {
		for x := -4; x < code.Size+4; x++ {
			if want := x >= 0 && y >= 0 && x < code.Size && y < code.Size && code.Black(x, y); dark[[2]int{x, y}] != want {
				t.Fatalf("module %d,%d is %v", x, y, !want)
			}
		}
	}
}

// The code of a receipt must not be sent to any server: it stands in the fragment and nowhere else.
func TestTrackAddressKeepsTheCodeFromTheServer(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", "http://yunchuan.example/receipt", nil)
	for _, tls := range []bool{false, true} {
		s := &site{cfg: Config{TLS: tls}}
		u, err := url.Parse(s.trackAddress(r, "2026-000123", "ABCDE-23456"))
		if err != nil {
			t.Fatal(err)
		}
		if (u.Scheme == "https") != tls || u.Host != "yunchuan.example" || u.Fragment != "code=ABCDE-23456" {
			t.Errorf("address %s", u)
		}
		if sent := u.RequestURI(); strings.Contains(sent, "ABCDE") || !strings.Contains(sent, "2026-000123") {
			t.Errorf("a browser would send %s", sent)
		}
	}
}
