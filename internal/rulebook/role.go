package rulebook

import "github.com/huiyin/huiyin/internal/lang"

// RoleClass groups roles by what the red lines allow them (domain rules §10).
type RoleClass string

// The classes of role. A handler never closes; a raiser rates and may withdraw; the office, or a body
// by its decision, ends.
const (
	RaiserClass  RoleClass = "raiser"
	HandlerClass RoleClass = "handler"
	OfficeClass  RoleClass = "office"
	BodyClass    RoleClass = "body"
	SystemClass  RoleClass = "system"
)

// Role is a part that people or organizations play in a congress.
type Role struct {
	Key   string
	Class RoleClass
	Name  lang.Text
	Owns  bool // an organization with this role may own a step
}

// Roles lists every role a rulebook may name, in the order of the handbook.
var Roles = []Role{
	{"resident", RaiserClass, lang.T("群众", "Resident"), false},
	{"deputy", RaiserClass, lang.T("代表", "Deputy"), false},
	{"raiser", RaiserClass, lang.T("提出人", "Raiser"), false},
	{"station", OfficeClass, lang.T("代表联络站", "Contact station"), true},
	{"deputyOffice", OfficeClass, lang.T("代表工作委员会", "Deputy office"), true},
	{"generalOffice", OfficeClass, lang.T("常委会办公室", "General office"), true},
	{"committee", OfficeClass, lang.T("工作委员会", "Working committee"), true},
	{"chairMeeting", BodyClass, lang.T("主任会议", "Chair meeting"), true},
	{"standingCommittee", BodyClass, lang.T("常务委员会", "Standing committee"), true},
	{"unit", HandlerClass, lang.T("承办单位", "Handling unit"), true},
	{"owner", "", lang.T("当前责任单位", "Current owner"), false}, // class is that of the step's owner
	{"system", SystemClass, lang.T("系统", "System"), false},
}

// RoleOf finds a role by key.
func RoleOf(key string) (Role, bool) {
	for _, r := range Roles {
		if r.Key == key {
			return r, true
		}
	}
	return Role{}, false
}
