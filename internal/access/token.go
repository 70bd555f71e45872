package access

import "slices"

// Grant is one thing a token may be used for.
type Grant string

// The grants. Their names are part of the API and do not change.
const (
	ReadMatters  Grant = "matters:read"  // lists, queues and single matters
	ActOnMatters Grant = "matters:act"   // the acts that the account may do
	RaiseMatters Grant = "matters:raise" // to put matters forward
	ReadBoard    Grant = "board:read"    // the board of the four failures and figures
	HearNotices  Grant = "notices:read"  // what the account's person was told
)

// Grants lists all of them in the order in which they are offered.
var Grants = []Grant{ReadMatters, ActOnMatters, RaiseMatters, ReadBoard, HearNotices}

// Granted says whether v may use a right at all, before anybody asks whether he has it.
//
//   - Who signed in himself, holds a receipt or is anybody may use every right he has.
//   - A token acts as its account, with the rights that account has at this moment, cut down to what the token
//     was granted. It gives no right that the account does not have.
func Granted(v Viewer, g Grant) bool {
	return v.Token == "" || slices.Contains(v.Grants, g)
}

// MayAddFile says whether v may send a file ahead of an act that will name it: whoever may act or raise at all. The
// act itself decides whether it takes files from him.
func MayAddFile(v Viewer) bool { return Granted(v, ActOnMatters) || Granted(v, RaiseMatters) }

// MayMakeToken says whether v may make a token: people who are signed in, for themselves. A token makes no
// other token, so that what was granted cannot grow and what was revoked leaves nothing behind.
func MayMakeToken(v Viewer) bool { return v.SignedIn() && v.Token == "" }

// MayRevokeToken says whether v may end a token of an account: only he whose account it is, and no token.
// Whoever runs the installation ends any of them from the command line.
func MayRevokeToken(v Viewer, account string) bool { return MayMakeToken(v) && v.Account == account }
