package api

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/text/language"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/office"
)

// visit is one request.
type visit struct {
	id       string // of the request, in answers and in the log
	lang     lang.Lang
	congress office.Congress
	viewer   access.Viewer // behind a token; the public where none is asked for
	token    office.Token
	secret   string    // the token's text; never logged
	retry    int       // seconds after which a refusal may be different; 0: soon
	now      time.Time // when it came
	w        http.ResponseWriter
	r        *http.Request
	cause    error // what went wrong on our side, for the log only
}

type visitKey struct{}

// visitOf is the visit of a context. Only requests that did not come through around have none.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{lang: lang.ZH}
}

// in says a text in the language asked for.
func (v *visit) in(t lang.Text) string { return t.In(v.lang) }

// public is the viewer that everybody is.
func (v *visit) public() access.Viewer { return access.Viewer{Congress: v.congress.ID} }

// at is a time in the congress's zone, to the second.
func (v *visit) at(t time.Time) time.Time {
	if v.congress.Zone != nil {
		t = t.In(v.congress.Zone)
	}
	return t.Truncate(time.Second)
}

var languages = language.NewMatcher([]language.Tag{language.MustParse("zh-CN"), language.English})

// spoken is the language of Accept-Language (RFC 9110) that the product speaks; Chinese when none fits.
func spoken(header string) lang.Lang {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return lang.ZH
	}
	_, i, confidence := languages.Match(tags...)
	if confidence == language.No {
		return lang.ZH
	}
	return lang.All[i]
}
