// Package bench measures what Huiyin costs, on the machine it runs on.
//
// Whole lifecycles go through a real server over HTTP on the loopback address, at several numbers of clients.
// Beside Huiyin run two others, in turns with it: the floor, the least Go server that keeps the same matter,
// entry and body as durably, and the raw engine, which does every row write of the store and nothing else.
// Each server is a process of its own, so that the processor time of client and server is counted apart.
//
// What is measured is thrown away: a folder, or a schema of a PostgreSQL database, that bench made itself.
package bench
