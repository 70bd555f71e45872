package access

import (
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/rulebook"
)

// SeesFile reports whether v may see attachment a of m.
//
//   - Who does not see the matter sees no file of it; who works on it sees all of them.
//   - Files of notes, of requests to the office and of its refusals are for those who work on the matter.
//   - What is attached to a rating goes with its reason: to those who work on it, and to the raiser who attached it.
//   - What is attached to an answer is seen by everybody who sees the answer.
//   - What was attached when the matter was raised is seen by its raisers; by everybody only when the raiser agreed
//     to that for his files as well as for his words.
//   - Everything else (evidence of a look-back, of a redo, of reopening) is seen by the raisers, not by everybody.
func SeesFile(v Viewer, m matter.Matter, a matter.Attachment) bool {
	sight := Sees(v, m)
	switch {
	case sight >= Work:
		return true
	case sight == Nothing, internalKind(a.Kind):
		return false
	case a.Kind == rulebook.Rate:
		return a.Raiser != "" && raiserOf(v, m) == a.Raiser
	case a.Answer, sight >= Own:
		return true
	}
	return a.Kind == matter.Opened && m.Public && m.PubFiles
}

// internalKind are the events that only those who work on a matter see.
func internalKind(k rulebook.Kind) bool {
	return k == rulebook.Note || k == rulebook.Ask || k == rulebook.Refuse
}
