package journal

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// chainOf writes n entries with bodies, the way the store does.
func chainOf(t *testing.T, n int) []Stored {
	t.Helper()
	var rows []Stored
	prev := ""
	for i := range n {
		b := NewBody([16]byte{byte(i + 1)}, []byte(`{"text":"路灯不亮 <b>&"}`))
		e := Entry{
			Congress: "c", Kind: "matter", Subject: "m", Seq: int64(i + 1), Act: "note", ActKind: "note",
			OccurredAt: 1, RecordedAt: 2, Data: json.RawMessage(`{}`), BodyHash: b.Hash, Prev: prev,
		}
		text, err := e.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		prev = Hash(text)
		rows = append(rows, Stored{Canonical: string(text), Hash: prev, Body: &b})
	}
	return rows
}

func TestChainFindsEveryChange(t *testing.T) {
	t.Parallel()
	if _, err := Chain("c", "matter", "m", chainOf(t, 4), nil); err != nil {
		t.Fatalf("an untouched chain: %v", err)
	}
	cases := map[string]struct {
		spoil func([]Stored) []Stored
		want  string
	}{
		"a byte of an entry": {func(r []Stored) []Stored {
			r[1].Canonical = strings.Replace(r[1].Canonical, `"note"`, `"nope"`, 1)
			return r
		}, "hash stored beside"},
		"an entry deleted": {func(r []Stored) []Stored { return append(r[:1], r[2:]...) }, "numbered"},
		"an entry added":   {func(r []Stored) []Stored { return append(r, r[3]) }, "numbered"},
		"two swapped":      {func(r []Stored) []Stored { r[1], r[2] = r[2], r[1]; return r }, "numbered"},
		"a body changed":   {func(r []Stored) []Stored { r[2].Body.Text += " "; return r }, "does not give the hash"},
		"a salt changed":   {func(r []Stored) []Stored { r[2].Body.Salt = "00" + r[2].Body.Salt[2:]; return r }, "does not give the hash"},
		"a body gone":      {func(r []Stored) []Stored { r[2].Body = nil; return r }, "no erasure"},
		"hash rewritten too": {func(r []Stored) []Stored {
			r[1].Canonical = strings.Replace(r[1].Canonical, `"note"`, `"nope"`, 1)
			r[1].Hash = Hash([]byte(r[1].Canonical))
			return r
		}, "does not follow"},
		"white space in JSON": {func(r []Stored) []Stored { r[0].Canonical += " "; return r }, "not canonical"},
	}
	for name, c := range cases {
		_, err := Chain("c", "matter", "m", c.spoil(chainOf(t, 4)), nil)
		var f *Fault
		if !errors.As(err, &f) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want a fault about %q", name, err, c.want)
		}
	}
}

func TestErasedBodyIsNoFault(t *testing.T) {
	t.Parallel()
	rows := chainOf(t, 3)
	erased := map[string]bool{rows[1].Body.Hash: true}
	if _, err := Chain("c", "matter", "m", rows, erased); err == nil {
		t.Fatal("an erased body that is still there must be a fault")
	}
	rows[1].Body = nil
	if _, err := Chain("c", "matter", "m", rows, erased); err != nil {
		t.Fatalf("a lawful erasure: %v", err)
	}
}

func TestLaneIsStable(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"a", "b", "0192"} {
		if l := Lane("matter", id, 16); l < 0 || l > 15 || l != Lane("matter", id, 16) {
			t.Fatalf("lane %d of %s", l, id)
		}
	}
}
