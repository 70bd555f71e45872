package storetest

import (
	"time"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// fill puts rows of every kind into every proven table: records once changed, matters at every station, late
// ones, merged, split, imported and erased ones, in two congresses.
func (w *world) fill() {
	w.t.Helper()
	w.found("c2")
	day := deadline.MustDate("2022-01-01")
	records := []struct {
		kind, id string
		value    any
	}{
		{congress.KindArea, "town", congress.Area{ID: "town", Name: "柳溪镇", Classification: "town", Parent: "district"}},
		{congress.KindArea, "village", congress.Area{ID: "village", Name: "河湾村", Classification: "village", Parent: "town"}},
		{congress.KindOrganization, "water", congress.Organization{ID: "water", Name: "区水利局", Classification: "unit", Parent: "gov", Area: "town"}},
		{congress.KindOrganization, "roads", congress.Organization{ID: "roads", Name: "区交通运输局", Classification: "unit"}},
		{congress.KindPerson, "luo", congress.Person{ID: "luo", Name: "罗秋萍", SortName: "luo qiuping", Phone: "0000"}},
		{congress.KindPerson, "han", congress.Person{ID: "han", Name: "韩立冬"}},
		{congress.KindMembership, "m-luo", congress.Membership{ID: "m-luo", Person: "luo", Organization: "station", Role: congress.RoleStaff, StartDate: day, EndDate: day.AddDays(900)}},
		{congress.KindMembership, "m-han", congress.Membership{ID: "m-han", Person: "han", Organization: "water", Role: congress.RoleStaff, StartDate: day}},
		{congress.KindAccount, "a-luo", congress.Account{ID: "a-luo", Login: "luo", Person: "luo", Hash: "$argon2id$"}},
		{congress.KindAccount, "a-han", congress.Account{ID: "a-han", Login: "han", Person: "han"}},
		{congress.KindRulebook, "storetest@1", congress.Rulebook{ID: "storetest@1", Book: "storetest", Version: "1", InForce: day, Source: bookSource}},
		{congress.KindRulebook, "storetest@2", congress.Rulebook{ID: "storetest@2", Book: "storetest", Version: "2", InForce: day, Source: bookSource}},
		{congress.KindCalendarYear, "2027-1", congress.CalendarYear{ID: "2027-1", Year: "2027", Format: "json", Source: "{}"}},
		{congress.KindCalendarYear, "2028-1", congress.CalendarYear{ID: "2028-1", Year: "2028", Format: "ics", Source: "x"}},
		{congress.KindImportRun, "run1", congress.ImportRun{ID: "run1", Source: "messages", File: "留言.xlsx", Taken: 3, Rejected: []congress.RejectedRow{{Row: 4, Code: "noDate"}}}},
		{congress.KindTemplate, "t1", congress.Template{ID: "t1", Org: "water", Use: "answer", Title: "已修复", Text: "{地点}已修复。"}},
		{congress.KindTemplate, "t2", congress.Template{ID: "t2", Person: "luo", Use: "note", Title: "来电", Text: "来电询问。", Order: 2}},
		{congress.KindImportRun, "run2", congress.ImportRun{ID: "run2", Source: "messages"}},
		{congress.KindToken, "t1", congress.Token{ID: "t1", Account: "a-luo", Name: "值班屏", Hash: "h1", Grants: []string{"matters:read"}, CreatedAt: 1, ExpiresAt: 2}},
		{congress.KindToken, "t2", congress.Token{ID: "t2", Account: "a-han", Name: "台账", Hash: "h2", CreatedAt: 1, ExpiresAt: 2, RevokedAt: 3}},
	}
	update(w.t, w.db, func(tx *store.Tx) error {
		for i, r := range records {
			for rev := range int64(i%2 + 1) { // every other one was changed once
				if err := tx.Put("c1", r.kind, r.id, rev, "put", system, r.value); err != nil {
					return err
				}
			}
		}
		return tx.Put("c2", congress.KindPerson, "luo", 0, "put", system, congress.Person{ID: "luo", Name: "另一位"})
	})
	later := func(days int) { w.clock.set(w.clock.now().Add(time.Duration(days) * 24 * time.Hour)) }
	for _, id := range []string{"m1", "m2", "m3", "m4", "m5", "m6", "m7"} {
		w.open(id)
	}
	w.open("m8", func(s *matter.Start) {
		s.Source, s.RaisedAt, s.Station = &matter.Source{ID: "留言-8", Digest: "d8"}, at("2019-05-06 10:00"), ""
	})
	update(w.t, w.db, func(tx *store.Tx) error {
		s := start("m1")
		s.Congress = "c2"
		_, err := openIn(tx, s)
		return err
	})
	later(10) // m1 and m2 now lie overdue
	w.act("m1", "assign unit=roads")
	w.undo("m1") // the wrong unit: it never had it
	w.act("m1", "assign unit=water")
	w.act("m2", "assign unit=roads")
	w.act("m2", "askMore reason=备料 newDue=2026-05-06")
	later(40)
	w.climb("m2", 2) // to the station and to the deputy office
	w.act("m1", "answer answer=已修好")
	w.act("m1", "rate rating=notSatisfied reason=没修好")
	w.act("m1", "answer answer=再修")
	w.act("m1", "rate rating=satisfied")
	w.merge("m3", "m4")
	w.act("m6", "split parts=一段|二段 unit=water")
	w.act("m6-01", "answer answer=一段已办")
	w.act("m7", "decline answer=不归我们管")
	w.act("m5", "assign unit=roads")
	w.erase("m5")
	w.act("m5", "note note=隐去之后")
}
