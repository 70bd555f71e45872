package web

import (
	"net/http"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// undo takes the last act on a matter back. What stands in the way is said on the matter's page, where nothing
// was lost.
func (s *site) undo(v *visit) error {
	id := v.r.PathValue("id")
	in, err := v.sent()
	if err != nil {
		return err
	}
	_, err = s.office.Undo(v.ctx(), v.viewer, id, office.UndoInput{Rev: in.Rev, Key: in.Key})
	if err == nil {
		return v.goTo("/m/" + id + "?done=undo")
	}
	p := problem.Of(err)
	m, lookErr := s.office.Matter(v.ctx(), v.viewer, id)
	if lookErr != nil || p.Kind != problem.Conflict {
		return err
	}
	v.note(err)
	return v.matterPage(http.StatusConflict, matterPage{M: m, Path: "/m/" + m.ID}, attempt{act: "undo", sent: in, p: p})
}
