package main

import (
	"context"
	"errors"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/install"
	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/store"
	"github.com/huiyin/huiyin/rulebooks"
)

// whereFlags name an installation.
type whereFlags struct {
	Data  string `help:"Data folder of the installation (数据目录)." placeholder:"DIR" type:"path"`
	DB    string `name:"db" help:"PostgreSQL address of the installation, e.g. postgres://user@host/huiyin (数据库地址)." placeholder:"URL" env:"HUIYIN_DB"`
	Files string `name:"files" help:"Folder for attachments beside a PostgreSQL database; without it none are taken (附件目录)." placeholder:"DIR" type:"path" env:"HUIYIN_FILES"`
}

func (w whereFlags) open(ctx context.Context, mode install.Mode, now clock) (*store.DB, error) {
	return install.Open(ctx, w.where(), mode, now)
}

func (w whereFlags) where() install.Where {
	return install.Where{Data: w.Data, DB: w.DB, Files: w.Files}
}

// office opens the house on an opened installation.
func (w whereFlags) office(db *store.DB, now clock) *office.Office {
	o := office.New(db)
	if files := install.Files(w.where(), now); files != nil {
		o.KeepFiles(files)
	}
	return o
}

// with opens the installation, runs fn in its office and closes it.
func (w whereFlags) with(ctx context.Context, mode install.Mode, now clock, fn func(*office.Office) error) error {
	db, err := w.open(ctx, mode, now)
	if err != nil {
		return err
	}
	return errors.Join(fn(w.office(db, now)), db.Close())
}

// congressFlag names the congress where an installation has several.
type congressFlag struct {
	Congress string `help:"Congress, where the installation has several (人大代码)." placeholder:"CODE"`
}

// pick finds the congress meant: the one named, or the only one.
func (c congressFlag) pick(ctx context.Context, o *office.Office) (office.Congress, error) {
	all, err := o.Congresses(ctx)
	if err != nil {
		return office.Congress{}, err
	}
	if c.Congress == "" && len(all) == 1 {
		return all[0], nil
	}
	for _, x := range all {
		if x.ID == c.Congress {
			return x, nil
		}
	}
	if c.Congress == "" {
		return office.Congress{}, usagef("the installation has %d congresses, name one with --congress", len(all))
	}
	return office.Congress{}, usagef("there is no congress %q here", c.Congress)
}

// foundIfEmpty sets up the default congress in an installation that has none. Its administrator cannot sign
// in until a password is set.
func foundIfEmpty(ctx context.Context, o *office.Office) error {
	all, err := o.Congresses(ctx)
	if err != nil || len(all) > 0 {
		return err
	}
	return foundDefault(ctx, o, "")
}

// foundDefault makes what an installation begins with when nobody set one up: the offices that the shipped
// rulebooks need, and one administrator.
func foundDefault(ctx context.Context, o *office.Office, password string) error {
	var hash string
	if password != "" {
		var err error
		if hash, err = o.HashPassword(password); err != nil {
			return err
		}
	}
	const id = "default"
	f := office.Founding{
		Congress: congress.Congress{ID: id, Name: "人大常委会", NameEN: "Standing committee", Level: "county", Zone: "Asia/Shanghai", Term: 1},
		Organizations: []congress.Organization{
			{ID: "deputy-office", Name: "代表工作委员会", NameEN: "Deputy office", Classification: "deputyOffice"},
			{ID: "general-office", Name: "常委会办公室", NameEN: "General office", Classification: "generalOffice"},
			{ID: "committee", Name: "监督工作委员会", NameEN: "Supervision committee", Classification: "committee"},
			{ID: "chair-meeting", Name: "主任会议", NameEN: "Chair meeting", Classification: "chairMeeting"},
			{ID: "standing-committee", Name: "常务委员会", NameEN: "Standing committee", Classification: "standingCommittee"},
		},
		People: []congress.Person{{ID: "admin", Name: "系统管理员", SortName: "xitong guanliyuan"}},
		Memberships: []congress.Membership{
			{ID: "admin-deputy-office", Person: "admin", Organization: "deputy-office", Role: congress.RoleStaff},
			{ID: "admin", Person: "admin", Organization: "general-office", Role: congress.RoleAdmin},
		},
		Accounts: []congress.Account{{ID: "admin", Login: "admin", Person: "admin", Hash: hash}},
	}
	f.Books = append(f.Books, rulebooks.Sources()...)
	return o.Found(ctx, f)
}
