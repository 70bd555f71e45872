package office

import (
	"context"
	"fmt"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/journal"
	"github.com/huiyin/huiyin/internal/rulebook"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/law"
)

// Founding is everything a congress begins with.
type Founding struct {
	Congress      congress.Congress
	Areas         []congress.Area
	Organizations []congress.Organization
	People        []congress.Person
	Memberships   []congress.Membership
	Accounts      []congress.Account // Hash by HashPassword; empty: one-click sign-in of a demonstration only
	Books         [][]byte           // rulebooks as YAML
}

// ParseBook parses and checks a rulebook; the error lists every mistake with its place.
func ParseBook(name string, source []byte) (*rulebook.Book, error) {
	book, mistakes := rulebook.Parse(name, source)
	if len(mistakes) == 0 {
		mistakes = rulebook.Check(book, law.Shipped())
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return book, nil
}

// Found sets up a congress. It is done as a whole or not at all.
func (o *Office) Found(ctx context.Context, f Founding) error {
	id := f.Congress.ID
	records := []record{{congress.KindCongress, id, f.Congress}}
	for _, x := range f.Areas {
		records = append(records, record{congress.KindArea, x.ID, x})
	}
	for _, x := range f.Organizations {
		records = append(records, record{congress.KindOrganization, x.ID, x})
	}
	for _, x := range f.People {
		records = append(records, record{congress.KindPerson, x.ID, x})
	}
	for _, x := range f.Memberships {
		records = append(records, record{congress.KindMembership, x.ID, x})
	}
	for _, x := range f.Accounts {
		records = append(records, record{congress.KindAccount, x.ID, x})
	}
	for i, src := range f.Books {
		b, err := bookRecord(fmt.Sprintf("rulebook %d", i+1), src)
		if err != nil {
			return err
		}
		records = append(records, b)
	}
	_, _, err := o.db.Update(ctx, store.Request{Congress: id, Key: "found:" + id}, func(tx *store.Tx) (string, error) {
		for _, r := range records {
			if err := tx.Put(id, r.kind, r.id, 0, "found", systemActor, r.value); err != nil {
				return "", err
			}
		}
		return id, nil
	})
	o.forget(id)
	return err
}

type record struct {
	kind, id string
	value    any
}

func bookRecord(name string, src []byte) (record, error) {
	b, err := ParseBook(name, src)
	if err != nil {
		return record{}, err
	}
	id := b.ID + "@" + b.Version
	return record{congress.KindRulebook, id, congress.Rulebook{
		ID: id, Book: b.ID, Version: b.Version, InForce: b.InForce, Source: string(src),
	}}, nil
}

// Adopt adds a rulebook version to a congress. Matters that began under another version keep it.
func (o *Office) Adopt(ctx context.Context, congressID string, src []byte) error {
	r, err := bookRecord("rulebook", src)
	if err != nil {
		return err
	}
	_, _, err = o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (string, error) {
		return r.id, tx.Put(congressID, r.kind, r.id, 0, "adopt", systemActor, r.value)
	})
	o.forget(congressID)
	return err
}

// SetPassword gives an account a new password.
func (o *Office) SetPassword(ctx context.Context, congressID, login, password string) error {
	hash, err := o.HashPassword(password)
	if err != nil {
		return err
	}
	_, _, err = o.db.Update(ctx, store.Request{Congress: congressID}, func(tx *store.Tx) (string, error) {
		found, err := accountByLogin(tx, congressID, login)
		if err != nil {
			return "", err
		}
		if found.ID == "" {
			return "", store.ErrNotFound
		}
		var acc congress.Account
		rev, err := tx.Get(congressID, congress.KindAccount, found.ID, &acc)
		if err != nil {
			return "", err
		}
		acc.Hash = hash
		// Whoever holds an old session may be the reason for the new password.
		if err := tx.DropSessionsOf(congressID, acc.ID); err != nil {
			return "", err
		}
		return "", tx.Put(congressID, congress.KindAccount, acc.ID, rev, "setPassword", systemActor, acc)
	})
	return err
}

// actorOf names a viewer in entries about records.
func actorOf(person, org string) journal.Actor { return journal.Actor{Person: person, Org: org} }
