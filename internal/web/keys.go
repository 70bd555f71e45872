package web

import "net/http"

// keysPage lists the keys; the dialog under ? shows the same.
type keysPage struct {
	frame
	Groups []keyGroup
	On     bool
	Change string
}

type keyGroup struct {
	Name string
	Keys []keyLine
}

type keyLine struct {
	Keys []string
	Says string
}

func (s *site) showKeys(v *visit) error {
	f, err := v.frame(v.T("keys.title"), "/help")
	if err != nil {
		return err
	}
	line := func(says string, keys ...string) keyLine { return keyLine{keys, says} }
	page := keysPage{frame: f, On: v.keys, Change: "/help/keys?keys=off"}
	if !v.keys {
		page.Change = "/help/keys?keys=on"
	}
	page.Groups = []keyGroup{
		{v.T("keys.group.list"), []keyLine{
			line(v.T("keys.down"), "j"), line(v.T("keys.up"), "k"), line(v.T("keys.open"), "Enter", "o"), line(v.T("keys.pick"), "x"),
			line(v.T("keys.pickAll"), "Shift+X"), line(v.T("keys.assign"), "a"), line(v.T("keys.urge"), "u"), line(v.T("keys.note"), "n"),
		}},
		{v.T("keys.group.matter"), []keyLine{
			line(v.T("keys.answer"), "e"), line(v.T("keys.assign"), "a"), line(v.T("keys.note"), "n"),
			line(v.T("keys.before"), "["), line(v.T("keys.after"), "]"), line(v.T("keys.toList"), "Esc"),
		}},
		{v.T("keys.group.everywhere"), []keyLine{
			line(v.T("keys.home"), "g h"), line(v.T("keys.matters"), "g m"), line(v.T("keys.day"), "g d"), line(v.T("keys.board"), "g b"),
			line(v.T("keys.search"), "/"), line(v.T("keys.send"), "Ctrl+Enter"), line(v.T("keys.leave"), "Esc"), line(v.T("keys.help"), "?"),
		}},
	}
	return v.render(http.StatusOK, showKeysPage(page))
}
