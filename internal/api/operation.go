package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/access"
)

// bearer is the name of the security scheme in the description.
const bearer = "token"

// open describes an operation that everybody may use.
func open(id, path, tag, summary, description string, more ...int) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{tag}, Summary: summary, Description: description,
		Errors: append([]int{http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}, more...),
	}
}

// closed describes an operation that needs a token with a grant.
func closed(grant access.Grant, id, method, path, tag, summary, description string, more ...int) huma.Operation {
	o := open(id, path, tag, summary, description, append([]int{http.StatusUnauthorized, http.StatusForbidden}, more...)...)
	o.Method = method
	need := []string{}
	if grant != "" {
		need = append(need, string(grant))
		o.Description += " Grant: `" + string(grant) + "`."
	}
	o.Security = []map[string][]string{{bearer: need}}
	if method == http.MethodPost {
		o.MaxBodyBytes = 1 << 20
		o.Errors = append(o.Errors, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return o
}
