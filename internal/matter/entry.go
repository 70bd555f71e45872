package matter

import (
	"encoding/json"
	"fmt"

	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// Subject is the kind of subject under which the journal keeps matters.
const Subject = "matter"

// Record turns an event into what the journal keeps: an entry without hashes, and its body (nil: no words).
func Record(m Matter, ev Event) (journal.Entry, []byte, error) {
	data, err := journal.Marshal(ev.Change)
	if err != nil {
		return journal.Entry{}, nil, fmt.Errorf("matter %s: change: %w", m.ID, err)
	}
	var body []byte
	if ev.Words != nil {
		if body, err = journal.Marshal(ev.Words); err != nil {
			return journal.Entry{}, nil, fmt.Errorf("matter %s: words: %w", m.ID, err)
		}
	}
	return journal.Entry{
		Congress: m.Congress, Kind: Subject, Subject: m.ID, Seq: ev.Seq,
		Act: ev.Act, ActKind: string(ev.Kind), Actor: journal.Actor(ev.Actor),
		OccurredAt: ev.OccurredAt.UnixMicro(), RecordedAt: ev.RecordedAt.UnixMicro(), Data: data,
	}, body, nil
}

// FromRecord is the way back. body is nil when there were no words or they were erased.
func FromRecord(e journal.Entry, body []byte) (Event, error) {
	ev := Event{
		Seq: e.Seq, Act: e.Act, Kind: rulebook.Kind(e.ActKind), Actor: Actor(e.Actor),
		OccurredAt: journal.Time(e.OccurredAt), RecordedAt: journal.Time(e.RecordedAt),
	}
	if err := json.Unmarshal(e.Data, &ev.Change); err != nil {
		return Event{}, fmt.Errorf("entry %s/%d: change: %w", e.Subject, e.Seq, err)
	}
	if (ev.Kind == Opened || ev.Kind == Absorbed) && ev.Change.Opened == nil {
		return Event{}, fmt.Errorf("entry %s/%d: it does not say who raised the matter", e.Subject, e.Seq)
	}
	if ev.Kind == Undone && ev.Change.Undo == nil {
		return Event{}, fmt.Errorf("entry %s/%d: it does not say what is taken back", e.Subject, e.Seq)
	}
	if body != nil {
		ev.Words = &Words{}
		if err := json.Unmarshal(body, ev.Words); err != nil {
			return Event{}, fmt.Errorf("entry %s/%d: words: %w", e.Subject, e.Seq, err)
		}
	}
	return ev, nil
}
