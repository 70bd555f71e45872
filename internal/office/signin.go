package office

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// Sign-in limits (rules.md §7.2: lock after five failures; idle 30 minutes is for shared machines, ours is
// longer because deputies use their own phones).
const (
	maxFailures = 5
	lockTime    = 30 * time.Minute
	sessionIdle = 12 * time.Hour
	touchEvery  = 5 * time.Minute
	MinPassword = 10 // characters
)

// passwordParams follow RFC 9106's second recommendation, scaled to two cores.
var passwordParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

var (
	errBadSignIn = problem.New(problem.Unknown, "badSignIn", "账号或密码不对。", "The account or the password is not right.")
	errLocked    = problem.New(problem.TooMany, "locked", "连续输错次数过多，请 30 分钟后再试。", "Too many wrong attempts; try again in 30 minutes.")
	errNoDemo    = problem.New(problem.NotFound, "noDemo", "只有演示系统才能一键登录。", "One-click sign-in exists in a demonstration only.")
	errWeak      = problem.New(problem.Invalid, "weakPassword", "密码至少 10 个字符。", "A password has at least 10 characters.")
)

// HashPassword makes the stored form of a password. At most as many run at once as there are cores.
func (o *Office) HashPassword(password string) (string, error) {
	if len([]rune(password)) < MinPassword {
		return "", errWeak
	}
	o.hashes <- struct{}{}
	defer func() { <-o.hashes }()
	h, err := argon2id.CreateHash(password, passwordParams)
	if err != nil {
		return "", fmt.Errorf("office: password: %w", err)
	}
	return h, nil
}

// nobody is compared against when there is no such account, so that both answers take the same time.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// SignIn checks login and password, and gives the token of a new session.
func (o *Office) SignIn(ctx context.Context, congressID, login, password string) (token string, err error) {
	var acc congress.Account
	// The attempt counts as failed before the password is looked at, and is forgiven when it was right: many
	// guesses at the same moment are counted one by one.
	_, _, err = o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (string, error) {
		failures, last, err := tx.SignInFailures(congressID, login)
		if err != nil {
			return "", err
		}
		switch {
		case failures > 0 && tx.Now.Sub(last) >= lockTime:
			if err := tx.SignInWorked(congressID, login); err != nil {
				return "", err
			}
		case failures >= maxFailures:
			return "", errLocked
		}
		if acc, err = accountByLogin(tx, congressID, login); err != nil {
			return "", err
		}
		return "", tx.SignInFailed(congressID, login)
	})
	if err != nil {
		return "", err
	}
	hash := acc.Hash
	if hash == "" {
		hash = nobody
	}
	o.hashes <- struct{}{}
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	<-o.hashes
	if err != nil || !ok || acc.ID == "" || acc.Disabled {
		return "", errBadSignIn
	}
	return o.session(ctx, congressID, acc)
}

func accountByLogin(tx *store.Tx, congressID, login string) (congress.Account, error) {
	accs, err := store.FindAll[congress.Account](tx, congressID, congress.KindAccount, store.Where{Column: "login", Value: login})
	if err != nil || len(accs) == 0 {
		return congress.Account{}, err
	}
	return accs[0], nil
}

// DemoAccounts lists the accounts that may sign in by one click, in a demonstration.
func (o *Office) DemoAccounts(ctx context.Context, congressID string) ([]DemoAccount, error) {
	h, err := o.house(ctx, congressID)
	if err != nil || !h.congress.Demo {
		return nil, err
	}
	var out []DemoAccount
	err = o.db.View(ctx, func(tx *store.Tx) error {
		accs, err := store.FindAll[congress.Account](tx, congressID, congress.KindAccount)
		if err != nil {
			return err
		}
		for _, a := range accs {
			if !a.Demo {
				continue
			}
			v, err := viewerOf(tx, h, a, congressID)
			if err != nil {
				return err
			}
			out = append(out, DemoAccount{ID: a.ID, Login: a.Login, Door: a.Door, Name: v.Name, Seats: v.Orgs})
		}
		return nil
	})
	return out, err
}

// DemoAccount is one one-click sign-in.
type DemoAccount struct {
	ID, Login, Door, Name string
	Seats                 []access.Seat
}

// DemoSignIn signs in by one click; it exists in a demonstration only.
func (o *Office) DemoSignIn(ctx context.Context, congressID, account string) (string, error) {
	h, err := o.house(ctx, congressID)
	if err != nil {
		return "", err
	}
	var acc congress.Account
	err = o.db.View(ctx, func(tx *store.Tx) error {
		_, err := tx.Get(congressID, congress.KindAccount, account, &acc)
		return err
	})
	if err != nil || !h.congress.Demo || !acc.Demo {
		return "", errNoDemo
	}
	return o.session(ctx, congressID, acc)
}

func (o *Office) session(ctx context.Context, congressID string, acc congress.Account) (string, error) {
	var b [32]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("office: session: %w", err)
	}
	token := hex.EncodeToString(b[:])
	_, _, err := o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (string, error) {
		if err := tx.SignInWorked(congressID, acc.Login); err != nil {
			return "", err
		}
		return "", tx.AddSession(store.Session{
			TokenHash: hashToken(token), Congress: congressID, Account: acc.ID,
			CreatedAt: tx.Now, TouchedAt: tx.Now, ExpiresAt: tx.Now.Add(sessionIdle),
		})
	})
	return token, err
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte("huiyin session " + token))
	return hex.EncodeToString(sum[:])
}

// Viewer gives the viewer behind a session token; the public when there is none or it has expired.
func (o *Office) Viewer(ctx context.Context, token, publicCongress string) (access.Viewer, error) {
	public := access.Viewer{Congress: publicCongress}
	if token == "" {
		return public, nil
	}
	var s store.Session
	var acc congress.Account
	var rev int64
	err := o.db.Look(ctx, func(tx *store.Tx) (err error) {
		if s, err = tx.Session(hashToken(token)); err != nil {
			return err
		}
		if rev, err = tx.Get(s.Congress, congress.KindAccount, s.Account, &acc); err == nil && acc.Disabled {
			err = store.ErrNotFound
		}
		return err
	})
	v := public
	if err == nil {
		v, err = o.viewer(ctx, s.Congress, acc, rev)
	}
	if problem.KindOf(err) == problem.NotFound {
		return public, nil
	}
	if err != nil {
		return public, err
	}
	// Touched at most every five minutes: a write at every look would cost a flush a page.
	if o.db.Clock().Sub(s.TouchedAt) > touchEvery {
		_, _, err = o.db.Update(ctx, store.Request{Congress: s.Congress}, func(tx *store.Tx) (string, error) {
			return "", tx.TouchSession(s.TokenHash, tx.Now.Add(sessionIdle))
		})
	}
	return v, err
}

// viewerOf is the viewer that an account is today.
func viewerOf(tx *store.Tx, h *house, acc congress.Account, congressID string) (access.Viewer, error) {
	var p congress.Person
	if _, err := tx.Get(congressID, congress.KindPerson, acc.Person, &p); err != nil {
		return access.Viewer{}, err
	}
	v := access.Viewer{Congress: congressID, Account: acc.ID, Person: p.ID, Name: p.Name}
	ms, err := store.FindAll[congress.Membership](tx, congressID, congress.KindMembership, store.Where{Column: "person", Value: p.ID})
	if err != nil {
		return v, err
	}
	today := deadline.FromTime(tx.Now, h.zone)
	for _, m := range ms {
		if org, ok := h.orgs[m.Organization]; ok && m.On(today) {
			v.Orgs = append(v.Orgs, access.Seat{Org: org.ID, Name: org.Name, Classification: org.Classification, Role: m.Role, Label: m.Label})
		}
	}
	return v, nil
}

// SignOut ends the session.
func (o *Office) SignOut(ctx context.Context, congressID, token string) error {
	_, _, err := o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (string, error) {
		return "", tx.DropSession(hashToken(token))
	})
	return err
}

// personName is the name of a person, for those who work on a matter.
func (r *reader) personName(id string) string {
	var p congress.Person
	if _, err := r.tx.Get(r.house.congress.ID, congress.KindPerson, id, &p); err != nil {
		return "" // shown without a name rather than not at all
	}
	return p.Name
}

var systemActor = journal.Actor{Role: "system"}
