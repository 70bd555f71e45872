package inbound

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
)

// RequestID draws the number under which a request stands in the log and on its error page.
func RequestID() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails (Go 1.24)
	return hex.EncodeToString(b[:])
}

// Recorder remembers what was answered, for the log.
type Recorder struct {
	http.ResponseWriter
	Status, Bytes int // Status is 0 while nothing was answered
}

// WriteHeader implements http.ResponseWriter.
func (r *Recorder) WriteHeader(status int) {
	if r.Status == 0 {
		r.Status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (r *Recorder) Write(b []byte) (int, error) {
	if r.Status == 0 {
		r.Status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.Bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *Recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
