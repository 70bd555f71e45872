package message

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// JudgeAll judges the answers of many messages together, which shows what one alone cannot: the same
// text pasted to many. The result has one suggestion for each message, in order; an unanswered message
// has an empty one. The same messages give the same suggestions in whatever order they come. The work grows with the length of the texts, not with the number of pairs.
func JudgeAll(messages []Message) []Suggestion {
	out := make([]Suggestion, len(messages))
	texts := make([]string, len(messages))
	j := &judge{known: map[string]string{}}
	for i, m := range messages {
		if !m.Answered() {
			continue
		}
		if out[i] = j.message(m); !out[i].Hollow {
			texts[i] = m.Reply // what is hollow already needs no second reason
		}
	}
	members := map[int][]int{}
	groups := pasteGroups(texts)
	for i, g := range groups {
		if g >= 0 {
			members[g] = append(members[g], i)
		}
	}
	for _, group := range members {
		if n := len(group); n >= pasteMessages && differentQuestions(messages, group) {
			for _, i := range group {
				out[i] = pasted(n, messages[i].Reply)
			}
		}
	}
	return out
}

// Judge looks at one answer and the question it answers.
func Judge(m Message) Suggestion { return new(judge).message(m) }

func (j *judge) message(m Message) Suggestion {
	if !m.Answered() {
		return Suggestion{}
	}
	if s := j.reply(m.Reply); s.Hollow {
		return s
	}
	if repeatsQuestion(m) {
		return Suggestion{Hollow: true, Code: HollowRepeats, Reason: hollowText(HollowRepeats), Evidence: brief(m.Reply)}
	}
	return Suggestion{}
}

func pasted(n int, reply string) Suggestion {
	r := hollowText(HollowPasted)
	return Suggestion{
		Hollow: true, Code: HollowPasted, Evidence: brief(reply),
		Reason: lang.T(fmt.Sprintf("%s（共%d条）", r.ZH, n), fmt.Sprintf("%s (%d messages)", r.EN, n)),
	}
}

// differentQuestions reports that a group of messages holds at least pasteMessages that ask different
// things. It stops when it has found them.
func differentQuestions(messages []Message, group []int) bool {
	// In an order of their own, so that the file's does not matter.
	slices.SortFunc(group, func(a, b int) int {
		return cmp.Or(strings.Compare(messages[a].Subject, messages[b].Subject), strings.Compare(messages[a].Detail, messages[b].Detail))
	})
	var found [][]uint64
	for _, i := range group {
		q := questionPieces(messages[i])
		known := false
		for _, f := range found {
			known = known || jaccard(q, f) >= sameQuestion
		}
		if !known {
			if found = append(found, q); len(found) >= pasteMessages {
				return true
			}
		}
	}
	return false
}

func questionPieces(m Message) []uint64 {
	text := []rune(m.Subject + m.Detail)
	return pieces(text[:min(len(text), questionRunes)], 2)
}

// repeatsQuestion reports that nearly all of an answer stands in the question already.
func repeatsQuestion(m Message) bool {
	reply := pasteText(m.Reply)
	if len(reply) > questionRunes {
		return false // a long answer that quotes the question answers after the quotation
	}
	mine, asked := pieces(reply, 3), pieces(pasteText(m.Subject+m.Detail), 3)
	if len(mine) == 0 {
		return false
	}
	both := 0
	for i, j := 0, 0; i < len(mine) && j < len(asked); {
		switch {
		case mine[i] == asked[j]:
			both, i, j = both+1, i+1, j+1
		case mine[i] < asked[j]:
			i++
		default:
			j++
		}
	}
	return float64(both) >= repeated*float64(len(mine))
}

// repeated is the share of an answer's pieces that must stand in the question.
const repeated = 0.8
