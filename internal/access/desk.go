package access

// OwnDesk reports whether what an account prepared at its desk (a run of many acts, an import, a saved filter)
// is v's own: nobody else sees it, starts it or reads what came of it, whatever his office.
func OwnDesk(v Viewer, congress, account string) bool {
	return v.SignedIn() && v.Congress == congress && v.Account == account
}

// MayImport reports whether v may bring in files of messages: the deputy office's staff.
func MayImport(v Viewer) bool { return v.works("deputyOffice") }

// SharesWith is the organization with which v may share a saved filter: the first he works for, or none.
func SharesWith(v Viewer) string {
	for _, s := range v.Orgs {
		if s.Role != "deputy" {
			return s.Org
		}
	}
	return ""
}
