package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/api"
	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/web"
)

// listenFlags say where the pages are served.
type listenFlags struct {
	Addr        string `help:"Address to listen on; plain HTTP is for this machine and a trusted LAN (监听地址)." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	TLSCert     string `help:"Certificate file (PEM); with --tls-key the pages are served by HTTPS (证书)." placeholder:"FILE" type:"existingfile"`
	BehindProxy bool   `help:"A proxy in front sets X-Forwarded-For (and speaks HTTPS to people); its last entry is the caller (在反向代理之后)."`
	TLSKey      string `help:"Private key file (PEM) of the certificate (私钥)." placeholder:"FILE" type:"existingfile"`
}

type serveCmd struct {
	whereFlags
	listenFlags
	mailFlags
	congressFlag
}

// Run serves until it is told to stop. An installation without a congress gets the default one, with an
// administrator whose password is printed once.
func (c serveCmd) Run(ctx context.Context, out io.Writer, now clock) error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return usagef("--tls-cert and --tls-key belong together")
	}
	db, err := c.open(ctx, install.Serve, now)
	if err != nil {
		return err
	}
	o := c.office(db, now)
	if !o.TakesFiles() {
		fmt.Fprintln(out, "Attachments are off: name a folder for them with --files DIR (未设附件目录，不收附件)")
	}
	err = func() error {
		all, err := o.Congresses(ctx)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			password, err := newPassword()
			if err != nil {
				return err
			}
			if err := foundDefault(ctx, o, password); err != nil {
				return err
			}
			fmt.Fprintf(out, "A new congress was set up. Administrator: admin  password: %s  (shown once; change it with “huiyin account set-password admin”)\n", password)
		}
		k, err := c.pick(ctx, o)
		if err != nil {
			return err
		}
		return serve(ctx, out, o, k, c.listenFlags, c.mailFlags)
	}()
	return errors.Join(err, db.Close())
}

// newPassword draws a password of 80 bits that can be read aloud.
func newPassword() (string, error) {
	var b [10]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("password: %w", err)
	}
	s := strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:], nil
}

// shutdownTime is how long requests under way may take to finish when the server is told to stop.
const shutdownTime = 10 * time.Second

// serve runs the pages until ctx ends. It prints the address once it accepts connections.
func serve(ctx context.Context, out io.Writer, o *office.Office, k office.Congress, l listenFlags, m mailFlags) error {
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	secure := l.TLSCert != ""
	srv := &http.Server{
		Handler:           front(o, k, l, logger),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
	ln, err := net.Listen("tcp", l.Addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", l.Addr, err)
	}
	ctx, stop := context.WithCancel(ctx) // the worker also stops when the pages do
	worked, err := startWorker(ctx, o, m, logger)
	if err != nil {
		stop()
		return errors.Join(err, ln.Close())
	}
	defer func() {
		stop()
		worked()
	}()
	scheme := "http"
	if secure {
		cert, err := tls.LoadX509KeyPair(l.TLSCert, l.TLSKey)
		if err != nil {
			return errors.Join(fmt.Errorf("certificate: %w", err), ln.Close())
		}
		ln = tls.NewListener(ln, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12})
		scheme = "https"
	}
	fmt.Fprintf(out, "Huiyin 回音 is open at %s://%s\n", scheme, ln.Addr())
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ln) }()
	go sweep(ctx, o, logger)
	go resume(ctx, o, logger)
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stopCtx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	return srv.Shutdown(stopCtx)
}

// front puts the pages and the API side by side.
func front(o *office.Office, k office.Congress, l listenFlags, logger *slog.Logger) http.Handler {
	return frontOf(o, web.Config{
		Congress: k.ID, Log: logger, TLS: l.TLSCert != "" || l.BehindProxy, TrustProxy: l.BehindProxy, Clock: time.Now,
	}, api.Limits{})
}

func frontOf(o *office.Office, c web.Config, often api.Limits) http.Handler {
	mux := http.NewServeMux()
	programs := api.New(o, api.Config{Congress: c.Congress, Log: c.Log, TrustProxy: c.TrustProxy, Clock: c.Clock, Limits: often})
	mux.Handle(api.Base, programs)
	mux.Handle(api.Base+"/", programs)
	mux.Handle("/", web.New(o, c))
	return mux
}

// sweep removes expired sessions and old idempotency keys once an hour.
func sweep(ctx context.Context, o *office.Office, logger *slog.Logger) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := o.Sweep(ctx); err != nil {
				logger.Error("sweep", "err", err)
			}
		}
	}
}

// resumeEvery is how often somebody looks for runs that were left: as long as a process that died still holds one.
const resumeEvery = time.Minute

// resume takes up what was left half done by a process that stopped: runs over many matters, and imports.
func resume(ctx context.Context, o *office.Office, logger *slog.Logger) {
	tick := time.NewTicker(resumeEvery)
	defer tick.Stop()
	for {
		if err := o.ResumeRuns(ctx); err != nil && ctx.Err() == nil {
			logger.Error("resume", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
