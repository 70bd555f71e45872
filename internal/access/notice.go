package access

import "github.com/huiyin/huiyin/internal/matter"

// ReadsNotices gives the person whose notices v reads: everybody who has an account reads his own and nobody
// else's, and no program reads them for him; false for all others.
func ReadsNotices(v Viewer) (person string, ok bool) {
	return v.Person, v.SignedIn() && v.Person != "" && v.Token == ""
}

// SeesSent reports whether v sees what was sent about m, to whom and when: the office, and the station that
// looks after it.
func SeesSent(v Viewer, m matter.Matter) bool { return Sees(v, m) >= Full }

// SeesLadder reports whether v sees to whom m has gone up and will go up: those who work on it.
func SeesLadder(v Viewer, m matter.Matter) bool { return Sees(v, m) >= Work }

// RunsJobs reports whether v sees the work that is done in the background and what of it failed: the
// administrator, in person.
func RunsJobs(v Viewer) bool { return v.Admin() && v.Token == "" }
