// Package congress names who works in a people's congress: the congress itself, its places, organizations,
// people and who belongs where from when to when. Names follow Popolo (popoloproject.com) where it has one.
package congress

import (
	"github.com/huiyin/huiyin/internal/deadline"
)

// Kinds of subject, as the journal and the store call them.
const (
	KindCongress     = "congress"
	KindArea         = "area"
	KindOrganization = "organization"
	KindPerson       = "person"
	KindMembership   = "membership"
	KindAccount      = "account"
	KindRulebook     = "rulebook"
	KindCalendarYear = "calendar_year"
	KindImportRun    = "import_run"
	KindToken        = "api_token"
	KindTemplate     = "template"
)

// Congress is one people's congress that works in this installation.
type Congress struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	NameEN string `json:"name_en,omitempty"`
	Level  string `json:"level"`          // nation, province, prefecture, county, town
	Code   string `json:"code"`           // division code, GB/T 2260 (6 digits) or longer
	Zone   string `json:"zone"`           // IANA time zone in which its days are counted
	Term   int    `json:"term"`           // 届
	Demo   bool   `json:"demo,omitempty"` // everything in it is invented
}

// Area is a place: district, town or street, village or community.
type Area struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	NameEN         string `json:"name_en,omitempty"`
	Parent         string `json:"parent,omitempty"`
	Classification string `json:"classification"` // district, town, village
}

// Organization is a body, office, station or unit. Its classification is the role it plays in procedures
// (see rulebook.Roles).
type Organization struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	NameEN         string `json:"name_en,omitempty"`
	Classification string `json:"classification"`
	Parent         string `json:"parent,omitempty"`
	Area           string `json:"area,omitempty"`
}

// Person is somebody who works in or with the congress.
type Person struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	SortName string `json:"sort_name,omitempty"` // pinyin, for lists
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
	Lang     string `json:"lang,omitempty"`     // en: he is written to in English as well
	Invented bool   `json:"invented,omitempty"` // a person of the demonstration
}

// Roles of a membership.
const (
	RoleDeputy = "deputy" // 代表
	RoleMember = "member" // 组成人员, 主任会议成员
	RoleHead   = "head"   // 单位负责人: staff to whom overdue matters go up first
	RoleStaff  = "staff"  // 工作人员, 联络员
	RoleAdmin  = "admin"  // 系统管理员
)

// Membership says that a person belongs to an organization in a role, from a day to a day.
type Membership struct {
	ID           string        `json:"id"`
	Person       string        `json:"person"`
	Organization string        `json:"organization"`
	Role         string        `json:"role"`
	Label        string        `json:"label,omitempty"` // title, e.g. 主任
	StartDate    deadline.Date `json:"start_date"`
	EndDate      deadline.Date `json:"end_date"` // last day; the zero date: still
}

// On reports whether the membership is in force on day d.
func (m Membership) On(d deadline.Date) bool {
	return !d.Before(m.StartDate) && (m.EndDate.IsZero() || !d.After(m.EndDate))
}

// Account is a person's right to sign in.
type Account struct {
	ID       string `json:"id"`
	Login    string `json:"login"`
	Person   string `json:"person"`
	Hash     string `json:"hash"` // argon2id, PHC form
	Disabled bool   `json:"disabled,omitempty"`
	Demo     bool   `json:"demo,omitempty"` // may sign in by one click, in a demonstration only
	Door     string `json:"door,omitempty"` // demonstration: which of the five doors it shows
}

// Rulebook is a rulebook as the congress adopted it, with its text.
type Rulebook struct {
	ID      string        `json:"id"` // book@version
	Book    string        `json:"book"`
	Version string        `json:"version"`
	InForce deadline.Date `json:"in_force"`
	Source  string        `json:"source"`
}

// CalendarYear is a year's holiday arrangement that an administrator loaded.
type CalendarYear struct {
	ID     string `json:"id"`
	Year   string `json:"year"`
	Format string `json:"format"` // json or ics
	Source string `json:"source"` // the text of the file
}

// ImportRun is what came of importing one file. Importing the file again replaces it.
type ImportRun struct {
	ID       string        `json:"id"`     // digest of the file's bytes
	Source   string        `json:"source"` // kind of import: messages
	File     string        `json:"file"`   // name of the file
	Taken    int           `json:"taken"`
	Known    int           `json:"known"` // were there already, word for word
	Rejected []RejectedRow `json:"rejected,omitempty"`
}

// RejectedRow is a row that was not taken, without its text.
type RejectedRow struct {
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row"`
	Ref   string `json:"ref,omitempty"` // the row's own id, as far as it could be read
	Code  string `json:"code"`
	ZH    string `json:"zh"`
	EN    string `json:"en"`
}

// Token lets a program act as an account. Only the hash of its text is kept.
type Token struct {
	ID        string   `json:"id"`
	Account   string   `json:"account"`
	Name      string   `json:"name"` // what it is for, in the words of who made it
	Hash      string   `json:"hash"`
	Grants    []string `json:"grants,omitempty"`
	CreatedAt int64    `json:"created_at"` // microseconds UTC, like the others
	ExpiresAt int64    `json:"expires_at"`
	RevokedAt int64    `json:"revoked_at,omitempty"` // 0: it was not revoked
}

// Template is a text that people begin with when they answer, return or ask: of an organization, shared, or of
// one person. It may leave places open, in braces, that the matter fills.
type Template struct {
	ID      string `json:"id"`
	Org     string `json:"org,omitempty"`
	Person  string `json:"person,omitempty"` // whose it is when it is no organization's
	Use     string `json:"use"`              // answer, return, extension, refusal, note
	Title   string `json:"title"`
	Text    string `json:"text"`
	Order   int    `json:"order,omitempty"` // place among the others, small first
	Retired bool   `json:"retired,omitempty"`
}
