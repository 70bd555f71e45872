package access

// Figures says how much of the figures of a congress v sees: the offices, the leaders and the members of the standing
// committee see those of all units; a unit sees its own, beside the public ones; everybody sees the public ones, which
// leave out what would speak of one or two people. ok is false for the figures of work where there are none for v.
// units, when not nil, are the only ones whose figures are his.
func Figures(v Viewer) (units []string, ok bool) {
	switch {
	case v.works("deputyOffice"), v.works("generalOffice"), v.works("committee"), v.works("chairMeeting"), v.works("standingCommittee"):
		return nil, true
	}
	if units = v.OrgsOf("unit"); len(units) > 0 {
		return units, true
	}
	return nil, false
}
