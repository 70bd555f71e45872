package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// twins is where package api has the public pages as data.
const twins = "/api/v1/public"

// tokensPage is where a person makes and ends the tokens by which programs act for him.
type tokensPage struct {
	frame
	Tokens   []tokenRow
	Text     string // of the token just made: shown this once
	Revoked  bool
	Wrong    string
	Mistakes []mistake
	Name     inputView
	Days     inputView
	Grants   []grantView
	NoGrant  string // why the choice of grants was not taken
	Key      string
}

type tokenRow struct {
	ID, Name, State, Grants, Made, Until, Used string
	InForce                                    bool
}

type grantView struct {
	Value, Text string
	Chosen      bool
}

// grantNames are the keys of the grants' texts.
var grantNames = map[access.Grant]string{
	access.ReadMatters: "token.grant.read", access.ActOnMatters: "token.grant.act",
	access.RaiseMatters: "token.grant.raise", access.ReadBoard: "token.grant.board", access.HearNotices: "token.grant.notices",
}

// lifetimes are the days that are offered.
var lifetimes = []int{30, 90, 180, 366}

func (s *site) showTokens(v *visit) error {
	return v.tokensPage(http.StatusOK, tokensPage{Revoked: v.param("done") != ""}, nil)
}

// tokensPage shows the tokens there are and the form for another, with what was typed and what is wrong.
func (v *visit) tokensPage(status int, page tokensPage, p *problem.Problem) error {
	f, err := v.frame(v.T("token.title"), "")
	if err != nil {
		return err
	}
	page.frame, page.Key = f, newKey()
	all, err := v.site.office.Tokens(v.ctx(), v.viewer)
	if err != nil {
		return err
	}
	for _, t := range all {
		page.Tokens = append(page.Tokens, v.tokenRow(t))
	}
	typed := v.r.PostForm
	page.Name = inputView{ID: "token-name", Name: "name", Label: v.T("token.name"), Hint: v.T("token.name.hint"), Kind: "line", Required: true}
	page.Days = inputView{ID: "token-days", Name: "days", Label: v.T("token.days"), Kind: "radio", Required: true, Value: "90"}
	for _, d := range lifetimes {
		page.Days.Options = append(page.Days.Options, option{strconv.Itoa(d), v.N("token.daysLong", d)})
	}
	for _, g := range access.Grants {
		page.Grants = append(page.Grants, grantView{string(g), v.T(grantNames[g]), p != nil && slices.Contains(typed["grant"], string(g))})
	}
	if p != nil {
		page.Wrong, page.Name.Value, page.Days.Value = v.In(p.Text), typed.Get("name"), typed.Get("days")
		page.Name.Error, page.Days.Error, page.NoGrant = v.In(p.Fields["name"]), v.In(p.Fields["days"]), v.In(p.Fields["grants"])
		page.Mistakes = mistakes([]inputView{page.Name, {ID: "token-grants", Label: v.T("token.grants"), Error: page.NoGrant}, page.Days})
	}
	return v.render(status, showTokensPage(page))
}

func (v *visit) tokenRow(t office.Token) tokenRow {
	date := func(at time.Time) string { return v.Date(deadline.FromTime(at, v.Zone)) }
	row := tokenRow{ID: t.ID, Name: t.Name, State: v.T("token.inForce"), Made: date(t.CreatedAt), Until: date(t.ExpiresAt), Used: v.T("token.neverUsed"), InForce: t.InForce}
	switch {
	case !t.RevokedAt.IsZero():
		row.State = v.T("token.revoked")
	case !t.InForce:
		row.State = v.T("token.expired")
	}
	if !t.UsedAt.IsZero() {
		row.Used = v.Short(t.UsedAt)
	}
	for i, g := range t.Grants {
		if i > 0 {
			row.Grants += v.T("token.and")
		}
		row.Grants += v.T(grantNames[g])
	}
	return row
}

// makeToken makes a token and shows its text on the answer itself: it stands in no address and is kept nowhere.
func (s *site) makeToken(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	in := office.TokenInput{Name: v.r.PostForm.Get("name"), Key: contentKey(v.r.PostForm)}
	in.Days, _ = strconv.Atoi(v.r.PostForm.Get("days")) // what is no number is refused as 0 days
	for _, g := range v.r.PostForm["grant"] {
		in.Grants = append(in.Grants, access.Grant(g))
	}
	text, _, err := s.office.MakeToken(v.ctx(), v.viewer, in)
	if err != nil {
		p := problem.Of(err)
		if p.Kind != problem.Invalid && p.Kind != problem.Conflict {
			return err
		}
		return v.tokensPage(p.Kind.Status(), tokensPage{}, p)
	}
	return v.tokensPage(http.StatusOK, tokensPage{Text: text}, nil)
}

func (s *site) revokeToken(v *visit) error {
	if err := s.office.RevokeToken(v.ctx(), v.viewer, v.r.PathValue("id")); err != nil {
		return err
	}
	return v.goTo("/account/tokens?done=revoked")
}

// twinOf is the address of a page as data, with those of its filters that the data has too.
func twinOf(path string, query url.Values, names ...string) string {
	q := url.Values{}
	for _, name := range names {
		if value := query.Get(name); value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
