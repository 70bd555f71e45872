package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
)

// Undoable is an act that can still be taken back.
type Undoable struct {
	Act   string    `json:"act" example:"交办"`
	Until time.Time `json:"until" doc:"Until then." example:"2026-03-02T09:10:00+08:00"`
}

type undoIn struct {
	Once
	IfMatch string `header:"If-Match" maxLength:"100" doc:"ETag or revision that the caller saw: the act that led to it is taken back; otherwise 412 and nothing is done. Recommended." example:"\"3\""`
	ID      string `path:"id" maxLength:"60" example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
}

func (s *server) registerUndo(a huma.API) {
	huma.Register(a, closed(access.ActOnMatters, "undoLastAct", http.MethodPost, "/matters/{id}/undo", "Matters", "Take the last act back / 撤销",
		"For some minutes, by whoever did it or his organization, as long as nobody has built on it: `undo` of the matter says whether. "+
			"An entry of its own says that it was taken back; none goes. No body.",
		http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed), s.undo)
}

func (s *server) undo(ctx context.Context, in *undoIn) (*outcomeOut, error) {
	v := visitOf(ctx)
	rev, err := revision(in.IfMatch)
	if err != nil {
		return nil, faultIn(v, "header", err)
	}
	once, err := in.of(v, "undo", in.ID)
	if err != nil {
		return nil, err
	}
	done, err := s.office.UndoOnce(ctx, v.viewer, in.ID, office.UndoInput{Rev: rev}, once)
	if err != nil {
		return nil, v.passed(rev, err)
	}
	return v.outcome(http.StatusOK, done), nil
}
