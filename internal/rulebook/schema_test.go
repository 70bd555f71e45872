package rulebook

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("rulebook.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("rulebook.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance is a YAML text as a schema validator sees it.
func instance(t *testing.T, src string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(src), &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(tb testing.TB, name string) string {
	tb.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return string(src)
}

func TestSchemaTakesTheShippedBooks(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	for _, name := range []string{"../../rulebooks/appointments.yaml", "../../rulebooks/residents-opinions.yaml", "testdata/small.yaml"} {
		if err := s.Validate(instance(t, read(t, name))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaRefuses makes sure that the schema says no to what the reader says no to, as far as a schema can.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t)
	src := read(t, "testdata/small.yaml")
	for _, c := range [][2]string{
		{head, ""},
		{"    kind: suggestion\n", "    kind: petition\n"},
		{"    about: {zh", "    colour: {zh"},
		{received, "        owner: {role: deputyOffice}\n"},
		{received, "        due: {days: 5, of: working, basis: default}\n"},
		{"owner: {field: unit}\n        due: {months", "owner: {field: unit, role: unit}\n        due: {months"},
		{assignName, "name: 交办"},
		{assignName, "name: {zh: 交办}"},
		{"within: {days: 5, of: working}", "within: {days: 5}"},
		{"within: {days: 5, of: working}", "within: {days: 0, of: working}"},
		{"needs: [unit, day]", "needs: unit"},
		{"needs: [unit, day]", "needs: [unit, unit]"},
		{"      checking:\n", "      look-back:\n"},
		{"inForce: 2026-01-01", "inForce: soon"},
	} {
		if n := strings.Count(src, c[0]); n != 1 {
			t.Fatalf("%q is there %d times", c[0], n)
		}
		if err := s.Validate(instance(t, strings.Replace(src, c[0], c[1], 1))); err == nil {
			t.Errorf("%q instead of %q: accepted", c[1], c[0])
		}
	}
}

func TestSchemaIsPublished(t *testing.T) {
	t.Parallel()
	if read(t, "../../rulebooks/rulebook.schema.json") != string(Schema()) {
		t.Fatal("rulebooks/rulebook.schema.json is not fresh: huiyin rulebook schema --out rulebooks/rulebook.schema.json")
	}
}

// TestSchemaHasEveryKey compares the keys that the reader knows with those of the schema, object by object.
func TestSchemaHasEveryKey(t *testing.T) {
	t.Parallel()
	var doc struct {
		Properties map[string]any `json:"properties"`
		Defs       map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var visit func(s *shape)
	visit = func(s *shape) {
		if s == nil || s.name != "" && seen[s.name] {
			return
		}
		seen[s.name] = true
		properties := doc.Defs[s.name].Properties
		if s == bookShape {
			properties = doc.Properties
		}
		if s.is == object || s.is == bothLang {
			var keys []string
			for _, k := range s.keys {
				keys = append(keys, k.key)
				visit(k.shape)
			}
			slices.Sort(keys)
			if have := sortedKeys(properties); !slices.Equal(keys, have) {
				t.Errorf("%s: reader knows %v, schema knows %v", s.name, keys, have)
			}
		}
		visit(s.elem)
		visit(s.single)
	}
	visit(bookShape)
	if len(seen) < 10 {
		t.Fatalf("only %d objects", len(seen))
	}
}
