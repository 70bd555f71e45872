package problem

import (
	"net/http"
	"slices"

	"github.com/huiyin/huiyin/internal/lang"
)

var status = map[Kind]int{
	Internal:    http.StatusInternalServerError,
	Invalid:     http.StatusUnprocessableEntity,
	Unknown:     http.StatusUnauthorized,
	Denied:      http.StatusForbidden,
	NotFound:    http.StatusNotFound,
	Conflict:    http.StatusConflict,
	TooMany:     http.StatusTooManyRequests,
	Unavailable: http.StatusServiceUnavailable,
	TooLarge:    http.StatusRequestEntityTooLarge,
	WrongMethod: http.StatusMethodNotAllowed,
}

// Status is the HTTP status (RFC 9110) for a problem of this kind.
func (k Kind) Status() int { return status[k] }

func sortedKeys(m map[string]lang.Text) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
