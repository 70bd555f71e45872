package faultdb

import "testing"

func TestKindAndWrites(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		sql    string
		kind   Kind
		writes bool
	}{
		{"SELECT 1", Statement, false},
		{"-- a comment\n /* another */ select 1", Statement, false},
		{"(SELECT 1) UNION (SELECT 2)", Statement, false},
		{"WITH x AS (SELECT 1) SELECT * FROM x", Statement, false},
		{"WITH x AS (SELECT 1) INSERT INTO y SELECT * FROM x", Statement, true},
		{"insert into t values (1)", Statement, true},
		{"CREATE TABLE t (n BIGINT)", Statement, true},
		{"PRAGMA synchronous", Statement, false},
		{"begin immediate", Begin, true},
		{"START TRANSACTION", Begin, true},
		{"COMMIT;", Commit, true},
		{"END", Commit, true},
		{"ROLLBACK", rollback, false},
		{"ROLLBACK TO s1", Statement, false},
		{"SAVEPOINT s1", Statement, false},
		{"", Statement, false},
	} {
		if got := kindOf(tc.sql); got != tc.kind {
			t.Errorf("kindOf(%q) = %d, want %d", tc.sql, got, tc.kind)
		}
		if got := writes(tc.sql); got != tc.writes {
			t.Errorf("writes(%q) = %v, want %v", tc.sql, got, tc.writes)
		}
	}
}
