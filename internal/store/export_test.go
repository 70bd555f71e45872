package store

// Waiting is how many writes wait for the single writer.
func (db *DB) Waiting() int { return len(db.batch.queue) }

// PageQuery is the query of one page of a list.
func PageQuery(f Filter, o Order, after Cursor) (string, []any) { return f.page(o, after, 20) }

// LatesQuery is the query of one page of closed intervals.
func LatesQuery(f LateFilter, after Cursor) (string, []any) { return f.page(after, 20) }
