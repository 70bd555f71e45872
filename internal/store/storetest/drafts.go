package storetest

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/store"
)

// testDrafts proves that a draft is one person's, one form's and one congress's, that the newest stay when there
// are too many, and that they go by act, by matter and by age.
func testDrafts(t *testing.T, e Engine) {
	t.Helper()
	w := newWorld(t, e)
	save := func(congress, account, matter, act, text string) {
		t.Helper()
		update(t, w.db, func(tx *store.Tx) error {
			return tx.SaveDraft(store.Draft{Congress: congress, Account: account, Matter: matter, Act: act, Rev: 3, Fields: map[string]string{"f.answer": text}}, 3)
		})
		w.clock.set(w.clock.now().Add(time.Minute))
	}
	texts := func(congress, account, matter string) string {
		t.Helper()
		out := map[string]string{}
		view(t, w.db, func(tx *store.Tx) error {
			all, err := tx.Drafts(congress, account, matter)
			for act, d := range maps.All(all) {
				if d.Rev != 3 || d.SavedAt.IsZero() {
					t.Errorf("%+v", d)
				}
				out[act] = d.Fields["f.answer"]
			}
			return err
		})
		return fmt.Sprint(out)
	}
	is := func(congress, account, matter, want string) {
		t.Helper()
		if got := texts(congress, account, matter); got != want {
			t.Errorf("%s %s %s: %s, want %s", congress, account, matter, got, want)
		}
	}
	save("c1", "a1", "m1", "answer", "写到一半")
	save("c1", "a1", "m1", "answer", "写完了，“引号”\n换行")
	save("c1", "a1", "", "opinion", "要提的")
	save("c1", "a2", "m1", "answer", "别人的")
	save("c2", "a1", "m1", "answer", "别处的")
	is("c1", "a1", "m1", "map[answer:写完了，“引号”\n换行]")
	is("c1", "a1", "", "map[opinion:要提的]")
	is("c1", "a2", "m1", "map[answer:别人的]")
	is("c2", "a1", "m1", "map[answer:别处的]")

	save("c1", "a1", "m2", "note", "二")
	save("c1", "a1", "m3", "note", "三") // the fourth: the oldest gives way
	is("c1", "a1", "m1", "map[]")
	is("c1", "a1", "", "map[opinion:要提的]")
	is("c1", "a2", "m1", "map[answer:别人的]")

	update(t, w.db, func(tx *store.Tx) error { return tx.DropDraft("c1", "a1", "m2", "note") })
	is("c1", "a1", "m2", "map[]")
	save("c1", "a1", "m1", "note", "又一份")
	update(t, w.db, func(tx *store.Tx) error { return tx.DropDraftsOf("c1", "m1") })
	is("c1", "a1", "m1", "map[]")
	is("c1", "a2", "m1", "map[]")
	is("c2", "a1", "m1", "map[answer:别处的]")

	w.clock.set(w.clock.now().Add(24 * time.Hour))
	save("c1", "a2", "m5", "note", "新的")
	update(t, w.db, func(tx *store.Tx) error { return tx.DropOldDrafts(time.Hour) })
	is("c1", "a1", "m3", "map[]")
	is("c1", "a2", "m5", "map[note:新的]")
}
