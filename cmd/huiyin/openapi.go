package main

import (
	"io"

	"github.com/huiyin/huiyin/internal/api"
)

type openapiCmd struct {
	Old bool `name:"3.0" help:"As OpenAPI 3.0, for tools that know no other (3.0 版)."`
}

// Run prints the description that the server has at /api/v1/openapi.json.
func (c openapiCmd) Run(out io.Writer) error {
	text, old := api.Document()
	if c.Old {
		text = old
	}
	_, err := out.Write(text)
	return err
}
