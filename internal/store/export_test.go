package store

// Waiting is how many writes wait for the single writer.
func (db *DB) Waiting() int { return len(db.batch.queue) }
