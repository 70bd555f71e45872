package office

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
)

// Register is what an administrator brings in about a congress: its places, organizations, people and who
// belongs where. Entries are known by their id: a new id is added, a known one is brought up to date, and
// what is not named stays as it is.
type Register struct {
	Congress      *RegisterCongress       `json:"congress,omitempty" yaml:"congress"`
	Areas         []congress.Area         `json:"areas,omitempty" yaml:"areas"`
	Organizations []congress.Organization `json:"organizations,omitempty" yaml:"organizations"`
	People        []RegisterPerson        `json:"people,omitempty" yaml:"people"`
}

// RegisterCongress is what may be said about the congress itself.
type RegisterCongress struct {
	Name   string `json:"name" yaml:"name"`
	NameEN string `json:"name_en" yaml:"name_en"`
	Level  string `json:"level" yaml:"level"`
	Code   string `json:"code" yaml:"code"`
	Term   int    `json:"term" yaml:"term"`
}

// RegisterPerson is a person with his places and, where he may sign in, his login. Passwords are set apart.
type RegisterPerson struct {
	ID       string         `json:"id" yaml:"id"`
	Name     string         `json:"name" yaml:"name"`
	SortName string         `json:"sort_name,omitempty" yaml:"sort_name"`
	Phone    string         `json:"phone,omitempty" yaml:"phone"`
	Email    string         `json:"email,omitempty" yaml:"email"`
	Lang     string         `json:"lang,omitempty" yaml:"lang"` // en: he is written to in English as well
	Login    string         `json:"login,omitempty" yaml:"login"`
	Seats    []RegisterSeat `json:"seats,omitempty" yaml:"seats"`
}

// RegisterSeat is one place of a person.
type RegisterSeat struct {
	Organization string        `json:"organization" yaml:"organization"`
	Role         string        `json:"role" yaml:"role"`
	Label        string        `json:"label,omitempty" yaml:"label"`
	StartDate    deadline.Date `json:"start_date" yaml:"start_date"`
	EndDate      deadline.Date `json:"end_date" yaml:"end_date"`
}

// RegisterReport counts what was done.
type RegisterReport struct{ Added, Changed, Same int }

// LoadRegister takes a register in, as a whole or not at all.
func (o *Office) LoadRegister(ctx context.Context, v access.Viewer, r Register) (RegisterReport, error) {
	if !v.Admin() {
		return RegisterReport{}, errNotAdmin
	}
	var rep RegisterReport
	_, _, err := o.db.Update(ctx, store.Request{Congress: v.Congress}, func(tx *store.Tx) (string, error) {
		rep = RegisterReport{}
		h, err := readHouse(tx, v.Congress, nil)
		if err != nil {
			return "", err
		}
		if h.logins, err = logins(tx, v.Congress); err != nil {
			return "", err
		}
		if err := r.check(h); err != nil {
			return "", err
		}
		for _, rec := range r.records(h) {
			if err := put(tx, v, rec, &rep); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	o.forget(v.Congress)
	return rep, err
}

// put adds or updates one record, and leaves it alone when nothing changed.
func put(tx *store.Tx, v access.Viewer, rec record, rep *RegisterReport) error {
	old := reflect.New(reflect.TypeOf(rec.value))
	rev, err := tx.Get(v.Congress, rec.kind, rec.id, old.Interface())
	switch {
	case err != nil && problem.KindOf(err) != problem.NotFound:
		return err
	case err != nil:
		rep.Added++
	case reflect.DeepEqual(old.Elem().Interface(), rec.value):
		rep.Same++
		return nil
	default:
		rep.Changed++
		if acc, ok := rec.value.(congress.Account); ok { // a register knows no passwords
			was, _ := reflect.TypeAssert[congress.Account](old.Elem())
			acc.Hash, acc.Disabled, acc.Demo, acc.Door = was.Hash, was.Disabled, was.Demo, was.Door
			if acc == was {
				rep.Changed, rep.Same = rep.Changed-1, rep.Same+1
				return nil
			}
			rec.value = acc
		}
	}
	return tx.Put(v.Congress, rec.kind, rec.id, rev, "register", actorOf(v.Person, ""), rec.value)
}

// records turns the register into records; a seat's id follows from person, organization and role.
func (r Register) records(h *house) []record {
	var out []record
	if c := r.Congress; c != nil {
		k := h.congress
		k.Name, k.NameEN, k.Level, k.Code, k.Term = c.Name, c.NameEN, c.Level, c.Code, c.Term
		out = append(out, record{congress.KindCongress, k.ID, k})
	}
	for _, a := range r.Areas {
		out = append(out, record{congress.KindArea, a.ID, a})
	}
	for _, x := range r.Organizations {
		out = append(out, record{congress.KindOrganization, x.ID, x})
	}
	for _, p := range r.People {
		out = append(out, record{congress.KindPerson, p.ID, congress.Person{ID: p.ID, Name: p.Name, SortName: p.SortName, Phone: p.Phone, Email: p.Email, Lang: p.Lang}})
		for _, s := range p.Seats {
			id := p.ID + "/" + s.Organization + "/" + s.Role
			out = append(out, record{congress.KindMembership, id, congress.Membership{
				ID: id, Person: p.ID, Organization: s.Organization, Role: s.Role, Label: s.Label, StartDate: s.StartDate, EndDate: s.EndDate,
			}})
		}
		if p.Login != "" {
			out = append(out, record{congress.KindAccount, p.ID, congress.Account{ID: p.ID, Login: p.Login, Person: p.ID}})
		}
	}
	return out
}

// seatRoles are the roles a seat may have.
var seatRoles = map[string]bool{congress.RoleDeputy: true, congress.RoleMember: true, congress.RoleStaff: true, congress.RoleHead: true, congress.RoleAdmin: true}

// check reports the first thing that does not fit, naming the entry.
func (r Register) check(h *house) error {
	bad := func(id, zh, en string) error {
		return problem.New(problem.Invalid, "register", fmt.Sprintf("名册中的“%s”：%s；没有改动任何内容。", id, zh), fmt.Sprintf("%q in the register: %s; nothing was changed.", id, en))
	}
	if r.Congress == nil && len(r.Areas)+len(r.Organizations)+len(r.People) == 0 {
		return problem.New(problem.Invalid, "register", "名册里什么也没有；没有改动任何内容。", "There is nothing in the register; nothing was changed.")
	}
	orgs := map[string]bool{}
	for id := range h.orgs {
		orgs[id] = true
	}
	seen := map[string]bool{}
	once := func(kind, id string) error {
		if id == "" {
			return bad(kind, "缺少 id", "it has no id")
		}
		if seen[kind+"/"+id] {
			return bad(id, "id 重复", "the id stands twice")
		}
		seen[kind+"/"+id] = true
		return nil
	}
	for _, a := range r.Areas {
		if err := once("area", a.ID); err != nil {
			return err
		}
	}
	for _, x := range r.Organizations {
		if err := once("organization", x.ID); err != nil {
			return err
		}
		role, known := rulebook.RoleOf(x.Classification)
		if x.Name == "" || x.Classification != "congress" && (!known || !role.Owns) {
			return bad(x.ID, "缺少名称，或 classification 不是已知的机构类别", "it has no name, or its classification is not a known kind of organization")
		}
		orgs[x.ID] = true
	}
	for _, p := range r.People {
		if err := once("person", p.ID); err != nil {
			return err
		}
		if p.Login != "" {
			if owner, ok := h.logins[p.Login]; ok && owner != p.ID || seen["login/"+p.Login] {
				return bad(p.ID, "登录名“"+p.Login+"”已被别人使用", "the login "+p.Login+" belongs to somebody else")
			}
			seen["login/"+p.Login] = true
		}
		if p.Email != "" && !mailAddress(p.Email) {
			return bad(p.ID, "email 不是邮箱地址", "its email is no e-mail address")
		}
		if p.Lang != "" && p.Lang != "zh" && p.Lang != "en" {
			return bad(p.ID, "lang 应当是 zh 或 en", "its lang is neither zh nor en")
		}
		if p.Name == "" {
			return bad(p.ID, "缺少姓名", "it has no name")
		}
		for _, s := range p.Seats {
			switch {
			case !orgs[s.Organization]:
				return bad(p.ID, "所在机构“"+s.Organization+"”不存在", "a seat names the unknown organization "+s.Organization)
			case !seatRoles[s.Role]:
				return bad(p.ID, "role “"+s.Role+"”不是 deputy、member、head、staff、admin", "a seat has the role "+s.Role+"; roles are deputy, member, head, staff, admin")
			case !s.EndDate.IsZero() && s.EndDate.Before(s.StartDate):
				return bad(p.ID, "任职结束早于开始", "a seat ends before it starts")
			}
		}
	}
	return nil
}

// ExportRegister gives the register as it stands, in the form that LoadRegister takes.
func (o *Office) ExportRegister(ctx context.Context, v access.Viewer) (Register, error) {
	if !v.Admin() {
		return Register{}, errNotAdmin
	}
	var r Register
	err := o.db.View(ctx, func(tx *store.Tx) error {
		h, err := readHouse(tx, v.Congress, nil)
		if err != nil {
			return err
		}
		k := h.congress
		r = Register{Congress: &RegisterCongress{Name: k.Name, NameEN: k.NameEN, Level: k.Level, Code: k.Code, Term: k.Term}}
		if r.Areas, err = store.FindAll[congress.Area](tx, v.Congress, congress.KindArea); err != nil {
			return err
		}
		if r.Organizations, err = store.FindAll[congress.Organization](tx, v.Congress, congress.KindOrganization); err != nil {
			return err
		}
		r.People, err = people(tx, v.Congress)
		return err
	})
	return r, err
}

func people(tx *store.Tx, id string) ([]RegisterPerson, error) {
	seats := map[string][]RegisterSeat{}
	ms, err := store.FindAll[congress.Membership](tx, id, congress.KindMembership)
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		seats[m.Person] = append(seats[m.Person], RegisterSeat{Organization: m.Organization, Role: m.Role, Label: m.Label, StartDate: m.StartDate, EndDate: m.EndDate})
	}
	byLogin, err := logins(tx, id)
	if err != nil {
		return nil, err
	}
	loginOf := map[string]string{}
	for login, person := range byLogin {
		loginOf[person] = login
	}
	var out []RegisterPerson
	err = tx.Find(id, congress.KindPerson, func(_ string, _ int64, state []byte) error {
		var p congress.Person
		if err := json.Unmarshal(state, &p); err != nil {
			return err
		}
		out = append(out, RegisterPerson{ID: p.ID, Name: p.Name, SortName: p.SortName, Phone: p.Phone, Email: p.Email, Lang: p.Lang, Login: loginOf[p.ID], Seats: seats[p.ID]})
		return nil
	})
	return out, err
}

// logins gives whose each login is.
func logins(tx *store.Tx, id string) (map[string]string, error) {
	accs, err := store.FindAll[congress.Account](tx, id, congress.KindAccount)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, a := range accs {
		out[a.Login] = a.Person
	}
	return out, nil
}
