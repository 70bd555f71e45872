package storetest

import (
	"testing"

	"github.com/huiyin/huiyin/internal/store"
)

// Migrating brings the schema up, again changes nothing; a schema of another version is recognised.
func testMigrations(t *testing.T, e Engine) {
	t.Helper()
	c := &clock{t: at("2026-03-02 09:00")}
	db := e.Empty(t).Open(t, c.now)
	defer db.Close() //nolint:errcheck // the test is over
	wantErr(t, "a database without a schema", db.CheckSchema(ctx), store.ErrOldSchema)
	for i := range 2 {
		if err := db.Migrate(ctx); err != nil {
			t.Fatalf("migration %d: %v", i+1, err)
		}
		if err := db.CheckSchema(ctx); err != nil {
			t.Fatalf("after migration %d: %v", i+1, err)
		}
	}
	if v := verify(t, db); v != (store.Verified{}) {
		t.Errorf("an empty database verified %+v", v)
	}
	if _, err := db.Writer().ExecContext(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, TRUE)"); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "a schema of a later program", db.CheckSchema(ctx), store.ErrOldSchema)
}

// Several processes that start on one new database at the same time all find it ready.
func testMigrationsAtOnce(t *testing.T, e Engine) {
	t.Helper()
	const processes = 5
	h := e.Empty(t)
	c := &clock{t: at("2026-03-02 09:00")}
	var dbs [processes]*store.DB
	for i := range dbs {
		dbs[i] = h.Open(t, c.now)
		defer dbs[i].Close() //nolint:errcheck // the test is over
	}
	for i, err := range together(processes, func(i int) error {
		if err := dbs[i].Migrate(ctx); err != nil {
			return err
		}
		return dbs[i].CheckSchema(ctx)
	}) {
		if err != nil {
			t.Errorf("process %d: %v", i+1, err)
		}
	}
	if n, m := count(t, dbs[0], "SELECT count(*) FROM goose_db_version"), count(t, dbs[0], "SELECT count(DISTINCT version_id) FROM goose_db_version"); n != m {
		t.Errorf("%d versions were recorded %d times", m, n)
	}
}
