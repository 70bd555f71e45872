package api_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/huiyin/huiyin/internal/api"
	"github.com/huiyin/huiyin/internal/testkit/apiclient"
	"github.com/huiyin/huiyin/internal/testkit/pgtest"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

func bearing(token string) apiclient.RequestEditorFn {
	return func(_ context.Context, r *http.Request) error {
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		return nil
	}
}

// engines runs a test on both engines.
func engines(t *testing.T, test func(t *testing.T, w *world.World)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); test(t, world.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); test(t, world.Postgres(t, pgtest.URL(t))) })
}

// do does an act by the generated client, and demands where it leads.
func do(t *testing.T, c *apiclient.ClientWithResponses, id, act, step string, fields map[string]string) apiclient.Outcome {
	t.Helper()
	body := apiclient.ActRequest{}
	if fields != nil {
		body.Fields = &fields
	}
	a, err := c.ActOnMatterWithResponse(t.Context(), id, act, &apiclient.ActOnMatterParams{}, body)
	if err != nil {
		t.Fatal(err)
	}
	if a.JSON200 == nil || a.JSON200.Step.Key != step {
		t.Fatalf("%s: want step %s: %s %s", act, step, a.Status(), a.Body)
	}
	return *a.JSON200
}

// The whole life of an opinion by a client made from the description alone, on both engines: raised, assigned,
// signed for, answered, rated, looked back at, closed.
func TestOpinionByGeneratedClient(t *testing.T) {
	t.Parallel()
	engines(t, func(t *testing.T, w *world.World) {
		wire := newWire(t, w)
		s := wire.scene
		deputy, station, unit := wire.client(s.token(t, "deputy")), wire.client(s.token(t, "station-clerk")), wire.client(s.token(t, "roads-clerk"))
		ctx := t.Context()

		forms, err := deputy.ListProceduresWithResponse(ctx)
		if err != nil || forms.JSON200 == nil {
			t.Fatalf("procedures: %v", err)
		}
		found := false
		for _, p := range forms.JSON200.Items {
			found = found || p.Key == "opinion" && p.Role == "deputy" && len(p.Inputs) > 0
		}
		if !found {
			t.Fatalf("a deputy may raise an opinion: %s", forms.Body)
		}
		yes, where := true, "station"
		raised, err := deputy.RaiseMatterWithResponse(ctx, &apiclient.RaiseMatterParams{}, apiclient.RaiseRequest{
			Procedure: "opinion", Title: "柳溪桥头路灯不亮", Text: "三盏路灯两周不亮。", Public: &yes, Station: &where,
			Fields: &map[string]string{"category": "roads", "place": "柳溪桥"},
		})
		if err != nil || raised.JSON201 == nil {
			t.Fatalf("raise: %v %s", err, raised.Body)
		}
		id := raised.JSON201.Id
		if raised.JSON201.Step.Key != "registered" || raised.JSON201.Owner == nil || raised.JSON201.Owner.Id != "station" || raised.JSON201.Code != nil {
			t.Errorf("raised: %s", raised.Body)
		}
		do(t, station, id, "assign", "assigned", map[string]string{"unit": "roads", "category": "roads"})
		do(t, unit, id, "accept", "handling", nil)
		w.Clock.Set(world.At("2026-03-10 15:00"))
		do(t, unit, id, "answer", "answered", map[string]string{"answer": "已更换控制器，三盏路灯恢复照明。"})
		do(t, deputy, id, "rate", "lookingBack", map[string]string{"rating": "satisfied"})
		w.Clock.Set(world.At("2026-03-20 10:00"))
		last := do(t, station, id, "confirm", "closed", map[string]string{"findings": "夜间查看，路灯全部正常。"})
		if last.Ending == nil || last.Phase != "resulted" || last.Due != nil {
			t.Errorf("closed: %+v", last)
		}

		m, err := deputy.GetMatterWithResponse(ctx, id, &apiclient.GetMatterParams{})
		if err != nil || m.JSON200 == nil {
			t.Fatalf("matter: %v", err)
		}
		if len(m.JSON200.Answers) != 1 || len(m.JSON200.History) != 6 || m.JSON200.Revision != last.Revision || m.JSON200.EndedAt == nil {
			t.Errorf("matter: %s", m.Body)
		}
		everything(t, wire, raised.JSON201.Number, id)
		w.Verify()
	})
}

// everything asks every other operation once, and reads its answer as the description has it.
func everything(t *testing.T, wire *wire, number, id string) {
	t.Helper()
	ctx := t.Context()
	wire.scene.Raise("河湾小区雨后积水") // late by now
	wire.scene.Clock.Set(world.At("2026-04-20 10:00"))
	open, office := wire.client(""), wire.client(wire.scene.token(t, "office-clerk"))
	for name, call := range map[string]func() (int, error){
		"congress":      func() (int, error) { r, err := open.GetCongressWithResponse(ctx); return r.StatusCode(), err },
		"organizations": func() (int, error) { r, err := open.ListOrganizationsWithResponse(ctx); return r.StatusCode(), err },
		"calendar":      func() (int, error) { r, err := open.GetCalendarWithResponse(ctx, 2026); return r.StatusCode(), err },
		"overview":      func() (int, error) { r, err := open.GetPublicOverviewWithResponse(ctx); return r.StatusCode(), err },
		"public": func() (int, error) {
			r, err := open.ListPublicMattersWithResponse(ctx, &apiclient.ListPublicMattersParams{})
			return r.StatusCode(), err
		},
		"public matter": func() (int, error) {
			r, err := open.GetPublicMatterWithResponse(ctx, number, &apiclient.GetPublicMatterParams{})
			return r.StatusCode(), err
		},
		"public procedures": func() (int, error) { r, err := open.ListPublicProceduresWithResponse(ctx); return r.StatusCode(), err },
		"public figures": func() (int, error) {
			r, err := open.GetPublicFiguresWithResponse(ctx, &apiclient.GetPublicFiguresParams{})
			return r.StatusCode(), err
		},
		"work figures": func() (int, error) {
			r, err := office.GetWorkFiguresWithResponse(ctx, &apiclient.GetWorkFiguresParams{})
			return r.StatusCode(), err
		},
		"me":     func() (int, error) { r, err := office.GetMeWithResponse(ctx); return r.StatusCode(), err },
		"queues": func() (int, error) { r, err := office.ListQueuesWithResponse(ctx); return r.StatusCode(), err },
		"list": func() (int, error) {
			r, err := office.ListMattersWithResponse(ctx, &apiclient.ListMattersParams{})
			return r.StatusCode(), err
		},
		"matter": func() (int, error) {
			r, err := office.GetMatterWithResponse(ctx, id, &apiclient.GetMatterParams{})
			return r.StatusCode(), err
		},
		"board": func() (int, error) {
			r, err := office.GetBoardWithResponse(ctx, &apiclient.GetBoardParams{})
			if err == nil && (r.JSON200 == nil || len(r.JSON200.Items) != 1) {
				t.Errorf("one matter lies overdue: %s", r.Body)
			}
			return r.StatusCode(), err
		},
		"figures": func() (int, error) { r, err := office.GetMessageFiguresWithResponse(ctx); return r.StatusCode(), err },
		"deadline": func() (int, error) {
			r, err := open.ComputeDeadlineWithResponse(ctx, &apiclient.ComputeDeadlineParams{Term: "15 working days", Start: ptrDate("2026-03-02")})
			if err == nil && (r.JSON200 == nil || r.JSON200.Due.String() != "2026-03-23") {
				t.Errorf("deadline: %s", r.Body)
			}
			return r.StatusCode(), err
		},
	} {
		status, err := call()
		if err != nil || status != http.StatusOK {
			t.Errorf("%s: %d %v", name, status, err)
		}
	}
	// Refusals are described too.
	for status, call := range map[int]func() (int, error){
		http.StatusUnauthorized: func() (int, error) { r, err := open.GetMeWithResponse(ctx); return r.StatusCode(), err },
		http.StatusNotFound: func() (int, error) {
			r, err := office.GetMatterWithResponse(ctx, "no-such", &apiclient.GetMatterParams{})
			return r.StatusCode(), err
		},
		http.StatusForbidden: func() (int, error) {
			r, err := wire.client(wire.scene.token(t, "deputy2")).GetBoardWithResponse(ctx, &apiclient.GetBoardParams{})
			return r.StatusCode(), err
		},
		http.StatusUnprocessableEntity: func() (int, error) {
			r, err := office.RaiseMatterWithResponse(ctx, &apiclient.RaiseMatterParams{}, apiclient.RaiseRequest{Procedure: "opinion", Title: "t", Text: " "})
			return r.StatusCode(), err
		},
	} {
		if got, err := call(); err != nil || got != status {
			t.Errorf("want %d, got %d, %v", status, got, err)
		}
	}
}

func ptrDate(day string) *apiclient.Date {
	var d apiclient.Date
	if err := d.UnmarshalText([]byte(day)); err != nil {
		panic(err) // a mistake in the test itself
	}
	return &d
}

// wire makes clients from the description.
type wire struct {
	t     *testing.T
	scene *scene
}

// client is the generated client with a token; what goes over it is held to the description by contracted.
func (w *wire) client(token string) *apiclient.ClientWithResponses {
	w.t.Helper()
	checked := &http.Client{Transport: contracted{w.t, w.scene.server.Client().Transport}}
	c, err := apiclient.NewClientWithResponses(w.scene.server.URL+api.Base, apiclient.WithHTTPClient(checked), apiclient.WithRequestEditorFn(bearing(token)))
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func newWire(t *testing.T, w *world.World) *wire {
	t.Helper()
	return &wire{t: t, scene: sceneOf(t, w)}
}
