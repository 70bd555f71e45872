package journal

import "fmt"

// Fault is the first thing found wrong with a subject, in words an administrator can act on.
type Fault struct {
	Congress string
	Kind     string
	Subject  string
	Seq      int64 // 0: the subject as a whole
	Table    string
	What     string
}

// Error names the place and what is wrong there.
func (f *Fault) Error() string {
	return fmt.Sprintf("%s: %s %s/%s entry %d: %s", f.Table, f.Congress, f.Kind, f.Subject, f.Seq, f.What)
}

// Stored is an entry as a database keeps it: the canonical text and, beside it, the hash.
type Stored struct {
	Canonical string
	Hash      string
	Body      *Body // nil: none stored
}

// Chain checks the entries of one subject in order: bytes, hashes, links, numbering, bodies. erased holds
// the body hashes that erasure entries of the same subject name; a body that is gone without one is a fault,
// and so is a body that is still there although it was erased. It returns the parsed entries.
func Chain(congress, kind, subject string, rows []Stored, erased map[string]bool) ([]Entry, error) {
	fault := func(seq int64, table, format string, args ...any) error {
		return &Fault{Congress: congress, Kind: kind, Subject: subject, Seq: seq, Table: table, What: fmt.Sprintf(format, args...)}
	}
	entries := make([]Entry, 0, len(rows))
	prev := ""
	for i, row := range rows {
		seq := int64(i + 1)
		e, err := Parse([]byte(row.Canonical))
		if err != nil {
			return nil, fault(seq, "entry", "%v", err)
		}
		switch {
		case Hash([]byte(row.Canonical)) != row.Hash:
			return nil, fault(seq, "entry", "the text does not give the hash stored beside it")
		case e.Congress != congress || e.Kind != kind || e.Subject != subject:
			return nil, fault(seq, "entry", "it belongs to %s %s/%s", e.Congress, e.Kind, e.Subject)
		case e.Seq != seq:
			return nil, fault(seq, "entry", "it is numbered %d: an entry is missing or was added", e.Seq)
		case e.Prev != prev:
			return nil, fault(seq, "entry", "it does not follow the entry before it")
		case e.BodyHash == "" && row.Body != nil:
			return nil, fault(seq, "body", "there is a body that no entry names")
		case e.BodyHash != "" && row.Body == nil && !erased[e.BodyHash]:
			return nil, fault(seq, "body", "the body is missing and no erasure names it")
		case row.Body != nil && erased[e.BodyHash]:
			return nil, fault(seq, "body", "the body was erased and is there again")
		case row.Body != nil && (row.Body.Sum() != e.BodyHash || row.Body.Hash != e.BodyHash):
			return nil, fault(seq, "body", "the text does not give the hash in the entry")
		}
		prev = row.Hash
		entries = append(entries, e)
	}
	return entries, nil
}
