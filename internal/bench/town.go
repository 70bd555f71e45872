package bench

import (
	"context"
	"fmt"

	"github.com/alexedwards/argon2id"

	"github.com/huiyin/huiyin/internal/access"
	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
	"github.com/huiyin/huiyin/rulebooks"
)

// Congress is the id of the only congress that bench works on.
const Congress = "bench"

// password of every account of the town; the installation lives as long as the measurement.
const password = "measure-by-night"

// The town has as many stations, units and deputies as there may be clients: each client has people of his own.
const people = 64

func station(i int) string { return fmt.Sprintf("station%02d", i%people) }
func unit(i int) string    { return fmt.Sprintf("unit%02d", i%people) }
func deputy(i int) string  { return fmt.Sprintf("deputy%02d", i%people) }

// clerk is who works for an organization.
func clerk(org string) string { return "clerk-" + org }

// officeClerk sees every matter.
const officeClerk = "clerk-deputyOffice"

var errOthers = problem.New(problem.Denied, "benchElsewhere",
	"这里已有别的人大的数据，性能测试不会在上面运行；请另选一个空的目录或数据库。",
	"There is another congress here. Bench does not run on it; name an empty folder or database.")

// Found sets the town up where there is nothing yet, and refuses an installation that somebody uses.
func Found(ctx context.Context, o *office.Office) error {
	all, err := o.Congresses(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.ID != Congress {
			return errOthers
		}
	}
	if len(all) > 0 {
		return nil
	}
	// Signing in is not what is measured: this hash is quick to compare, and the town lives for minutes.
	hash, err := argon2id.CreateHash(password, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		return fmt.Errorf("bench: %w", err)
	}
	return o.Found(ctx, town(hash))
}

// makeTokens gives everybody who works for the first clients a token.
func makeTokens(ctx context.Context, o *office.Office, clients int) (map[string]string, error) {
	out := map[string]string{}
	for i := range clients {
		for _, login := range []string{deputy(i), ofStation(i), ofUnit(i)} {
			text, _, err := o.MakeTokenFor(ctx, Congress, login, office.TokenInput{
				Name: "bench", Days: 1, Grants: []access.Grant{access.ReadMatters, access.ActOnMatters, access.RaiseMatters, access.ReadBoard},
			})
			if err != nil {
				return nil, err
			}
			out[login] = text
		}
	}
	return out, nil
}

func town(hash string) office.Founding {
	f := office.Founding{
		Congress: congress.Congress{ID: Congress, Name: "测速区人大常委会", NameEN: "Bench District", Level: "county", Zone: "Asia/Shanghai", Term: 1},
		Books:    rulebooks.Sources(),
	}
	person := func(id, org, role string) {
		f.People = append(f.People, congress.Person{ID: id, Name: "测" + id, Invented: true})
		f.Memberships = append(f.Memberships, congress.Membership{ID: id, Person: id, Organization: org, Role: role, StartDate: deadline.MustDate("2010-01-01")})
		f.Accounts = append(f.Accounts, congress.Account{ID: id, Login: id, Person: id, Hash: hash})
	}
	body := func(id, name, class string) {
		f.Organizations = append(f.Organizations, congress.Organization{ID: id, Name: name, NameEN: id, Classification: class})
	}
	for _, o := range []struct{ id, name string }{
		{"deputyOffice", "代表工作委员会"},
		{"generalOffice", "常委会办公室"},
		{"committee", "监督工作委员会"},
		{"chairMeeting", "主任会议"},
		{"standingCommittee", "常务委员会"},
		{"congress", "区人民代表大会"},
	} {
		body(o.id, o.name, o.id)
	}
	person(officeClerk, "deputyOffice", congress.RoleStaff)
	for i := range people {
		body(station(i), fmt.Sprintf("第%d代表联络站", i+1), "station")
		person(clerk(station(i)), station(i), congress.RoleStaff)
		body(unit(i), fmt.Sprintf("第%d承办单位", i+1), "unit")
		person(clerk(unit(i)), unit(i), congress.RoleStaff)
		person(deputy(i), "congress", congress.RoleDeputy)
	}
	return f
}
