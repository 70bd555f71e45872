// Package deadline counts days as Chinese law counts them.
//
// A term of months or years ends on the corresponding day of its last month, or on that month's last
// day where there is none; the day a term starts from is not counted; a last day that is a rest day
// moves to the first day after the rest (Civil Code art. 200 to 203). Working days follow the holiday
// arrangement that the State Council publishes each year, with the weekend days worked to make up for
// it. A year that is not published yet has plain weekends, and every due day that depends on it is
// provisional (暂定) and says so.
//
// Everything here is a value and pure: no clock, no files, no randomness. A Calendar never changes;
// loading another year gives another Calendar with another version. docs/deadlines.md is for people.
package deadline
