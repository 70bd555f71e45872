package api

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/office"
)

type boardIn struct {
	Kind      string `query:"kind" enum:"seenNotDeliberated,deliberatedNotDecided,decidedNotSupervised,supervisedWithoutResult" doc:"One of the four failures." example:"decidedNotSupervised"`
	View      string `query:"view" enum:"now,past" default:"now" doc:"Late now, or late before." example:"now"`
	Procedure string `query:"procedure" maxLength:"60" example:"opinion"`
	Owner     string `query:"owner" maxLength:"60" example:"water"`
	After     string `query:"after" maxLength:"400" doc:"The next of the page before."`
}

// Board is one page of the board of the four failures 四个而不.
type Board struct {
	Counts []BoardCount `json:"counts"`
	Items  []BoardRow   `json:"items"`
	Next   string       `json:"next,omitempty"`
}

// BoardCount is how many matters lie, or lay, under one failure.
type BoardCount struct {
	Named
	Now      int  `json:"now" example:"2"`
	NowMore  bool `json:"nowMore" doc:"There are more than were counted."`
	Past     int  `json:"past" example:"5"`
	PastMore bool `json:"pastMore"`
}

// BoardRow is one matter under one failure, with the clock that proves it.
type BoardRow struct {
	Matter  MatterRow `json:"matter"`
	Failure Failure   `json:"failure"`
}

type boardOut struct {
	Link string `header:"Link" doc:"The next page (RFC 8288)."`
	Body Board
}

// MessageFigures tell how long answers to residents' messages took, counted from the records.
type MessageFigures struct {
	Messages          int     `json:"messages" doc:"Answered." example:"120"`
	Late15WorkingDays int     `json:"late15WorkingDays" doc:"Answered after the 15th working day." example:"9"`
	Over30Days        int     `json:"over30Days" example:"4"`
	Over90Days        int     `json:"over90Days" example:"1"`
	MedianDays        float64 `json:"medianDays" doc:"Calendar days; the mean of the middle two." example:"8.5"`
	MaxDays           int     `json:"maxDays" example:"131"`
	Unanswered        int     `json:"unanswered" example:"3"`
	Rejected          int     `json:"rejected" doc:"Rows of the imported files that were not taken." example:"2"`
}

type figuresOut struct{ Body MessageFigures }

// Me is the token itself and the account it acts as.
type Me struct {
	Token     string    `json:"token" doc:"Id of the token, not its text." example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
	Name      string    `json:"name" doc:"What it is for." example:"值班大屏"`
	Grants    []string  `json:"grants" example:"[\"matters:read\"]"`
	ExpiresAt time.Time `json:"expiresAt"`
	Login     string    `json:"login" example:"office-clerk"`
	Person    string    `json:"person" example:"葛云舒"`
	Seats     []Seat    `json:"seats"`
}

// Seat is a place of the account's person today.
type Seat struct {
	Organization
	Classification string `json:"classification" example:"deputyOffice"`
	Role           string `json:"role" example:"staff"`
}

type meOut struct{ Body Me }

func (s *server) registerWork(a huma.API) {
	huma.Register(a, closed(access.ReadBoard, "getBoard", http.MethodGet, "/board", "Board", "The four failures / 四个而不台账",
		"Matters that lie overdue now or lay overdue before, each with the clock that proves it, and the counts of each failure."), s.getBoard)
	huma.Register(a, closed(access.ReadBoard, "getMessageFigures", http.MethodGet, "/figures/messages", "Board", "Figures of residents' messages / 群众留言办理情况",
		"Counted from the records at this moment; for the committee's offices."), s.getFigures)
	huma.Register(a, closed(access.ReadBoard, "getWorkFigures", http.MethodGet, "/figures/work", "Board", "Figures of work / 工作数据",
		"The figures of the last twelve months for those who work: all units for the offices, its own for a unit."), s.getWorkFigures)
	huma.Register(a, closed("", "getMe", http.MethodGet, "/me", "Token", "The token itself / 令牌",
		"Whose it is, what it was granted and until when. Any valid token."), s.getMe)
}

func (s *server) getBoard(ctx context.Context, in *boardIn) (*boardOut, error) {
	v := visitOf(ctx)
	key, id, err := readCursor(in.After)
	if err != nil {
		return nil, faultIn(v, "query", err)
	}
	b, err := s.office.Board(ctx, v.viewer, office.BoardQuery{
		Kind: in.Kind, Past: in.View == "past", Procedure: in.Procedure, Owner: in.Owner, AfterKey: key, AfterID: id,
	})
	if err != nil {
		return nil, err
	}
	out := &boardOut{Body: Board{
		Counts: each(b.Counts, func(c office.BoardCount) BoardCount {
			return BoardCount{Named: v.named(string(c.Kind), c.Name), Now: c.Now, NowMore: c.NowMore, Past: c.Past, PastMore: c.PastMore}
		}),
		Items: each(b.Rows, func(r office.BoardRow) BoardRow { return BoardRow{v.row(r.Row), v.failure(r.Failure)} }),
		Next:  cursor(b.NextKey, b.NextID),
	}}
	q := url.Values{"view": {in.View}}
	for name, value := range map[string]string{"kind": in.Kind, "procedure": in.Procedure, "owner": in.Owner} {
		if value != "" {
			q.Set(name, value)
		}
	}
	out.Link = nextLink("/board", q, out.Body.Next)
	return out, nil
}

func (s *server) getFigures(ctx context.Context, _ *struct{}) (*figuresOut, error) {
	f, err := s.office.MessageFigures(ctx, visitOf(ctx).viewer)
	if err != nil {
		return nil, err
	}
	return &figuresOut{MessageFigures{
		Messages: f.Messages, Late15WorkingDays: f.Late15WorkingDays, Over30Days: f.Over30Days, Over90Days: f.Over90Days,
		MedianDays: f.MedianDays, MaxDays: f.MaxDays, Unanswered: f.Unanswered, Rejected: f.Rejected,
	}}, nil
}

func (s *server) getMe(ctx context.Context, _ *struct{}) (*meOut, error) {
	v := visitOf(ctx)
	me := Me{Token: v.token.ID, Name: v.token.Name, ExpiresAt: v.at(v.token.ExpiresAt), Login: v.token.Login, Person: v.viewer.Name}
	me.Grants = each(v.token.Grants, func(g access.Grant) string { return string(g) })
	me.Seats = each(v.viewer.Orgs, func(s access.Seat) Seat {
		return Seat{Organization{s.Org, s.Name}, s.Classification, s.Role}
	})
	return &meOut{me}, nil
}
