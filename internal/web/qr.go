package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// qrView is a QR code as the path of an SVG: one unit a module, drawn in the page itself, so that it is sharp on
// paper and needs no request, no style and no script.
type qrView struct {
	Box, Path string // viewBox; path data of the dark modules
}

// quiet is the empty edge that readers need around a code, in modules (ISO/IEC 18004).
const quiet = 4

// newQR draws a text. Level M still reads with a fold or a stain over about a seventh of it.
func newQR(text string) (qrView, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return qrView{}, err
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			if !code.Black(x, y) {
				continue
			}
			run := 1
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			w := strconv.Itoa(run)
			path.WriteString("M" + strconv.Itoa(x+quiet) + " " + strconv.Itoa(y+quiet) + "h" + w + "v1h-" + w + "z")
			x += run
		}
	}
	side := strconv.Itoa(code.Size + 2*quiet)
	return qrView{Box: "0 0 " + side + " " + side, Path: path.String()}, nil
}

// trackAddress leads to the page for following a matter, with the number filled in. The code stands behind the #:
// a browser never sends that part, so it reaches no server and no log. The page's script puts it into its field and
// takes it out of the address; without script the person types it from the receipt.
func (s *site) trackAddress(r *http.Request, number, code string) string {
	scheme := "http"
	if s.cfg.TLS {
		scheme = "https"
	}
	u := url.URL{Scheme: scheme, Host: r.Host, Path: "/track", RawQuery: url.Values{"number": {number}}.Encode()}
	if code != "" {
		u.Fragment = "code=" + code
	}
	return u.String()
}
