// Package mail puts an e-mail into bytes and hands it to a server (SMTP, RFC 5321 and 5322), and says what became
// of it: taken, not taken, refused for good, or in doubt. No address and no password gets into an error.
package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"net/mail"
	"strings"
	"time"
)

// Message is a plain-text e-mail to one person.
type Message struct {
	ID      string // left part of the Message-ID; the same e-mail keeps it for ever
	From    string // address, with or without a name
	To      string // address
	Subject string
	Body    string // lines end in \n
	Date    time.Time
}

// lineLength is how many characters of base64 stand on a line (RFC 2045: at most 76).
const lineLength = 76

// Bytes is the message as it goes over the wire. It refuses what would not stay in its header line.
func (m Message) Bytes() ([]byte, error) {
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return nil, fmt.Errorf("mail: the sender's address cannot be read: %w", err)
	}
	to, err := mail.ParseAddress(m.To)
	if err != nil || to.Name != "" {
		return nil, fmt.Errorf("mail: the reader's address cannot be read")
	}
	if strings.ContainsAny(m.ID+m.Subject, "\r\n\x00") || strings.ContainsAny(m.ID, "<> @") || m.ID == "" {
		return nil, fmt.Errorf("mail: a header would break its line")
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	var b bytes.Buffer
	for _, h := range [][2]string{
		{"Date", m.Date.Format(time.RFC1123Z)},
		{"From", from.String()},
		{"To", "<" + to.Address + ">"},
		{"Message-ID", "<" + m.ID + "@" + domain + ">"},
		{"Subject", mime.BEncoding.Encode("utf-8", m.Subject)},
		{"Auto-Submitted", "auto-generated"}, // RFC 3834: no answering machine replies to it
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "base64"},
	} {
		fmt.Fprintf(&b, "%s: %s\r\n", h[0], h[1])
	}
	b.WriteString("\r\n")
	text := base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(m.Body, "\n", "\r\n")))
	for len(text) > 0 {
		n := min(lineLength, len(text))
		b.WriteString(text[:n] + "\r\n")
		text = text[n:]
	}
	return b.Bytes(), nil
}
