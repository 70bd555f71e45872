// Package search finds matters by the words people type: two-character Chinese words, names, pinyin and its
// initials, numbers. It is pure: it turns texts into tokens, queries into expressions of the two engines, and
// says of any text whether a query meets it, so that what an index finds can be held against the text itself.
//
// A run of Chinese characters becomes its overlapping pairs and its last character alone; any other run of
// letters and digits is one word. A Chinese word of a query is therefore found as an exact substring, a single
// character as the beginning of a pair, and everything else as a whole word.
package search
