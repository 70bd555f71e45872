package web_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/store/sqlite"
	"github.com/huiyin/huiyin/internal/testkit/htmlcheck"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// trouble is something that happens to the machine, and its end.
type trouble struct {
	scene  *scene
	begin  func()
	end    func()
	health int // what a monitor is told meanwhile
}

// through lives through trouble as a resident and a clerk do: what they send is refused with a page that keeps every
// word, what can be read is read, and when the trouble is over the very same forms go in.
func (x trouble) through(t *testing.T) {
	t.Helper()
	s := x.scene
	r := s.Raise("柳溪桥头路灯不亮")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	s.Act("roads-clerk", r.ID, "accept")
	resident, clerk := s.visitor(t), s.as(t, "roads-clerk")
	raise, answer := "/raise/opinion", "/m/"+r.ID+"/acts/answer"
	long := strings.Repeat("河湾村口的公交站牌被货车撞歪了，晚上没有灯，老人看不清。", 300)
	raised := resident.get(raise).form(raise, "title", "公交站牌歪了", "text", long)
	answered := clerk.get("/m/"+r.ID).form(answer, "f.answer", long)

	x.begin()
	defer x.end()
	for range 2 { // trying again meanwhile is harmless
		resident.post(raise, raised...).keeps(http.StatusServiceUnavailable, "#raise-text", long)
		clerk.post(answer, answered...).keeps(http.StatusServiceUnavailable, "#answer-answer", long)
	}
	if got := resident.get("/healthz").status; got != x.health {
		t.Errorf("a monitor is told %d, want %d", got, x.health)
	}
	x.end()

	number := resident.post(raise, raised...).is(http.StatusOK).doc().Text("#number")
	if number != "2026-000002" {
		t.Errorf("the opinion that was refused came in as %q", number)
	}
	clerk.post(answer, answered...).is(http.StatusOK)
	if p := s.Page(r.ID); len(p.Answers) != 1 {
		t.Errorf("%d answers", len(p.Answers))
	}
	if !strings.Contains(s.log.String(), "unavailable") {
		t.Error("the operator finds nothing in the log")
	}
	resident.get("/healthz").is(http.StatusOK)
	s.Verify()
}

// keeps wants a page of a status that says so and has what was typed.
func (a answer) keeps(status int, field, typed string) {
	a.t.Helper()
	a.is(status)
	plain(a.t, fmt.Sprint(status), a)
	says := map[int]string{http.StatusServiceUnavailable: "没有保存", http.StatusUnprocessableEntity: "都为您保留"}[status]
	a.doc().Check(htmlcheck.In("[role=alert]", htmlcheck.HasText(says)))
	if got := a.doc().Text(field); strings.TrimSpace(got) != strings.TrimSpace(typed) {
		a.t.Fatalf("of %d bytes typed %d were kept", len(typed), len(got))
	}
}

// sceneAt is a scene on a database file that the test can reach.
func sceneAt(t *testing.T) (*scene, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "edge.db")
	clock := &world.Clock{}
	clock.Set(world.At("2026-03-02 09:00"))
	db, err := sqlite.Open(path, sqlite.Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	return sceneOf(t, world.On(t, db, clock)), path
}

// tell runs a statement on the writing connection.
func (s *scene) tell(t *testing.T, statement string) {
	t.Helper()
	if _, err := s.Store.Writer().ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	s, _ := sceneAt(t)
	trouble{scene: s, health: http.StatusOK, begin: func() {
		var pages int
		if err := s.Store.Writer().QueryRowContext(context.Background(), "PRAGMA page_count").Scan(&pages); err != nil {
			t.Fatal(err)
		}
		s.tell(t, fmt.Sprintf("PRAGMA max_page_count = %d", pages)) // what SQLite reports is what a full disk reports
	}, end: func() { s.tell(t, "PRAGMA max_page_count = 1073741823") }}.through(t)
}

func TestDatabaseReadOnly(t *testing.T) {
	t.Parallel()
	s, _ := sceneAt(t)
	trouble{
		scene: s, health: http.StatusOK,
		begin: func() { s.tell(t, "PRAGMA query_only = 1") },
		end:   func() { s.tell(t, "PRAGMA query_only = 0") },
	}.through(t)
}

// SQLite would go on writing into a file that is no longer there, and the next start would find none of it.
func TestDatabaseFileMoved(t *testing.T) {
	t.Parallel()
	s, path := sceneAt(t)
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	trouble{
		scene: s, health: http.StatusServiceUnavailable,
		begin: func() { move(path, path+".away") },
		end:   func() { move(path+".away", path) },
	}.through(t)
}

func TestDatabaseServerGoneAndBack(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t)
	clock := &world.Clock{}
	clock.Set(world.At("2026-03-02 09:00"))
	db, err := postgres.Open(server.Database(t), postgres.Options{Now: clock.Now, Writers: 2, Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	s := sceneOf(t, world.On(t, db, clock))
	// Without its database the house cannot even know who is signed in: the page says so and the browser has the form.
	resident := s.visitor(t)
	server.Stop(t)
	resident.get("/").is(http.StatusServiceUnavailable).doc().Check(htmlcheck.In("main", htmlcheck.HasText("稍后")))
	resident.get("/healthz").is(http.StatusServiceUnavailable)
	server.Restart(t)
	resident.get("/").is(http.StatusOK)
	r := s.Raise("柳溪桥头路灯不亮")
	if p := s.Page(r.ID); p.Number != r.Number {
		t.Error("nothing was raised after the server came back")
	}
	s.Verify()
}

// Somebody sets the machine's clock wrong and right again. Acts go on in their order, nothing is dated before what it
// follows, and the chain holds.
func TestClockMoved(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
	s.Clock.Set(world.At("2026-01-05 00:00")) // a dead battery on the main board
	s.Act("roads-clerk", r.ID, "accept")
	s.as(t, "roads-clerk").get("/m/" + r.ID).is(http.StatusOK)
	s.Raise("钟慢的时候提出的")
	s.Clock.Set(world.At("2027-03-02 09:00")) // and then the year mistyped
	late := s.as(t, "roads-clerk").get("/m/" + r.ID).is(http.StatusOK)
	late.doc().Check(htmlcheck.In("main", htmlcheck.HasText("逾期")))
	s.Act("roads-clerk", r.ID, "note", "note", "钟快的时候写的")
	s.Clock.Set(world.At("2026-03-02 10:00"))
	s.Act("roads-clerk", r.ID, "answer", "answer", "桥头路灯的线路已换，三盏灯都亮了。")
	s.as(t, "office-clerk").get("/board").is(http.StatusOK)
	s.Verify()
}

// Ten megabytes pasted by mistake: the page says which field is too long and by how much it may be, and every word
// comes back, with an account and without, from forms with and without a place for files.
func TestTenMegabytesPasted(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	r := s.Raise("柳溪桥头路灯不亮")
	huge := strings.Repeat("从聊天记录里整段粘贴过来的话。", 10<<20/45)
	raise, note := "/raise/opinion", "/m/"+r.ID+"/acts/note"
	resident, clerk := s.visitor(t), s.as(t, "station-clerk")
	resident.post(raise, resident.get(raise).form(raise, "title", "粘贴", "text", huge)...).keeps(http.StatusUnprocessableEntity, "#raise-text", huge)
	clerk.post(note, clerk.get("/m/"+r.ID).form(note, "f.note", huge)...).keeps(http.StatusUnprocessableEntity, "#note-note", huge)
	resident.multipart(raise, resident.get(raise).form(raise, "title", "粘贴", "text", huge)...).keeps(http.StatusUnprocessableEntity, "#raise-text", huge)
	if m := s.Page(r.ID); m.Rev != 1 {
		t.Error("something of it was saved")
	}
}

// multipart sends a form as a page with a place for files does.
func (p *person) multipart(path string, pairs ...string) answer {
	p.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			p.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		p.t.Fatal(err)
	}
	return p.do(p.request(http.MethodPost, path, w.FormDataContentType(), &body))
}
