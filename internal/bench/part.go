package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"sync/atomic"
	"time"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store"
)

// The parts that run as processes of their own.
const (
	PartHuiyin = "huiyin"
	PartFloor  = "floor"
	PartRaw    = "raw"
)

// Pages makes the whole of Huiyin's pages and API over an office, as serving does.
type Pages func(o *office.Office, congress string) http.Handler

// Part is one contestant. It is told what to do by lines of JSON on its standard input and ends with it: a
// measurement that is broken off leaves nobody running.
type Part struct {
	Kind  string
	Data  string
	DB    string
	Pages Pages
	Now   func() time.Time
}

// order is a line of JSON to a part, told its answer.
type order struct {
	Do      string `json:"do"`
	Clients int    `json:"clients,omitempty"`
	MS      int64  `json:"ms,omitempty"`
	N       int    `json:"n,omitempty"`
	File    string `json:"file,omitempty"`
}

type told struct {
	Error   string            `json:"error,omitempty"`
	Addr    string            `json:"addr,omitempty"`
	Usage   Usage             `json:"usage"`
	Bytes   int64             `json:"bytes,omitempty"`
	Matters int64             `json:"matters,omitempty"`
	Durable map[string]string `json:"durable,omitempty"`
	Took    int64             `json:"took,omitempty"` // ns
	Each    []int64           `json:"each,omitempty"` // ns
	Writes  []string          `json:"writes,omitempty"`
	Tokens  map[string]string `json:"tokens,omitempty"` // by login
}

// Run serves until its input ends.
func (p Part) Run(ctx context.Context, in io.Reader, out io.Writer) (err error) {
	at := place{Data: p.Data, DB: p.DB}
	w := &worker{Part: p, at: at, out: json.NewEncoder(out)}
	var script script
	if p.Kind == PartRaw {
		if script, err = record(ctx, at, p.Now); err != nil {
			return err
		}
	}
	now := func() time.Time { return p.Now().Add(-time.Duration(w.shift.Load())) }
	if w.db, err = at.open(now); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if err := w.db.Migrate(ctx); err != nil {
		return err
	}
	switch p.Kind {
	case PartHuiyin:
		w.office = office.New(w.db)
		if err := Found(ctx, w.office); err != nil {
			return err
		}
		err = w.serve(p.Pages(w.office, Congress))
	case PartFloor:
		if w.floor, err = newFloor(ctx, w.db, p.Now); err == nil {
			err = w.serve(w.floor.routes())
		}
	case PartRaw:
		w.raw = newRaw(w.db, script, p.Now)
		w.script = script
	default:
		err = fmt.Errorf("bench: no part %q", p.Kind)
	}
	if err != nil {
		return err
	}
	return w.obey(ctx, in)
}

type worker struct {
	Part
	at     place
	db     *store.DB
	office *office.Office
	floor  *floor
	raw    *raw
	script script
	models []*model
	filled int64        // copies written
	shift  atomic.Int64 // ns that the clock of the store is behind, while matters are dated back
	server *http.Server
	addr   string
	out    *json.Encoder
}

// serve listens as the real server does.
func (w *worker) serve(h http.Handler) error {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	w.addr = "http://" + ln.Addr().String()
	w.server = &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	go func() { _ = w.server.Serve(ln) }() // it ends with the process
	return nil
}

func (w *worker) close() error {
	var err error
	if w.server != nil {
		err = w.server.Close()
	}
	if w.floor != nil {
		err = errors.Join(err, w.floor.save.close())
	}
	return errors.Join(err, w.db.Close())
}

// asker is what may be asked while nobody works.
func (w *worker) asker() asker {
	if w.floor != nil {
		if b, ok := w.floor.save.(*floorBatcher); ok {
			return b.hand.conn
		}
	}
	return w.db.Writer()
}

func (w *worker) obey(ctx context.Context, in io.Reader) error {
	if err := w.out.Encode(told{Addr: w.addr}); err != nil {
		return err
	}
	dec := json.NewDecoder(in)
	for {
		var o order
		if err := dec.Decode(&o); err != nil {
			return nil //nolint:nilerr // whoever gave the orders is done, or gone
		}
		t, err := w.one(ctx, o)
		if err != nil {
			t.Error = err.Error()
		}
		if err := w.out.Encode(t); err != nil {
			return err
		}
	}
}

func (w *worker) one(ctx context.Context, o order) (t told, err error) {
	switch o.Do {
	case "usage":
		t.Usage, err = ownUsage()
	case "size":
		t.Bytes, t.Matters, err = size(ctx, w.db, w.asker())
	case "durable":
		t.Durable, err = durable(ctx, w.db, w.asker())
	case "writes":
		t.Writes = w.script.writes().list()
	case "run":
		var l load
		if l, err = w.raw.run(ctx, o.Clients, time.Duration(o.MS)*time.Millisecond); err == nil {
			t.Took = int64(l.Took)
			for _, d := range l.each {
				t.Each = append(t.Each, int64(d))
			}
		}
	case "tokens":
		t.Tokens, err = makeTokens(ctx, w.office, o.Clients)
	case "fill":
		t.Matters, err = fill(ctx, w, o.N)
	case "profile":
		err = w.profile(o.File)
	case "profiled":
		pprof.StopCPUProfile()
	default:
		err = fmt.Errorf("bench: no order %q", o.Do)
	}
	return t, err
}

// profile begins to write a processor profile; "profiled" ends it.
func (w *worker) profile(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return pprof.StartCPUProfile(f)
}

// list is every statement with how often a lifecycle has it.
func (s script) list() []string {
	n := map[string]int{}
	var order []string
	for _, act := range s {
		for _, l := range act {
			q := oneLine(l.query)
			if n[q] == 0 {
				order = append(order, q)
			}
			n[q]++
		}
	}
	for i, q := range order {
		order[i] = fmt.Sprintf("%d× %s", n[q], q)
	}
	return order
}
