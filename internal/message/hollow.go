package message

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/huiyin/huiyin/internal/lang"
)

// Suggestion tells the office that an answer may not answer in substance. It is a hint with its
// reason and never a verdict: whoever sees it reads the answer and decides.
type Suggestion struct {
	Hollow   bool      `json:"hollow"`
	Code     string    `json:"code,omitempty"`     // stable; one of the Hollow codes below, empty when not hollow
	Reason   lang.Text `json:"reason,omitzero"`    // one sentence
	Evidence string    `json:"evidence,omitempty"` // the few words that decided, or how often the text was used
}

// What an answer may consist of when it says nothing of the matter itself.
const (
	HollowEmpty     = "empty"           // no words at all, or a greeting
	HollowReceipt   = "receiptOnly"     // "received", thanks
	HollowForwarded = "forwardedOnly"   // passed on to somebody
	HollowElsewhere = "elsewhereOnly"   // answered already, somewhere else
	HollowProgress  = "progressOnly"    // being looked into
	HollowPromise   = "promiseOnly"     // will be dealt with, without what, how or when
	HollowReferral  = "referralOnly"    // ask somebody else
	HollowAsksMore  = "asksMoreOnly"    // too little is known, write again
	HollowShort     = "tooShort"        // a few words that decide nothing
	HollowRepeats   = "repeatsQuestion" // the question again
	HollowPasted    = "pasted"          // the same text to many different messages
)

// hollowReasons is in the order in which one is named when an answer has several.
var hollowReasons = []struct {
	code string
	text lang.Text
}{
	{HollowForwarded, lang.T("只说已转交，没有回答问题本身。", "It only says that the message was passed on, not what became of it.")},
	{HollowElsewhere, lang.T("只说别处已经答复，这里没有答案。", "It only says that it was answered elsewhere.")},
	{HollowAsksMore, lang.T("只说信息不足，没有回答问题本身。", "It only says that too little is known to answer.")},
	{HollowProgress, lang.T("只说正在办理，没有回答问题本身。", "It only says that the matter is being looked into.")},
	{HollowReferral, lang.T("只请对方去问别处，没有回答问题本身。", "It only names somebody else to ask.")},
	{HollowPromise, lang.T("只有笼统的承诺，没有说做什么、何时做。", "It only promises, without what or when.")},
	{HollowReceipt, lang.T("只说已收到，没有回答问题本身。", "It only acknowledges the message.")},
	{HollowShort, lang.T("文字太短，看不出对问题的回答。", "It is too short to answer anything.")},
	{HollowEmpty, lang.T("没有内容或只有问候。", "It is empty or only a greeting.")},
	{HollowRepeats, lang.T("只是重复了留言里的话。", "It only repeats the message.")},
	{HollowPasted, lang.T("同一段文字答复了多条不同的留言，可能没有针对这一条。", "The same text answers several different messages; it may not speak of this one.")},
}

// substance is the weight of words beyond set phrases from which an answer says something of its own:
// about two clauses' heads, less than any real answer in the tuning half of the sample.
const substance = 8

// JudgeReply looks at one answer by itself. Set phrases are recognised clause by clause (received,
// passed on, being handled, will be handled, ask there, thanks); an answer that consists of nothing
// else is hollow. One clause with something of its own, a fact, a finding, a rule, a thing done, is
// enough to make it an answer, whether or not it is a good one.
func JudgeReply(reply string) Suggestion { return new(judge).reply(reply) }

// judge remembers the clauses it has seen: official answers share most of theirs.
type judge struct{ known map[string]string }

// maxKnown bounds the memory of a judge; beyond it clauses are looked at anew.
const maxKnown = 100_000

func (j *judge) classify(clause string, first bool) string {
	if first || j.known == nil {
		return classify(clause, first)
	}
	code, ok := j.known[clause]
	if !ok {
		code = classify(clause, false)
		if len(j.known) < maxKnown {
			j.known[clause] = code
		}
	}
	return code
}

func (j *judge) reply(reply string) Suggestion {
	seen := map[string]string{} // code to the first clause that showed it
	own, ownText := 0, ""
	first := true
	for clause := range clauses(reply) {
		code := j.classify(clause, first)
		first = false
		if code == "" {
			w := weight(clause)
			if own += w; own >= substance {
				return Suggestion{}
			}
			if w > 0 {
				ownText += clause
			}
			continue
		}
		if _, ok := seen[code]; !ok {
			seen[code] = clause
		}
	}
	if own > 0 && definite.MatchString(ownText) {
		return Suggestion{} // "可以办理", "属实" are short and are answers
	}
	return hollowFor(seen, ownText)
}

// hollowFor names the reason: the strongest of the phrases seen.
func hollowFor(seen map[string]string, ownText string) Suggestion {
	for _, r := range hollowReasons {
		if clause, ok := seen[r.code]; ok && r.code != HollowEmpty {
			return Suggestion{Hollow: true, Code: r.code, Reason: r.text, Evidence: brief(clause)}
		}
	}
	code := HollowEmpty
	if ownText != "" {
		code = HollowShort
	}
	return Suggestion{Hollow: true, Code: code, Reason: hollowText(code), Evidence: brief(ownText)}
}

func hollowText(code string) lang.Text {
	for _, r := range hollowReasons {
		if r.code == code {
			return r.text
		}
	}
	return lang.Text{}
}

// clauses gives the clauses of a text, folded and without white space; quoted titles are left out,
// since they repeat the question.
func clauses(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for rest := aside.ReplaceAllString(text, ""); rest != ""; {
			i := strings.IndexFunc(rest, endsClause)
			clause := rest
			if i >= 0 {
				clause = rest[:i]
				_, n := utf8.DecodeRuneInString(rest[i:])
				rest = rest[i+n:]
			} else {
				rest = ""
			}
			if clause = foldClause(clause); clause != "" && !yield(clause) {
				return
			}
		}
	}
}

func endsClause(r rune) bool { return strings.ContainsRune("。！？；，：!?;,:\n…", r) }

// foldClause drops what does not bear on the words: width, white space, quotes and brackets, numbering.
func foldClause(s string) string {
	if !norm.NFKC.IsNormalString(s) {
		s = norm.NFKC.String(s)
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '.' || r == '%' {
			return r
		}
		return -1
	}, s)
	if rest := lead.ReplaceAllString(s, ""); rest != "" {
		s = rest
	}
	return strings.Trim(numbering.ReplaceAllString(s, ""), "-. ")
}
