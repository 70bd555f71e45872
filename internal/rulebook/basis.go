package rulebook

import "strings"

// ParseBasis reads the form that String gives. Text in no known form becomes a statute of that name
// without an article, which no index of laws will find.
func ParseBasis(s string) Basis {
	switch {
	case s == "":
		return Basis{}
	case s == string(Default):
		return Basis{Class: Default}
	case strings.HasPrefix(s, string(Local)+":"):
		name, article, _ := strings.Cut(strings.TrimPrefix(s, string(Local)+":"), "#")
		return Basis{Class: Local, Law: name, Article: article}
	}
	name, article, _ := strings.Cut(s, "#")
	return Basis{Class: Law, Law: name, Article: article}
}
