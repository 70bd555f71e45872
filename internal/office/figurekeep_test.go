package office_test

import (
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store/postgres"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// What is written here shows in the public figures at once, and what another process writes within seconds.
func TestPublicFiguresKeepUp(t *testing.T) {
	t.Parallel()
	url := pgtest.URL(t)
	w := world.Postgres(t, url)
	db, err := postgres.Open(url, postgres.Options{Now: w.Clock.Now, Writers: 2, Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	other := &world.World{T: t, Office: office.New(db), Store: db, Clock: w.Clock}
	seen := func(want int) {
		t.Helper()
		f, err := w.Office.PublicFigures(t.Context(), world.ID, office.FigureQuery{})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Months[len(f.Months)-1].Reached[0]; got != want {
			t.Errorf("%d matters were raised this month, want %d", got, want)
		}
	}
	seen(0)
	w.Raise("路灯不亮")
	seen(1)
	other.Raise("井盖松动")
	w.Clock.Set(w.Clock.Now().Add(6 * time.Second))
	seen(2)
}
