package web

import (
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/huiyin/huiyin/internal/inbound"
)

// defaultZone is for pages that fail before the congress is known.
var defaultZone = time.FixedZone("UTC+8", 8*3600)

// policy allows what the program itself serves and nothing else: no inline style or script, no frame, no
// other machine (house: no request leaves the machine).
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Bounds of what may be sent.
const (
	maxForm       = 1 << 20  // a form with every field full, a calendar file
	maxLong       = 12 << 20 // what people paste into a text by mistake: it is refused by its field, and comes back whole
	maxEncoded    = 3 * maxLong
	manyLong      = 2 // so many long forms are held in memory at once; others wait
	requestHeader = "X-Request-ID"
)

// around puts what every answer needs around the routes: outermost first.
func (s *site) around(routes http.Handler) http.Handler {
	// Browsers say where a request comes from; one that another site caused is refused (CSRF).
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(s.open(func(*visit) error { return errCrossOrigin }))
	guarded := guard.Handler(routes)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set(requestHeader, inbound.RequestID())
		r.Body = &formBody{http.MaxBytesReader(w, r.Body, maxForm), r.Body}
		began := s.now()
		rec := &inbound.Recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				s.panicked(rec, r, p)
			}
			// The pattern says which page it was without saying which matter or whose code.
			s.log.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("request", w.Header().Get(requestHeader)), slog.String("method", r.Method),
				slog.String("page", r.Pattern), slog.Int("status", rec.Status), slog.Int("bytes", rec.Bytes),
				slog.Duration("took", s.now().Sub(began)))
		}()
		guarded.ServeHTTP(rec, r)
	})
}

// formBody is a request's body up to the size of a form; forms with files go on to the whole of it.
type formBody struct {
	io.ReadCloser
	whole io.ReadCloser
}

// panicked answers a request whose handler broke down. Pages are written as a whole, so nothing has been
// sent unless the answer was under way.
func (s *site) panicked(w *inbound.Recorder, r *http.Request, p any) {
	s.log.Error("panic", "request", w.Header().Get(requestHeader), "page", r.Pattern, "panic", p, "stack", string(debug.Stack()))
	if w.Status == 0 {
		plainFailure(w, w.Header().Get(requestHeader))
	}
}

func requestID(w http.ResponseWriter) string { return w.Header().Get(requestHeader) }
