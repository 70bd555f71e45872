// Package e2e uses Huiyin as people do: a real Chromium, every page served on 127.0.0.1 by the program's own
// handlers, a real database behind them, a clock that the test moves.
//
// A test puts a stage up (a tiny congress with its pages) and lets visitors in: each has a window and cookies
// of his own, signs in by one click, reads, fills labelled fields and presses buttons by their Chinese names.
// What goes wrong in a page by itself (an error on the console, a request that fails or would leave the
// machine, an answer of 400 and above that nobody expected, an error in the server's log) fails the test.
//
// The journeys run on SQLite and PostgreSQL. The sweep opens every page of every door for every kind of viewer
// in both languages and three sizes, checks each and leaves its picture in e2e/shots for people to look at.
// docs/testing.md says how to run one test and where the pictures are.
package e2e
