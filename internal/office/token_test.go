package office_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// A token is its account's: it ends when it is revoked, when its time is over, and at once when the account is
// closed; it makes no other token; its text is kept nowhere; every row of it is proven. On both engines.
func TestTokens(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		ctx := t.Context()
		me := w.Viewer("water-clerk")
		make := func(v access.Viewer, days int) string {
			t.Helper()
			text, _, err := w.Office.MakeToken(ctx, v, office.TokenInput{Name: "台账", Grants: []access.Grant{access.ReadMatters}, Days: days})
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		first, second, third := make(me, 30), make(me, 60), make(me, 60)
		v, info, err := w.Office.TokenViewer(ctx, world.ID, first)
		if err != nil || v.Person != "water-clerk" || !v.WorksFor("water") || v.Token != info.ID {
			t.Fatalf("%+v %v", v, err)
		}
		if _, err := w.Office.Board(ctx, v, office.BoardQuery{}); !isCode(err, "notGranted") {
			t.Errorf("a token without the board sees it: %v", err)
		}
		if _, _, err := w.Office.MakeToken(ctx, v, office.TokenInput{Name: "x", Grants: access.Grants, Days: 1}); !isCode(err, "noTokensHere") {
			t.Errorf("a token made a token: %v", err)
		}
		if err := w.Office.RevokeToken(ctx, v, info.ID); err == nil {
			t.Error("a token revoked a token")
		}
		if err := w.Office.RevokeToken(ctx, w.Viewer("roads-clerk"), info.ID); !isCode(err, "notFound") {
			t.Errorf("another person's token: %v", err)
		}
		used := func() time.Time {
			all, err := w.Office.Tokens(ctx, me)
			if err != nil || len(all) != 3 {
				t.Fatal(len(all), err)
			}
			return all[2].UsedAt
		}
		at := used()
		w.Clock.Set(w.Clock.Now().Add(4 * time.Minute))
		look(t, w, first)
		if !used().Equal(at) {
			t.Error("its use was written again within five minutes")
		}
		w.Clock.Set(w.Clock.Now().Add(2 * time.Minute))
		look(t, w, first)
		if !used().After(at) {
			t.Error("its use was not written after five minutes")
		}
		if err := w.Office.RevokeToken(ctx, me, info.ID); err != nil {
			t.Fatal(err)
		}
		dead(t, w, first)
		w.Clock.Set(w.Clock.Now().Add(60 * 24 * time.Hour))
		dead(t, w, second)
		fresh := make(me, 60)
		disable(t, w, "a-water-clerk")
		dead(t, w, fresh)
		for _, text := range []string{first, second, third, fresh} {
			kept(t, w, text)
		}
		w.Verify()
	})
}

func dead(t *testing.T, w *world.World, text string) {
	t.Helper()
	if _, _, err := w.Office.TokenViewer(t.Context(), world.ID, text); !isCode(err, "badToken") {
		t.Errorf("the token still works: %v", err)
	}
}

func disable(t *testing.T, w *world.World, account string) {
	t.Helper()
	_, _, err := w.Store.Update(t.Context(), store.Request{Congress: world.ID}, func(tx *store.Tx) (string, error) {
		var acc congress.Account
		rev, err := tx.Get(world.ID, congress.KindAccount, account, &acc)
		if err != nil {
			return "", err
		}
		acc.Disabled = true
		return "", tx.Put(world.ID, congress.KindAccount, account, rev, "disable", journal.Actor{Role: "system"}, acc)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// kept fails when the text of a token stands in any state that is kept.
func kept(t *testing.T, w *world.World, text string) {
	t.Helper()
	err := w.Store.View(context.Background(), func(tx *store.Tx) error {
		return tx.Find(world.ID, congress.KindToken, func(_ string, _ int64, state []byte) error {
			if strings.Contains(string(state), text) || strings.Contains(string(state), strings.TrimPrefix(text, "hyt_")) {
				t.Error("the text of a token is stored")
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func look(t *testing.T, w *world.World, text string) {
	t.Helper()
	if _, _, err := w.Office.TokenViewer(t.Context(), world.ID, text); err != nil {
		t.Fatal(err)
	}
}
