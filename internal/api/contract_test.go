package api_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"github.com/huiyin/huiyin/internal/api"
)

// contract is the description as somebody else's validator understands it.
var contract = sync.OnceValues(func() (validator.Validator, []error) {
	text, _ := api.Document()
	doc, err := libopenapi.NewDocument(text)
	if err != nil {
		return nil, []error{err}
	}
	return validator.NewValidator(doc)
})

// contracted is a transport that holds every request and every answer to the description.
type contracted struct {
	t    *testing.T
	next http.RoundTripper
}

func (c contracted) RoundTrip(r *http.Request) (*http.Response, error) {
	v, errs := contract()
	if len(errs) > 0 {
		c.t.Fatal(errs)
	}
	sent := r.Clone(r.Context())
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body, sent.Body = io.NopCloser(bytes.NewReader(body)), io.NopCloser(bytes.NewReader(body))
	}
	res, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		return nil, err
	}
	copied := *res
	res.Body, copied.Body = io.NopCloser(bytes.NewReader(body)), io.NopCloser(bytes.NewReader(body))
	validate := v.ValidateHttpRequestResponse
	if res.StatusCode >= http.StatusBadRequest {
		validate = v.ValidateHttpResponse // what was sent was wrong on purpose
	}
	if ok, errs := validate(sent, &copied); !ok {
		for _, e := range errs {
			c.t.Errorf("%s %s → %d: %s", r.Method, r.URL.Path, res.StatusCode, e.Error())
			for _, s := range e.SchemaValidationErrors {
				c.t.Errorf("    %s at %s", s.Reason, s.FieldPath)
			}
		}
	}
	return res, nil
}

// The description is OpenAPI 3.1 for somebody else's validator, it is what is committed and what is served.
func TestDescription(t *testing.T) {
	t.Parallel()
	v, errs := contract()
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if ok, errs := v.ValidateDocument(); !ok {
		for _, e := range errs {
			t.Error(e.Error())
			for _, s := range e.SchemaValidationErrors {
				t.Errorf("    %s at %s", s.Reason, s.FieldPath)
			}
		}
	}
	text, _ := api.Document()
	committed, err := os.ReadFile("../../docs/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, text) {
		t.Error("docs/openapi.json is not what the program says: make generate")
	}
	s := newScene(t)
	a := s.ask(t, "GET", "/api/v1/openapi.json", "", "").is(http.StatusOK)
	if !bytes.Equal(a.body, text) {
		t.Error("what is served is not what is committed")
	}
	s.ask(t, "GET", "/api/v1/openapi.json", "", "", "If-None-Match", a.Header.Get("ETag")).is(http.StatusNotModified)
	s.ask(t, "GET", "/api/v1/openapi.yaml", "", "").is(http.StatusOK)
}

// The check itself notices an answer that is not as described.
func TestContractNoticesALie(t *testing.T) {
	t.Parallel()
	v, errs := contract()
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for name, body := range map[string]string{"a member is missing": `{}`, "a type is wrong": `{"items":7}`} {
		r := request("GET", "/api/v1/organizations", "", "")
		res := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader([]byte(body)))}
		if ok, _ := v.ValidateHttpResponse(r, res); ok {
			t.Errorf("%s: passed", name)
		}
	}
}
