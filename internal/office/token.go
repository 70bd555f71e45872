package office

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/store"
)

// Limits of tokens.
const (
	MaxTokenDays = 366 // a token that nobody renews ends by itself
	maxTokens    = 20  // that one account may have in force
	maxTokenName = 60  // characters
)

// tokenPrefix lets scanners recognise a token that was left lying about.
const tokenPrefix = "hyt_"

// Token is a token as its owner sees it. Its text is shown once and kept nowhere.
type Token struct {
	ID, Name, Login string
	Grants          []access.Grant
	CreatedAt       time.Time
	ExpiresAt       time.Time
	RevokedAt       time.Time // zero: not revoked
	UsedAt          time.Time // zero: never; up to five minutes late
	InForce         bool
}

// TokenInput is a token as somebody asks for it.
type TokenInput struct {
	Name   string
	Grants []access.Grant
	Days   int    // it ends after so many days
	Key    string // idempotency key of the form; empty: none
}

var (
	errBadToken  = problem.New(problem.Unknown, "badToken", "令牌无效、已过期或已撤销；请在“账号—访问令牌”中另建一个。", "The token is not valid, has expired or was revoked; make another under “Account – tokens”.")
	errNoTokens  = problem.New(problem.Denied, "noTokensHere", "访问令牌要由本人登录后建立和撤销。", "Tokens are made and revoked by people who are signed in, each his own.")
	errTooMany   = problem.New(problem.Conflict, "tooManyTokens", "有效令牌已达 20 个，没有新建；请先撤销不用的。", "There are 20 tokens in force already and none was made; revoke one that is not needed.")
	errTokenOnce = problem.New(problem.Conflict, "tokenShownOnce", "这个令牌刚才已经建立，令牌文本只显示一次；没有抄下的请撤销后另建。", "This token was made a moment ago and its text is shown only once; if you did not copy it, revoke it and make another.")
)

// MakeToken makes a token for the viewer's own account and gives its text, which cannot be read again.
func (o *Office) MakeToken(ctx context.Context, v access.Viewer, in TokenInput) (text string, t Token, err error) {
	if !access.MayMakeToken(v) {
		return "", Token{}, errNoTokens
	}
	return o.makeToken(ctx, v.Congress, scoped(v, in.Key), actorOf(v.Person, ""), in, func(*store.Tx) (string, error) { return v.Account, nil })
}

// MakeTokenFor makes a token for the account with a login: for whoever runs the installation.
func (o *Office) MakeTokenFor(ctx context.Context, congressID, login string, in TokenInput) (text string, t Token, err error) {
	return o.makeToken(ctx, congressID, "", systemActor, in, func(tx *store.Tx) (string, error) {
		acc, err := accountByLogin(tx, congressID, login)
		if err == nil && acc.ID == "" {
			err = store.ErrNotFound
		}
		return acc.ID, err
	})
}

func (o *Office) makeToken(ctx context.Context, congressID, key string, by journal.Actor, in TokenInput, account func(*store.Tx) (string, error)) (string, Token, error) {
	in.Name = strings.TrimSpace(in.Name)
	if err := checkToken(in); err != nil {
		return "", Token{}, err
	}
	var secret [32]byte
	if _, err := rand.Read(secret[:]); err != nil {
		return "", Token{}, fmt.Errorf("office: token: %w", err)
	}
	text := tokenPrefix + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret[:]))
	rec := congress.Token{ID: newID(), Name: in.Name, Hash: hashAPIToken(text)}
	for _, g := range in.Grants {
		rec.Grants = append(rec.Grants, string(g))
	}
	_, replayed, err := o.db.Update(ctx, store.Request{Congress: congressID, Key: key}, func(tx *store.Tx) (string, error) {
		var err error
		if rec.Account, err = account(tx); err != nil {
			return "", err
		}
		all, err := store.FindAll[congress.Token](tx, congressID, congress.KindToken, store.Where{Column: "account", Value: rec.Account})
		if err != nil {
			return "", err
		}
		n := 0
		for _, t := range all {
			if inForce(t, tx.Now) {
				n++
			}
		}
		if n >= maxTokens {
			return "", errTooMany
		}
		rec.CreatedAt, rec.ExpiresAt = tx.Now.UnixMicro(), tx.Now.Add(time.Duration(in.Days)*24*time.Hour).UnixMicro()
		return rec.ID, tx.Put(congressID, congress.KindToken, rec.ID, 0, "make", by, rec)
	})
	if err == nil && replayed {
		err = errTokenOnce
	}
	if err != nil {
		return "", Token{}, err
	}
	return text, tokenOf(rec, o.db.Clock()), nil
}

func checkToken(in TokenInput) error {
	var p *problem.Problem
	wrong := func(field, zh, en string) {
		if p == nil {
			p = problem.New(problem.Invalid, "incomplete",
				"有内容没有填好，已填的都为您保留；请按提示补充。", "Something is missing or not right; what you typed was kept. Please complete it.")
		}
		p = p.With(field, lang.T(zh, en))
	}
	if in.Name == "" {
		wrong("name", "请写明用在哪里", "Please say what it is for")
	}
	if utf8.RuneCountInString(in.Name) > maxTokenName {
		wrong("name", "最多 60 个字", "At most 60 characters")
	}
	if len(in.Grants) == 0 {
		wrong("grants", "请至少选一项", "Please choose at least one")
	}
	for _, g := range in.Grants {
		if !slices.Contains(access.Grants, g) {
			wrong("grants", "没有这项授权", "There is no such grant")
		}
	}
	if in.Days < 1 || in.Days > MaxTokenDays {
		wrong("days", "有效期为 1 至 366 天", "It lasts from 1 to 366 days")
	}
	if p == nil {
		return nil
	}
	return p
}

// Tokens lists the viewer's own tokens, the newest first.
func (o *Office) Tokens(ctx context.Context, v access.Viewer) ([]Token, error) {
	if !access.MayMakeToken(v) {
		return nil, errNoTokens
	}
	return o.tokens(ctx, v.Congress, store.Where{Column: "account", Value: v.Account})
}

// AllTokens lists every token of a congress: for whoever runs the installation.
func (o *Office) AllTokens(ctx context.Context, congressID string) ([]Token, error) {
	return o.tokens(ctx, congressID)
}

func (o *Office) tokens(ctx context.Context, congressID string, where ...store.Where) ([]Token, error) {
	var out []Token
	err := o.db.View(ctx, func(tx *store.Tx) error {
		out = nil
		all, err := store.FindAll[congress.Token](tx, congressID, congress.KindToken, where...)
		if err != nil {
			return err
		}
		for _, rec := range slices.Backward(all) {
			t := tokenOf(rec, tx.Now)
			if t.UsedAt, err = tx.TokenUsed(congressID, rec.ID); err != nil {
				return err
			}
			var acc congress.Account
			if _, err = tx.Get(congressID, congress.KindAccount, rec.Account, &acc); err != nil && problem.KindOf(err) != problem.NotFound {
				return err
			}
			t.Login = acc.Login
			out = append(out, t)
		}
		return nil
	})
	return out, err
}

// RevokeToken ends one of the viewer's own tokens at once. One that has ended already stays as it is.
func (o *Office) RevokeToken(ctx context.Context, v access.Viewer, id string) error {
	return o.revoke(ctx, v.Congress, id, actorOf(v.Person, ""), func(rec congress.Token) error {
		if !access.MayRevokeToken(v, rec.Account) {
			return store.ErrNotFound // another person's token does not exist for him
		}
		return nil
	})
}

// RevokeAnyToken ends a token: for whoever runs the installation.
func (o *Office) RevokeAnyToken(ctx context.Context, congressID, id string) error {
	return o.revoke(ctx, congressID, id, systemActor, func(congress.Token) error { return nil })
}

func (o *Office) revoke(ctx context.Context, congressID, id string, by journal.Actor, may func(congress.Token) error) error {
	_, _, err := o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (string, error) {
		var rec congress.Token
		rev, err := tx.Get(congressID, congress.KindToken, id, &rec)
		if err != nil {
			return "", err
		}
		if err := may(rec); err != nil || rec.RevokedAt != 0 {
			return "", err
		}
		rec.RevokedAt = tx.Now.UnixMicro()
		return "", tx.Put(congressID, congress.KindToken, id, rev, "revoke", by, rec)
	})
	return err
}

// TokenViewer gives the viewer behind a token: its account with the seats it has today, and what was granted.
// A token of a closed account, an expired and a revoked one are nobody's.
func (o *Office) TokenViewer(ctx context.Context, congressID, text string) (access.Viewer, Token, error) {
	var v access.Viewer
	var t Token
	var acc congress.Account
	var rev int64
	h, err := o.house(ctx, congressID)
	if err != nil {
		return v, t, err
	}
	err = o.db.Look(ctx, func(tx *store.Tx) error {
		found, err := store.FindAll[congress.Token](tx, congressID, congress.KindToken, store.Where{Column: "hash", Value: hashAPIToken(text)})
		if err != nil {
			return err
		}
		if len(found) == 0 || !inForce(found[0], tx.Now) {
			return errBadToken
		}
		if rev, err = tx.Get(congressID, congress.KindAccount, found[0].Account, &acc); err != nil {
			return err
		}
		if acc.Disabled {
			return errBadToken
		}
		t = tokenOf(found[0], tx.Now)
		t.Login = acc.Login
		if t.UsedAt = h.seats.usedAt(t.ID); t.UsedAt.IsZero() {
			t.UsedAt, err = tx.TokenUsed(congressID, t.ID)
		}
		return err
	})
	if err == nil {
		v, err = o.viewer(ctx, congressID, acc, rev)
		v.Token, v.Grants = t.ID, t.Grants
	}
	if problem.KindOf(err) == problem.NotFound {
		err = errBadToken.Because(err) // its account is gone
	}
	if err != nil {
		return access.Viewer{}, Token{}, err
	}
	h.seats.use(t.ID, t.UsedAt)
	// Noted at most every five minutes: a write at every look would cost a flush a request.
	if now := o.db.Clock(); now.Sub(t.UsedAt) > touchEvery {
		h.seats.use(t.ID, now)
		_, _, err = o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (string, error) {
			return "", tx.UseToken(congressID, t.ID)
		})
	}
	return v, t, err
}

func inForce(t congress.Token, now time.Time) bool {
	return t.RevokedAt == 0 && now.UnixMicro() < t.ExpiresAt
}

func tokenOf(rec congress.Token, now time.Time) Token {
	t := Token{ID: rec.ID, Name: rec.Name, CreatedAt: time.UnixMicro(rec.CreatedAt), ExpiresAt: time.UnixMicro(rec.ExpiresAt), InForce: inForce(rec, now)}
	if rec.RevokedAt != 0 {
		t.RevokedAt = time.UnixMicro(rec.RevokedAt)
	}
	for _, g := range rec.Grants {
		t.Grants = append(t.Grants, access.Grant(g))
	}
	return t
}

func hashAPIToken(text string) string {
	sum := sha256.Sum256([]byte("huiyin token " + text))
	return hex.EncodeToString(sum[:])
}

// granted refuses what a program's token was not made for.
func granted(v access.Viewer, g access.Grant) error {
	if access.Granted(v, g) {
		return nil
	}
	return problem.New(problem.Denied, "notGranted",
		"这个令牌没有 "+strconv.Quote(string(g))+" 授权，没有办理。", "This token was not granted "+strconv.Quote(string(g))+"; nothing was done.")
}
