package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// MailState is where an e-mail stands.
type MailState string

// The states of an e-mail.
const (
	MailQueued   MailState = "queued"
	MailSending  MailState = "sending"  // handed to the server; whether it took it is not known yet
	MailSent     MailState = "sent"     // the server took it
	MailDoubtful MailState = "doubtful" // it may have been sent, and is not sent again
	MailFailed   MailState = "failed"   // the server refused it for good
	MailVoid     MailState = "void"     // nothing to send any more
)

// Mail is one e-mail to one person. Address and words are found when it is sent, and not kept.
type Mail struct {
	Congress string
	ID       string // left part of the Message-ID: the same effect to the same person has the same one
	Effect   string
	Matter   string
	Kind     string
	Person   string
	Org      string
	Raiser   string
	Data     string
	State    MailState
	Why      string
	Created  time.Time
	Sent     time.Time
}

// AddMail queues an e-mail, once per id; false when it was there.
func (t *Tx) AddMail(m Mail) (bool, error) {
	err := t.execOne(ErrDuplicate, `INSERT INTO mail (congress, id, effect, matter, kind, person, org, raiser, data, state, why, created_at, sent_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', '', $10, 0) ON CONFLICT (congress, id) DO NOTHING`,
		m.Congress, m.ID, m.Effect, m.Matter, m.Kind, m.Person, m.Org, m.Raiser, m.Data, t.Now.UnixMicro())
	if errors.Is(err, ErrDuplicate) {
		return false, nil
	}
	return err == nil, err
}

const mailColumns = `SELECT congress, id, effect, matter, kind, person, org, raiser, data, state, why, created_at, sent_at FROM mail`

func scanMail(scan func(...any) error) (Mail, error) {
	var m Mail
	var created, sent int64
	err := scan(&m.Congress, &m.ID, &m.Effect, &m.Matter, &m.Kind, &m.Person, &m.Org, &m.Raiser, &m.Data, &m.State, &m.Why, &created, &sent)
	m.Created = time.UnixMicro(created)
	if sent > 0 {
		m.Sent = time.UnixMicro(sent)
	}
	return m, err
}

// Mail reads one.
func (t *Tx) Mail(congress, id string) (Mail, error) {
	m, err := scanMail(t.row(mailColumns+` WHERE congress = $1 AND id = $2`, congress, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return m, ErrNotFound
	}
	if err != nil {
		return m, fmt.Errorf("store: mail: %w", err)
	}
	return m, nil
}

// SetMail moves an e-mail to a state.
func (t *Tx) SetMail(congress, id string, state MailState, why string) error {
	sent := int64(0)
	if state == MailSent || state == MailDoubtful {
		sent = t.Now.UnixMicro()
	}
	return t.execOne(ErrNotFound, `UPDATE mail SET state = $3, why = $4, sent_at = $5 WHERE congress = $1 AND id = $2`, congress, id, string(state), why, sent)
}

// MailsOn lists the e-mails about a matter, the latest first, at most limit.
func (t *Tx) MailsOn(congress, matter string, limit int) ([]Mail, error) {
	var out []Mail
	err := t.each(func(rows *sql.Rows) error {
		m, err := scanMail(rows.Scan)
		out = append(out, m)
		return err
	}, mailColumns+` WHERE congress = $1 AND matter = $2 ORDER BY created_at DESC, id DESC LIMIT $3`, congress, matter, limit)
	return out, err
}
