package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
)

type mattersIn struct {
	Queue string `query:"queue" enum:"overdue,today,soon,mine,triage,asked,verify,hollow,decide,raised,rate,all,involved" doc:"A work queue; it narrows the rest." example:"mine"`
	Filters
}

type matterIn struct {
	IfNoneMatch string `header:"If-None-Match" maxLength:"400" doc:"An ETag that the caller has: 304 when nothing has changed."`
	ID          string `path:"id" maxLength:"60" example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
}

// Queue is a work queue with how much waits there.
type Queue struct {
	Named
	Count int      `json:"count" example:"3"`
	More  bool     `json:"more" doc:"There are more than were counted."`
	Doors []string `json:"doors" doc:"The doors at which it stands." example:"[\"office\"]"`
}

type queuesOut struct {
	Body struct {
		Items []Queue `json:"items"`
	}
}

func (s *server) registerMatters(a huma.API) {
	huma.Register(a, closed(access.ReadMatters, "listMatters", http.MethodGet, "/matters", "Matters", "Matters / 事项列表",
		"What the token's account may see, with the filters of the page `/matters`, page by page."), s.listMatters)
	huma.Register(a, closed(access.ReadMatters, "getMatter", http.MethodGet, "/matters/{id}", "Matters", "One matter / 一件事项",
		"All that the account may see of it, and the acts it could do with the fields they take. What it may not see does not exist: 404.",
		http.StatusNotModified, http.StatusNotFound), s.getMatter)
	huma.Register(a, closed(access.ReadMatters, "listQueues", http.MethodGet, "/queues", "Matters", "Work queues / 工作队列",
		"The queues of the account's doors with their counts; each is a value of `queue` of the list of matters."), s.listQueues)
	huma.Register(a, closed(access.RaiseMatters, "listProcedures", http.MethodGet, "/procedures", "Matters", "What may be raised / 可以提出什么",
		"The procedures by which the account may raise a matter, with the fields each asks for."), s.listProcedures)
	raise := closed(access.RaiseMatters, "raiseMatter", http.MethodPost, "/matters", "Matters", "Raise a matter / 提出事项",
		"In the account's own name, or for a resident whose words an office writes down: then the answer has the code of his receipt, to be handed to him.",
		http.StatusConflict)
	raise.DefaultStatus = http.StatusCreated
	huma.Register(a, raise, s.raise)
	huma.Register(a, closed(access.ActOnMatters, "actOnMatter", http.MethodPost, "/matters/{id}/acts/{act}", "Matters", "Do an act / 办理",
		"Assign, accept, answer, rate, look back: whatever the rulebook has at this step and the account has the part for. "+
			"With If-Match it is done only when the matter still stands at that revision.",
		http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed), s.act)
}

func (s *server) listMatters(ctx context.Context, in *mattersIn) (*listOut, error) {
	return s.list(ctx, visitOf(ctx).viewer, "/matters", in.Queue, in.Filters)
}

func (s *server) getMatter(ctx context.Context, in *matterIn) (*matterOut, error) {
	v := visitOf(ctx)
	p, err := s.office.Matter(ctx, v.viewer, in.ID)
	if err != nil {
		return nil, err
	}
	return tagged(v.matter(p, "/matters/"+p.ID), in.IfNoneMatch)
}

func (s *server) listQueues(ctx context.Context, _ *struct{}) (*queuesOut, error) {
	v := visitOf(ctx)
	out := &queuesOut{}
	at := map[string]int{}
	for _, door := range v.viewer.Doors() {
		all, err := s.office.Queues(ctx, v.viewer, door)
		if err != nil {
			return nil, err
		}
		for _, q := range all {
			i, known := at[q.Key]
			if !known {
				i = len(out.Body.Items)
				at[q.Key] = i
				out.Body.Items = append(out.Body.Items, Queue{Named: v.named(q.Key, q.Name), Count: q.Count, More: q.More})
			}
			out.Body.Items[i].Doors = append(out.Body.Items[i].Doors, string(door))
		}
	}
	out.Body.Items = some(out.Body.Items)
	return out, nil
}

// Procedure is what may be raised, with what it asks for.
type Procedure struct {
	Named
	About    string         `json:"about,omitempty"`
	Role     string         `json:"role" doc:"The role in which the caller raises it." example:"deputy"`
	Inputs   []Input        `json:"inputs" doc:"Members of fields, besides title and text."`
	Schema   map[string]any `json:"schema" doc:"JSON Schema (2020-12) of fields."`
	Stations []Named        `json:"stations" doc:"Stations that it may be put to."`
	Basis    []Basis        `json:"basis"`
	FirstDue string         `json:"firstDue,omitempty" doc:"How long the first step may take, as a rule." example:"3个工作日"`
}

type proceduresOut struct {
	Body struct {
		Items []Procedure `json:"items"`
	}
}

func (s *server) listProcedures(ctx context.Context, _ *struct{}) (*proceduresOut, error) {
	return s.procedures(ctx, visitOf(ctx).viewer)
}

func (s *server) procedures(ctx context.Context, viewer access.Viewer) (*proceduresOut, error) {
	v := visitOf(ctx)
	forms, err := s.office.RaiseForms(ctx, viewer)
	if err != nil {
		return nil, err
	}
	out := &proceduresOut{}
	out.Body.Items = each(forms, func(f office.RaiseForm) Procedure {
		return Procedure{
			Named: v.named(f.Procedure, f.Name), About: v.in(f.About), Role: f.Role, Inputs: each(f.Inputs, v.input), Schema: v.schemaOf(f.Inputs),
			Stations: v.options(f.Stations), Basis: each(f.Basis, v.basis), FirstDue: v.in(f.FirstDue),
		}
	})
	return out, nil
}
