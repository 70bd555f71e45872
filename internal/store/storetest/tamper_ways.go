package storetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/huiyin/huiyin/internal/store"
)

// subjects tampers with whole subjects and with the order of things.
func (x *tamperer) subjects() {
	x.t.Helper()
	all := []string{"entry", "body", "subject", "register", "matter", "matter_raiser", "matter_org", "lateness", "milestone", "person"}
	wipe := func(kind, id string, register bool) func() error {
		return func() error {
			x.must("DELETE FROM body WHERE hash IN (SELECT body_hash FROM entry WHERE congress = 'c1' AND kind = $1 AND subject = $2)", kind, id)
			x.must("DELETE FROM entry WHERE congress = 'c1' AND kind = $1 AND subject = $2", kind, id)
			x.must("DELETE FROM subject WHERE congress = 'c1' AND kind = $1 AND id = $2", kind, id)
			if register {
				x.must("DELETE FROM register WHERE congress = 'c1' AND kind = $1 AND subject = $2", kind, id)
			}
			if kind == "person" {
				return x.exec("DELETE FROM person WHERE congress = 'c1' AND id = $1", id)
			}
			for _, table := range []string{"matter_raiser", "matter_org", "lateness", "milestone"} {
				x.must("DELETE FROM "+table+" WHERE congress = 'c1' AND matter = $1", id)
			}
			return x.exec("DELETE FROM matter WHERE congress = 'c1' AND id = $1", id)
		}
	}
	for _, s := range [][2]string{{"matter", "m1"}, {"matter", "m4"}, {"matter", "m6-01"}, {"person", "han"}, {"person", "luo"}} {
		x.try("register", s[1]+" wiped out", wipe(s[0], s[1], false), all...)
		x.try("register_head", s[1]+" wiped out with its place in the register", wipe(s[0], s[1], true), all...)
	}
	x.try("entry", "the last entry cut off with its body", func() error {
		x.must("DELETE FROM body WHERE hash = (SELECT body_hash FROM entry WHERE congress = 'c1' AND subject = 'm2' AND seq = 3)")
		return x.exec("DELETE FROM entry WHERE congress = 'c1' AND subject = 'm2' AND seq = 3")
	}, "body")
	x.try("entry", "the last entry cut off and the head moved back", func() error {
		x.must("DELETE FROM body WHERE hash = (SELECT body_hash FROM entry WHERE congress = 'c1' AND subject = 'm2' AND seq = 3)")
		x.must("DELETE FROM entry WHERE congress = 'c1' AND subject = 'm2' AND seq = 3")
		return x.exec("UPDATE subject SET rev = 2, head = (SELECT hash FROM entry WHERE congress = 'c1' AND subject = 'm2' AND seq = 2) WHERE congress = 'c1' AND id = 'm2'")
	}, "body", "subject", "matter")
	x.try("entry", "two entries swapped", func() error {
		for _, move := range [][2]int{{1, 99}, {2, 1}, {99, 2}} {
			x.must("UPDATE entry SET seq = $2 WHERE congress = 'c1' AND subject = 'm2' AND seq = $1", move[0], move[1])
		}
		return nil
	})
	x.try("entry", "two entries swapped with their bodies", func() error {
		for _, move := range [][2]string{{"m2", "m9"}, {"m7", "m2"}, {"m9", "m7"}} {
			x.must("UPDATE entry SET subject = $2 WHERE congress = 'c1' AND subject = $1 AND seq = 2", move[0], move[1])
		}
		return nil
	})
	x.try("entry", "words and hash of an entry changed together", func() error {
		return x.exec("UPDATE entry SET canonical = REPLACE(canonical, '\"handling\"', '\"answered\"'), hash = (SELECT hash FROM entry WHERE congress = 'c1' AND subject = 'm7' AND seq = 2) WHERE congress = 'c1' AND subject = 'm2' AND seq = 2")
	})
	x.try("matter_raiser", "two raisers swapped between matters", func() error {
		return x.exec("UPDATE matter_raiser SET raiser = 'm1-r1x', person = 'other' WHERE congress = 'c1' AND matter = 'm1' AND raiser = 'm1-r2'")
	})
	x.try("register_head", "a lane's head exchanged for an empty one of no lane", func() error {
		return x.exec("UPDATE register_head SET lane = 99, seq = 0, hash = '' WHERE congress = 'c1' AND lane = (SELECT min(lane) FROM register WHERE congress = 'c1')")
	}, "register")
	for _, name := range store.Proven {
		rows := x.read(name)
		x.try(name, "a row of "+name+" in a congress that is not there", func() error {
			values := append([]any(nil), rows.values[0]...)
			values[0] = "c9"
			return insert(ctx, x.db.Writer(), rows, values)
		}, "congress")
	}
	x.resurrect()
}

// resurrect brings back words that were lawfully erased, from an old copy.
func (x *tamperer) resurrect() {
	x.t.Helper()
	old := x.read("body")
	x.erase("m8")
	verify(x.t, x.db)
	now := x.read("body")
	kept := map[any]bool{}
	for _, row := range now.values {
		kept[row[1]] = true
	}
	n := 0
	for _, row := range old.values {
		if kept[row[1]] {
			continue
		}
		n++
		x.try("body", "an erased body brought back", func() error { return insert(ctx, x.db.Writer(), old, row) })
	}
	if n == 0 {
		x.t.Error("nothing was erased")
	}
}

// spellings writes the same facts with other bytes.
func (x *tamperer) spellings() {
	x.t.Helper()
	states := []string{"matter", "congress", "area", "organization", "person", "membership", "account", "rulebook", "calendar_year", "import_run", "template", "api_token"}
	for _, name := range states {
		rows := x.read(name)
		row := x.r.IntN(len(rows.values))
		state := fmt.Sprint(rows.values[row][3])
		if rows.columns[3] != "state" {
			x.t.Fatalf("%s.%s is not its state", name, rows.columns[3])
		}
		var indented bytes.Buffer
		if err := json.Indent(&indented, []byte(state), "", " "); err != nil {
			x.t.Fatal(err)
		}
		for how, other := range map[string]string{
			"spaced out":         indented.String(),
			"with a blank after": state + " ",
			"with a line end":    state + "\n",
			"with an escape":     strings.Replace(state, `"id"`, `"\u0069d"`, 1),
			"with a member more": strings.TrimSuffix(state, "}") + `,"x":1}`,
		} {
			x.try(name, "state of "+name+" "+how, func() error {
				return x.set(rows, row, 3, "$1", other)
			})
		}
	}
	x.try("entry", "canonical text with a blank", func() error {
		return x.exec("UPDATE entry SET canonical = canonical || ' ' WHERE congress = 'c1' AND subject = 'm2' AND seq = 1")
	})
	x.try("body", "a body with a blank", func() error {
		return x.exec("UPDATE body SET body = body || ' ' WHERE hash = (SELECT body_hash FROM entry WHERE congress = 'c1' AND subject = 'm2' AND seq = 2)")
	})
}

// types puts values of other types into the columns, which SQLite allows: they read alike and compare unlike.
func (x *tamperer) types() {
	x.t.Helper()
	for _, name := range store.Proven {
		rows := x.read(name)
		for i, column := range rows.columns {
			row := x.r.IntN(len(rows.values))
			others := map[string]string{"bytes": "CAST(" + column + " AS BLOB)"}
			switch rows.values[row][i].(type) {
			case bool:
				others = map[string]string{"two": "2", "text": "'yes'", "bytes": "x'31'", "a fraction": "0.5"}
			case int64:
				others = map[string]string{"bytes": "CAST(CAST(" + column + " AS TEXT) AS BLOB)", "text": "'many'", "a fraction": column + " + 0.5"}
			}
			for how, value := range others {
				x.try(name, fmt.Sprintf("%s.%s as %s", name, column, how), func() error {
					return x.set(rows, row, i, value)
				})
			}
		}
	}
}
