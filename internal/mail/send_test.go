package mail_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/mail"
	"github.com/huiyin/huiyin/internal/testkit/smtptest"
)

var letter = mail.Message{
	ID: "abc123", To: "zhao@example.org", Subject: "【示例区】办理提醒 2026-000123，这是一个很长的标题用来换行换行换行换行换行", Date: time.Unix(1772416800, 0),
	Body: "由贵单位负责的事项 2026-000123《柳巷路灯不亮》，期限为2026-03-05。\n.\n..两点\nhttps://huiyin.example.org/m/1\n",
}

func server(s *smtptest.Server) mail.Server {
	return mail.Server{Addr: s.Addr, From: "回音 <huiyin@example.org>", Timeout: 300 * time.Millisecond, Clock: time.Now}
}

// What is sent arrives as it was written, under its own number.
func TestSend(t *testing.T) {
	t.Parallel()
	for _, mood := range []smtptest.Mood{smtptest.Takes, smtptest.Slow} {
		s := smtptest.Start(t)
		s.Set(mood)
		to := server(s)
		to.Timeout = 5 * time.Second
		if err := to.Send(context.Background(), letter); err != nil {
			t.Fatal(err)
		}
		got := s.Mails()
		if len(got) != 1 {
			t.Fatalf("%d taken", len(got))
		}
		m := got[0]
		if m.From != "huiyin@example.org" || m.To != letter.To || m.ID != "<abc123@example.org>" || m.Subject != letter.Subject || m.Body != letter.Body {
			t.Errorf("%+v", m)
		}
		for line := range strings.SplitSeq(m.Raw, "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("line %q", line)
			}
			for _, c := range line {
				if c > '~' {
					t.Errorf("a line that is not ASCII: %q", line)
				}
			}
		}
	}
}

// Every way of failing is told apart, in bounded time, and says nothing of the address.
func TestSendFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mood              smtptest.Mood
		refused, doubtful bool
		taken             int
	}{
		"refused":     {mood: smtptest.Refuses, refused: true},
		"busy":        {mood: smtptest.Busy},
		"hangs early": {mood: smtptest.HangsEarly},
		"hangs late":  {mood: smtptest.HangsLate, doubtful: true, taken: 1},
		"breaks late": {mood: smtptest.BreaksLate, doubtful: true, taken: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := smtptest.Start(t)
			s.Set(c.mood)
			begin := time.Now()
			err := server(s).Send(context.Background(), letter)
			if err == nil || errors.Is(err, mail.ErrRefused) != c.refused || errors.Is(err, mail.ErrDoubtful) != c.doubtful {
				t.Errorf("%v", err)
			}
			if err != nil && strings.Contains(err.Error(), "zhao") {
				t.Errorf("it names the reader: %v", err)
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			if n := len(s.Mails()); n != c.taken {
				t.Errorf("%d taken", n)
			}
		})
	}
}

func TestSendWithoutServer(t *testing.T) {
	t.Parallel()
	s := smtptest.Start(t)
	to := server(s)
	to.Addr = "127.0.0.1:1" // nobody listens there
	if err := to.Send(context.Background(), letter); err == nil || errors.Is(err, mail.ErrRefused) || errors.Is(err, mail.ErrDoubtful) {
		t.Errorf("%v", err)
	}
	// A password never goes over a connection that everybody can read.
	to = server(s)
	to.User, to.Password = "huiyin", "secret-word"
	err := to.Send(context.Background(), letter)
	if !errors.Is(err, mail.ErrPlain) || strings.Contains(err.Error(), "secret-word") || len(s.Mails()) > 0 {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.Set(smtptest.HangsEarly)
	to = server(s)
	to.Timeout = time.Minute
	time.AfterFunc(50*time.Millisecond, cancel)
	begin := time.Now()
	if err := to.Send(ctx, letter); err == nil || time.Since(begin) > 10*time.Second {
		t.Errorf("told to stop: %v after %v", err, time.Since(begin))
	}
}

// No text can add a header of its own.
func TestHeadersStayWhole(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*mail.Message){
		func(m *mail.Message) { m.Subject = "x\r\nBcc: other@example.org" },
		func(m *mail.Message) { m.ID = "a@b>\r\nX: y" },
		func(m *mail.Message) { m.ID = "" },
		func(m *mail.Message) { m.To = "a@example.org\r\nBcc: b@example.org" },
		func(m *mail.Message) { m.To = "a@example.org, b@example.org" },
		func(m *mail.Message) { m.To = "Zhao <a@example.org>" },
	} {
		m := letter
		m.From = "huiyin@example.org"
		change(&m)
		if b, err := m.Bytes(); err == nil {
			t.Errorf("taken: %q", b)
		}
	}
}
