// Package inbound is what pages and API ask of a request alike: from whom it comes, which methods an address has,
// and what the log says of it.
package inbound

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Caller is the address a request came from. An IPv6 caller is his network (/64): the rest he can choose
// himself. trustProxy says that our own proxy in front sets X-Forwarded-For.
func Caller(r *http.Request, trustProxy bool) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if trustProxy {
		host = forwarded(r.Header, host)
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if ip = ip.Unmap(); ip.Is6() {
		if p, err := ip.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}

// forwarded is the last entry of X-Forwarded-For: the one that our own proxy wrote.
func forwarded(h http.Header, direct string) string {
	all := strings.Join(h.Values("X-Forwarded-For"), ",")
	last := strings.TrimSpace(all[strings.LastIndexByte(all, ',')+1:])
	if _, err := netip.ParseAddr(last); err != nil {
		return direct
	}
	return last
}

// Allowed says whether mux has a route for the request. Where it has not, allow lists the methods that the
// address does have (RFC 9110, Allow); it is empty when there is no such address at all.
func Allowed(mux *http.ServeMux, r *http.Request) (allow string, ok bool) {
	h, pattern := mux.Handler(r)
	if pattern != "" {
		return "", true
	}
	// The mux itself knows: its own refusal says it in a header.
	var refusal heard
	h.ServeHTTP(&refusal, r)
	return refusal.Header().Get("Allow"), false
}

// heard is a ResponseWriter that keeps the header and nothing else.
type heard struct{ header http.Header }

func (h *heard) Header() http.Header {
	if h.header == nil {
		h.header = http.Header{}
	}
	return h.header
}

func (*heard) Write(b []byte) (int, error) { return len(b), nil }

func (*heard) WriteHeader(int) {}
