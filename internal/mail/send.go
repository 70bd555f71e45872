package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"time"
)

// Server is where e-mail is handed in.
type Server struct {
	Addr     string // host:port; port 465 speaks TLS from the beginning
	User     string // empty: no sign-in
	Password string
	From     string           // sender of every e-mail
	Timeout  time.Duration    // for one e-mail as a whole
	Clock    func() time.Time // real time, for the timeout
	TLS      *tls.Config      // nil: the system's certificates
}

// Errors by what they mean for sending it again.
var (
	ErrRefused  = errors.New("the mail server refused it")
	ErrDoubtful = errors.New("the connection broke while the mail server may have taken it")
	ErrPlain    = errors.New("the mail server offers no encryption, and a password goes over an encrypted connection only")
)

// Check reports what is wrong with the settings before anything is sent.
func (s Server) Check() error {
	if _, _, err := net.SplitHostPort(s.Addr); err != nil {
		return fmt.Errorf("the mail server is given as host:port: %w", err)
	}
	if _, err := mail.ParseAddress(s.From); err != nil {
		return fmt.Errorf("the sender's address cannot be read: %w", err)
	}
	return nil
}

// Send hands one e-mail to the server. nil: it was taken. ErrRefused: it is of no use to try again. ErrDoubtful: it
// may have been taken. Any other error: it was certainly not taken, and may be later.
func (s Server) Send(ctx context.Context, m Message) error {
	m.From = s.From
	bytes, err := m.Bytes()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	from, err := mail.ParseAddress(s.From)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	c, err := s.connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close() //nolint:errcheck // what matters was answered before
	if err := s.begin(c); err != nil {
		return err
	}
	if err := c.Mail(from.Address); err != nil {
		return said("sender", err)
	}
	if err := c.Rcpt(m.To); err != nil {
		return said("reader", err)
	}
	w, err := c.Data()
	if err != nil {
		return said("data", err)
	}
	if _, err := w.Write(bytes); err != nil {
		return said("writing", err) // without the last line no server takes it
	}
	if err := w.Close(); err != nil {
		if _, ok := errors.AsType[*textproto.Error](err); ok {
			return said("end", err)
		}
		return fmt.Errorf("%w: %w", ErrDoubtful, plain(err))
	}
	_ = c.Quit() // it was taken; a server that hangs up now has it nevertheless
	return nil
}

// connect dials, and gives the connection a last moment: a server that hangs does not hang us.
func (s Server) connect(ctx context.Context) (*smtp.Client, error) {
	host, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.Addr)
	if err != nil {
		return nil, fmt.Errorf("mail: connecting: %w", err)
	}
	if err := conn.SetDeadline(s.Clock().Add(s.Timeout)); err != nil {
		return nil, errors.Join(fmt.Errorf("mail: %w", err), conn.Close())
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() }) // the program ends
	if port == "465" {
		conn = tls.Client(conn, s.tls(host))
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return nil, errors.Join(said("greeting", err), conn.Close())
	}
	return c, nil
}

func (s Server) tls(host string) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.TLS != nil {
		c = s.TLS.Clone()
	}
	c.ServerName = host
	return c
}

// begin encrypts the connection where the server offers it, and signs in.
func (s Server) begin(c *smtp.Client) error {
	host, _, _ := net.SplitHostPort(s.Addr) // connect has read it
	if ok, _ := c.Extension("STARTTLS"); ok {
		if err := c.StartTLS(s.tls(host)); err != nil {
			return said("encryption", err)
		}
	}
	if s.User == "" {
		return nil
	}
	if _, encrypted := c.TLSConnectionState(); !encrypted {
		return fmt.Errorf("mail: %w", ErrPlain)
	}
	if err := c.Auth(smtp.PlainAuth("", s.User, s.Password, host)); err != nil {
		return fmt.Errorf("mail: signing in: %w", plain(err))
	}
	return nil
}

// said turns an answer of the server into an error. 5xx about this e-mail means never (RFC 5321 §4.2.1).
func said(where string, err error) error {
	var answer *textproto.Error
	if errors.As(err, &answer) && answer.Code >= 500 && (where == "reader" || where == "end" || where == "data") {
		return fmt.Errorf("%w: %s: %w", ErrRefused, where, plain(err))
	}
	return fmt.Errorf("mail: %s: %w", where, plain(err))
}

// plain leaves out what a server says in words: it likes to repeat the address.
func plain(err error) error {
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		return fmt.Errorf("answer %d", answer.Code)
	}
	var t net.Error
	if errors.As(err, &t) && t.Timeout() {
		return errors.New("it took too long")
	}
	return errors.New("the connection broke")
}
