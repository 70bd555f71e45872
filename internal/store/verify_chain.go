package store

import (
	"database/sql"
	"encoding/json"
	"strings"

	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
)

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
