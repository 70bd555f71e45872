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

type noticesIn struct {
	After string `query:"after" maxLength:"400" doc:"The next of the page before."`
}

// Notice is what the account's person was told.
type Notice struct {
	ID     string        `json:"id" example:"019c8f5e-7a31-7c11-9d40-3f2f5a6b7c8d"`
	Kind   string        `json:"kind" doc:"remind, urge, up, answer, receipt; others may be added." example:"remind"`
	At     time.Time     `json:"at"`
	Read   bool          `json:"read"`
	Matter *Link         `json:"matter,omitempty" doc:"Absent: it is not for him to see any more."`
	Due    string        `json:"due,omitempty" format:"date" example:"2026-03-27"`
	Late   int           `json:"late" doc:"Calendar days overdue when it was sent." example:"0"`
	By     *Organization `json:"by,omitempty" doc:"Who urged."`
}

// NoticeList is one page of notices, the latest first.
type NoticeList struct {
	Items  []Notice `json:"items"`
	Unread int      `json:"unread" example:"2"`
	More   bool     `json:"more" doc:"There are more unread than were counted."`
	Next   string   `json:"next,omitempty" doc:"Place of the next page; absent on the last one."`
}

type noticesOut struct {
	Link string `header:"Link" doc:"The next page (RFC 8288)."`
	Body NoticeList
}

func (s *server) registerNotices(a huma.API) {
	huma.Register(a, closed(access.HearNotices, "listNotices", http.MethodGet, "/notices", "Notices", "Notices / 通知",
		"What the account's person was told, the latest first. Asking does not mark them as read: only the person does, on the page `/notices`."), s.listNotices)
}

func (s *server) listNotices(ctx context.Context, in *noticesIn) (*noticesOut, error) {
	v := visitOf(ctx)
	key, id, err := readCursor(in.After)
	if err != nil {
		return nil, faultIn(v, "query", err)
	}
	list, err := s.office.Notices(ctx, v.viewer, key, id)
	if err != nil {
		return nil, err
	}
	out := &noticesOut{Body: NoticeList{Unread: list.Unread, More: list.More, Next: cursor(list.NextKey, list.NextID)}}
	out.Body.Items = each(list.Rows, func(n office.Notice) Notice {
		return Notice{ID: n.ID, Kind: n.Kind, At: v.at(n.At), Read: n.Read, Matter: link(n.Matter), Due: day(n.Due), Late: n.Late, By: v.org(n.By)}
	})
	out.Link = nextLink("/notices", url.Values{}, out.Body.Next)
	return out, nil
}
