package e2e_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// kills is how often a writer dies on each engine.
const kills = 16

// crashWriter names the installation to a copy of this program that is there to be killed.
const crashWriter = "HUIYIN_CRASH_WRITER"

func init() {
	if where := os.Getenv(crashWriter); where != "" {
		if err := crashWrites(where, os.Getenv(crashWriter+"_RUN")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

func placeOf(where string) install.Where {
	if strings.HasPrefix(where, "postgres://") {
		return install.Where{DB: where}
	}
	return install.Where{Data: where}
}

// crashWrites acts on an installation as fast as it can, several people at once, and says on its output what it is
// about to do and what was acknowledged:
//
//	try KEY
//	ok KEY MATTER REVISION ACT
func crashWrites(where, run string) error {
	db, err := install.Open(context.Background(), placeOf(where), install.Serve, time.Now)
	if err != nil {
		return err
	}
	o := office.New(db)
	var wg sync.WaitGroup
	for person := range 8 {
		wg.Go(func() {
			for i := range 400 {
				if err := oneMatter(o, fmt.Sprintf("%s-%d-%d", run, person, i)); err != nil {
					fmt.Fprintln(os.Stderr, err) // the server was killed: so this one is of no more use
					return
				}
			}
		})
	}
	wg.Wait()
	return nil
}

// oneMatter raises a matter and takes it through a few steps, each act with a key of its own.
func oneMatter(o *office.Office, key string) error {
	say := func(format string, args ...any) { _, _ = os.Stdout.WriteString(fmt.Sprintf(format, args...) + "\n") }
	say("try %s", key)
	r, err := raise(o, key)
	if err != nil {
		return err
	}
	say("ok %s %s 1 opened", key, r.ID)
	for i, act := range crashActs {
		in := office.ActInput{Act: act.name, Fields: map[string]string{}, Key: key + "-" + act.name}
		maps.Copy(in.Fields, act.fields)
		say("try %s", in.Key)
		rev, err := o.Act(context.Background(), clerk(act.org, act.class), r.ID, in)
		if err != nil {
			return err
		}
		say("ok %s %s %d %s", in.Key, r.ID, rev, act.name)
		if rev != int64(i+2) {
			return fmt.Errorf("%s led to revision %d", act.name, rev)
		}
	}
	return nil
}

var crashActs = []struct {
	org, class, name string
	fields           map[string]string
}{
	{"station", "station", "assign", map[string]string{"unit": "roads", "category": "roads"}},
	{"roads", "unit", "accept", nil},
	{"roads", "unit", "answer", map[string]string{"answer": "已修好。"}},
}

func raise(o *office.Office, key string) (office.Receipt, error) {
	return o.Raise(context.Background(), access.Viewer{Congress: world.ID}, office.RaiseInput{
		Procedure: "opinion", Title: key, Text: "路灯不亮，请处理。", Station: "station", Name: "住户", Contact: "0000",
		Fields: map[string]string{"category": "roads", "place": "桥头"}, Key: key,
	})
}

func clerk(org, class string) access.Viewer {
	return access.Viewer{
		Congress: world.ID, Account: "a-" + org, Person: org + "-clerk",
		Orgs: []access.Seat{{Org: org, Classification: class, Role: "staff"}},
	}
}

// Killing the writer at any moment loses nothing that was acknowledged and leaves nothing half done.
func TestKill9(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		c := newCrash(t, t.TempDir())
		for range kills {
			c.round(c.moment)
		}
		c.enough()
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		server := pgtest.Start(t)
		c := newCrash(t, server.Database(t))
		for i := range kills + 2 {
			if i%8 != 7 {
				c.round(c.moment)
				continue
			}
			// Twice the server dies with all its sessions, and the writer with it.
			c.round(func(p *os.Process) { c.moment(p); server.Kill9(t) })
			server.Restart(t)
		}
		c.enough()
	})
}

// crash is an installation and everything that was ever acknowledged about it.
type crash struct {
	t     *testing.T
	where string
	rand  *rand.Rand
	runs  int
	acked map[string]map[int64]string // by matter and revision: the act
	tried map[string]bool             // keys of what was begun and not acknowledged
	begun int64                       // lines when this round began
	lines atomic.Int64
}

func newCrash(t *testing.T, where string) *crash {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("moments %d", seed)
	c := &crash{t: t, where: where, rand: rand.New(rand.NewPCG(seed, 0)), acked: map[string]map[int64]string{}, tried: map[string]bool{}}
	c.with(func(db *store.DB, o *office.Office) {
		if err := o.Found(context.Background(), world.Founding()); err != nil {
			t.Fatal(err)
		}
	})
	return c
}

// with opens the installation as a restart does.
func (c *crash) with(fn func(*store.DB, *office.Office)) {
	c.t.Helper()
	db, err := install.Open(context.Background(), placeOf(c.where), install.Serve, time.Now)
	if err != nil {
		c.t.Fatal(err)
	}
	fn(db, office.New(db))
	if err := db.Close(); err != nil {
		c.t.Fatal(err)
	}
}

// moment lets the writer do some acts and then a little more, so that nobody can foresee where it is. Acts are counted,
// not only time: on a busy machine a fixed time would kill writers that have hardly begun.
func (c *crash) moment(*os.Process) {
	want := c.begun + int64(c.rand.IntN(40))
	for range 1000 {
		if c.lines.Load() >= want {
			break
		}
		<-time.After(5 * time.Millisecond)
	}
	<-time.After(time.Duration(c.rand.IntN(20_000)) * time.Microsecond)
}

// round runs a writer, kills it when the moment has come, and looks at what is left.
func (c *crash) round(moment func(*os.Process)) {
	c.t.Helper()
	c.runs++
	c.begun = c.lines.Load()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashWriter+"="+c.where, fmt.Sprintf("%s_RUN=%d", crashWriter, c.runs))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	began, read := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(read)
		begin := sync.OnceFunc(func() { close(began) })
		defer begin() // a writer that never says anything is no reason to wait
		lines := bufio.NewReader(out)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return // a line without an end was not acknowledged
			}
			if c.line(strings.Fields(line)) {
				begin()
			}
		}
	}()
	<-began
	moment(cmd.Process)
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		c.t.Fatal(err)
	}
	<-read
	if err := cmd.Wait(); err == nil {
		c.t.Fatal("the writer ended by itself: it was killed too late")
	}
	if c.lines.Load() == c.begun {
		c.t.Fatalf("the writer did nothing: %s", stderr.String())
	}
	if strings.Contains(c.where, "postgres://") && !c.answers() {
		return // the server is down: the next round looks at both
	}
	c.look()
}

// answers reports whether the server is there.
func (c *crash) answers() bool {
	db, err := install.Open(context.Background(), placeOf(c.where), install.Read, time.Now)
	if err != nil {
		return false
	}
	return db.Close() == nil
}

// line takes in what the writer said, and reports whether it was an acknowledgment.
func (c *crash) line(words []string) bool {
	switch {
	case len(words) == 2 && words[0] == "try":
		c.tried[words[1]] = true
	case len(words) == 5 && words[0] == "ok":
		delete(c.tried, words[1])
		var rev int64
		if _, err := fmt.Sscan(words[3], &rev); err != nil {
			c.t.Errorf("%v: %v", words, err)
		}
		if c.acked[words[2]] == nil {
			c.acked[words[2]] = map[int64]string{}
		}
		c.acked[words[2]][rev] = words[4]
		c.lines.Add(1)
		return true
	default:
		c.t.Errorf("the writer said %q", words)
	}
	return false
}

// look checks that everything acknowledged is there, that everything proves right, and that what was under
// way can be done with its key exactly once.
func (c *crash) look() {
	c.t.Helper()
	c.with(func(db *store.DB, o *office.Office) {
		c.present(db)
		c.verify(db)
		for key := range c.tried {
			if strings.Count(key, "-") != 2 {
				continue // an act: its matter's journal has no gap, which was just proven
			}
			for range 2 {
				if _, err := raise(o, key); err != nil {
					c.t.Fatalf("repeating %s: %v", key, err)
				}
			}
			if n := titled(c.t, db, key); n != 1 {
				c.t.Fatalf("%d matters came of %s", n, key)
			}
		}
		clear(c.tried)
	})
}

func (c *crash) present(db *store.DB) {
	c.t.Helper()
	err := db.View(context.Background(), func(tx *store.Tx) error {
		for id, acts := range c.acked {
			entries, err := tx.Entries(world.ID, matter.Subject, id)
			if err != nil {
				return err
			}
			for rev, act := range acts {
				if int64(len(entries)) < rev || entries[rev-1].Act != act {
					return fmt.Errorf("acknowledged and lost: %s, revision %d (%s)", id, rev, act)
				}
			}
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *crash) verify(db *store.DB) {
	c.t.Helper()
	if _, err := db.Verify(context.Background()); err != nil {
		c.t.Fatalf("after %d kills: %v", c.runs, err)
	}
}

func titled(t *testing.T, db *store.DB, title string) (n int) {
	t.Helper()
	err := db.View(context.Background(), func(tx *store.Tx) error {
		n = 0
		return tx.EachMatter(world.ID, "opinion", func(m matter.Matter) error {
			if m.Title == title {
				n++
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// enough refuses a run that killed writers before they did anything.
func (c *crash) enough() {
	c.t.Helper()
	n := c.lines.Load()
	c.t.Logf("%d kills, %d acts acknowledged", c.runs, n)
	if n < int64(10*c.runs) {
		c.t.Errorf("only %d acts in %d runs: the kills proved little", n, c.runs)
	}
}
