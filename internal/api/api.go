package api

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/huiyin/huiyin/internal/office"
)

// Base is where the interface lives. A change that could break a client gets another number.
const Base = "/api/v1"

// Config is what the interface needs to know about its installation.
type Config struct {
	Congress   string       // the congress that is served; empty: the first of the installation
	Log        *slog.Logger // nil: nothing is logged
	TrustProxy bool         // a proxy in front sets X-Forwarded-For: its last entry is the caller
	Clock      func() time.Time
	Limits     Limits // the zero value: the defaults
}

// server is the running interface.
type server struct {
	office *office.Office
	cfg    Config
	log    *slog.Logger
	limits *limits
}

// New makes the interface of one congress. It answers every address below Base.
func New(o *office.Office, cfg Config) http.Handler {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Clock == nil {
		cfg.Clock = o.Now
	}
	s := &server{office: o, cfg: cfg, log: cfg.Log, limits: newLimits(cfg.Limits)}
	mux := http.NewServeMux()
	doc := describe(s.register(mux))
	serveDocument(mux, doc)
	return s.around(mux)
}

// register puts every operation on the mux.
func (s *server) register(mux *http.ServeMux) huma.API {
	cfg := huma.DefaultConfig("Huiyin 回音", "1")
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "", "", "" // the document is served by us; pages of others are not
	cfg.CreateHooks = nil                                       // no $schema member in every answer
	cfg.RejectUnknownQueryParameters = true                     // a filter that is misspelt must not show everything
	a := humago.NewWithPrefix(mux, Base, cfg)
	a.UseMiddleware(s.admit(a))
	s.registerOpen(a)
	s.registerPublic(a)
	s.registerMatters(a)
	s.registerWork(a)
	s.registerFiles(a)
	s.registerFind(a)
	s.registerUndo(a)
	s.registerNotices(a)
	return a
}

// congress is the congress that is served.
func (s *server) congress(ctx context.Context) (office.Congress, error) {
	return s.office.Served(ctx, s.cfg.Congress)
}
