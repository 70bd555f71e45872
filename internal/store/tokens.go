package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// TokenUsed gives when a token was last used; the zero time when it never was.
func (t *Tx) TokenUsed(congress, token string) (time.Time, error) {
	var micros int64
	err := t.row(`SELECT last_at FROM api_token_use WHERE congress = $1 AND token = $2`, congress, token).Scan(&micros)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("store: use of a token: %w", err)
	}
	return time.UnixMicro(micros), nil
}

// UseToken notes that a token was used now.
func (t *Tx) UseToken(congress, token string) error {
	return t.exec(`INSERT INTO api_token_use (congress, token, last_at) VALUES ($1, $2, $3)
		ON CONFLICT (congress, token) DO UPDATE SET last_at = excluded.last_at`, congress, token, t.Now.UnixMicro())
}
