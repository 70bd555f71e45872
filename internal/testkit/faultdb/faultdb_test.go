package faultdb_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/huiyin/huiyin/internal/testkit/faultdb"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
)

// engines are the inner drivers, each with the address of a fresh database.
var engines = []struct {
	driver string
	dsn    func(t *testing.T) string
}{
	{"sqlite", func(t *testing.T) string {
		return "file:" + filepath.Join(t.TempDir(), "f.db") + "?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)"
	}},
	{"pgx", func(t *testing.T) string { return pgtest.URL(t) }},
}

// onEngines runs a test on each engine.
func onEngines(t *testing.T, f func(t *testing.T, driver, dsn string)) {
	t.Helper()
	for _, e := range engines {
		t.Run(e.driver, func(t *testing.T) {
			t.Parallel()
			f(t, e.driver, e.dsn(t))
		})
	}
}

// world opens a database with a table and two accounts in it.
func world(t *testing.T, driver, dsn string, p *faultdb.Plan) *sql.DB {
	t.Helper()
	db, err := faultdb.Open(driver, dsn, p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, q := range []string{
		"CREATE TABLE IF NOT EXISTS account (id TEXT PRIMARY KEY, amount BIGINT NOT NULL)",
		"DELETE FROM account",
		"INSERT INTO account (id, amount) VALUES ('a', 100), ('b', 0)",
	} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	return db
}

// amounts reads both accounts through the plain driver.
func amounts(t *testing.T, driver, dsn string) [2]int {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var a, b int
	err = db.QueryRowContext(t.Context(), "SELECT x.amount, y.amount FROM account x, account y WHERE x.id = 'a' AND y.id = 'b'").Scan(&a, &b)
	if err != nil {
		t.Fatal(err)
	}
	return [2]int{a, b}
}

// transfer moves 40 from a to b in one transaction: an Exec, a Query and a
// prepared statement.
func transfer(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if _, err := tx.ExecContext(ctx, "UPDATE account SET amount = amount - $1 WHERE id = $2", 40, "a"); err != nil {
		return err
	}
	var left int
	if err := tx.QueryRowContext(ctx, "UPDATE account SET amount = amount + $1 WHERE id = $2 RETURNING amount", 40, "b").Scan(&left); err != nil {
		return err
	}
	st, err := tx.PrepareContext(ctx, "SELECT sum(amount) FROM account WHERE amount >= $1")
	if err != nil {
		return err
	}
	defer st.Close()
	var sum int
	if err := st.QueryRowContext(ctx, 0).Scan(&sum); err != nil {
		return err
	}
	if sum != 100 {
		return fmt.Errorf("the sum is %d inside the transaction", sum)
	}
	return tx.Commit()
}

// Whatever fails, in whatever way, the transfer happened wholly or not at all,
// and the caller of an uncertain commit is the only one who cannot know.
func TestMatrixOverATransfer(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, driver, dsn string) {
		faultdb.Matrix(t, func(t *testing.T, p *faultdb.Plan) {
			db := world(t, driver, dsn, p)
			p.Arm()
			err := transfer(t.Context(), db)
			p.Disarm()

			want := [2]int{60, 40}
			hit := slices.IndexFunc(p.Calls(), func(c faultdb.Call) bool { return c.How != 0 })
			if hit >= 0 {
				if !errors.Is(err, faultdb.ErrInjected) {
					t.Fatalf("the transfer says %v, want the injected fault", err)
				}
				if c := p.Calls()[hit]; c.Kind != faultdb.Commit || c.How&faultdb.Before != 0 {
					want = [2]int{100, 0}
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if got := amounts(t, driver, dsn); got != want {
				t.Fatalf("stored %v, want %v", got, want)
			}
			// The pool must be usable afterwards, on a new connection if need be.
			if _, err := db.ExecContext(t.Context(), "UPDATE account SET amount = amount WHERE id = 'a'"); err != nil {
				t.Fatalf("the next statement after the fault: %v", err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		})
	})
}

func TestCountsAndLog(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, driver, dsn string) {
		p := faultdb.NewPlan()
		db := world(t, driver, dsn, p)
		var seen []int
		p.OnCommit(func(n int) { seen = append(seen, n) })
		p.Arm()
		if err := transfer(t.Context(), db); err != nil {
			t.Fatal(err)
		}
		for k, want := range map[faultdb.Kind]int{faultdb.Begin: 1, faultdb.Statement: 3, faultdb.Commit: 1, faultdb.Any: 5} {
			if got := p.Count(k); got != want {
				t.Errorf("%v: counted %d, want %d", k, got, want)
			}
		}
		var n int
		if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM account").Scan(&n); err != nil {
			t.Fatal(err)
		}
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil { // nothing written: nothing to flush
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), "DELETE FROM account"); err != nil {
			t.Fatal(err)
		}
		if got := p.Flushes(); got != 2 || !slices.Equal(seen, []int{1, 2}) {
			t.Errorf("%d flushes, reported %v; want 2: the transfer and the delete", got, seen)
		}
		if calls := p.Calls(); calls[4].Kind != faultdb.Commit || calls[len(calls)-1].SQL != "DELETE FROM account" {
			t.Errorf("calls: %+v", calls)
		}
	})
}

// A batch begun and ended as text on one connection, as a writer that gathers
// acts does it, is counted and fails like a driver's transaction.
func TestTransactionsAsText(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, driver, dsn string) {
		for _, tc := range []struct {
			how  faultdb.How
			want [2]int
		}{{faultdb.Before, [2]int{100, 0}}, {faultdb.After, [2]int{7, 0}}, {faultdb.After | faultdb.Drop, [2]int{7, 0}}} {
			p := faultdb.NewPlan(faultdb.Fault{Kind: faultdb.Commit, N: 1, How: tc.how})
			db := world(t, driver, dsn, p)
			c, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p.Arm()
			for _, q := range []string{
				"BEGIN", "SAVEPOINT s1", "UPDATE account SET amount = 7 WHERE id = 'a'", "RELEASE s1",
				"SAVEPOINT s2", "UPDATE account SET amount = 8 WHERE id = 'a'", "ROLLBACK TO s2", "RELEASE s2",
			} {
				if _, err := c.ExecContext(t.Context(), q); err != nil {
					t.Fatalf("%s: %v", q, err)
				}
			}
			if _, err := c.ExecContext(t.Context(), "COMMIT"); !errors.Is(err, faultdb.ErrInjected) {
				t.Fatalf("COMMIT says %v, want the injected fault", err)
			}
			if tc.how == faultdb.Before {
				if _, err := c.ExecContext(t.Context(), "ROLLBACK"); err != nil {
					t.Fatal(err)
				}
			}
			_ = c.Close()
			if got := amounts(t, driver, dsn); got != tc.want {
				t.Errorf("%v: stored %v, want %v", tc.how, got, tc.want)
			}
			if got, want := p.Flushes(), map[bool]int{true: 0, false: 1}[tc.how == faultdb.Before]; got != want {
				t.Errorf("%v: %d flushes, want %d", tc.how, got, want)
			}
			_ = db.Close()
		}
	})
}

// What the engine says of options, values, errors and types must come through
// the wrapper unchanged.
func TestPassThrough(t *testing.T) {
	t.Parallel()
	onEngines(t, func(t *testing.T, name, dsn string) {
		ctx := t.Context()
		p := faultdb.NewPlan()
		faulty := world(t, name, dsn, p)
		plain, err := sql.Open(name, dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer plain.Close()

		for _, db := range []*sql.DB{plain, faulty} {
			if err := db.PingContext(ctx); err != nil {
				t.Fatal(err)
			}
			var s string
			if err := db.QueryRowContext(ctx, "SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT)", "a", "b").Scan(&s); err != nil || s != "ba" {
				t.Errorf("arguments by number: %q, %v", s, err)
			}
			rows, err := db.QueryContext(ctx, "SELECT id, amount FROM account")
			if err != nil {
				t.Fatal(err)
			}
			types, err := rows.ColumnTypes()
			if err != nil || types[0].DatabaseTypeName() != "TEXT" {
				t.Errorf("column types: %v, %v", types[0].DatabaseTypeName(), err)
			}
			if err := rows.Close(); err != nil {
				t.Error(err)
			}
			res, err := db.ExecContext(ctx, "UPDATE account SET amount = amount")
			if err != nil {
				t.Fatal(err)
			}
			if n, err := res.RowsAffected(); n != 2 || err != nil {
				t.Errorf("rows affected: %d, %v", n, err)
			}
		}

		_, wantErr := plain.ExecContext(ctx, "INSERT INTO account (id, amount) VALUES ('a', 1)")
		_, gotErr := faulty.ExecContext(ctx, "INSERT INTO account (id, amount) VALUES ('a', 1)")
		if wantErr == nil || gotErr == nil || fmt.Sprintf("%T %v", gotErr, gotErr) != fmt.Sprintf("%T %v", wantErr, wantErr) {
			t.Errorf("a duplicate key: %T %v, want %T %v", gotErr, gotErr, wantErr, wantErr)
		}

		tx, err := faulty.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM account")
		if name == "pgx" && err == nil { // SQLite's driver does not enforce it, wrapped or not
			t.Errorf("a read-only transaction wrote: the option was lost")
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestValuesOfBothEngines(t *testing.T) {
	t.Parallel()
	t.Run("pgx takes a slice", func(t *testing.T) {
		t.Parallel()
		db := world(t, "pgx", pgtest.URL(t), faultdb.NewPlan())
		var n int
		err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM account WHERE id = ANY($1)", []string{"a", "b"}).Scan(&n)
		if err != nil || n != 2 {
			t.Fatalf("%d, %v", n, err)
		}
	})
	t.Run("the inner connection can be reached", func(t *testing.T) {
		t.Parallel()
		db := world(t, "pgx", pgtest.URL(t), faultdb.NewPlan())
		c, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		err = c.Raw(func(dc any) error {
			u, ok := dc.(interface{ Unwrap() driver.Conn })
			if !ok {
				return errors.New("no Unwrap")
			}
			if got := fmt.Sprintf("%T", u.Unwrap()); got != "*stdlib.Conn" {
				return errors.New(got)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestRegister(t *testing.T) {
	t.Parallel()
	p := faultdb.NewPlan(faultdb.Fault{Kind: faultdb.Statement, N: 2, How: faultdb.Before})
	name := "faulty-" + rand.Text()
	if err := faultdb.Register(name, "sqlite", p); err != nil {
		t.Fatal(err)
	}
	if err := faultdb.Register("faulty", "no such driver", p); err == nil {
		t.Error("an unknown inner driver was taken")
	}
	db, err := sql.Open(name, ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	p.Arm()
	for i, want := range []error{nil, faultdb.ErrInjected, nil} {
		if _, err := db.ExecContext(t.Context(), "SELECT 1"); !errors.Is(err, want) {
			t.Errorf("statement %d: %v, want %v", i+1, err, want)
		}
	}
	if p.Fired() != 1 {
		t.Errorf("%d faults fired", p.Fired())
	}
}
