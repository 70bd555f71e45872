package office_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

const password = "a long enough password"

// Many guesses at one moment are counted one by one: no more than five are judged.
func TestLockCountsParallelGuesses(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	ctx := context.Background()
	if err := w.Office.SetPassword(ctx, world.ID, "deputy", password); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	judged := 0
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			_, err := w.Office.SignIn(ctx, world.ID, "deputy", "wrong wrong wrong")
			mu.Lock()
			defer mu.Unlock()
			if isCode(err, "badSignIn") {
				judged++
			} else if !isCode(err, "locked") {
				t.Errorf("sign in: %v", err)
			}
		})
	}
	wg.Wait()
	if judged > 5 {
		t.Fatalf("%d guesses were judged", judged)
	}
	if _, err := w.Office.SignIn(ctx, world.ID, "deputy", password); !isCode(err, "locked") {
		t.Fatalf("the right password while locked: %v", err)
	}
	w.Clock.Set(w.Clock.Now().Add(31 * time.Minute))
	if _, err := w.Office.SignIn(ctx, world.ID, "deputy", password); err != nil {
		t.Fatalf("after half an hour: %v", err)
	}
}

// A new password ends what was opened with the old one.
func TestNewPasswordEndsSessions(t *testing.T) {
	t.Parallel()
	w := world.SQLite(t)
	ctx := context.Background()
	if err := w.Office.SetPassword(ctx, world.ID, "deputy", password); err != nil {
		t.Fatal(err)
	}
	token, err := w.Office.SignIn(ctx, world.ID, "deputy", password)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := w.Office.Viewer(ctx, token, world.ID); err != nil || !v.SignedIn() {
		t.Fatalf("signed in: %v, %v", v, err)
	}
	if err := w.Office.SetPassword(ctx, world.ID, "deputy", password+"!"); err != nil {
		t.Fatal(err)
	}
	if v, err := w.Office.Viewer(ctx, token, world.ID); err != nil || v.SignedIn() {
		t.Fatalf("still signed in: %v, %v", v, err)
	}
}

// A number series that lags behind catches up: nobody is told that his matter is there already.
func TestDamagedNumberSeriesCatchesUp(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		for range 5 {
			w.Raise("路面塌陷")
		}
		if _, err := w.Store.Writer().ExecContext(context.Background(), `UPDATE number_series SET n = 1`); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for range 4 {
			r, err := w.Office.Raise(context.Background(), w.Viewer(""), office.RaiseInput{Procedure: "opinion", Title: "又一处塌陷", Text: "请处理。", Station: "station"})
			if err != nil {
				t.Fatal(err)
			}
			if seen[r.Number] {
				t.Fatalf("number %s twice", r.Number)
			}
			seen[r.Number] = true
		}
		w.Verify()
	})
}
