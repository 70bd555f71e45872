package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/store"
)

// Tamper proves that Verify sees what somebody changes behind the store's back: in every proven table every
// column, every row, and every way to hide it that does not rewrite the whole database.
func Tamper(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	w.fill()
	verify(t, w.db)
	x := &tamperer{world: w, t: t, r: random(t)}
	x.dropTriggers()
	for _, table := range store.Proven {
		rows := x.read(table)
		if len(rows.values) == 0 {
			t.Fatalf("%s has no row: nothing is proven about it", table)
		}
		for i, column := range rows.columns {
			for range min(3, len(rows.values)) {
				row := x.r.IntN(len(rows.values))
				x.try(table, fmt.Sprintf("%s.%s of row %d by one byte", table, column, row), func() error { return x.change(rows, row, i) })
			}
		}
		for range min(3, len(rows.values)) {
			row := x.r.IntN(len(rows.values))
			x.try(table, fmt.Sprintf("row %d of %s deleted", row, table), func() error { return x.exec("DELETE FROM "+table+" WHERE "+rows.where(0), rows.values[row]...) })
			x.try(table, fmt.Sprintf("row %d of %s copied", row, table), func() error { return x.copyRow(rows, row) })
		}
		x.try(table, table+" emptied", func() error { return x.exec("DELETE FROM " + table) })
	}
	x.subjects()
	x.spellings()
	if w.db.Name != "postgres" {
		x.types()
	}
	verify(t, w.db)
}

// tamperer changes a database behind the store's back and puts it right again.
type tamperer struct {
	*world
	t *testing.T
	r *rand.Rand
}

// table is the contents of a table.
type table struct {
	name    string
	columns []string
	values  [][]any
}

// where finds a row by all its values, which follow n other arguments.
func (r table) where(n int) string {
	conditions := make([]string, len(r.columns))
	for i, c := range r.columns {
		conditions[i] = fmt.Sprintf("%s = $%d", c, n+i+1)
	}
	return strings.Join(conditions, " AND ")
}

var errMissed = errors.New("it touched no row")

// exec changes something; a change that touches nothing proves nothing.
func (x *tamperer) exec(query string, args ...any) error {
	res, err := x.db.Writer().ExecContext(ctx, query, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errMissed, err)
	}
	return nil
}

// must changes something that may not be there.
func (x *tamperer) must(query string, args ...any) {
	x.t.Helper()
	if err := x.exec(query, args...); err != nil && !errors.Is(err, errMissed) {
		x.t.Fatalf("%s: %v", query, err)
	}
}

func (x *tamperer) dropTriggers() {
	x.t.Helper()
	if x.db.Name == "postgres" {
		for _, name := range []string{"entry", "register", "body"} {
			x.must("ALTER TABLE " + name + " DISABLE TRIGGER USER")
		}
		return
	}
	rows := x.query("SELECT name FROM sqlite_master WHERE type = 'trigger'")
	for _, row := range rows {
		x.must("DROP TRIGGER " + row[0].(string)) //nolint:forcetypeassert // a name is text
	}
}

func (x *tamperer) query(query string, args ...any) [][]any {
	x.t.Helper()
	rows, err := x.db.Writer().QueryContext(ctx, query, args...)
	if err != nil {
		x.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		x.t.Fatal(err)
	}
	var out [][]any
	for rows.Next() {
		values, ptrs := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			ptrs[i] = &values[i]
		}
		if err := rows.Scan(ptrs...); err != nil {
			x.t.Fatal(err)
		}
		out = append(out, values)
	}
	if err := rows.Err(); err != nil {
		x.t.Fatal(err)
	}
	return out
}

// read takes in a table with all its rows.
func (x *tamperer) read(name string) table {
	x.t.Helper()
	rows, err := x.db.Writer().QueryContext(ctx, "SELECT * FROM "+name+" WHERE FALSE")
	if err != nil {
		x.t.Fatal(err)
	}
	columns, err := rows.Columns()
	if err := errors.Join(err, rows.Close(), rows.Err()); err != nil {
		x.t.Fatal(err)
	}
	return table{name: name, columns: columns, values: x.query("SELECT " + strings.Join(columns, ", ") + " FROM " + name)}
}

// restore puts a table back as it was read.
func (x *tamperer) restore(rows table) {
	x.t.Helper()
	tx, err := x.db.Writer().BeginTx(ctx, nil)
	if err != nil {
		x.t.Fatal(err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if _, err := tx.ExecContext(ctx, "DELETE FROM "+rows.name); err != nil {
		x.t.Fatal(err)
	}
	for _, row := range rows.values {
		if err := insert(ctx, tx, rows, row); err != nil {
			x.t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		x.t.Fatal(err)
	}
}

type execer interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

func insert(ctx context.Context, tx execer, rows table, row []any) error {
	marks := make([]string, len(row))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO "+rows.name+" ("+strings.Join(rows.columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", row...)
	return err
}

// mayName says in which other tables a change of one table may show first.
var mayName = map[string][]string{
	"entry":         {"subject", "body", "register"},
	"body":          {"entry"},
	"subject":       {"entry", "register"},
	"register":      {"register_head", "subject", "entry", "congress"},
	"register_head": {"register"},
	"congress":      {"register", "register_head"},
}

// try does something behind the store's back, asks Verify, and puts the tables right again. also are further
// tables that the change touches.
func (x *tamperer) try(name, what string, do func() error, also ...string) {
	x.t.Helper()
	before := []table{x.read(name)}
	for _, other := range also {
		before = append(before, x.read(other))
	}
	if err := do(); err != nil {
		x.t.Fatalf("%s: %v", what, err)
	}
	_, err := x.db.Verify(ctx)
	var fault *journal.Fault
	switch {
	case err == nil:
		x.t.Errorf("%s: verify saw nothing", what)
	case !errors.As(err, &fault):
		x.t.Errorf("%s: verify names no row: %v", what, err)
	case fault.What == "" || fault.Table != name && !slices.Contains(also, fault.Table) && !slices.Contains(mayName[name], fault.Table):
		x.t.Errorf("%s: verify looks elsewhere: %v", what, err)
	}
	for _, rows := range slices.Backward(before) {
		x.restore(rows)
	}
}

// change alters one value of one row by one byte, in a way that the table's keys allow.
func (x *tamperer) change(rows table, row, column int) error {
	var err error
	for try := range 8 {
		value := oneByte(x.r, rows.values[row][column])
		switch v := value.(type) { // the keys may want something that is nowhere else
		case string:
			if try > 4 {
				value = v + "x"
			}
		case int64:
			if try > 4 {
				value = v + 1<<(8+try)
			}
		}
		if err = x.set(rows, row, column, "$1", value); err == nil || errors.Is(err, errMissed) {
			return err
		}
	}
	return err
}

// set gives a column of a row another value, as SQL with arguments.
func (x *tamperer) set(rows table, row, column int, value string, args ...any) error {
	return x.exec("UPDATE "+rows.name+" SET "+rows.columns[column]+" = "+value+" WHERE "+rows.where(len(args)), append(args, rows.values[row]...)...)
}

// copyRow adds a row again, changed by one byte in as few columns as its keys allow.
func (x *tamperer) copyRow(rows table, row int) error {
	var err error
	for try := range 200 {
		values := slices.Clone(rows.values[row])
		for range 1 + try/20 {
			column := x.r.IntN(len(values))
			values[column] = oneByte(x.r, values[column])
		}
		if err = insert(ctx, x.db.Writer(), rows, values); err == nil {
			return nil
		}
	}
	return err
}

// oneByte changes a value as little as its type allows.
func oneByte(r *rand.Rand, v any) any {
	switch v := v.(type) {
	case bool:
		return !v
	case int64:
		return v + int64(1-2*r.IntN(2))
	case string:
		if v == "" {
			return "x"
		}
		i := r.IntN(len(v))
		for !utf8.RuneStart(v[i]) {
			i--
		}
		char, n := utf8.DecodeRuneInString(v[i:])
		switch char {
		case 'z', 'Z', '9', '}':
			char -= 9
		default:
			char++
		}
		return v[:i] + string(char) + v[i+n:]
	}
	panic(fmt.Sprintf("a column of type %T", v))
}
