// Package message reads the messages that residents left on a public board, with the answers they
// got, from a spreadsheet, and judges the answers.
//
// It is pure: no database, no network, no clock. [Read] turns a workbook or a CSV text into a [Table]
// of messages, each with the row it stands in, and of rejected rows, each with its reason; nothing in
// the file is dropped without a word. [JudgeAll] suggests which answers do not answer in substance.
// [Count] makes the figures of a set of messages.
//
// Storing the rows, and deciding what to do with one that is stored already, is the office's business:
// the same ID with the same Digest is the same message, the same ID with another Digest is reported.
package message
