package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// maxExampleDepth bounds an example where types contain themselves.
const maxExampleDepth = 8

// example makes an example of a schema out of those its members carry.
func example(all huma.Registry, s *huma.Schema, depth int) any {
	if s == nil || depth > maxExampleDepth {
		return nil
	}
	if len(s.Examples) > 0 {
		return s.Examples[0]
	}
	if s.Ref != "" {
		return example(all, all.SchemaFromRef(s.Ref), depth+1)
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	switch s.Type {
	case huma.TypeObject:
		out := map[string]any{}
		for name, member := range s.Properties {
			if v := example(all, member, depth+1); v != nil {
				out[name] = v
			}
		}
		return out
	case huma.TypeArray:
		if v := example(all, s.Items, depth+1); v != nil {
			return []any{v}
		}
		return []any{}
	case huma.TypeBoolean:
		return false
	case huma.TypeInteger, huma.TypeNumber:
		return 0
	case huma.TypeString:
		switch s.Format {
		case "date-time":
			return "2026-03-02T09:00:00+08:00"
		case "date":
			return "2026-03-02"
		}
		return "…"
	}
	return map[string]any{}
}

// exampleCodes are codes that stand for a status in the examples.
var exampleCodes = map[int]string{
	http.StatusUnauthorized: "badToken", http.StatusForbidden: "notGranted", http.StatusNotFound: "notFound", http.StatusConflict: "staleRevision",
	http.StatusPreconditionFailed: "staleRevision", http.StatusTooManyRequests: "tooMany", http.StatusServiceUnavailable: "unavailable",
	http.StatusInternalServerError: "internal",
}

// problemExample is a refusal of a status.
func problemExample(status int) *Problem {
	v := &visit{lang: lang.ZH, id: "4f1c2a9be07d"}
	said := plain[status]
	if said == nil {
		said = problem.New(problem.Invalid, exampleCodes[status], titles[status].ZH+"。", titles[status].EN+".")
	}
	p := &Problem{}
	p.fill(v, status, said)
	if status == http.StatusUnprocessableEntity {
		p.Errors = []Fault{{In: "body", Field: "unit", Message: "请从名录中选择"}}
	}
	return p
}
