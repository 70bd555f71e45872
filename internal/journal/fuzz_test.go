package journal

import (
	"bytes"
	"encoding/json"
	"testing"
)

// There is one text for one entry: whatever Parse takes, Canonical writes byte for byte.
func FuzzParse(f *testing.F) {
	for _, row := range []Entry{
		{Congress: "c", Kind: "matter", Subject: "m", Seq: 1, Act: "note", ActKind: "note", OccurredAt: 1, RecordedAt: 2, Data: json.RawMessage(`{}`)},
		{Congress: "c", Kind: "matter", Subject: "m", Seq: 2, Act: "答复", ActKind: "answer", Actor: Actor{Person: "p", Org: "o", Role: "r", Raiser: "x"}, Data: json.RawMessage(`{"to":"<&>\u2028"}`), BodyHash: "b", Prev: "a"},
	} {
		text, err := row.Canonical()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		f.Add(append(text, ' '))
		f.Add(bytes.Replace(text, []byte(`"seq":`), []byte(`"seq": `), 1))
	}
	f.Add([]byte(`{"congress":"c","Congress":"d","kind":"","subject":"","seq":1,"act":"","actKind":"","actor":{},"occurredAt":0,"recordedAt":0,"data":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := Parse(text)
		if err != nil {
			return
		}
		again, err := e.Canonical()
		if err != nil || !bytes.Equal(again, text) {
			t.Fatalf("taken as %q, written as %q, %v", text, again, err)
		}
		if _, err := Parse(again); err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
	})
}
