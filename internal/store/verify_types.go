package store

import (
	"database/sql"
	"fmt"
	"strings"
)

// types finds values that have another type than their column, where the engine lets any in (SQLite): they can
// read like the right value and yet be missed by every comparison, so that a list would leave the row out.
func (c *verifier) types() error {
	if !c.t.db.Loose {
		return nil
	}
	for _, table := range Proven {
		cases, err := c.typeCases(table)
		if err != nil {
			return err
		}
		err = c.t.each(func(rows *sql.Rows) error {
			var row int64
			var column string
			if err := rows.Scan(&row, &column); err != nil {
				return err
			}
			return c.fault(table, fmt.Sprintf("row %d", row), 0, table, "column %s holds a value of another type", column)
		}, `SELECT x.row, x.wrong FROM (SELECT rowid AS row, CASE`+cases+` END AS wrong FROM `+table+`) x WHERE x.wrong IS NOT NULL LIMIT 1`)
		if err != nil {
			return err
		}
	}
	return nil
}

// typeCases are the branches of a CASE that names the first column whose value has a wrong type.
func (c *verifier) typeCases(table string) (string, error) {
	var out strings.Builder
	err := c.t.each(func(rows *sql.Rows) error {
		var column, declared string
		if err := rows.Scan(&column, &declared); err != nil {
			return err
		}
		wrong := "typeof(" + column + ") <> 'text'"
		switch declared {
		case "BIGINT":
			wrong = "typeof(" + column + ") <> 'integer'"
		case "BOOLEAN":
			wrong = "typeof(" + column + ") <> 'integer' OR " + column + " NOT IN (0, 1)"
		}
		fmt.Fprintf(&out, " WHEN %s THEN '%s'", wrong, column)
		return nil
	}, `SELECT name, type FROM pragma_table_info($1)`, table)
	return out.String(), err
}
