package matter_test

import (
	"encoding/json"
	"testing"

	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/matter"
)

// Whatever bytes stand in an entry and its body, reading them gives an event or an error, and an event that
// was read can be applied and written down again without losing anything.
func FuzzFromRecord(f *testing.F) {
	d := newDesk(f)
	d.do("station", "split unit=water parts=一|二")
	for _, ev := range d.events {
		e, body, err := matter.Record(d.m, ev)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(e.ActKind), []byte(e.Data), body)
	}
	f.Add("rate", []byte(`{"coded":{"raiser":"r1","rating":"satisfied"}}`), []byte(`{"fields":{"reason":"好"}}`))
	f.Add("settled", []byte(`{"child":{"id":"x","procedure":"p"}}`), []byte(nil))
	f.Add("opened", []byte(`{}`), []byte(`null`))
	f.Add("absorbed", []byte(`{"target":"m2"}`), []byte(nil))
	f.Fuzz(func(t *testing.T, kind string, data, body []byte) {
		if !json.Valid(data) {
			return // the journal holds valid JSON only: journal.Parse sees to it
		}
		e := journal.Entry{Congress: "c1", Kind: matter.Subject, Subject: "m1", Seq: 1, Act: kind, ActKind: kind, OccurredAt: 1, RecordedAt: 2, Data: data}
		ev, err := matter.FromRecord(e, body)
		if err != nil {
			return
		}
		m := matter.Apply(matter.Matter{Congress: "c1", ID: "m1", Raisers: []matter.Raiser{{ID: "r1"}}}, ev)
		again, words, err := matter.Record(m, ev)
		if err != nil {
			t.Fatalf("an event that was read cannot be written: %v", err)
		}
		back, err := matter.FromRecord(again, words)
		if err != nil {
			t.Fatalf("an event that was written cannot be read: %v", err)
		}
		if a, b := text(t, back), text(t, ev); a != b {
			t.Fatalf("read and written:\n%s\n%s", b, a)
		}
	})
}
