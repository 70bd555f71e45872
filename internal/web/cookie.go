package web

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Names of the cookies. With TLS the session's name has the prefix that makes browsers insist on Secure,
// the root path and no domain.
const (
	sessionCookie = "huiyin-session"
	trackCookie   = "huiyin-track"
	receiptCookie = "huiyin-receipt"
)

func (v *visit) cookieName(name string) string {
	if v.site.cfg.TLS && (name == sessionCookie || name == trackCookie || name == receiptCookie) {
		return "__Host-" + name
	}
	return name
}

// setCookie sets a cookie for maxAge seconds: 0 until the browser closes, negative to delete it.
func (v *visit) setCookie(name, value string, maxAge int) {
	//nolint:gosec // Secure follows TLS: without it, on a trusted LAN, browsers would not send the cookie back
	http.SetCookie(v.w, &http.Cookie{
		Name: v.cookieName(name), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.site.cfg.TLS,
	})
}

func (v *visit) cookie(name string) string {
	c, err := v.r.Cookie(v.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// token is the session token, if there is one.
func (v *visit) token() string { return v.cookie(sessionCookie) }

// seal keeps a few values with the person instead of in the memory of the server: encrypted and
// authenticated with a key that lives as long as the process (AES-256-GCM), and only for a while.
type seal struct{ aead cipher.AEAD }

func newSeal() *seal {
	var key [32]byte
	_, _ = rand.Read(key[:]) // never fails (Go 1.24)
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // the key has the right length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return &seal{aead}
}

type sealed struct {
	Until time.Time
	Value json.RawMessage
}

// close seals v under a name, so that it cannot be taken for another.
func (s *seal) close(name string, v any, until time.Time) (string, error) {
	value, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("web: seal %s: %w", name, err)
	}
	plain, err := json.Marshal(sealed{until, value})
	if err != nil {
		return "", fmt.Errorf("web: seal %s: %w", name, err)
	}
	//nolint:gosec // this AEAD draws its own nonce and puts it in front; it takes none from outside
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, plain, []byte(name))), nil
}

// open reads what was sealed under a name; false when it was not, was tampered with or is too old.
func (s *seal) open(name, text string, now time.Time, v any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return false
	}
	plain, err := s.aead.Open(nil, nil, raw, []byte(name))
	if err != nil {
		return false
	}
	var c sealed
	if json.Unmarshal(plain, &c) != nil || now.After(c.Until) {
		return false
	}
	return json.Unmarshal(c.Value, v) == nil
}

// keep puts a sealed value into a cookie that goes when the browser closes.
func (v *visit) keep(name string, value any, long time.Duration) error {
	text, err := v.site.seal.close(name, value, v.site.now().Add(long))
	if err != nil {
		return err
	}
	v.setCookie(name, text, 0)
	return nil
}

// kept reads a sealed value back.
func (v *visit) kept(name string, value any) bool {
	return v.site.seal.open(name, v.cookie(name), v.site.now(), value)
}
