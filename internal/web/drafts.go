package web

import (
	"net/http"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// draftView is what was typed the last time and not sent.
type draftView struct {
	At    string
	Since []office.Moment // what happened to the matter after it was typed
	Drop  string          // where to forget it …
	Form  string          // … and the form that does
}

// draftOf prepares the draft of an act.
func (v *visit) draftOf(m office.Page, act, path string, d office.DraftText) *draftView {
	out := &draftView{At: v.Time(d.At), Drop: path + "/draft/" + act + "/drop", Form: "drop-" + act}
	for _, mo := range m.History {
		if d.Rev > 0 && mo.Seq > d.Rev {
			out.Since = append(out.Since, mo)
		}
	}
	return out
}

// saveDraft keeps what is typed into the form of an act.
func (s *site) saveDraft(v *visit) error {
	id, act := v.r.PathValue("id"), v.r.PathValue("act")
	return v.keepDraft(office.DraftInput{Matter: id, Act: act}, v.backToForm(id, act))
}

// saveRaiseDraft keeps what somebody with an account types into the form of a procedure.
func (s *site) saveRaiseDraft(v *visit) error {
	procedure := v.r.PathValue("procedure")
	return v.keepDraft(office.DraftInput{Act: procedure}, "/raise/"+procedure)
}

func (v *visit) keepDraft(in office.DraftInput, back string) error {
	sent, err := v.sent()
	if err != nil {
		return err
	}
	in.Rev, in.Fields = sent.Rev, sent.Values
	at, err := v.site.office.SaveDraft(v.ctx(), v.viewer, in)
	if sent.Values["by"] != "script" {
		if err != nil {
			return err
		}
		return v.goTo(back)
	}
	status, text := http.StatusOK, v.T("draft.saved", "At", v.Time(at))
	if err != nil {
		p := problem.Of(err)
		v.note(err)
		status, text = p.Kind.Status(), v.In(p.Text)
	}
	return v.plain(status, text)
}

// plain answers a script with one sentence.
func (v *visit) plain(status int, text string) error {
	h := v.w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	v.w.WriteHeader(status)
	_, _ = v.w.Write([]byte(text)) // whoever has gone needs no answer
	return nil
}

// dropDraft forgets what was typed.
func (s *site) dropDraft(v *visit) error {
	id, act := v.r.PathValue("id"), v.r.PathValue("act")
	if err := s.office.DropDraft(v.ctx(), v.viewer, id, act); err != nil {
		return err
	}
	return v.goTo(v.backToForm(id, act))
}

func (s *site) dropRaiseDraft(v *visit) error {
	procedure := v.r.PathValue("procedure")
	if err := s.office.DropDraft(v.ctx(), v.viewer, "", procedure); err != nil {
		return err
	}
	return v.goTo("/raise/" + procedure)
}

// backToForm is the page on which an act's form stands.
func (v *visit) backToForm(id, act string) string {
	if v.r.PostFormValue("page") == answerPath {
		return address("/m/"+id+"/"+answerPath, nil, "act", act)
	}
	return "/m/" + id + "#act-" + act
}
