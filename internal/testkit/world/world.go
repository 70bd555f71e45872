// Package world makes a tiny congress for tests: one station, two units, the offices, a deputy and the
// people who work there, on either engine, with a clock that the test moves.
package world

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/blob"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/store/sqlite"
	"github.com/huiyin/huiyin/rulebooks"
)

// ID is the congress of the world.
const ID = "c1"

// Clock is a clock that stands until the test moves it.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// Set moves the clock to an instant.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}

// Zone is the zone of the world.
var Zone = time.FixedZone("UTC+8", 8*60*60)

// At is a civil time in the zone of the world: "2026-03-02 09:00".
func At(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, Zone)
	if err != nil {
		panic(err) // a mistake in the test itself
	}
	return t
}

// World is an office with its tiny congress.
type World struct {
	T      testing.TB
	Office *office.Office
	Store  *store.DB
	Clock  *Clock
	Files  *blob.Dir // where attachments are
}

// SQLite makes a world on a file of its own. The clock stands at Monday 2026-03-02, 09:00.
func SQLite(t testing.TB) *World {
	t.Helper()
	file, err := founded()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "world.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	clock := morning()
	return in(t, open(t, path, clock), clock)
}

// SQLiteFounded is SQLite for a congress that the test founds as it likes.
func SQLiteFounded(t testing.TB, f office.Founding) *World {
	t.Helper()
	clock := morning()
	return found(t, open(t, filepath.Join(t.TempDir(), "world.db"), clock), clock, f)
}

// Postgres makes a world on an empty PostgreSQL database.
func Postgres(t testing.TB, url string) *World {
	t.Helper()
	clock := morning()
	db, err := postgres.Open(url, postgres.Options{Now: clock.Now, Writers: 4, Readers: 4})
	if err != nil {
		t.Fatal(err)
	}
	return On(t, db, clock)
}

// On makes a world on an opened, empty store.
func On(t testing.TB, db *store.DB, clock *Clock) *World {
	t.Helper()
	return found(t, db, clock, Founding())
}

func morning() *Clock { return &Clock{t: At("2026-03-02 09:00")} }

func open(t testing.TB, path string, clock *Clock) *store.DB {
	t.Helper()
	db, err := sqlite.Open(path, sqlite.Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// founded is a file with the tiny congress in it, made once in a process: migrating and founding take longer than most
// tests.
var founded = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "huiyin-world-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "world.db")
	db, err := sqlite.Open(path, sqlite.Options{Now: morning().Now})
	if err != nil {
		return nil, err
	}
	err = prepare(db, office.New(db), Founding())
	if err = errors.Join(err, db.Close()); err != nil { // closed, everything is in the one file
		return nil, err
	}
	return os.ReadFile(path)
})

func prepare(db *store.DB, o *office.Office, f office.Founding) error {
	if err := db.Migrate(context.Background()); err != nil {
		return err
	}
	return o.Found(context.Background(), f)
}

func found(t testing.TB, db *store.DB, clock *Clock, f office.Founding) *World {
	t.Helper()
	w := in(t, db, clock)
	if err := prepare(db, w.Office, f); err != nil {
		t.Fatal(err)
	}
	return w
}

// in is the world in a store; the test's end closes it.
func in(t testing.TB, db *store.DB, clock *Clock) *World {
	t.Helper()
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &World{T: t, Office: office.New(db), Store: db, Clock: clock, Files: blob.In(filepath.Join(t.TempDir(), "files"), clock.Now)}
	w.Office.KeepFiles(w.Files)
	return w
}

// Founding is the tiny congress.
func Founding() office.Founding {
	f := office.Founding{
		Congress: congress.Congress{ID: ID, Name: "云川区人大常委会", NameEN: "Yunchuan District", Level: "county", Code: "999901", Zone: "Asia/Shanghai", Term: 5, Demo: true},
		Areas:    []congress.Area{{ID: "town", Name: "柳溪镇", NameEN: "Liuxi", Classification: "town"}},
		Books:    rulebooks.Sources(),
	}
	f.Organizations = append(f.Organizations, []congress.Organization{
		{ID: "station", Name: "柳溪镇代表联络站", NameEN: "Liuxi station", Classification: "station", Area: "town"},
		{ID: "station2", Name: "河湾代表联络站", NameEN: "Hewan station", Classification: "station"},
		{ID: "water", Name: "区水利局", NameEN: "Water bureau", Classification: "unit"},
		{ID: "roads", Name: "区交通运输局", NameEN: "Transport bureau", Classification: "unit"},
		{ID: "deputyOffice", Name: "代表工作委员会", NameEN: "Deputy office", Classification: "deputyOffice"},
		{ID: "generalOffice", Name: "常委会办公室", NameEN: "General office", Classification: "generalOffice"},
		{ID: "committee", Name: "监督工作委员会", NameEN: "Supervision committee", Classification: "committee"},
		{ID: "chairMeeting", Name: "主任会议", NameEN: "Chair meeting", Classification: "chairMeeting"},
		{ID: "standingCommittee", Name: "常务委员会", NameEN: "Standing committee", Classification: "standingCommittee"},
		{ID: "congress", Name: "区人民代表大会", NameEN: "Congress", Classification: "congress"},
	}...)
	for _, p := range []struct{ id, name, org, role string }{
		{"station-clerk", "罗秋萍", "station", congress.RoleStaff},
		{"station2-clerk", "丁向东", "station2", congress.RoleStaff},
		{"water-clerk", "韩立冬", "water", congress.RoleStaff},
		{"roads-clerk", "石念慈", "roads", congress.RoleStaff},
		{"office-clerk", "葛云舒", "deputyOffice", congress.RoleStaff},
		{"general-clerk", "穆青禾", "generalOffice", congress.RoleStaff},
		{"committee-clerk", "古兰英", "committee", congress.RoleStaff},
		{"chair", "纪怀远", "chairMeeting", congress.RoleMember},
		{"member", "欧阳清", "standingCommittee", congress.RoleMember},
		{"deputy", "唐晓禾", "congress", congress.RoleDeputy},
		{"deputy2", "木合塔尔", "congress", congress.RoleDeputy},
		{"admin", "系统管理员", "generalOffice", congress.RoleAdmin},
	} {
		f.People = append(f.People, congress.Person{ID: p.id, Name: p.name, Email: p.id + "@example.org", Invented: true})
		f.Memberships = append(f.Memberships, congress.Membership{ID: "m-" + p.id, Person: p.id, Organization: p.org, Role: p.role, StartDate: deadline.MustDate("2022-01-01")})
		f.Accounts = append(f.Accounts, congress.Account{ID: "a-" + p.id, Login: p.id, Person: p.id, Demo: true, Door: "office"})
	}
	return f
}

// Viewer is one of the people by id; "" is the public.
func (w *World) Viewer(person string) access.Viewer {
	w.T.Helper()
	if person == "" {
		return access.Viewer{Congress: ID}
	}
	token, err := w.Office.DemoSignIn(context.Background(), ID, "a-"+person)
	if err != nil {
		w.T.Fatalf("sign in %s: %v", person, err)
	}
	v, err := w.Office.Viewer(context.Background(), token, ID)
	if err != nil {
		w.T.Fatalf("viewer %s: %v", person, err)
	}
	return v
}

// Raise raises an opinion by a resident with the tiny congress's station, and gives its receipt.
func (w *World) Raise(title string) office.Receipt {
	w.T.Helper()
	r, err := w.Office.Raise(context.Background(), w.Viewer(""), office.RaiseInput{
		Procedure: "opinion", Title: title, Text: title + "，请尽快处理。", Station: "station",
		Fields: map[string]string{"category": "roads"}, Name: "住户", Contact: "0000-000", Public: true,
	})
	if err != nil {
		w.T.Fatalf("raise: %v", err)
	}
	return r
}

// Act does an act as a person and fails the test when it is refused. fields are key, value, key, value, …
func (w *World) Act(person, id, act string, fields ...string) {
	w.T.Helper()
	if err := w.Try(w.Viewer(person), id, act, fields...); err != nil {
		w.T.Fatalf("%s by %s: %v", act, person, err)
	}
}

// Try does an act and gives its error.
func (w *World) Try(v access.Viewer, id, act string, fields ...string) error {
	in := office.ActInput{Act: act, Fields: map[string]string{}}
	for i := 0; i+1 < len(fields); i += 2 {
		in.Fields[fields[i]] = fields[i+1]
	}
	_, err := w.Office.Act(context.Background(), v, id, in)
	return err
}

// Page is the matter as the deputy office's clerk sees it.
func (w *World) Page(id string) office.Page {
	w.T.Helper()
	p, err := w.Office.Matter(context.Background(), w.Viewer("office-clerk"), id)
	if err != nil {
		w.T.Fatal(err)
	}
	return p
}

// Verify proves the whole database.
func (w *World) Verify() {
	w.T.Helper()
	if _, err := w.Store.Verify(context.Background()); err != nil {
		w.T.Fatal(err)
	}
	if _, err := w.Store.VerifyFiles(context.Background(), w.Files); err != nil {
		w.T.Fatal(err)
	}
}
