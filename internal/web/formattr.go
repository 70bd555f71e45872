package web

import (
	"strings"

	"github.com/a-h/templ"
)

// describedBy names the hint and the error of a field for screen readers.
func describedBy(in inputView) string {
	var ids []string
	if in.Hint != "" {
		ids = append(ids, in.ID+"-hint")
	}
	if in.Error != "" {
		ids = append(ids, in.ID+"-error")
	}
	return strings.Join(ids, " ")
}

// notes are the attributes that tie a field to its hint and its error.
func notes(in inputView) templ.Attributes {
	a := templ.Attributes{}
	if ids := describedBy(in); ids != "" {
		a["aria-describedby"] = ids
	}
	if in.Error != "" {
		a["aria-invalid"] = "true"
	}
	return a
}

func autocomplete(in inputView) string {
	if in.Auto == "" {
		return "off"
	}
	return in.Auto
}
