package api

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// cursor is where the next page of a list begins: opaque to the caller.
func cursor(key, id string) string {
	if id == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(key + "\n" + id))
}

var errCursor = problem.New(problem.Invalid, "badCursor", "翻页位置不对；请使用上一页给出的 next。", "That is no place to go on from; use the next of the page before.")

// readCursor undoes cursor.
func readCursor(text string) (key, id string, err error) {
	if text == "" {
		return "", "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	key, id, ok := strings.Cut(string(raw), "\n")
	if err != nil || !ok || id == "" || !utf8.Valid(raw) || bytes.ContainsRune(raw, 0) {
		return "", "", errCursor.With("after", lang.T("不是本接口给出的位置", "Not a place that was given out"))
	}
	return key, id, nil
}

// nextLink is the Link header (RFC 8288) to the next page: the same address with another place to go on from.
func nextLink(path string, query url.Values, next string) string {
	if next == "" {
		return ""
	}
	query.Set("after", next)
	return "<" + Base + path + "?" + query.Encode() + `>; rel="next"`
}
