// Package archtest holds the rules of the house that a compiler does not know:
// who may import whom, who may read the clock, how long a file may get, and
// that no test is skipped. It consists of tests only.
//
// The table of floors is in floors_test.go. A new package fails the test until
// somebody has decided where it stands and has written it into the table.
package archtest
