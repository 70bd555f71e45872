package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/journal"
)

// Verified says what Verify went through.
type Verified struct {
	Congresses, Subjects, Entries, Bodies, Erased, Matters, Records int
}

// Proven are the tables that Verify proves, in both directions: every row has its chain, every chain its rows.
var Proven = []string{
	"entry", "body", "subject", "register", "register_head", "matter", "matter_raiser", "matter_org", "matter_file", "matter_above", "lateness", "milestone",
	"congress", "area", "organization", "person", "membership", "account", "rulebook", "calendar_year", "import_run", "template", "api_token",
}

// Outside are the tables that Verify leaves alone, and why.
var Outside = map[string]string{
	"act_key":          "replies kept to make repeating an act harmless",
	"session":          "signed-in browsers",
	"api_token_use":    "when a token was last used, at most every five minutes; that it exists is proven",
	"signin_failure":   "wrong passwords in a row",
	"number_series":    "the last number drawn; numbers themselves are in the entries",
	"job":              "what is done after a commit",
	"notice":           "what people were told in the app",
	"mail":             "what was sent by e-mail",
	"reminded":         "the last reminder of each matter",
	"hollow":           "suggestions computed from the answers",
	"draft":            "what people have typed and not sent",
	"desk_run":         "acts on many matters under way; what was done is in each matter's journal",
	"desk_row":         "the matters of such a run",
	"desk_part":        "files that wait to be imported",
	"saved_filter":     "lists that a person keeps at hand",
	"goose_db_version": "schema version",
	// The index of words follows from matters, people and organizations. It decides nothing: every hit is held against
	// the matter itself before it is shown, and `huiyin reindex` makes all of it anew.
	"search_doc":           "index of words: which document is which matter",
	"search_words":         "index of words",
	"search_words_data":    "index of words, its own pages in SQLite",
	"search_words_idx":     "index of words, its own pages in SQLite",
	"search_words_docsize": "index of words, its own pages in SQLite",
	"search_words_config":  "index of words, its own pages in SQLite",
	"search_todo":          "matters whose words the index does not have yet; searches read them one by one",
	"search_name":          "index of names of people and organizations",
	"search_made":          "how far the index of words was made anew",
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
	if err := c.types(); err != nil {
		return err
	}
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
		return c.noCongress()
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

// noCongress names the table in which a congress without a row of its own is spoken of.
func (c *verifier) noCongress() error {
	registered, err := c.t.exists(`SELECT 1 FROM register WHERE congress = $1 AND kind = 'congress' AND subject = $1`, c.congress)
	if err != nil {
		return err
	}
	for _, table := range Proven {
		if registered {
			break
		}
		found, err := c.t.exists(`SELECT 1 FROM `+table+` WHERE congress = $1 LIMIT 1`, c.congress)
		if err != nil {
			return err
		}
		if found {
			return c.fault(table, c.congress, 0, table, "a row belongs to a congress that is not there")
		}
	}
	return c.fault("congress", c.congress, 0, "congress", "the congress has no row")
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
		if end, ok := ends[lane]; !ok || end != h {
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

// strays finds rows that no registered subject accounts for.
func (c *verifier) strays() error {
	type check struct{ table, kind, id string }
	checks := []check{
		{"matter", "'matter'", "x.id"},
		{"matter_raiser", "'matter'", "x.matter"},
		{"matter_org", "'matter'", "x.matter"},
		{"matter_file", "'matter'", "x.matter"},
		{"matter_above", "'matter'", "x.matter"},
		{"lateness", "'matter'", "x.matter"},
		{"milestone", "'matter'", "x.matter"},
		{"entry", "x.kind", "x.subject"},
		{"subject", "x.kind", "x.id"},
	}
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
	// Sorted against each other: entries have no index by body, so looking each one up would take n² steps.
	ids, err := c.t.ids(`SELECT hash FROM body WHERE congress = $1 EXCEPT SELECT body_hash FROM entry WHERE congress = $1 LIMIT 1`, c.congress)
	if err != nil {
		return err
	}
	if len(ids) > 0 {
		return c.fault("body", ids[0], 0, "body", "no entry names this body")
	}
	return nil
}
