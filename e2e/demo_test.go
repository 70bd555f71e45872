package e2e_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// Bounds of building the program and the district (seconds on a quiet machine), and of walking through it.
const (
	buildTime = 4 * time.Minute
	demoTime  = 20 * time.Minute
)

// The demonstration as somebody meets it: one command prints an address; each door opens by one click; there is
// something to see and to do behind it. Its pictures are the ones to show to others.
func TestDemonstration(t *testing.T) {
	t.Parallel()
	st := &stage{t: t, url: startDemo(t)}
	v := &visitor{Browser: browser.New(t), t: t, st: st}
	v.visit("/")
	v.NotSee("还没有公开的事项")
	v.shoot("public")
	v.Click("查看全部公开事项")
	v.press("main tbody a")
	v.WaitText(".rail", "视")
	v.shoot("published-matter")
	v.visit("/help")
	v.shoot("help")
	v.visit("/signin")
	v.shoot("sign-in")
	doors := v.Count(".demo-door")
	if doors < 4 {
		t.Fatalf("%d doors are offered", doors)
	}
	for door := 1; door <= doors; door++ {
		v.visit("/signin")
		v.throughDoor(door)
		v.See("退出")
		name := strings.TrimPrefix(v.path(), "/home/")
		v.shoot(name + "-door")
		if n := v.Count("main table tbody tr"); n == 0 {
			t.Errorf("behind the door %q (number %d) there is nothing to see: %s", name, door, v.Text("main"))
			continue
		}
		v.press("main tbody a") // the most urgent one
		v.WaitText(".rail", "视")
		v.shoot(name + "-matter")
		if name == "office" || name == "leader" {
			v.visit("/board")
			v.shoot(name + "-board")
			v.visit("/matters")
			v.shoot(name + "-matters")
		}
		v.Click("退出")
	}
}

// throughDoor signs in as the first person at a door who is no administrator, where there is another.
func (v *visitor) throughDoor(door int) {
	v.t.Helper()
	name := browser.Eval[string](v.Browser, script(`(door) => {
  const people = [...document.querySelectorAll(".demo-door")[door - 1].querySelectorAll("button")];
  const person = people.find((p) => !p.textContent.includes("管理员")) || people[0];
  return person.querySelector(".person-name").textContent;
}`, door))
	v.Click(name)
}

// shoot checks the page for accessibility and takes its pictures, under a name that begins with demo.
func (v *visitor) shoot(name string) {
	v.t.Helper()
	v.Axe()
	v.Screenshot("demo-" + name)
}

// startDemo builds the program, runs its demonstration until the test ends, and gives the address that it printed.
func startDemo(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), demoTime)
	t.Cleanup(cancel)
	building, built := context.WithTimeout(ctx, buildTime)
	defer built()
	program := filepath.Join(t.TempDir(), "huiyin")
	build := exec.CommandContext(building, "go", "build", "-o", program, "./cmd/huiyin")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	cmd := exec.CommandContext(ctx, program, "demo", "--addr", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	var complaints strings.Builder
	cmd.Stderr = &complaints
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Errorf("stop the demonstration: %v", err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("the demonstration ended with: %v\n%s", err, complaints.String())
		}
	})
	return address(t, stdout)
}

// address reads what the demonstration prints up to the address that it serves.
func address(t *testing.T, out io.Reader) string {
	t.Helper()
	var said strings.Builder
	lines := bufio.NewScanner(out)
	for lines.Scan() { // ends when the program does
		said.WriteString(lines.Text() + "\n")
		if _, url, ok := strings.Cut(lines.Text(), " is open at "); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }() // until the program ends
			return strings.TrimSpace(url)
		}
	}
	t.Fatalf("the demonstration did not say where it is; it said:\n%s", said.String())
	return ""
}
