package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/huiyin/huiyin/internal/api"
	"github.com/huiyin/huiyin/internal/bench"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/web"
)

type benchCmd struct {
	whereFlags
	Clients []int         `help:"Numbers of clients (客户端数)." default:"1,8,32"`
	Rounds  int           `help:"Runs of each; medians are printed (轮数)." default:"5"`
	Each    time.Duration `help:"How long one run lasts (每轮时长)." default:"2s"`
	Sizes   []int         `help:"Numbers of finished matters at which pages are timed; 0: pages are not timed (办结件数)." default:"10000,100000,1000000"`
	Looks   int           `help:"How often each page is fetched at each size (取页次数)." default:"300"`
	Door    string        `help:"How the clients come in: api (tokens, JSON) or forms (sessions, the pages' forms)." enum:"api,forms" default:"api"`
	Quick   bool          `help:"One short run of everything: shows that it works, measures nothing (试运行)."`
	Report  string        `help:"Write everything that was found to FILE as JSON too (另存为 JSON)." placeholder:"FILE" type:"path"`
	Profile string        `help:"Write a processor profile of the server at the most clients to FILE." placeholder:"FILE" type:"path"`
}

// Run measures on a folder or a schema that it makes and takes away. The part of the program that is measured runs
// in processes of its own.
func (c benchCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	if c.Data != "" && c.DB != "" {
		return usagef("name either --data or --db")
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cfg := bench.Config{
		Data: c.Data, DB: c.DB, Self: bench.Self{self, "bench-part"}, Clients: c.Clients, Rounds: c.Rounds, Each: c.Each,
		Sizes: c.Sizes, Looks: c.Looks, Profile: c.Profile, Door: c.Door, Now: now, Log: os.Stderr,
	}
	if c.Quick {
		cfg.Clients, cfg.Rounds, cfg.Each, cfg.Sizes, cfg.Looks = []int{1, 4}, 1, 200*time.Millisecond, []int{20, 60}, 3
	}
	if len(cfg.Sizes) == 1 && cfg.Sizes[0] == 0 {
		cfg.Sizes = nil
	}
	r, err := bench.Run(ctx, cfg)
	if err != nil {
		return err
	}
	r.Print(out)
	if c.Report == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.Report, append(text, '\n'), 0o600)
}

// partCmd is a process that bench starts; it ends with its input.
type partCmd struct {
	whereFlags
	Kind string `arg:"" enum:"huiyin,floor,raw"`
}

// Run is one contestant.
func (c partCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	err := bench.Part{Kind: c.Kind, Data: c.Data, DB: c.DB, Now: now, Pages: benchPages}.Run(ctx, os.Stdin, out)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// benchPages are the pages and the API as they are served, except that all clients come from one address and may
// come often, and that the log is written to nowhere.
func benchPages(o *office.Office, congress string) http.Handler {
	often := web.Limit{Burst: 1 << 30, Every: time.Nanosecond}
	return frontOf(o, web.Config{
		Congress: congress, Log: slog.New(slog.DiscardHandler), Clock: time.Now,
		Limits: web.Limits{SignIn: often, Demo: often, Raise: often, Track: often, Rate: often},
	}, api.Limits{Token: api.Limit(often), Public: api.Limit(often)})
}
