package search

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// Marks before tokens that are sounds, so that they meet no word of a text. NFKC and lower case leave both
// alone, and neither is a letter, so that no text has them.
const (
	syllableMark = "♪"
	initialMark  = "♩"
)

// Bounds of readings: a title with many characters of several readings would have thousands.
const (
	titleReadings = 4
	nameReadings  = 16
	maxSounding   = 60 // characters of a title that are also kept as they sound
)

// readingsOf are the readings of a character without tones, the usual one first; nil when it has none.
func readingsOf(r rune) []string {
	if known, ok := known.Load(r); ok {
		return known.([]string) //nolint:forcetypeassert // nothing else is kept there
	}
	out := lookUp(r)
	known.Store(r, out)
	return out
}

// known keeps readings once looked up: the same few thousand characters come again and again.
var known sync.Map

func lookUp(r rune) []string {
	args := pinyin.NewArgs()
	args.Heteronym = true
	var out []string
	for _, s := range pinyin.SinglePinyin(r, args) {
		s = plainSyllable(s)
		if s != "" && !contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// plainSyllable writes a syllable with the letters that people type: ü is v.
func plainSyllable(s string) string {
	s = strings.ReplaceAll(s, "ü", "v")
	for _, r := range s {
		if r < 'a' || r > 'z' {
			return ""
		}
	}
	return s
}

func contains(all []string, s string) bool {
	return slices.Contains(all, s)
}

// readings are the ways in which a row of characters may be read, at most so many: the usual one first, then
// those in which one character is read otherwise, then two, and so on.
func readings(characters []rune, most int) [][]string {
	all := make([][]string, 0, len(characters))
	for _, r := range characters {
		if s := readingsOf(r); len(s) > 0 {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	usual := make([]string, len(all))
	for i, s := range all {
		usual[i] = s[0]
	}
	type state struct {
		said []string
		next int // characters before it are settled
	}
	out, queue := [][]string{usual}, []state{{usual, 0}}
	for len(queue) > 0 {
		from := queue[0]
		queue = queue[1:]
		for i := from.next; i < len(all); i++ {
			for _, other := range all[i][1:] {
				if len(out) == most {
					return out
				}
				said := append([]string{}, from.said...)
				said[i] = other
				out, queue = append(out, said), append(queue, state{said, i + 1})
			}
		}
	}
	return out
}

// titleSounds are the rows of tokens for the sound of a text: its syllables, and the pairs of its initials.
func titleSounds(s string) [][]string {
	var out [][]string
	seen := map[string]bool{}
	for _, said := range readings(characters(s, maxSounding), titleReadings) {
		for _, row := range [][]string{marked(syllableMark, said), initialPairs(initials(said))} {
			if key := strings.Join(row, " "); key != "" && !seen[key] {
				seen[key] = true
				out = append(out, row)
			}
		}
	}
	return out
}

// characters are the Chinese characters of a text in order, at most so many.
func characters(s string, most int) []rune {
	var out []rune
	for _, r := range s {
		if len(out) == most {
			break
		}
		if unicode.Is(unicode.Han, r) {
			out = append(out, r)
		}
	}
	return out
}

func marked(mark string, tokens []string) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = mark + t
	}
	return out
}

// initials are the first letters of syllables.
func initials(said []string) string {
	var b strings.Builder
	for _, s := range said {
		b.WriteByte(s[0])
	}
	return b.String()
}

// initialPairs are the overlapping pairs of initials: single letters would be in every title.
func initialPairs(letters string) []string {
	var out []string
	for i := 0; i+1 < len(letters); i++ {
		out = append(out, initialMark+letters[i:i+2])
	}
	return out
}

// soundPhrases are what Latin letters may mean as a sound: syllables written together, and initials.
func soundPhrases(word string) []phrase {
	if len(word) < 2 || plainSyllable(word) != word {
		return nil
	}
	out := []phrase{{tokens: initialPairs(word)}}
	for _, said := range split(word, 4) {
		out = append(out, phrase{tokens: marked(syllableMark, said)})
	}
	return out
}

// syllables are all syllables that a character has.
var syllables = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for r := range pinyin.PinyinDict {
		for _, s := range lookUp(rune(r)) {
			out[s] = true
		}
	}
	return out
})

// split cuts letters into syllables in every way, at most so many; the longest syllables first.
func split(word string, most int) [][]string {
	const longest = 6 // zhuang
	var out [][]string
	tried := 0
	var cut func(rest string, said []string)
	cut = func(rest string, said []string) {
		if tried++; len(out) == most || tried > 2000 {
			return
		}
		if rest == "" {
			out = append(out, append([]string{}, said...))
			return
		}
		for n := min(longest, len(rest)); n > 0; n-- {
			if syllables()[rest[:n]] {
				cut(rest[n:], append(said, rest[:n]))
			}
		}
	}
	cut(word, nil)
	return out
}

// NameTerms are what the name of a person or an organization is found by: each of its endings in characters, in
// pinyin and in initials, so that the beginning of one is any part of the name.
func NameTerms(name string) []string {
	var out []string
	seen := map[string]bool{}
	add := func(s string) {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	plain := []rune(plainName(name))
	for i := range plain {
		add(string(plain[i:]))
	}
	for _, said := range readings(characters(name, maxName), nameReadings) {
		letters := initials(said)
		for i := range said {
			add(strings.Join(said[i:], ""))
			add(letters[i:])
		}
	}
	return out
}

// maxName is how many characters of a name count.
const maxName = 40

// NameKey is what a name is looked for by: the beginning of a term.
func NameKey(query string) string { return plainName(query) }

// plainName is a name without spaces and signs, in normal form.
func plainName(s string) string {
	var b strings.Builder
	for _, r := range runs(s) {
		b.WriteString(r.text)
	}
	out := []rune(b.String())
	return string(out[:min(len(out), maxName)])
}
