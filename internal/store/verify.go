package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
)

// Verified says what Verify went through.
type Verified struct {
	Congresses, Subjects, Entries, Bodies, Erased, Matters, Records int
}

// Proven are the tables that Verify proves, in both directions: every row has its chain, every chain its rows.
var Proven = []string{
	"entry", "body", "subject", "register", "register_head", "matter", "matter_raiser", "matter_org", "lateness",
	"congress", "area", "organization", "person", "membership", "account", "rulebook", "calendar_year", "import_run",
}

// Outside are the tables that Verify leaves alone, and why.
var Outside = map[string]string{
	"act_key":          "replies kept to make repeating an act harmless",
	"session":          "signed-in browsers",
	"signin_failure":   "wrong passwords in a row",
	"number_series":    "the last number drawn; numbers themselves are in the entries",
	"hollow":           "suggestions computed from the answers",
	"goose_db_version": "schema version",
}

// Verify proves every row of the proven tables against the journal, on one snapshot. The error is a
// *journal.Fault that names the first wrong row.
func (db *DB) Verify(ctx context.Context) (Verified, error) {
	var v Verified
	err := db.View(ctx, func(t *Tx) error {
		v = Verified{}
		c := &verifier{t: t, v: &v}
		return c.run()
	})
	return v, err
}

type verifier struct {
	t        *Tx
	v        *Verified
	congress string
	zone     *time.Location
}

func (c *verifier) fault(kind, subject string, seq int64, table, format string, args ...any) error {
	return &journal.Fault{Congress: c.congress, Kind: kind, Subject: subject, Seq: seq, Table: table, What: fmt.Sprintf(format, args...)}
}

func (c *verifier) run() error {
	congresses, err := c.allCongresses()
	if err != nil {
		return err
	}
	for _, id := range congresses {
		c.congress = id
		c.v.Congresses++
		if err := c.oneCongress(); err != nil {
			return err
		}
	}
	return nil
}

// allCongresses lists every congress that any proven table speaks of: a stray row must not hide behind a
// congress that does not exist.
func (c *verifier) allCongresses() ([]string, error) {
	var parts []string
	for _, table := range Proven {
		parts = append(parts, "SELECT congress FROM "+table)
	}
	return c.t.ids("SELECT congress FROM (" + strings.Join(parts, " UNION ") + ") x ORDER BY congress")
}

func (c *verifier) oneCongress() error {
	if err := c.register(); err != nil {
		return err
	}
	if err := c.readZone(); err != nil {
		return err
	}
	subjects, err := c.subjects()
	if err != nil {
		return err
	}
	for _, s := range subjects {
		if err := c.subject(s); err != nil {
			return err
		}
	}
	return c.strays()
}

// readZone finds the zone in which intervals are computed.
func (c *verifier) readZone() error {
	var state string
	err := c.t.row(`SELECT state FROM congress WHERE congress = $1 AND id = $1`, c.congress).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return c.fault("congress", c.congress, 0, "congress", "the congress has no row")
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	var k struct {
		Zone string `json:"zone"`
	}
	if err := json.Unmarshal([]byte(state), &k); err != nil {
		return c.fault("congress", c.congress, 0, "congress", "its state is not readable: %v", err)
	}
	if c.zone, err = time.LoadLocation(k.Zone); err != nil {
		return c.fault("congress", c.congress, 0, "congress", "its zone is unknown: %v", err)
	}
	return nil
}

// register proves the register's lanes and that their heads are their ends.
func (c *verifier) register() error {
	type head struct {
		seq  int64
		hash string
	}
	ends := map[int64]head{}
	err := c.t.each(func(rows *sql.Rows) error {
		var lane, seq int64
		var kind, subject, first, hash string
		if err := rows.Scan(&lane, &seq, &kind, &subject, &first, &hash); err != nil {
			return err
		}
		prev := ends[lane]
		if seq != prev.seq+1 {
			return c.fault(kind, subject, 0, "register", "lane %d goes from %d to %d: a subject is missing or was added", lane, prev.seq, seq)
		}
		r := journal.Registration{Congress: c.congress, Lane: int(lane), Seq: seq, Kind: kind, Subject: subject, First: first, Prev: prev.hash}
		canonical, err := r.Canonical()
		if err != nil {
			return err
		}
		if journal.Hash(canonical) != hash {
			return c.fault(kind, subject, 0, "register", "lane %d, row %d does not give its hash", lane, seq)
		}
		if journal.Lane(kind, subject, journal.Lanes) != int(lane) {
			return c.fault(kind, subject, 0, "register", "it stands in lane %d, which is not its own", lane)
		}
		ends[lane] = head{seq, hash}
		return nil
	}, `SELECT lane, seq, kind, subject, first, hash FROM register WHERE congress = $1 ORDER BY lane, seq`, c.congress)
	if err != nil {
		return err
	}
	heads := 0
	err = c.t.each(func(rows *sql.Rows) error {
		var lane int64
		var h head
		if err := rows.Scan(&lane, &h.seq, &h.hash); err != nil {
			return err
		}
		heads++
		if ends[lane] != h {
			return c.fault("register", fmt.Sprintf("lane %d", lane), h.seq, "register_head", "the lane does not end where its head says")
		}
		return nil
	}, `SELECT lane, seq, hash FROM register_head WHERE congress = $1 ORDER BY lane`, c.congress)
	if err != nil {
		return err
	}
	if heads != len(ends) {
		return c.fault("register", "lanes", 0, "register_head", "there are %d lanes and %d heads", len(ends), heads)
	}
	return nil
}

type subjectRow struct {
	kind, id, head, first string
	rev                   int64
}

// subjects lists the registered subjects with their heads.
func (c *verifier) subjects() ([]subjectRow, error) {
	var out []subjectRow
	err := c.t.each(func(rows *sql.Rows) error {
		var s subjectRow
		var rev sql.NullInt64
		var head sql.NullString
		if err := rows.Scan(&s.kind, &s.id, &s.first, &rev, &head); err != nil {
			return err
		}
		if !rev.Valid {
			return c.fault(s.kind, s.id, 0, "subject", "it is registered but gone")
		}
		s.rev, s.head = rev.Int64, head.String
		out = append(out, s)
		return nil
	}, `SELECT r.kind, r.subject, r.first, s.rev, s.head FROM register r
		LEFT JOIN subject s ON s.congress = r.congress AND s.kind = r.kind AND s.id = r.subject
		WHERE r.congress = $1 ORDER BY r.kind, r.subject`, c.congress)
	return out, err
}

// subject proves one subject: its chain, its head, and the row that its chain folds to.
func (c *verifier) subject(s subjectRow) error {
	c.v.Subjects++
	stored, err := c.chain(s)
	if err != nil {
		return err
	}
	erased := map[string]bool{}
	for _, row := range stored {
		for _, h := range erasures(row.Canonical) {
			erased[h] = true
		}
	}
	entries, err := journal.Chain(c.congress, s.kind, s.id, stored, erased)
	if err != nil {
		return err
	}
	c.v.Erased += len(erased)
	if len(stored) == 0 {
		return c.fault(s.kind, s.id, 0, "entry", "it has no entries")
	}
	if last := stored[len(stored)-1]; int64(len(stored)) != s.rev || last.Hash != s.head {
		return c.fault(s.kind, s.id, s.rev, "subject", "its head does not name its last entry")
	}
	if stored[0].Hash != s.first {
		return c.fault(s.kind, s.id, 1, "register", "the register names another first entry")
	}
	if s.kind == matter.Subject {
		return c.matter(s, entries, stored)
	}
	return c.record(s, stored)
}

// erasures gives the body hashes that an entry names as erased.
func erasures(canonical string) []string {
	e, err := journal.Parse([]byte(canonical))
	if err != nil || e.ActKind != string(matter.Erasure) {
		return nil
	}
	var change matter.Change
	if json.Unmarshal(e.Data, &change) != nil {
		return nil
	}
	var out []string
	for k := range change.Coded {
		if h, ok := strings.CutPrefix(k, "body:"); ok {
			out = append(out, h)
		}
	}
	return out
}

func (c *verifier) chain(s subjectRow) ([]journal.Stored, error) {
	var out []journal.Stored
	err := c.t.each(func(rows *sql.Rows) error {
		var seq, recorded int64
		var act, actor, bodyHash, canonical, hash string
		var salt, body sql.NullString
		if err := rows.Scan(&seq, &act, &recorded, &actor, &bodyHash, &canonical, &hash, &salt, &body); err != nil {
			return err
		}
		e, err := journal.Parse([]byte(canonical))
		if err != nil {
			return c.fault(s.kind, s.id, seq, "entry", "%v", err)
		}
		if e.Seq != seq || e.Act != act || e.RecordedAt != recorded || e.Actor.Person != actor || e.BodyHash != bodyHash {
			return c.fault(s.kind, s.id, seq, "entry", "a column does not say what the entry's text says")
		}
		row := journal.Stored{Canonical: canonical, Hash: hash}
		if body.Valid {
			row.Body = &journal.Body{Hash: bodyHash, Salt: salt.String, Text: body.String}
			c.v.Bodies++
		}
		c.v.Entries++
		out = append(out, row)
		return nil
	}, `SELECT e.seq, e.act, e.recorded_at, e.actor, e.body_hash, e.canonical, e.hash, b.salt, b.body FROM entry e
		LEFT JOIN body b ON b.congress = e.congress AND b.hash = e.body_hash
		WHERE e.congress = $1 AND e.kind = $2 AND e.subject = $3 ORDER BY e.seq`, c.congress, s.kind, s.id)
	return out, err
}

// record proves that a record's row is what was last written about it.
func (c *verifier) record(s subjectRow, stored []journal.Stored) error {
	c.v.Records++
	r, err := recordOf(s.kind)
	if err != nil {
		return c.fault(s.kind, s.id, 0, "subject", "there is no table for this kind")
	}
	last := stored[len(stored)-1]
	if last.Body == nil {
		return c.fault(s.kind, s.id, s.rev, "body", "the state of the record is missing")
	}
	want, err := r.values([]byte(last.Body.Text))
	if err != nil {
		return c.fault(s.kind, s.id, s.rev, "body", "%v", err)
	}
	want = append([]any{s.rev, last.Body.Text}, want...)
	return c.compareRow(s, "SELECT rev, state, "+strings.Join(r.columns, ", ")+" FROM "+r.kind+" WHERE congress = $1 AND id = $2", r.kind, append([]string{"rev", "state"}, r.columns...), want)
}

// matter proves that a matter's row and everything derived from it is the fold of its chain.
func (c *verifier) matter(s subjectRow, entries []journal.Entry, stored []journal.Stored) error {
	c.v.Matters++
	m := matter.Matter{Congress: c.congress, ID: s.id}
	for i, e := range entries {
		var body []byte
		if stored[i].Body != nil {
			body = []byte(stored[i].Body.Text)
		}
		ev, err := matter.FromRecord(e, body)
		if err != nil {
			return c.fault(s.kind, s.id, e.Seq, "entry", "%v", err)
		}
		m = matter.Apply(m, ev)
	}
	state, err := journal.Marshal(m)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	want := append([]any{m.Rev, string(state)}, rowOf(m)...)
	columns := append([]string{"rev", "state"}, matterColumns...)
	if err := c.compareRow(s, "SELECT "+strings.Join(columns, ", ")+" FROM matter WHERE congress = $1 AND id = $2", "matter", columns, want); err != nil {
		return err
	}
	var orgs [][]any
	for _, o := range access.Involved(m) {
		orgs = append(orgs, []any{o})
	}
	for _, d := range []struct {
		table, columns string
		want           [][]any
	}{
		{"matter_raiser", "raiser, kind, person, joined_at, to_rate", raiserRows(m)},
		{"matter_org", "org", orgs},
		{"lateness", "n, kind, procedure, step, owner_org, station, due_day, from_at, until_at", lateRows(m, c.zone)},
	} {
		if err := c.compareDerived(s, d.table, d.columns, d.want); err != nil {
			return err
		}
	}
	return nil
}

func (c *verifier) compareRow(s subjectRow, query, table string, columns []string, want []any) error {
	found := false
	err := c.t.each(func(rows *sql.Rows) error {
		found = true
		have, err := scanAny(rows, len(columns))
		if err != nil {
			return err
		}
		for i := range columns {
			if !same(have[i], want[i]) {
				return c.fault(s.kind, s.id, s.rev, table, "column %s is not what the journal says", columns[i])
			}
		}
		return nil
	}, query, c.congress, s.id)
	if err == nil && !found {
		return c.fault(s.kind, s.id, 0, table, "its row is missing")
	}
	return err
}

func (c *verifier) compareDerived(s subjectRow, table, columns string, want [][]any) error {
	keys := make([]string, 0, len(want))
	for _, w := range want {
		keys = append(keys, rowKey(w))
	}
	slices.Sort(keys)
	var have []string
	n := strings.Count(columns, ",") + 1
	err := c.t.each(func(rows *sql.Rows) error {
		vals, err := scanAny(rows, n)
		if err != nil {
			return err
		}
		have = append(have, rowKey(vals))
		return nil
	}, "SELECT "+columns+" FROM "+table+" WHERE congress = $1 AND matter = $2", c.congress, s.id)
	if err != nil {
		return err
	}
	slices.Sort(have)
	if !slices.Equal(have, keys) {
		return c.fault(s.kind, s.id, s.rev, table, "its rows are not what the journal says")
	}
	return nil
}

// strays finds rows that no registered subject accounts for.
func (c *verifier) strays() error {
	type check struct{ table, kind, id string }
	checks := []check{{"matter", "'matter'", "x.id"}, {"matter_raiser", "'matter'", "x.matter"}, {"matter_org", "'matter'", "x.matter"},
		{"lateness", "'matter'", "x.matter"}, {"entry", "x.kind", "x.subject"}, {"subject", "x.kind", "x.id"}}
	for _, r := range records {
		checks = append(checks, check{r.kind, "'" + r.kind + "'", "x.id"})
	}
	for _, k := range checks {
		ids, err := c.t.ids(fmt.Sprintf(`SELECT %s FROM %s x WHERE x.congress = $1 AND NOT EXISTS
			(SELECT 1 FROM register r WHERE r.congress = x.congress AND r.kind = %s AND r.subject = %s) LIMIT 1`, k.id, k.table, k.kind, k.id), c.congress)
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			return c.fault(strings.Trim(k.kind, "'"), ids[0], 0, k.table, "no subject is registered for this row")
		}
	}
	ids, err := c.t.ids(`SELECT b.hash FROM body b WHERE b.congress = $1 AND NOT EXISTS
		(SELECT 1 FROM entry e WHERE e.congress = b.congress AND e.body_hash = b.hash) LIMIT 1`, c.congress)
	if err != nil {
		return err
	}
	if len(ids) > 0 {
		return c.fault("body", ids[0], 0, "body", "no entry names this body")
	}
	return nil
}

func scanAny(rows *sql.Rows, n int) ([]any, error) {
	vals, ptrs := make([]any, n), make([]any, n)
	for i := range vals {
		ptrs[i] = &vals[i]
	}
	return vals, rows.Scan(ptrs...)
}

// same compares a stored value with what it should be, across the types the two drivers give.
func same(have, want any) bool { return plain(have) == plain(want) }

func plain(v any) string {
	switch v := v.(type) {
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []byte:
		return string(v)
	case string:
		return v
	}
	return fmt.Sprint(v)
}

func rowKey(vals []any) string {
	var b bytes.Buffer
	for _, v := range vals {
		fmt.Fprintf(&b, "%q|", plain(v))
	}
	return b.String()
}
