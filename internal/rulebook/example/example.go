// Package example reads and plays the worked examples that come with rulebooks: the life of a matter in
// lines that a clerk can read and write, each with what must be true afterwards. They run as tests, so a
// change of a rulebook that would change somebody's working day shows before anyone adopts it.
//
// A file is a heading and stories. In the heading, lines of the form "who 水利局 is unit" name the people
// and organizations; a story begins with "-- its name --" and has one line for each thing that happens:
//
//	2026-03-02 陈秀兰 raises opinion title=路灯不亮 category=roads place=城关街道 → registered, owner 城关联络站, due 2026-03-05
//	2026-03-03 城关联络站 assign unit=水利局 category=water → assigned, deliberated, owner 水利局, due 2026-03-05
//	2026-03-09 see → late 议而不决
//	2026-03-10 水利局 decline answer=不办 → refused notAtThisStep
//
// Values with spaces stand in quotes; | separates the items of a list. "raises … as 二号" names a matter, "on 二号"
// acts on it, and a child is called by its parent, its procedure and its number: 约见/appointmentQuestion/1.
package example

import "github.com/huiyin/huiyin/internal/deadline"

// File is one file of worked examples.
type File struct {
	Name    string
	Cast    []Member
	Stories []Story
}

// Member is a person or organization and the role that it plays.
type Member struct {
	Name string
	Role string
}

// Story is the life of one matter, or of a few that belong together.
type Story struct {
	Name  string
	Line  int
	Steps []Step
}

// Step is one line: something that is done, or only a look, and what must be true afterwards.
type Step struct {
	Line      int
	Day       deadline.Date
	Who       string            // name in the cast; empty for a look
	Raises    string            // procedure that is raised; empty otherwise
	Act       string            // act that is done; empty for a look or a raising
	Matter    string            // label of the matter; empty: the one last raised by hand
	Values    map[string]string // fields
	Expect    Expect
	Expecting []string // the expectations as they are written, for messages
}

// Expect is what must be true after a line. Empty parts are not looked at.
type Expect struct {
	Step     string
	Phase    string
	Owner    string
	Due      deadline.Date
	Ends     string
	Refused  string // code of the problem
	Late     string // the failure that the matter lies in, e.g. 视而不议
	OnTime   bool   // it lies in none
	WasLate  string // a failure that is over
	Children int    // how many parts it has; -1: not looked at
	Reminder string // the reminder of this day: before, onDay, after; none
	Up       string // to whom it goes up on this day
	Answers  int    // how many answers the raiser has had; -1: not looked at
}

// Role is the role of a member of the cast; "" when there is no such member.
func (f File) Role(name string) string {
	for _, m := range f.Cast {
		if m.Name == name {
			return m.Role
		}
	}
	return ""
}
