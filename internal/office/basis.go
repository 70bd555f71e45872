package office

import (
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/law"
)

// basis gives a legal basis as it is shown beside an act or a deadline.
func (h *house) basis(b rulebook.Basis) BasisText {
	t := BasisText{Class: b.Class, Ref: b.String()}
	switch b.Class {
	case rulebook.Default:
		t.Name = lang.T("机关默认，可调整", "Office default, can be changed")
	case rulebook.Local:
		t.Name = lang.T(b.Law, b.Law)
		for _, book := range h.books {
			if n, ok := book.Local[b.Law]; ok {
				t.Name = n
			}
		}
		if b.Article != "" {
			t.Name = lang.T(t.Name.ZH+"第"+b.Article+"条", t.Name.EN+", art. "+b.Article)
		}
	default:
		t.Name = lang.T(b.Law+"第"+b.Article+"条", b.Law+", art. "+b.Article)
		if a, ok := law.Shipped().Find(b.Law, b.Article); ok {
			t.Name.ZH = "《" + a.Statute.Full.ZH + "》第" + b.Article + "条"
			t.Name.EN = a.Statute.Full.EN + ", art. " + b.Article
			t.Gist = a.Summary
		}
	}
	return t
}
