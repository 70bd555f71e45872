package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/huiyin/huiyin/internal/office"
)

// Config is what the pages need to know about their installation.
type Config struct {
	Congress   string       // the congress whose pages these are; empty: the first of the installation
	Log        *slog.Logger // nil: nothing is logged
	TLS        bool         // people come by https, here or at a proxy in front: cookies are Secure
	TrustProxy bool         // a proxy in front sets X-Forwarded-For: its last entry is the caller
	// Clock is the real time, for rate limits and durations; nil: the office's, which stands still in some
	// demonstrations.
	Clock func() time.Time
	// Limits bound how often one address may do what costs or reveals something; the zero value: the
	// defaults.
	Limits Limits
}

// site is the running pages.
type site struct {
	office    *office.Office
	cfg       Config
	log       *slog.Logger
	words     *words
	assets    assets
	seal      *seal
	limits    *limits
	longForms chan struct{}           // taken while a very long form is in memory
	raising   singleflight.Group      // a form sent twice at the same time raises once and gets one receipt
	raised    *recent[office.Receipt] // receipts of the last minutes by form key: a form sent twice shows its code again
}

// New makes the pages of one congress.
func New(o *office.Office, cfg Config) http.Handler {
	s := newSite(o, cfg)
	return s.around(s.routes())
}

func newSite(o *office.Office, cfg Config) *site {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Clock == nil {
		cfg.Clock = o.Now
	}
	return &site{
		office: o, cfg: cfg, log: cfg.Log, words: newWords(), assets: newAssets(), seal: newSeal(),
		limits: newLimits(cfg.Limits), longForms: make(chan struct{}, manyLong), raised: newRecent[office.Receipt](receiptTime, maxReceipts),
	}
}

// now is the real time.
func (s *site) now() time.Time { return s.cfg.Clock() }

// congress is the congress whose pages these are.
func (s *site) congress(ctx context.Context) (office.Congress, error) {
	return s.office.Served(ctx, s.cfg.Congress)
}
