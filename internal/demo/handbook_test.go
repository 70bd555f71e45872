package demo_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/matter"
)

var update = flag.Bool("update", false, "write the table of states in docs/demo.md anew")

const (
	handbook   = "../../docs/demo.md"
	tableBegin = "<!-- states: begin -->\n"
	tableEnd   = "<!-- states: end -->\n"
)

// inTheHandbook: the table of states in docs/demo.md is the one that is built.
func inTheHandbook(t *testing.T, y year) {
	t.Helper()
	src, err := os.ReadFile(handbook)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(src), tableBegin)
	old, after, ok2 := strings.Cut(rest, tableEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has no table of states", handbook)
	}
	table := states(t, y)
	if old == table {
		return
	}
	if !*update {
		t.Errorf("%s does not have the table that is built; run go test ./internal/demo -run Year -update\n%s", handbook, table)
		return
	}
	if err := os.WriteFile(handbook, []byte(before+tableBegin+table+tableEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// states counts the matters of every procedure by the step at which they stand, and how many are overdue.
func states(t *testing.T, y year) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| procedure | step | stands there | of these overdue |\n|---|---|---:|---:|\n")
	procs := procedures(t)
	for _, key := range []string{"opinion", "message", "appointment", "appointmentQuestion", "commitment"} {
		all := 0
		for _, step := range procs[key].Order {
			n, late := 0, 0
			for _, m := range y.matters {
				if m.Procedure == key && m.Step == step {
					n++
					if m.Overdue(y.now, zone) {
						late++
					}
				}
			}
			all += n
			fmt.Fprintf(&b, "| %s %s | %s `%s` | %d | %s |\n", procs[key].Name.ZH, key, procs[key].Steps[step].Name.ZH, step, n, orNone(late))
		}
		fmt.Fprintf(&b, "| **%s** | **together** | **%d** | |\n", procs[key].Name.ZH, all)
	}
	b.WriteString("\n| failure | open now | was late |\n|---|---:|---:|\n")
	for _, k := range matter.FailureKinds {
		open, closed := 0, 0
		for _, m := range y.matters {
			for _, f := range matter.Failures(m, y.now, zone) {
				if f.Kind == k && f.Until == nil {
					open++
				} else if f.Kind == k {
					closed++
				}
			}
		}
		fmt.Fprintf(&b, "| %s %s | %d | %d |\n", k.Name().ZH, k.Name().EN, open, closed)
	}
	return b.String()
}

func orNone(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
