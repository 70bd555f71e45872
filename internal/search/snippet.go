package search

import "strings"

// Segment is a stretch of a snippet; a hit is what was looked for.
type Segment struct {
	Text string
	Hit  bool
}

// Mark cuts a text into segments by what a query looks for; the text stays whole. Texts without a hit come
// back as one segment.
func (q Query) Mark(text string) []Segment {
	return segments(text, q.spans(text), 0, len(text))
}

// Snippet is the part of a text around the first hit, about so many characters long, with the hits in it. It is
// empty when there is none.
func (q Query) Snippet(text string, length int) []Segment {
	all := q.spans(text)
	if len(all) == 0 {
		return nil
	}
	from, to := around(text, all[0], length)
	out := segments(text, all, from, to)
	if from > 0 {
		out = append([]Segment{{Text: "…"}}, out...)
	}
	if to < len(text) {
		out = append(out, Segment{Text: "…"})
	}
	return out
}

type span struct{ from, to int }

// around is the window of a text that begins a little before a hit.
func around(text string, hit span, length int) (from, to int) {
	from = hit.from
	for n := 0; n < length/4 && from > 0; n++ {
		from--
		for from > 0 && text[from]&0xC0 == 0x80 { // inside a character
			from--
		}
		if text[from] == '\n' {
			from++
			break
		}
	}
	n := 0
	to = len(text)
	for i := range text[from:] {
		if n++; n > length && from+i >= hit.to {
			to = from + i
			break
		}
	}
	return from, to
}

func segments(text string, all []span, from, to int) []Segment {
	var out []Segment
	add := func(from, to int, hit bool) {
		if from < to {
			out = append(out, Segment{strings.ToValidUTF8(text[from:to], "�"), hit})
		}
	}
	at := from
	for _, s := range all {
		if s.to <= from || s.from >= to {
			continue
		}
		add(at, max(s.from, from), false)
		add(max(s.from, from), min(s.to, to), true)
		at = min(s.to, to)
	}
	add(at, to, false)
	return out
}

// spans are the places of hits in a text, in order, without overlap.
func (q Query) spans(text string) []span {
	var all []span
	words := runs(text)
	for i := range words {
		for _, t := range q.terms {
			all = append(all, t.spansAt(words[i:])...)
		}
	}
	return merged(all)
}

// spansAt are the places of a term whose first run lies in the first of words.
func (t term) spansAt(words []run) []span {
	n := len(t.runs)
	if n > len(words) {
		return nil
	}
	first, last := words[0], words[n-1]
	if n == 1 {
		return first.places(t.runs[0])
	}
	head, tail := t.runs[0], t.runs[n-1]
	if head.han != first.han || tail.han != last.han || !strings.HasSuffix(first.text, head.text) || !strings.HasPrefix(last.text, tail.text) {
		return nil
	}
	if !head.han && first.text != head.text || !tail.han && last.text != tail.text {
		return nil
	}
	for i := 1; i < n-1; i++ {
		if words[i].text != t.runs[i].text {
			return nil
		}
	}
	return []span{{first.source(len(first.text) - len(head.text)), last.source(len(tail.text))}}
}

// places are where w lies in r.
func (r run) places(w run) []span {
	if !r.han || !w.han {
		if r.han == w.han && (r.text == w.text || w.single() && strings.HasPrefix(r.text, w.text)) {
			return []span{{r.from, r.to}}
		}
		return nil
	}
	var out []span
	for at := 0; ; {
		i := strings.Index(r.text[at:], w.text)
		if i < 0 {
			return out
		}
		out = append(out, span{r.source(at + i), r.source(at + i + len(w.text))})
		at += i + len(w.text)
	}
}

// source is where byte i of a run's text stands in the source.
func (r run) source(i int) int {
	if i >= len(r.text) {
		return r.to
	}
	for k, at := range r.runes {
		if at == i {
			return r.src[k]
		}
	}
	return r.from
}

// merged sorts places and joins those that touch.
func merged(all []span) []span {
	for i := 1; i < len(all); i++ {
		for k := i; k > 0 && all[k].from < all[k-1].from; k-- {
			all[k], all[k-1] = all[k-1], all[k]
		}
	}
	var out []span
	for _, s := range all {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}
