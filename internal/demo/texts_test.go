package demo

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/huiyin/huiyin/internal/deadline"
)

// sentence is one thing that somebody says, written out.
type sentence struct{ where, kind, text string }

// sentences writes out everything that is said, in every variant.
func sentences(t *testing.T) []sentence {
	t.Helper()
	all, err := allTexts()
	if err != nil {
		t.Fatal(err)
	}
	d, err := newDistrict(deadline.MustDate("2026-06-15").In(deadlineZone(t)))
	if err != nil {
		t.Fatal(err)
	}
	var out []sentence
	day := days{said: deadline.MustDate("2026-06-15"), raised: deadline.MustDate("2026-06-01"), back: deadline.MustDate("2026-06-08")}
	say := func(where string, variant int, values map[string]string, kinds map[string]string) {
		for kind, text := range kinds {
			if text == "" {
				continue
			}
			s, err := fill(text, values, variant, day)
			if err != nil {
				t.Errorf("%s %s: %v", where, kind, err)
			}
			out = append(out, sentence{where + " " + kind, kind, s})
		}
	}
	ops := slices.Clone(all.opinions)
	for _, name := range specials {
		ops = append(ops, all.special[name]...)
	}
	for _, o := range ops {
		for n, vary := range o.Vary {
			values, _ := d.values(vary)
			where := o.Key + "/" + strconv.Itoa(n)
			say(where, n, values, kindsOf(o.Said))
			say(where, n, values, map[string]string{"title": o.Title, "text": o.Text, "instruction": o.Instruction, "note": o.Note})
			if o.Wrong != nil {
				say(where, n, values, map[string]string{"wrong": o.Wrong.Reason})
			}
		}
	}
	for _, m := range all.messages {
		say(m.Key, 0, nil, kindsOf(m.Said))
		say(m.Key, 0, nil, map[string]string{"title": m.Title, "text": m.Text})
	}
	for _, a := range all.appointments {
		say(a.Key, 0, nil, kindsOf(a.Said))
		say(a.Key, 0, nil, map[string]string{"title": a.Title, "text": a.Text, "research": a.Note, "record": a.Record, "record2": a.Record2, "answer2": a.Answer2, "askAgain": a.AskAgain, "postpone": a.Postpone})
		for i, q := range a.Qs {
			say(a.Key+" q"+strconv.Itoa(i+1), 0, nil, map[string]string{"question": q.Q, "answer": q.A, "a2": q.A2, "redo": q.Redo, "unhappy": q.Unhappy, "back": q.Back, "findings": q.Findings, "findings2": q.Findings2})
		}
		for i, p := range a.Promises {
			say(a.Key+" c"+strconv.Itoa(i+1), 0, nil, map[string]string{"promise": p.Text, "claim": p.Claim, "claim2": p.Claim2, "back": p.Back, "reopen": p.Reopen, "findings": p.Findings})
		}
	}
	for name, pool := range all.pools {
		for i, s := range pool {
			say("pool "+name+" "+strconv.Itoa(i+1), 0, nil, map[string]string{"pool": s})
		}
	}
	return out
}

func kindsOf(s Said) map[string]string {
	decline := s.Decline
	if utf8.RuneCountInString(decline) < 15 && decline == strings.ToLower(decline) && regexp.MustCompile(`^[a-z]*$`).MatchString(decline) {
		decline = "" // a code
	}
	return map[string]string{
		"answer": s.Answer, "hollow": s.Hollow, "unhappy": s.Unhappy, "unhappy2": s.Unhappy2, "redo": s.Redo, "redo2": s.Redo2,
		"back": s.Back, "extend": s.Extend, "refuse": s.Refuse, "ratingReason": s.RatingReason, "findings": s.Findings, "findings2": s.Findings2,
		"reopen": s.Reopen, "reanswer": s.Reanswer, "withdraw": s.Withdraw, "decline": decline, "reason": s.Reason, "undo": s.Undo,
	}
}

// forbidden are forms that give a text away as made up without care, or that must not be in it.
var forbidden = []struct {
	what string
	re   *regexp.Regexp
}{
	{"a name of nobody", regexp.MustCompile(`张三|李四|王五|赵六|某某|XX|××|小明`)},
	{"a leader of the state", regexp.MustCompile(`总书记|总理|国家主席|委员长|政治局`)},
	{"half-width punctuation", regexp.MustCompile(`[,;!?()"]|[^0-9]:|:[^0-9]`)},
	{"a full stop of another language", regexp.MustCompile(`[^0-9]\.|\.[^0-9]`)},
	{"something not filled in", regexp.MustCompile(`[{}\[\]|]`)},
	{"lorem", regexp.MustCompile(`(?i)lorem|ipsum|test|todo`)},
	{"two punctuation marks", regexp.MustCompile(`[，。；：、]{2}|，”，|。，`)},
	{"a counted word twice", regexp.MustCompile(`(.)个月个月|个个|年年年|\d月个月`)},
}

// lengths in characters, by kind; text may be one line or several paragraphs.
var lengths = map[string][2]int{
	"title": {5, 40}, "text": {5, 700}, "answer": {20, 700}, "redo": {20, 500}, "redo2": {40, 500}, "reanswer": {40, 400},
	"findings": {5, 260}, "findings2": {10, 260}, "research": {30, 400}, "question": {8, 40}, "promise": {10, 60}, "claim": {15, 120},
	"hollow": {10, 60}, "unhappy": {15, 160}, "back": {10, 120}, "record": {20, 200},
}

func TestTextsReadLikeTheRealThing(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, s := range sentences(t) {
		for _, f := range forbidden {
			if hit := f.re.FindString(s.text); hit != "" {
				t.Errorf("%s has %s: %q", s.where, f.what, hit)
			}
		}
		if l, ok := lengths[s.kind]; ok {
			if n := utf8.RuneCountInString(s.text); n < l[0] || n > l[1] {
				t.Errorf("%s has %d characters, want %d to %d: %s", s.where, n, l[0], l[1], s.text)
			}
		}
		if first, ok := seen[s.text]; ok && utf8.RuneCountInString(s.text) > 24 && strings.Fields(first)[0] != strings.Fields(s.where)[0] {
			if family(first) != family(s.where) { // variants of one text may share what does not name the place
				t.Errorf("%s and %s say the same: %s", first, s.where, s.text)
			}
		}
		seen[s.text] = s.where
	}
	if len(seen) < 900 {
		t.Errorf("only %d different sentences", len(seen))
	}
}

func family(where string) string { return strings.Split(where, "/")[0] }

// numbers that look like telephones are clearly nobody's.
func TestTelephonesAreNobodys(t *testing.T) {
	t.Parallel()
	phone := regexp.MustCompile(`\d{3,4}-\d{7,8}|\b1\d{10}\b|\b12\d{3}\b|\b400\d{7}\b`)
	for _, s := range sentences(t) {
		for _, p := range phone.FindAllString(s.text, -1) {
			if !strings.HasPrefix(p, "0000-") && len(p) > 6 {
				t.Errorf("%s: %s could be somebody's telephone", s.where, p)
			}
			if len(p) == 5 && strings.Contains(s.text, "拨打"+p) {
				t.Errorf("%s: %s could be a hotline", s.where, p)
			}
		}
	}
}

// There are enough different opinions, and enough of each category.
func TestEnoughIsSaid(t *testing.T) {
	t.Parallel()
	all, err := allTexts()
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, o := range all.opinions {
		n[o.Category]++
		if o.Unit == "" || o.Answer == "" || o.Findings == "" {
			t.Errorf("%s cannot be told to its end", o.Key)
		}
		for _, pair := range [][2]string{{o.Unhappy, o.Redo}, {o.Back, o.Redo}, {o.Reopen, o.Reanswer}} {
			if pair[0] != "" && pair[1] == "" {
				t.Errorf("%s: nobody answers %q", o.Key, pair[0])
			}
		}
	}
	for _, c := range categories {
		if n[c] < 7 {
			t.Errorf("only %d opinions about %s", n[c], c)
		}
	}
	if len(all.opinions) < 120 || len(all.messages) < 60 || len(all.appointments) < 20 {
		t.Errorf("%d opinions, %d messages, %d appointments", len(all.opinions), len(all.messages), len(all.appointments))
	}
}

func TestFillRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	d := days{said: deadline.MustDate("2026-12-30"), raised: deadline.MustDate("2026-12-21")}
	for text, want := range map[string]string{
		"{日}、{日-3}":        "12月30日、12月27日",
		"{日+5}前":           "明年1月4日前",
		"{月+1}底，{年-11}年":   "明年1月底，2015年",
		"{提}提出":            "12月21日提出",
		"[甲|乙|丙]{路}":       "乙文塔路",
		"{月}个月，{月}{日-400}": "六个月，六去年11月25日",
	} {
		values := map[string]string{"路": "文塔路"}
		if strings.Contains(text, "个月") {
			values["月"] = "六"
		}
		if got, err := fill(text, values, 1, d); err != nil || got != want {
			t.Errorf("fill(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	if _, err := fill("{无此值}", nil, 0, d); err == nil {
		t.Error("an unknown value was let through")
	}
}
