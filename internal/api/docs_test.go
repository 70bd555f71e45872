package api_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/api"
)

var (
	block   = regexp.MustCompile("(?s)```sh\n(.*?)```")
	arrow   = regexp.MustCompile(`^# → ([0-9]{3})$`)
	quoting = regexp.MustCompile(`'[^']*'|"[^"]*"|[^\s'"]+`)
)

// Every curl in docs/api.md does what the line below it says.
func TestTheDocumentsExamples(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	text, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	token := s.token(t, "station-clerk")
	matter := s.Raise("路灯不亮")
	s.Act("station-clerk", matter.ID, "note", "note", "先看现场") // the document speaks of revision 2
	fill := strings.NewReplacer("$HUIYIN", "", "$TOKEN", token, "$ID", matter.ID, "$NUMBER", s.published(t))
	n := 0
	for _, b := range block.FindAllStringSubmatch(string(text), -1) {
		command := strings.ReplaceAll(b[1], "\\\n", " ")
		lines := strings.Split(strings.TrimSpace(command), "\n")
		for i, line := range lines {
			if !strings.HasPrefix(line, "curl ") {
				continue
			}
			if i+1 == len(lines) || !arrow.MatchString(lines[i+1]) {
				t.Fatalf("no result under %s", line)
			}
			want, _ := strconv.Atoi(arrow.FindStringSubmatch(lines[i+1])[1])
			method, path, body, headers := curl(t, fill.Replace(line))
			a := s.ask(t, method, path, "", body, headers...)
			if a.StatusCode != want {
				t.Errorf("%s: %d, the document says %d: %s", line, a.StatusCode, want, a.body)
			}
			n++
		}
	}
	if n < 8 {
		t.Errorf("only %d examples were found", n)
	}
}

func (s *scene) published(t *testing.T) string {
	t.Helper()
	r := s.Raise("公开的一件")
	s.Act("station-clerk", r.ID, "assign", "unit", "water", "category", "water")
	return r.Number
}

// curl reads a command line: -X, -H, -d and the address.
func curl(t *testing.T, line string) (method, path, body string, headers []string) {
	t.Helper()
	var words []string
	for _, w := range quoting.FindAllString(line, -1) {
		words = append(words, strings.Trim(w, `'"`))
		if w[0] == '\'' {
			words[len(words)-1] = w[1 : len(w)-1]
		}
	}
	method = "GET"
	for i := 1; i < len(words); i++ {
		switch words[i] {
		case "-s", "-i":
		case "-X":
			i++
			method = words[i]
		case "-H":
			i++
			name, value, _ := strings.Cut(words[i], ": ")
			headers = append(headers, name, value)
		case "-d":
			i++
			body = words[i]
			if method == "GET" {
				method = "POST"
			}
		default:
			if path = words[i]; !strings.HasPrefix(path, api.Base) {
				t.Fatalf("%q in %s", words[i], line)
			}
		}
	}
	return method, path, body, headers
}
