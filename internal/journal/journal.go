// Package journal defines what is written down about every act and how it is proven unchanged.
//
// An Entry holds structure only. What people wrote, and personal data, goes into a Body with a random salt;
// the entry keeps the body's salted hash, so a body can be lawfully erased without breaking the chain.
// Entries of one subject are chained: each names the hash of the one before. docs/journal.md gives the bytes.
package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Entry is one link of a subject's chain.
type Entry struct {
	Congress   string          `json:"congress"`
	Kind       string          `json:"kind"`    // kind of subject: matter, person, organization, …
	Subject    string          `json:"subject"` // id of the subject
	Seq        int64           `json:"seq"`     // 1, 2, 3, … without gaps
	Act        string          `json:"act"`
	ActKind    string          `json:"actKind"`
	Actor      Actor           `json:"actor"`
	OccurredAt int64           `json:"occurredAt"` // µs since 1970-01-01 UTC: when it happened
	RecordedAt int64           `json:"recordedAt"` // … when it was written; the chain follows this
	Data       json.RawMessage `json:"data"`
	BodyHash   string          `json:"bodyHash,omitempty"` // hex of SHA-256(salt ‖ body); empty: no body
	Prev       string          `json:"prev,omitempty"`     // hash of the entry before; empty on the first
}

// Actor is who acted, and under which role.
type Actor struct {
	Person string `json:"person,omitempty"`
	Org    string `json:"org,omitempty"`
	Role   string `json:"role,omitempty"`
	Raiser string `json:"raiser,omitempty"`
}

// Body is the erasable part of an entry.
type Body struct {
	Hash string
	Salt string // 32 hex digits from a cryptographic source
	Text string // JSON
}

// NewBody salts text. salt must be 16 random bytes.
func NewBody(salt [16]byte, text []byte) Body {
	b := Body{Salt: hex.EncodeToString(salt[:]), Text: string(text)}
	b.Hash = b.Sum()
	return b
}

// Sum computes the salted hash from the stored salt and text.
func (b Body) Sum() string {
	h := sha256.New()
	h.Write([]byte(b.Salt))
	h.Write([]byte{0})
	h.Write([]byte(b.Text))
	return hex.EncodeToString(h.Sum(nil))
}

// Canonical gives the bytes that are stored and hashed: the JSON object of Entry with its members in the
// order of the struct, no insignificant white space, and no escaping beyond what JSON requires.
func (e Entry) Canonical() ([]byte, error) { return Marshal(e) }

// Hash is the hex SHA-256 of canonical bytes.
func Hash(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

// Parse reads canonical bytes, and refuses bytes that are not exactly what Canonical would write.
func Parse(canonical []byte) (Entry, error) {
	var e Entry
	dec := json.NewDecoder(bytes.NewReader(canonical))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		return Entry{}, fmt.Errorf("journal entry: %w", err)
	}
	again, err := e.Canonical()
	if err != nil {
		return Entry{}, fmt.Errorf("journal entry: %w", err)
	}
	if !bytes.Equal(again, canonical) {
		return Entry{}, fmt.Errorf("journal entry %s/%d: bytes are not canonical", e.Subject, e.Seq)
	}
	return e, nil
}

// Marshal writes v as JSON the way the journal stores it.
func Marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// Time turns stored microseconds into a UTC time.
func Time(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
