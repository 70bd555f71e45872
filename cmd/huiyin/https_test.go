package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// authority is an own CA, as docs/https.md makes one with openssl, and a certificate for this machine under it.
func authority(t *testing.T) (roots *x509.CertPool, certFile, keyFile string) {
	t.Helper()
	newKey := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	caKey, key := newKey(), newKey()
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Yunchuan District Congress Root"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "huiyin.yunchuan.lan"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		t.Fatal(err)
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	root, err := x509.ParseCertificate(caDER)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(root)
	write := func(name, kind string, der []byte) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	return roots, write("server.crt", "CERTIFICATE", leafDER), write("server.key", "EC PRIVATE KEY", keyDER)
}

// serve with a certificate speaks HTTPS and nothing else, by TLS 1.2 at least, and its cookies never leave by plain
// HTTP.
func TestServeHTTPS(t *testing.T) {
	t.Parallel()
	roots, cert, key := authority(t)
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	done := make(chan error, 1)
	cmd := serveCmd{listenFlags: listenFlags{Addr: "127.0.0.1:0", TLSCert: cert, TLSKey: key}}
	cmd.Data = filepath.Join(t.TempDir(), "data")
	go func() {
		err := cmd.Run(ctx, in, time.Now)
		_ = in.CloseWithError(io.EOF)
		done <- err
	}()
	url := ""
	for lines := bufio.NewScanner(out); url == "" && lines.Scan(); {
		_, url, _ = strings.Cut(lines.Text(), "is open at ")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if !strings.HasPrefix(url, "https://127.0.0.1:") {
		stop()
		t.Fatalf("open at %q: %v", url, <-done)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
	get := func(c *http.Client, url string) (*http.Response, error) {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := c.Do(r)
		if err == nil {
			_ = res.Body.Close()
		}
		return res, err
	}
	res, err := get(client, url+"/?lang=en")
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || res.TLS == nil {
		t.Errorf("answer %d, TLS %v", res.StatusCode, res.TLS != nil)
	}
	if len(res.Cookies()) == 0 {
		t.Error("no cookie was set")
	}
	for _, c := range res.Cookies() {
		if !c.Secure || !c.HttpOnly {
			t.Errorf("cookie %s: Secure %v, HttpOnly %v", c.Name, c.Secure, c.HttpOnly)
		}
	}
	if _, err := get(http.DefaultClient, url+"/"); err == nil {
		t.Error("a browser that does not know the CA trusts it")
	}
	if res, err := get(http.DefaultClient, "http"+strings.TrimPrefix(url, "https")+"/"); err == nil && res.StatusCode != http.StatusBadRequest {
		t.Errorf("plain HTTP is answered with %d", res.StatusCode)
	}
	stop()
	if err := <-done; err != nil && !strings.Contains(err.Error(), "closed") {
		t.Errorf("serve ended with %v", err)
	}
}
