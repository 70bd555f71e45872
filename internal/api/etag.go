package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

type matterOut struct {
	Status int
	ETag   string `header:"ETag" doc:"The revision, and a digest of what is shown: days go by without an act."`
	Body   *Matter
}

// tagged is a matter with its ETag, or 304 when the caller has it already.
func tagged(m Matter, ifNoneMatch string) (*matterOut, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(text)
	tag := `"` + strconv.FormatInt(m.Revision, 10) + "-" + hex.EncodeToString(sum[:6]) + `"`
	out := &matterOut{Status: statusOK, ETag: tag, Body: &m}
	for have := range strings.SplitSeq(ifNoneMatch, ",") {
		if have = strings.TrimPrefix(strings.TrimSpace(have), "W/"); have == tag || have == "*" {
			out.Status, out.Body = http.StatusNotModified, nil
		}
	}
	return out, nil
}

var errIfMatch = problem.New(problem.Invalid, "badIfMatch", "If-Match 应为这件事项的一个 ETag，没有办理。", "If-Match must be one ETag of the matter; nothing was done.")

// revision reads the revision out of If-Match: an ETag that was given out, or the revision alone in quotes.
// None and * mean whatever stands (0).
func revision(ifMatch string) (int64, error) {
	text := strings.TrimSpace(ifMatch)
	if text == "" || text == "*" {
		return 0, nil
	}
	inner, ok := strings.CutPrefix(text, `"`)
	inner, ok2 := strings.CutSuffix(inner, `"`)
	number, _, _ := strings.Cut(inner, "-")
	rev, err := strconv.ParseInt(number, 10, 64)
	if !ok || !ok2 || err != nil || rev < 1 {
		return 0, errIfMatch.With("If-Match", lang.T(`例如 "3"`, `For instance "3"`))
	}
	return rev, nil
}
