package demo

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/rulebooks"
)

// Code is the invented division code of the district; it is also the congress's id. GB/T 2260 gives no
// code beginning with 99.
const Code = "999901"

// Zone is the time zone of the district.
const Zone = "Asia/Shanghai"

// district is the invented place and its people.
type district struct {
	areas     map[string]congress.Area
	orgs      map[string]congress.Organization
	people    map[string]congress.Person
	seats     map[string][]access.Seat // by person
	staff     map[string][]string      // people who work for an organization, in order
	labels    map[string]string        // post, by person and organization
	residents map[string][]string      // names of residents: elders, middle, young
	founding  office.Founding
}

// demoAccounts are the one-click sign-ins: person, door.
var demoAccounts = [][2]string{
	{"d01", "deputy"},
	{"d16", "deputy"},
	{"s-deputies-4", "office"},
	{"s-st-wenta-1", "office"},
	{"s-general-2", "office"},
	{"s-c-urban-1", "office"},
	{"s-zj-1", "unit"},
	{"s-sl-1", "unit"},
	{"s-cg-1", "unit"},
	{"h1", "leader"},
	{"v1", "leader"},
	{"admin", "office"},
}

// newDistrict reads the district; everybody holds his post from the beginning of the term.
func newDistrict(now time.Time) (*district, error) {
	d := &district{
		areas: map[string]congress.Area{}, orgs: map[string]congress.Organization{}, people: map[string]congress.Person{},
		seats: map[string][]access.Seat{}, staff: map[string][]string{}, labels: map[string]string{},
	}
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	year, _, _ := deadline.FromTime(now, zone).Civil()
	since, err := deadline.NewDate(year-4, time.January, 12)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	d.founding.Congress = congress.Congress{
		ID: Code, Name: "襄水市云川区人大常委会", NameEN: "Standing Committee of the Yunchuan District People's Congress",
		Level: "county", Code: Code, Zone: Zone, Term: 5, Demo: true,
	}
	if err := d.readPlaces(); err != nil {
		return nil, err
	}
	if err := d.readPeople(since); err != nil {
		return nil, err
	}
	if err := read("district", "residents", &d.residents); err != nil {
		return nil, err
	}
	d.founding.Books = booksInForce(deadline.FromTime(now, zone).AddMonths(-14))
	return d, nil
}

func (d *district) readPlaces() error {
	var areas [][4]string
	if err := read("district", "areas", &areas); err != nil {
		return err
	}
	for _, r := range areas {
		a := congress.Area{ID: r[0], Name: r[1], NameEN: r[2], Parent: r[3]}
		switch a.Parent {
		case "":
			a.Classification = "district"
		case "yunchuan":
			a.Classification = "town"
		default:
			a.Classification = "village"
		}
		d.areas[a.ID] = a
		d.founding.Areas = append(d.founding.Areas, a)
	}
	var orgs [][6]string
	if err := read("district", "organizations", &orgs); err != nil {
		return err
	}
	for _, r := range orgs {
		o := congress.Organization{ID: r[0], Name: r[1], NameEN: r[2], Classification: r[3], Parent: r[4], Area: r[5]}
		d.orgs[o.ID] = o
		d.founding.Organizations = append(d.founding.Organizations, o)
	}
	return nil
}

func (d *district) readPeople(since deadline.Date) error {
	var file struct {
		Deputies [][4]string `yaml:"deputies"`
		Chairs   [][3]string `yaml:"chairs"`
		Members  [][3]string `yaml:"members"`
		Staff    [][4]string `yaml:"staff"`
	}
	if err := read("district", "people", &file); err != nil {
		return err
	}
	for i, r := range file.Deputies {
		id := fmt.Sprintf("d%02d", i+1)
		d.person(id, r[0], r[1])
		d.join(id, "congress", congress.RoleDeputy, "区人大代表（"+r[2]+"）", since)
		d.join(id, r[3], congress.RoleDeputy, "驻站代表", since)
	}
	for i, r := range file.Chairs {
		id := fmt.Sprintf("h%d", i+1)
		d.person(id, r[0], r[1])
		d.join(id, "chair", congress.RoleMember, r[2], since)
		d.join(id, "standing", congress.RoleMember, r[2], since)
	}
	for i, r := range file.Members {
		id := fmt.Sprintf("v%d", i+1)
		d.person(id, r[0], r[1])
		d.join(id, "standing", congress.RoleMember, r[2], since)
	}
	for _, r := range file.Staff {
		id := fmt.Sprintf("s-%s-%d", r[3], len(d.staff[r[3]])+1)
		d.person(id, r[0], r[1])
		d.join(id, r[3], congress.RoleStaff, r[2], since)
	}
	d.person("admin", "系统管理员", "xitong guanliyuan")
	d.join("admin", "general", congress.RoleAdmin, "系统管理员", since)
	return nil
}

func (d *district) person(id, name, sort string) {
	p := congress.Person{ID: id, Name: name, SortName: sort, Invented: true}
	d.people[id] = p
	d.founding.People = append(d.founding.People, p)
	// Only one-click accounts can be used: the others have no password that anybody knows.
	acc := congress.Account{ID: "a-" + id, Login: id, Person: id}
	for _, x := range demoAccounts {
		if x[0] == id {
			acc.Demo, acc.Door = true, x[1]
		}
	}
	d.founding.Accounts = append(d.founding.Accounts, acc)
}

func (d *district) join(person, org, role, label string, since deadline.Date) {
	d.founding.Memberships = append(d.founding.Memberships, congress.Membership{
		ID: "m-" + person + "-" + org, Person: person, Organization: org, Role: role, Label: label, StartDate: since,
	})
	o := d.orgs[org]
	d.seats[person] = append(d.seats[person], access.Seat{Org: org, Name: o.Name, Classification: o.Classification, Role: role, Label: label})
	d.labels[person+"/"+org] = label
	if role != congress.RoleDeputy && role != congress.RoleAdmin {
		d.staff[org] = append(d.staff[org], person)
	}
}

// viewer is a person of the district as the office sees him.
func (d *district) viewer(person string) access.Viewer {
	return access.Viewer{Congress: Code, Account: "a-" + person, Person: person, Name: d.people[person].Name, Orgs: d.seats[person]}
}

// stationOf is the station that looks after a place: its own, or that of its town.
func (d *district) stationOf(area string) string {
	for a := area; a != ""; a = d.areas[a].Parent {
		if d.orgs["st-"+a].Classification == "station" {
			return "st-" + a
		}
	}
	return ""
}

// unitOf resolves "town" to the government of the place.
func (d *district) unitOf(unit, area string) string {
	if unit == "town" {
		return "u-" + d.areas[area].Parent
	}
	return unit
}

var inForce = regexp.MustCompile(`(?m)^inForce: .*$`)

// booksInForce gives the shipped rulebooks as a congress would have adopted them on an earlier day.
func booksInForce(day deadline.Date) [][]byte {
	var out [][]byte
	for _, src := range rulebooks.Sources() {
		out = append(out, []byte(inForce.ReplaceAllLiteralString(string(src), "inForce: "+day.String())))
	}
	return out
}

// approver names the head of an office with his post.
func (d *district) approver(org string) string {
	head := d.staff[org][0]
	return strings.TrimSpace(d.labels[head+"/"+org] + " " + d.people[head].Name)
}
