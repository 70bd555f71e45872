package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

var (
	stations = []string{"station", "station2", ""}
	units    = []string{"water", "roads"}
	deputies = []string{"deputy", "deputy2", ""}
)

// random gives a source of chance whose seed stands in the output of a test that fails.
func random(t testing.TB) *rand.Rand {
	t.Helper()
	seed := rand.Uint64() //nolint:gosec // chance, not secrecy
	t.Logf("random world %d", seed)
	return rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // likewise
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// populate fills congress c1 with n matters in every state, and congress c2 with a few that nobody may find.
func (w *world) populate(r *rand.Rand, n int) {
	w.t.Helper()
	w.found("c2")
	first := w.clock.now()
	for i := range n {
		w.clock.set(first.Add(time.Duration(r.IntN(90*24)) * time.Hour))
		s := start(w.id("m"), func(s *matter.Start) {
			s.Station, s.Public, s.Raisers[1].Person = pick(r, stations...), r.IntN(2) == 0, pick(r, deputies...)
			if r.IntN(4) == 0 {
				s.RaisedAt = first.Add(-time.Duration(r.IntN(1000)) * time.Hour)
			}
			if i%10 == 0 {
				s.Congress = "c2"
			}
		})
		update(w.t, w.db, func(tx *store.Tx) error { _, err := openIn(tx, s); return err })
		if s.Congress == "c2" {
			continue
		}
		for range r.IntN(8) {
			w.clock.set(w.clock.now().Add(time.Duration(r.IntN(20*24)) * time.Hour))
			w.randomAct(r, s.ID)
		}
	}
	w.clock.set(first.Add(150 * 24 * time.Hour))
}

// randomAct does one of the acts that the matter's step has; a refusal is an act not done.
func (w *world) randomAct(r *rand.Rand, id string) {
	w.t.Helper()
	m := w.read(id)
	day := w.clock.now().AddDate(0, 0, r.IntN(30)).Format("2006-01-02")
	lines := map[string]string{
		"assign": "assign unit=" + pick(r, units...), "decline": "decline answer=不归我们管", "split": "split parts=一段|二段 unit=" + pick(r, units...),
		"answer": "answer answer=已办", "return": "return reason=错了", "askMore": "askMore reason=慢 newDue=" + day,
		"grantMore": "grantMore reason=慢 approver=葛 newDue=" + day, "rate": "rate reason=看过 rating=" + pick(r, "satisfied", "basically", "notSatisfied"),
		"confirm": "confirm findings=属实", "reopen": "reopen reason=又坏", "withdraw": "withdraw reason=算了", "note": "note note=备注",
	}
	step := rules()[m.Procedure].Steps[m.Step]
	names := slices.DeleteFunc(slices.Clone(step.Order), func(k string) bool { return lines[k] == "" || k == "withdraw" && r.IntN(5) > 0 })
	if len(names) == 0 {
		return
	}
	line := lines[pick(r, names...)]
	_ = tryUpdate(w.db, func(tx *store.Tx) error { _, err := actIn(tx, "c1", id, line, 0); return err })
	for _, c := range w.read(id).Children {
		if r.IntN(2) == 0 {
			_ = tryUpdate(w.db, func(tx *store.Tx) error { _, err := actIn(tx, "c1", c.ID, "answer answer=分项已办", 0); return err })
		}
	}
}

// ids lists the ids of matters, sorted, as one text to compare.
func ids(ms []matter.Matter) string {
	out := make([]string, 0, len(ms))
	for _, m := range ms {
		out = append(out, m.ID)
	}
	slices.Sort(out)
	return fmt.Sprint(out)
}
