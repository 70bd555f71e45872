package rulebook

import (
	"bytes"
	"encoding/json"
	"maps"
)

// Schema is the JSON Schema (2020-12) of rulebooks, for editors that complete and check while one types.
// It is made from the same description that the reader uses. What the words mean together only Check sees.
func Schema() []byte {
	s := schemaMaker{defs: map[string]any{}}
	root := s.object(bookShape)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "rulebook.schema.json"
	root["title"] = "Huiyin rulebook / 回音规则"
	root["$defs"] = s.defs
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil { // maps of strings and numbers always encode
		return nil
	}
	return b.Bytes()
}

type schemaMaker struct{ defs map[string]any }

// of gives the schema of a shape; named objects become definitions.
func (m schemaMaker) of(s *shape) map[string]any {
	if s.name != "" {
		if m.defs[s.name] == nil {
			m.defs[s.name] = true // stands for itself while it is being made
			m.defs[s.name] = m.object(s)
		}
		return map[string]any{"$ref": "#/$defs/" + s.name}
	}
	switch s.is {
	case table:
		return m.table(s)
	case list:
		return m.list(s)
	}
	return scalarSchema(s)
}

func scalarSchema(s *shape) map[string]any {
	switch s.is {
	case bookID:
		return map[string]any{"type": "string", "pattern": idPattern.String(), "maxLength": 60}
	case version:
		return map[string]any{"type": []string{"string", "number"}, "pattern": versionPattern.String()}
	case day:
		return map[string]any{"type": "string", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
	case whole:
		return map[string]any{"type": "integer", "minimum": 1, "maximum": s.max}
	case timeOfDay:
		return map[string]any{"type": "string", "pattern": timePattern.String()}
	case yesNo:
		return map[string]any{"type": "boolean"}
	case oneOf:
		return map[string]any{"enum": s.enum()}
	case basisIs:
		return map[string]any{"type": "string", "pattern": basisPattern.String()}
	case guardIs:
		return map[string]any{"type": "string", "minLength": 1, "maxLength": maxGuard}
	}
	return map[string]any{"type": "string", "minLength": 1, "maxLength": s.max}
}

// object is an object of known keys.
func (m schemaMaker) object(s *shape) map[string]any {
	properties := map[string]any{}
	required := []string{}
	for _, k := range s.keys {
		p := m.of(k.shape)
		p["description"] = k.about.ZH + " / " + k.about.EN
		properties[k.key] = p
		if k.required {
			required = append(required, k.key)
		}
	}
	out := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	if !s.about.IsZero() {
		out["description"] = s.about.ZH + " / " + s.about.EN
	}
	maps.Copy(out, schemaRules[s.name])
	return out
}

// schemaRules say what a list of keys cannot: which go together and which do not.
var schemaRules = map[string]map[string]any{
	"owner": {"oneOf": []any{has("role"), has("field")}},
	"opens": {"oneOf": []any{has("each"), has("title")}},
	"term":  {"oneOf": []any{has("months"), has("years"), has("days", "of")}},
	"step": {
		"if":   has("ends"),
		"then": map[string]any{"not": map[string]any{"anyOf": []any{has("owner"), has("due")}}},
		"else": has("owner", "due"),
	},
	"procedure": {"anyOf": []any{has("raisedBy"), has("childOf")}},
}

func has(keys ...string) map[string]any { return map[string]any{"required": keys} }

func (m schemaMaker) table(s *shape) map[string]any {
	out := map[string]any{"type": "object", "additionalProperties": m.of(s.elem), "maxProperties": s.max}
	if !s.free && !s.refs {
		names := map[string]any{"pattern": keyPattern.String(), "not": map[string]any{"enum": append(append([]string{}, reservedKeys...), s.keep...)}}
		out["propertyNames"] = names
	}
	if !s.empty {
		out["minProperties"] = 1
	}
	return out
}

func (m schemaMaker) list(s *shape) map[string]any {
	out := map[string]any{"type": "array", "items": m.of(s.elem), "maxItems": s.max}
	if s.elem.name == "" {
		out["uniqueItems"] = true
	}
	if !s.empty {
		out["minItems"] = 1
	}
	if s.single != nil {
		return map[string]any{"anyOf": []any{m.of(s.single), out}}
	}
	return out
}
