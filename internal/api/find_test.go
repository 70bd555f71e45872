package api_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/api"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/world"
	"github.com/huiyin/huiyin/internal/worker"
)

// Everybody finds here what the box on his pages finds, and nothing else; so does the public.
func TestSearchEveryRole(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		s := sceneOf(t, w)
		s.subjects(t)
		query := "/search?q=" + url.QueryEscape("一件")
		same := func(who string, a *answer, v access.Viewer) {
			var got api.Hits
			a.is(http.StatusOK).into(&got)
			want, err := s.Office.Search(t.Context(), v, "一件", office.SearchCursor{})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Items) != len(want.Matters) {
				t.Fatalf("%s: %d found, %d on his page", who, len(got.Items), len(want.Matters))
			}
			for i, m := range want.Matters {
				if got.Items[i].Matter.ID != m.ID {
					t.Errorf("%s: another order", who)
				}
			}
		}
		for _, p := range world.Founding().People {
			same(p.ID, s.ask(t, "GET", "/api/v1"+query, s.token(t, p.ID), ""), s.Viewer(p.ID))
		}
		same("public", s.ask(t, "GET", "/api/v1/public"+query, "", ""), access.Viewer{Congress: world.ID})
		s.ask(t, "GET", "/api/v1/public"+query+"&after=zzzz", "", "").refused(http.StatusUnprocessableEntity, "badCursor")

		var alike struct{ Items []api.SimilarMatter }
		s.Raise("柳溪桥头路灯不亮")
		s.ask(t, "GET", "/api/v1/similar?procedure=opinion&title="+url.QueryEscape("柳溪桥头路灯不亮"), s.token(t, "office-clerk"), "").is(http.StatusOK).into(&alike)
		if len(alike.Items) != 1 {
			t.Errorf("%d alike", len(alike.Items))
		}
	})
}

// The last act is taken back once: by him who did it, at the revision he saw; a repeated request does not undo more.
func TestUndo(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		s := sceneOf(t, w)
		token, id := s.token(t, "station-clerk"), s.Raise("路灯不亮").ID
		path := "/api/v1/matters/" + id
		s.ask(t, "POST", path+"/acts/assign", token, `{"fields":{"unit":"water","category":"water"}}`).is(http.StatusOK)
		var m api.Matter
		s.ask(t, "GET", path, token, "").is(http.StatusOK).into(&m)
		if m.Undo == nil || m.Undo.Act == "" {
			t.Fatal("the matter does not offer it")
		}
		s.ask(t, "POST", path+"/undo", token, "", "If-Match", `"1"`).refused(http.StatusPreconditionFailed, "undoMoved")
		s.ask(t, "POST", path+"/undo", s.token(t, "water-clerk"), "").is(http.StatusForbidden)
		s.ask(t, "POST", path+"/undo", s.token(t, "station-clerk", access.ReadMatters), "").refused(http.StatusForbidden, "notGranted")
		var done, again api.Outcome
		s.ask(t, "POST", path+"/undo", token, "", "If-Match", `"2"`, "Idempotency-Key", "u1").is(http.StatusOK).into(&done)
		a := s.ask(t, "POST", path+"/undo", token, "", "If-Match", `"2"`, "Idempotency-Key", "u1").is(http.StatusOK).into(&again)
		if done.Step.Key != "registered" || again.Revision != done.Revision || a.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%+v %+v", done, again)
		}
		s.ask(t, "GET", path, token, "").is(http.StatusOK).into(&m)
		if m.Revision != 3 || !m.History[1].Undone {
			t.Errorf("history: %+v", m.History)
		}
		s.Verify()
	})
}

// A program reads its account's notices when it was granted that, and marks none as read.
func TestNotices(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	id := s.Raise("路灯不亮").ID
	background := &worker.Worker{Office: s.Office, Name: "w", Log: slog.New(slog.DiscardHandler), Every: time.Hour}
	for _, when := range []string{"2026-03-05 09:00", "2026-03-12 09:00"} {
		s.Clock.Set(world.At(when))
		if err := background.Drain(t.Context(), 50); err != nil {
			t.Fatal(err)
		}
	}
	s.Act("office-clerk", id, "urge", "note", "请今日分办")
	var list api.NoticeList
	for range 2 {
		s.ask(t, "GET", "/api/v1/notices", s.token(t, "station-clerk"), "").is(http.StatusOK).into(&list)
		if len(list.Items) == 0 || list.Unread != len(list.Items) || list.Items[0].Matter == nil || list.Items[0].Matter.ID != id {
			t.Fatalf("%+v", list)
		}
	}
	for _, p := range world.Founding().People {
		page, err := s.Office.Notices(t.Context(), s.Viewer(p.ID), "", "")
		if err != nil {
			t.Fatal(err)
		}
		s.ask(t, "GET", "/api/v1/notices", s.token(t, p.ID), "").is(http.StatusOK).into(&list)
		if len(list.Items) != len(page.Rows) || list.Unread != page.Unread {
			t.Errorf("%s: %d, his page has %d", p.ID, len(list.Items), len(page.Rows))
		}
	}
}
