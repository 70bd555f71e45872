package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Session is a signed-in browser. Only the hash of its token is stored.
type Session struct {
	TokenHash string
	Congress  string
	Account   string
	CreatedAt time.Time
	TouchedAt time.Time
	ExpiresAt time.Time
}

// AddSession stores a session.
func (t *Tx) AddSession(s Session) error {
	return t.exec(`INSERT INTO session (token_hash, congress, account, created_at, touched_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		s.TokenHash, s.Congress, s.Account, s.CreatedAt.UnixMicro(), s.TouchedAt.UnixMicro(), s.ExpiresAt.UnixMicro())
}

// Session finds a session that has not expired; ErrNotFound otherwise.
func (t *Tx) Session(tokenHash string) (Session, error) {
	s := Session{TokenHash: tokenHash}
	var created, touched, expires int64
	err := t.row(`SELECT congress, account, created_at, touched_at, expires_at FROM session WHERE token_hash = $1 AND expires_at > $2`,
		tokenHash, t.Now.UnixMicro()).Scan(&s.Congress, &s.Account, &created, &touched, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return s, ErrNotFound
	}
	if err != nil {
		return s, fmt.Errorf("store: session: %w", err)
	}
	s.CreatedAt, s.TouchedAt, s.ExpiresAt = time.UnixMicro(created), time.UnixMicro(touched), time.UnixMicro(expires)
	return s, nil
}

// TouchSession moves the expiry on.
func (t *Tx) TouchSession(tokenHash string, expires time.Time) error {
	return t.exec(`UPDATE session SET touched_at = $2, expires_at = $3 WHERE token_hash = $1`,
		tokenHash, t.Now.UnixMicro(), expires.UnixMicro())
}

// DropSession ends a session.
func (t *Tx) DropSession(tokenHash string) error {
	return t.exec(`DELETE FROM session WHERE token_hash = $1`, tokenHash)
}

// DropSessionsOf ends every session of an account.
func (t *Tx) DropSessionsOf(congress, account string) error {
	return t.exec(`DELETE FROM session WHERE congress = $1 AND account = $2`, congress, account)
}

// Sweep removes sessions that expired and keys older than keep: both are outside the proof.
func (t *Tx) Sweep(keep time.Duration) error {
	if err := t.exec(`DELETE FROM session WHERE expires_at <= $1`, t.Now.UnixMicro()); err != nil {
		return err
	}
	return t.exec(`DELETE FROM act_key WHERE at < $1`, t.Now.Add(-keep).UnixMicro())
}

// SignInFailures gives how often in a row signing in as login failed, and when last.
func (t *Tx) SignInFailures(congress, login string) (n int64, last time.Time, err error) {
	var micros int64
	err = t.row(`SELECT n, last_at FROM signin_failure WHERE congress = $1 AND login = $2`, congress, login).Scan(&n, &micros)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, time.Time{}, nil
	}
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("store: sign-in failures: %w", err)
	}
	return n, time.UnixMicro(micros), nil
}

// SignInFailed counts a failure.
func (t *Tx) SignInFailed(congress, login string) error {
	return t.exec(`INSERT INTO signin_failure (congress, login, n, last_at) VALUES ($1, $2, 1, $3)
		ON CONFLICT (congress, login) DO UPDATE SET n = signin_failure.n + 1, last_at = excluded.last_at`,
		congress, login, t.Now.UnixMicro())
}

// SignInWorked forgets the failures.
func (t *Tx) SignInWorked(congress, login string) error {
	return t.exec(`DELETE FROM signin_failure WHERE congress = $1 AND login = $2`, congress, login)
}

// FlagHollow keeps a suggestion that an answer has no substance, or takes it back when code is empty.
func (t *Tx) FlagHollow(congress, matter, code string) error {
	if code == "" {
		return t.exec(`DELETE FROM hollow WHERE congress = $1 AND matter = $2`, congress, matter)
	}
	return t.exec(`INSERT INTO hollow (congress, matter, code) VALUES ($1, $2, $3)
		ON CONFLICT (congress, matter) DO UPDATE SET code = excluded.code`, congress, matter, code)
}

// Hollow gives the code of the suggestion, or "".
func (t *Tx) Hollow(congress, matter string) (string, error) {
	var code string
	err := t.row(`SELECT code FROM hollow WHERE congress = $1 AND matter = $2`, congress, matter).Scan(&code)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("store: hollow: %w", err)
	}
	return code, nil
}
