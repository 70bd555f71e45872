package store

import "github.com/huiyin/huiyin/internal/matter"

// fileRows gives seq, n, hash, thumb, size of each attachment.
func fileRows(m matter.Matter) [][]any {
	out := make([][]any, 0, len(m.Files))
	for i, f := range m.Files {
		out = append(out, []any{f.Seq, int64(i + 1), f.Hash, f.Thumb, f.Size})
	}
	return out
}

// saveFiles writes the rows of attachments. Those of a living matter are only ever added to; after an erasure
// they are written anew.
func (t *Tx) saveFiles(anew bool, m matter.Matter) error {
	if anew {
		if err := t.exec(`DELETE FROM matter_file WHERE congress = $1 AND matter = $2`, m.Congress, m.ID); err != nil {
			return err
		}
	}
	rows := fileRows(m)
	for i, f := range m.Files {
		if !anew && f.Seq != m.Rev {
			continue // written when it happened
		}
		if err := t.exec(`INSERT INTO matter_file (congress, matter, seq, n, hash, thumb, size) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			append([]any{m.Congress, m.ID}, rows[i]...)...); err != nil {
			return err
		}
	}
	return nil
}

// FileNamed reports whether an attachment of the congress names these bytes, as a file or as its thumbnail.
func (t *Tx) FileNamed(congress, hash string) (bool, error) {
	named, err := t.exists(`SELECT 1 FROM matter_file WHERE congress = $1 AND hash = $2 LIMIT 1`, congress, hash)
	if err != nil || named {
		return named, err
	}
	return t.exists(`SELECT 1 FROM matter_file WHERE congress = $1 AND thumb = $2 AND thumb <> '' LIMIT 1`, congress, hash)
}
