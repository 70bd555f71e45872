package message

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// An answer counts as pasted when nearly the same text answers at least pasteMessages different
// messages. Nearly the same: the pieces of shingleRunes characters that two texts share are at least
// pasteSimilarity of those that either has (Jaccard index), names, numbers and greetings left out.
const (
	pasteMessages   = 3
	pasteRunes      = 20 // a shorter text is alike by chance
	pasteSimilarity = 0.9
	shingleRunes    = 5
	// Two questions are the same one when they share this much of their pairs of characters: a
	// resident who writes twice, neighbours who send the same letter. They may get the same answer.
	sameQuestion  = 0.5
	questionRunes = 300 // how much of a question is compared
)

// Locality sensitive hashing (Broder 1997): texts of similarity 0.9 agree in one of eight bands of four
// minimal hashes with a probability over 0.999, so that only likely pairs are compared in full.
const (
	bands      = 8
	bandHashes = 4
	// leadersPerBand bounds the comparisons of one text; it keeps the work linear in the number of texts.
	leadersPerBand = 6
)

// pasteGroups puts texts that are nearly the same together and returns, for each text, the number of
// its group, or -1 for a text that is too short. The least text of a group leads it: others join when
// they are near enough to the leader. Texts are taken in their own order, not in that of the file, so
// that the same texts always make the same groups.
func pasteGroups(texts []string) []int {
	order := make([]int, len(texts))
	group := make([]int, len(texts))
	for i := range texts {
		order[i], group[i] = i, -1
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(texts[a], texts[b]) })
	leaders := []int{} // group to the text that leads it
	buckets := map[[2]uint64][]int{}
	for _, i := range order {
		folded := pasteText(texts[i])
		if len(folded) < pasteRunes {
			continue
		}
		pieces := shingles(folded)
		keys := bandKeys(pieces)
		group[i] = nearLeader(texts, leaders, buckets, keys, pieces)
		if group[i] >= 0 {
			continue
		}
		group[i] = len(leaders)
		leaders = append(leaders, i)
		for _, k := range keys {
			if len(buckets[k]) < leadersPerBand {
				buckets[k] = append(buckets[k], group[i])
			}
		}
	}
	return group
}

// nearLeader is the group whose leader is near enough, or -1.
func nearLeader(texts []string, leaders []int, buckets map[[2]uint64][]int, keys [][2]uint64, pieces []uint64) int {
	tried := make([]int, 0, bands)
	for _, k := range keys {
		for _, g := range buckets[k] {
			if slices.Contains(tried, g) {
				continue
			}
			tried = append(tried, g)
			if jaccard(pieces, shingles(pasteText(texts[leaders[g]]))) >= pasteSimilarity {
				return g
			}
		}
	}
	return -1
}

// pasteText is a text without what differs between two uses of it: numbers, codes, marks, white space,
// and everything up to a first greeting.
func pasteText(s string) []rune {
	out := make([]rune, 0, len(s)/3)
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			out = append(out, r)
			if n := len(out); n <= 24 && n >= 2 && out[n-1] == '好' && (out[n-2] == '您' || out[n-2] == '你') {
				out = out[:0]
			}
		}
	}
	return out
}

// shingles are the hashes of the pieces of a text, sorted, each once.
func shingles(runes []rune) []uint64 { return pieces(runes, shingleRunes) }

func pieces(runes []rune, n int) []uint64 {
	if len(runes) < n {
		return nil
	}
	out := make([]uint64, 0, len(runes)-n+1)
	for i := range len(runes) - n + 1 {
		h := uint64(14695981039346656037) // FNV-1a over code points, then mixed
		for _, r := range runes[i : i+n] {
			h = (h ^ uint64(r)) * 1099511628211
		}
		out = append(out, mix(h))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mix spreads the bits of a hash (the finaliser of SplitMix64).
func mix(h uint64) uint64 {
	h ^= h >> 30
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return h ^ h>>31
}

// bandKeys are the bands of a text's minimal hashes, each with its place.
func bandKeys(pieces []uint64) [][2]uint64 {
	keys := make([][2]uint64, bands)
	for b := range keys {
		key := uint64(b)
		for i := range bandHashes {
			salt := mix(uint64(b*bandHashes+i) + 1)
			least := uint64(math.MaxUint64)
			for _, p := range pieces {
				least = min(least, (p^salt)*0x9e3779b97f4a7c15)
			}
			key = mix(key ^ least)
		}
		keys[b] = [2]uint64{uint64(b), key}
	}
	return keys
}

// jaccard is the share of two sorted sets that both have: 1 for the same, 0 for nothing in common.
func jaccard(a, b []uint64) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			both, i, j = both+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if either := len(a) + len(b) - both; either > 0 {
		return float64(both) / float64(either)
	}
	return 0
}
