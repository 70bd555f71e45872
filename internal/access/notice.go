package access

import "github.com/huiyin/huiyin/internal/matter"

// SeesNotices gives the person whose notices v sees: everybody who has an account sees his own and nobody else's, a
// program those of its account when its token was granted that; false for all others.
func SeesNotices(v Viewer) (person string, ok bool) {
	return v.Person, v.SignedIn() && v.Person != "" && Granted(v, HearNotices)
}

// ReadsNotices gives the person for whom v may say that a notice was read: for himself. No program says so for him:
// that somebody has read something must stay true.
func ReadsNotices(v Viewer) (person string, ok bool) {
	person, ok = SeesNotices(v)
	return person, ok && v.Token == ""
}

// SeesSent reports whether v sees what was sent about m, to whom and when: the office, and the station that
// looks after it.
func SeesSent(v Viewer, m matter.Matter) bool { return Sees(v, m) >= Full }

// SeesLadder reports whether v sees to whom m has gone up and will go up: those who work on it.
func SeesLadder(v Viewer, m matter.Matter) bool { return Sees(v, m) >= Work }

// RunsJobs reports whether v sees the work that is done in the background and what of it failed: the
// administrator, in person.
func RunsJobs(v Viewer) bool { return v.Admin() && v.Token == "" }
