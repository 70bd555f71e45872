// Package smtptest is a mail server for tests: it keeps what it takes, and can refuse, hang, be slow, or break the
// connection in the moment of doubt.
package smtptest

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"
)

// Mood is how the server treats the next e-mails.
type Mood int

// The moods.
const (
	Takes      Mood = iota
	Refuses         // 550 to the reader's address
	Busy            // 451 to the reader's address
	HangsEarly      // says nothing after the greeting
	HangsLate       // takes the e-mail and says nothing
	BreaksLate      // takes the e-mail and breaks the connection before it says so
	Slow            // takes it, each answer late
)

// Mail is an e-mail that the server has taken.
type Mail struct {
	From, To, ID, Subject, Body, Raw string
	SignedIn                         string // user, empty: nobody
}

// Server is a running mail server.
type Server struct {
	Addr string

	mu    sync.Mutex
	mood  Mood
	mails []Mail
	quit  chan struct{}
	ln    net.Listener
	all   sync.WaitGroup
}

// Start runs a server on the loopback until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Addr: ln.Addr().String(), quit: make(chan struct{}), ln: ln}
	s.all.Go(s.accept)
	t.Cleanup(func() {
		close(s.quit)
		_ = ln.Close()
		s.all.Wait()
	})
	return s
}

// Set changes the mood.
func (s *Server) Set(m Mood) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mood = m
}

// Mails lists what was taken, in order.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

func (s *Server) accept() {
	for {
		c, err := s.ln.Accept()
		if err != nil {
			return
		}
		s.all.Go(func() {
			done := make(chan struct{})
			go func() {
				select {
				case <-s.quit:
				case <-done:
				}
				_ = c.Close()
			}()
			s.serve(c)
			close(done)
		})
	}
}

// hang waits until the test ends or the client gives up.
func (s *Server) hang(c net.Conn) {
	b := make([]byte, 512)
	for {
		if _, err := c.Read(b); err != nil {
			return
		}
	}
}

func (s *Server) serve(c net.Conn) {
	s.mu.Lock()
	mood := s.mood
	s.mu.Unlock()
	r := bufio.NewReader(c)
	say := func(line string) {
		if mood == Slow {
			select {
			case <-time.After(30 * time.Millisecond):
			case <-s.quit:
			}
		}
		_, _ = fmt.Fprintf(c, "%s\r\n", line)
	}
	say("220 smtptest")
	var m Mail
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb := strings.ToUpper(line)
		switch {
		case mood == HangsEarly:
			s.hang(c)
			return
		case strings.HasPrefix(verb, "EHLO"), strings.HasPrefix(verb, "HELO"):
			say("250 smtptest")
		case strings.HasPrefix(verb, "MAIL FROM:"):
			m = Mail{From: between(line)}
			say("250 ok")
		case strings.HasPrefix(verb, "RCPT TO:"):
			m.To = between(line)
			switch mood {
			case Refuses:
				say("550 no such person: " + m.To)
			case Busy:
				say("451 try later, " + m.To)
			default:
				say("250 ok")
			}
		case verb == "DATA":
			say("354 go on")
			if m.Raw, err = data(r); err != nil {
				return
			}
			m.read()
			s.mu.Lock()
			s.mails = append(s.mails, m)
			s.mu.Unlock()
			switch mood {
			case HangsLate:
				s.hang(c)
				return
			case BreaksLate:
				return
			}
			say("250 taken")
		case verb == "QUIT":
			say("221 bye")
			return
		case verb == "RSET", verb == "NOOP":
			say("250 ok")
		default:
			say("502 unknown")
		}
	}
}

func between(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}

// data reads up to the line with a single dot.
func data(r *bufio.Reader) (string, error) {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return "", err
		}
		if line == ".\r\n" {
			return b.String(), nil
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
}

// read takes the e-mail apart; what cannot be read stays empty, and the test sees it.
func (m *Mail) read() {
	msg, err := mail.ReadMessage(strings.NewReader(m.Raw))
	if err != nil {
		return
	}
	m.ID = msg.Header.Get("Message-ID")
	m.Subject, _ = (&mime.WordDecoder{}).DecodeHeader(msg.Header.Get("Subject"))
	_, text, _ := strings.Cut(m.Raw, "\r\n\r\n")
	body, _ := base64.StdEncoding.DecodeString(strings.ReplaceAll(text, "\r\n", ""))
	m.Body = strings.ReplaceAll(string(body), "\r\n", "\n")
}
