package bench

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// The floor's statements: those of the store on the matter's row, the entry and the body, and the reading of the
// row. TestFloorStatements compares them with what the store does.
const (
	floorRead   = `SELECT state FROM matter WHERE congress = $1 AND id = $2`
	floorBody   = `INSERT INTO body (congress, hash, salt, body) VALUES ($1, $2, $3, $4)`
	floorEntry  = `INSERT INTO entry (congress, kind, subject, seq, act, recorded_at, actor, body_hash, canonical, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	floorInsert = `INSERT INTO matter (congress, id, rev, state, number, procedure, step, phase, ending, is_open, title, owner_org, station, parent, source, is_public, asked, answered, due_day, provisional, raised_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`
	floorUpdate = `UPDATE matter SET rev = $3, state = $4, number = $5, procedure = $6, step = $7, phase = $8, ending = $9, is_open = $10, title = $11, owner_org = $12, station = $13, parent = $14, source = $15, is_public = $16, asked = $17, answered = $18, due_day = $19, provisional = $20, raised_at = $21, ended_at = $22 WHERE congress = $1 AND id = $2`
)

// floorStatements lists them for the page on performance.
var floorStatements = []string{floorRead, floorBody, floorEntry, floorInsert, floorUpdate}

// floorTo is where an act leads and who owns it then: what the rulebook would say.
var floorTo = map[string]struct {
	step, phase, owner string
	ends               rulebook.Ending
	days               int
}{
	"":        {"registered", "seen", "station", "", 3},
	"assign":  {"assigned", "deliberated", "unit", "", 2},
	"accept":  {"handling", "decided", "unit", "", 15},
	"answer":  {"answered", "supervised", "station", "", 15},
	"rate":    {"lookingBack", "supervised", "station", "", 30},
	"confirm": {"closed", "resulted", "", "confirmed", 0},
}

// floor is the least Go server that keeps the same matter, entry and body as durably: net/http, JSON in and out,
// prepared statements, one flush for all who wait. No session, no rules, no rights, no pages.
type floor struct {
	save   saver
	clock  func() time.Time
	number atomic.Int64
}

// saver runs fn in a transaction that is flushed before it returns.
type saver interface {
	do(ctx context.Context, fn func(handle) error) error
	close() error
}

// handle runs the floor's prepared statements in the transaction under way.
type handle interface {
	exec(ctx context.Context, query string, args ...any) error
	text(ctx context.Context, query string, args ...any) (string, error)
}

func newFloor(ctx context.Context, db *store.DB, clock func() time.Time) (*floor, error) {
	f := &floor{clock: clock}
	f.number.Store(clock().UnixMicro()) // another run on the same tables draws others
	var err error
	if db.Batch > 0 {
		f.save, err = newFloorBatcher(ctx, db)
	} else {
		f.save = floorPool{db.Writer()}
	}
	return f, err
}

func (f *floor) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /matters", f.raise)
	mux.HandleFunc("POST /matters/{id}/acts/{act}", f.act)
	return mux
}

// floorInput is the JSON that comes in, floorOutput the JSON that goes out.
type floorInput struct {
	Procedure string            `json:"procedure,omitempty"`
	Title     string            `json:"title,omitempty"`
	Text      string            `json:"text,omitempty"`
	Station   string            `json:"station,omitempty"`
	Person    string            `json:"person,omitempty"`
	Fields    map[string]string `json:"fields,omitempty"`
	Rev       int64             `json:"rev,omitempty"`
}

type floorOutput struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Rev    int64  `json:"rev"`
	Step   string `json:"step"`
	Due    string `json:"due,omitempty"`
}

func (f *floor) raise(w http.ResponseWriter, r *http.Request) {
	var in floorInput
	if !readJSON(w, r, &in) {
		return
	}
	now := f.clock().UTC().Truncate(time.Microsecond)
	m := matter.Matter{
		Congress: Congress, ID: uuid.Must(uuid.NewV7()).String(), Number: fmt.Sprintf("F-%09d", f.number.Add(1)),
		Book: "residents-opinions", Version: "2026.1", Procedure: in.Procedure, Title: in.Title, Text: in.Text, Fields: in.Fields,
		Station: in.Station, Public: true, RaisedAt: now, RegisteredAt: now,
		Raisers: []matter.Raiser{{ID: uuid.NewString(), Kind: "deputy", Person: in.Person, Joined: now}},
	}
	err := f.save.do(r.Context(), func(h handle) error {
		x := m
		if err := f.entry(r.Context(), h, &x, "", in, now); err != nil {
			return err
		}
		m = x
		return h.exec(r.Context(), floorInsert, floorRow(m)...)
	})
	reply(w, m, err)
}

func (f *floor) act(w http.ResponseWriter, r *http.Request) {
	var in floorInput
	if !readJSON(w, r, &in) {
		return
	}
	act, id := r.PathValue("act"), r.PathValue("id")
	now := f.clock().UTC().Truncate(time.Microsecond)
	var m matter.Matter
	err := f.save.do(r.Context(), func(h handle) error {
		state, err := h.text(r.Context(), floorRead, Congress, id)
		if err != nil {
			return err
		}
		m = matter.Matter{}
		if err := json.Unmarshal([]byte(state), &m); err != nil {
			return err
		}
		if err := f.entry(r.Context(), h, &m, act, in, now); err != nil {
			return err
		}
		return h.exec(r.Context(), floorUpdate, floorRow(m)...)
	})
	reply(w, m, err)
}

// entry moves the matter on and writes body and entry.
func (f *floor) entry(ctx context.Context, h handle, m *matter.Matter, act string, in floorInput, now time.Time) error {
	to, ok := floorTo[act]
	if !ok {
		return errors.New("no such act")
	}
	m.Rev++
	ev := matter.Event{
		Seq: m.Rev, Act: act, Kind: "advance", Actor: matter.Actor{Person: in.Person}, OccurredAt: now, RecordedAt: now,
		Change: matter.Change{To: to.step, Phase: rulebook.Phase(to.phase), Ends: to.ends},
		Words:  &matter.Words{Title: in.Title, Text: in.Text, Fields: in.Fields},
	}
	f.move(m, &ev, to.owner, to.days, in)
	e, body, err := matter.Record(*m, ev)
	if err != nil {
		return err
	}
	var salt [16]byte
	_, _ = rand.Read(salt[:]) // never fails (Go 1.24)
	b := journal.NewBody(salt, body)
	if err := h.exec(ctx, floorBody, Congress, b.Hash, b.Salt, b.Text); err != nil {
		return err
	}
	e.BodyHash, e.Prev = b.Hash, b.Hash
	canonical, err := json.Marshal(e)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(canonical)
	return h.exec(ctx, floorEntry, Congress, e.Kind, e.Subject, e.Seq, e.Act, e.RecordedAt, e.Actor.Person, e.BodyHash, string(canonical), hex.EncodeToString(sum[:]))
}

// move sets what the act changes, as large as Huiyin's own state becomes.
func (f *floor) move(m *matter.Matter, ev *matter.Event, owner string, days int, in floorInput) {
	now := ev.OccurredAt
	if n := len(m.Visits); n > 0 {
		m.Visits[n-1].Until, m.Visits[n-1].Act = &now, ev.Act
	}
	if u := in.Fields["unit"]; u != "" {
		m.Fields["unit"] = u
	}
	org := map[string]string{"station": m.Station, "unit": m.Fields["unit"]}[owner]
	m.Step, m.Phase, m.Ending, m.Owner, m.LastAt = ev.Change.To, ev.Change.Phase, ev.Change.Ends, matter.Owner{Org: org}, now
	v := matter.Visit{Step: m.Step, Phase: m.Phase, Owner: m.Owner, From: now, Seq: m.Rev}
	if days > 0 {
		today := deadline.FromTime(now, time.UTC)
		ev.Change.Due = &matter.Due{Day: today.AddDays(days), Nominal: today.AddDays(days), Term: "working", Start: today, Basis: "default", Calendar: "2026", Set: now}
		v.Dues = []matter.Due{*ev.Change.Due}
		ev.Change.Owner = &m.Owner
	}
	m.Visits = append(m.Visits, v)
	switch ev.Act {
	case "answer":
		m.Answers = append(m.Answers, matter.Answer{Seq: m.Rev, At: now, Org: org, Person: in.Person, Text: in.Fields["answer"]})
	case "rate":
		m.Raisers[0].Ratings = append(m.Raisers[0].Ratings, matter.Rating{At: now, Answer: 1, Result: in.Fields["rating"], Attitude: in.Fields["attitude"]})
	case "confirm":
		m.EndedAt = &now
		m.Fields["findings"] = in.Fields["findings"]
	}
}

// floorRow gives the values of the row's columns.
func floorRow(m matter.Matter) []any {
	state, err := json.Marshal(m)
	if err != nil {
		panic(err) // a struct of strings and times
	}
	due, ended := "", int64(0)
	if d := m.Due(); d != nil {
		due = d.Day.String()
	}
	if m.EndedAt != nil {
		ended = m.EndedAt.UnixMicro()
	}
	return []any{
		m.Congress, m.ID, m.Rev, string(state), m.Number, m.Procedure, m.Step, string(m.Phase), string(m.Ending), m.Open(), m.Title,
		m.Owner.Org, m.Station, "", "", len(m.Visits) > 1, "", m.Answered(), due, false, m.RaisedAt.UnixMicro(), ended,
	}
}

func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func reply(w http.ResponseWriter, m matter.Matter, err error) {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		http.Error(w, "no such matter", http.StatusNotFound)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	default:
		out := floorOutput{ID: m.ID, Number: m.Number, Rev: m.Rev, Step: m.Step}
		if d := m.Due(); d != nil {
			out.Due = d.Day.String()
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(out) // whoever has gone is not told
	}
}
