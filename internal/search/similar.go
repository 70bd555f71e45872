package search

import (
	"maps"
	"math"
	"slices"
	"sort"
	"strings"
)

// Draft is what somebody is about to raise, or what a matter says: as far as it counts for likeness.
type Draft struct {
	Title string
	Text  string
	Place string
}

// A text counts with its beginning: what a matter is about stands there.
const likeText = 400 // characters

// common are pairs that are in so many matters that they say nothing about one.
var common = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range []string{
		"关于", "问题", "建议", "希望", "反映", "请求", "要求", "解决", "尽快", "有关", "部门", "政府", "领导", "我们", "你好", "您好",
		"没有", "现在", "可以", "一个", "这个", "什么", "为什", "怎么", "不能", "已经", "目前", "进行", "情况", "处理", "谢谢",
		"居民", "群众", "市民", "老百", "百姓", "小区", "社区", "街道", "咨询", "投诉", "加强", "加快", "相关", "能否", "是否", "多次",
		"多年", "严重", "影响", "一直", "至今", "无人", "有人", "的问", "题的", "议关", "请问", "何时",
	} {
		out[w] = true
	}
	return out
}()

// Probes are the tokens by which something like a draft can be looked for: distinct pairs and words of its
// title, then of its place and text, without those that say nothing.
func (d Draft) Probes(most int) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range []string{d.Title, d.Place, firstRunes(d.Text, likeText)} {
		for _, t := range informative(s) {
			if len(out) == most {
				return out
			}
			if !seen[t] {
				seen[t] = true
				out = append(out, t)
			}
		}
	}
	return out
}

// informative are the tokens of a text that can tell one matter from another: pairs and words of two characters
// or more that are not common.
func informative(s string) []string {
	var out []string
	for _, r := range runs(s) {
		all := []string{r.text}
		if r.han {
			all = r.pairs()
		}
		for _, t := range all {
			if len(t) > 1 && !common[t] {
				out = append(out, t)
			}
		}
	}
	return out
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// ProbeFTS5 is the search for texts that have a probe, for a viewer who reads what is open.
func ProbeFTS5(probes []string) string {
	var q strings.Builder
	for i, t := range probes {
		if i > 0 {
			q.WriteString(" OR ")
		}
		q.WriteString("({open} : \"" + t + "\")")
	}
	return q.String()
}

// ProbeTSQuery is the same for PostgreSQL.
func ProbeTSQuery(probes []string) string {
	var q strings.Builder
	for i, t := range probes {
		if i > 0 {
			q.WriteString(" | ")
		}
		q.WriteString("'" + t + "':A")
	}
	return q.String()
}

// Rarity is in how many matters a token was found; a token that nobody counted is not in it.
type Rarity map[string]int

// weight of a token: the rarer, the heavier.
func (r Rarity) weight(t string) float64 {
	if common[t] {
		return 0.05
	}
	n, ok := r[t]
	if !ok {
		n = 50
	}
	return 1 / (1 + math.Log1p(float64(n)))
}

// bag is what a draft says: its tokens with what they count for. What the title says counts double.
func (d Draft) bag(r Rarity) map[string]float64 {
	out := map[string]float64{}
	for i, s := range []string{firstRunes(d.Text, likeText), d.Place, d.Title} {
		for _, run := range runs(s) {
			tokens := []string{run.text}
			if run.han {
				tokens = run.pairs()
			}
			for _, t := range tokens {
				w := r.weight(t)
				if i > 0 {
					w *= 2
				}
				out[t] = math.Max(out[t], w)
			}
		}
	}
	return out
}

// Likeness of two texts, from 0 to 1: how much of what the one that says less says the other says too. A text that
// says next to nothing is like none.
func Likeness(a, b Draft, r Rarity) float64 {
	x, y := a.bag(r), b.bag(r)
	shared, ofX, ofY := 0.0, 0.0, 0.0
	for _, t := range slices.Sorted(maps.Keys(x)) { // sums of fractions depend on their order
		ofX += x[t]
		shared += math.Min(x[t], y[t])
	}
	for _, t := range slices.Sorted(maps.Keys(y)) {
		ofY += y[t]
	}
	const least = 1.2 // weight of a few words: below it one shared word would make anything alike
	return shared / math.Max(math.Min(ofX, ofY), least)
}

// Alike is how like two texts must be to be shown to somebody who is about to raise one of them.
const Alike = 0.34

// Ranked is a candidate with its likeness.
type Ranked struct {
	Index int
	Score float64
}

// Rank orders candidates by their likeness to a draft, the most alike first, at most so many; those that are not
// alike are left out.
func Rank(d Draft, candidates []Draft, r Rarity, most int) []Ranked {
	var out []Ranked
	for i, c := range candidates {
		if s := Likeness(d, c, r); s >= Alike {
			out = append(out, Ranked{i, s})
		}
	}
	sort.SliceStable(out, func(i, k int) bool { return out[i].Score > out[k].Score })
	return out[:min(len(out), most)]
}
