package message

import "github.com/huiyin/huiyin/internal/lang"

// HollowReason is why an answer with this Hollow code may not answer in substance, in one sentence; zero for
// an unknown code.
func HollowReason(code string) lang.Text { return hollowText(code) }
