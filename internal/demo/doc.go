// Package demo makes the demonstration: an invented district that has worked with Huiyin for a year. Texts
// and people are data (texts/, district/); the code here decides when what happens and does it through the
// office, act by act and in the order of time, as the people of the district would have done. It never
// writes to the store directly. The same instant "now" always gives the same year.
package demo
