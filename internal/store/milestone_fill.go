package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/huiyin/huiyin/internal/matter"
)

// fillMilestones derives the milestones of a database that is older than they are. On every other database it asks
// one question and does nothing. All of it is one transaction: a crash leaves it to the next start.
func (db *DB) fillMilestones(ctx context.Context) error {
	tx, err := db.writer.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: milestones: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	t := &Tx{Now: db.Clock(), ctx: ctx, db: db, tx: tx}
	needed, err := t.exists(`SELECT 1 FROM matter WHERE NOT EXISTS (SELECT 1 FROM milestone) LIMIT 1`)
	if err != nil || !needed {
		return err
	}
	zones := map[string]*time.Location{}
	var all []matter.Matter
	err = t.each(func(rows *sql.Rows) error {
		var id, state string
		if err := rows.Scan(&id, &state); err != nil {
			return err
		}
		var c struct {
			Zone string `json:"zone"`
		}
		if err := json.Unmarshal([]byte(state), &c); err != nil {
			return err
		}
		zones[id], err = time.LoadLocation(c.Zone)
		return err
	}, `SELECT congress, state FROM congress`)
	if err != nil {
		return err
	}
	const page = 500
	lastCongress, lastID := "", ""
	for {
		all = all[:0]
		if err := t.eachState(func(m matter.Matter) error {
			all = append(all, m)
			return nil
		}, `SELECT state FROM matter WHERE (congress, id) > ($1, $2) ORDER BY congress, id LIMIT $3`, lastCongress, lastID, page); err != nil {
			return err
		}
		if len(all) == 0 {
			break
		}
		lastCongress, lastID = all[len(all)-1].Congress, all[len(all)-1].ID
		for _, m := range all {
			if zone := zones[m.Congress]; zone != nil {
				if err := t.rewriteMilestones(m, zone); err != nil {
					return err
				}
			}
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: milestones: %w", err)
	}
	return nil
}
