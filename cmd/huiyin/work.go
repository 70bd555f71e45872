package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	smtp "github.com/huiyin/huiyin/internal/mail"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/worker"
)

// mailFlags say whether and how e-mail is sent. The password is read from a file or the environment: it must stand in
// no process list and no shell history.
type mailFlags struct {
	SMTP             string `name:"smtp" help:"Mail server for reminders and answers; encrypted where it offers STARTTLS, from the beginning at port 465 (邮件服务器)." placeholder:"HOST:PORT"`
	SMTPFrom         string `name:"smtp-from" help:"Sender of every e-mail (发件人)." placeholder:"ADDRESS"`
	SMTPUser         string `name:"smtp-user" help:"User name at the mail server (用户名)." placeholder:"NAME"`
	SMTPPasswordFile string `name:"smtp-password-file" help:"File with the password at the mail server; or HUIYIN_SMTP_PASSWORD (密码文件)." placeholder:"FILE" type:"existingfile"`
	BaseURL          string `name:"base-url" help:"Where people find the pages, for links in e-mails, e.g. https://huiyin.example.org (对外网址)." placeholder:"URL"`
}

// sendTime is how long one e-mail may take: well under the lease of its job.
const sendTime = time.Minute

// server gives the mail server, or nil where none is named.
func (f mailFlags) server() (worker.Sender, error) {
	if f.SMTP == "" {
		if f.SMTPFrom != "" || f.SMTPUser != "" || f.SMTPPasswordFile != "" {
			return nil, usagef("--smtp-… settings need --smtp HOST:PORT")
		}
		return nil, nil //nolint:nilnil // no server is no error
	}
	if !strings.Contains(f.SMTP, ":") {
		f.SMTP = net.JoinHostPort(f.SMTP, "587")
	}
	if _, err := mail.ParseAddress(f.SMTPFrom); err != nil {
		return nil, usagef("--smtp needs --smtp-from ADDRESS, such as huiyin@example.org")
	}
	s := smtp.Server{Addr: f.SMTP, From: f.SMTPFrom, User: f.SMTPUser, Password: os.Getenv("HUIYIN_SMTP_PASSWORD"), Timeout: sendTime, Clock: time.Now}
	if f.SMTPPasswordFile != "" {
		b, err := os.ReadFile(f.SMTPPasswordFile)
		if err != nil {
			return nil, usagef("%v", err)
		}
		s.Password = strings.TrimRight(string(b), "\r\n")
	}
	if s.User != "" && s.Password == "" {
		return nil, usagef("--smtp-user needs a password: --smtp-password-file FILE, or HUIYIN_SMTP_PASSWORD")
	}
	if err := s.Check(); err != nil {
		return nil, usagef("%v", err)
	}
	return s, nil
}

// base is the address of the pages without a slash at the end.
func (f mailFlags) base() (string, error) {
	if f.BaseURL == "" {
		return "", nil
	}
	u, err := url.Parse(f.BaseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", usagef("--base-url is an address such as https://huiyin.example.org")
	}
	return strings.TrimRight(f.BaseURL, "/"), nil
}

// workEvery is how often the worker looks for something to do. A look only reads.
const workEvery = 5 * time.Second

// startWorker begins doing jobs; the returned function waits until the worker has stopped, after ctx has ended.
func startWorker(ctx context.Context, o *office.Office, f mailFlags, logger *slog.Logger) (wait func(), err error) {
	sender, err := f.server()
	if err != nil {
		return nil, err
	}
	base, err := f.base()
	if err != nil {
		return nil, err
	}
	o.SendsMail(sender != nil)
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails (Go 1.24)
	host, _ := os.Hostname()
	w := &worker.Worker{Office: o, Name: host + "/" + hex.EncodeToString(b[:]), Mail: sender, BaseURL: base, Log: logger, Every: workEvery}
	var running sync.WaitGroup
	running.Go(func() { w.Run(ctx) })
	return running.Wait, nil
}
