package message

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/huiyin/huiyin/internal/lang"
)

// Reason says why a row, or a cell in it, was not taken. It is a value that may be shown and stored;
// it quotes at most a few characters of a cell, never a resident's text.
type Reason struct {
	Code  string    `json:"code"`            // stable, lowerCamel
	Field Field     `json:"field,omitempty"` // the field it is about, if one
	Text  lang.Text `json:"text"`
}

// Error is for logs and tests; pages show Text.
func (r Reason) Error() string { return r.Code + ": " + r.Text.EN }

func reason(code string, zh, en string, args ...any) Reason {
	return Reason{Code: code, Text: lang.T(fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...))}
}

// quoteRunes bounds what an error may repeat of a cell: enough to find it, too little to leak a letter.
const quoteRunes = 24

// brief shortens the content of a cell for an error message, on one line and without control characters.
func brief(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range strings.TrimSpace(s) {
		if n == quoteRunes {
			b.WriteString("…")
			break
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			r = ' '
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}
