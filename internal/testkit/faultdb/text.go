package faultdb

import (
	"regexp"
	"strings"
)

// rollback is a Kind of this package only: a rollback given as text is passed
// on and not counted.
const rollback Kind = -1

var (
	comment  = regexp.MustCompile(`(?s)\A(?:\s+|--[^\n]*(?:\n|\z)|/\*.*?\*/|\()+`)
	dataWord = regexp.MustCompile(`(?i)\b(?:insert|update|delete|merge)\b`)
)

// firstWords returns the first two words of a statement in capitals.
func firstWords(query string) (first, second string) {
	fields := strings.FieldsFunc(strings.TrimPrefix(query, comment.FindString(query)), func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == ';' || r == '('
	})
	if len(fields) > 0 {
		first = strings.ToUpper(fields[0])
	}
	if len(fields) > 1 {
		second = strings.ToUpper(fields[1])
	}
	return first, second
}

// kindOf tells transactions that are begun and ended as text from other
// statements.
func kindOf(query string) Kind {
	first, second := firstWords(query)
	switch first {
	case "BEGIN", "START":
		return Begin
	case "COMMIT", "END":
		return Commit
	case "ROLLBACK", "ABORT":
		if second != "TO" {
			return rollback
		}
	}
	return Statement
}

// writes reports whether a statement can change what is stored, as far as its
// text tells: a SELECT that calls a writing function counts as reading.
func writes(query string) bool {
	switch first, _ := firstWords(query); first {
	case "", "SELECT", "VALUES", "EXPLAIN", "PRAGMA", "SHOW", "SET", "RESET",
		"SAVEPOINT", "RELEASE", "ROLLBACK", "DISCARD", "LISTEN", "UNLISTEN":
		return false
	case "WITH":
		return dataWord.MatchString(query)
	}
	return true
}
