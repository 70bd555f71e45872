package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// somebody chooses who raises a tale, so that voice and name agree as far as words can tell.
func (d *district) somebody(t *tale) from {
	r := t.random(1)
	f := from{kind: "resident", public: r.IntN(100) < 65, consent: r.IntN(2) == 0}
	switch {
	case t.op.By == "deputy":
		f.kind, f.person, f.public = "deputy", d.deputyOf(t.area, r), r.IntN(100) < 80
		if p := t.values["person"]; p != "" {
			f.person = p
		}
		return f
	case t.op.Clock != "":
	case usesPhone(t.beats) || r.IntN(100) < 24:
		f.kind = "station"
	case r.IntN(100) < 5:
		f.kind = "office"
	}
	if f.name = t.op.Name; f.name == "" && (f.kind != "resident" || r.IntN(100) < 80) {
		f.name = d.nameFor(t.op.Text, r)
	}
	if f.name != "" && r.IntN(100) < 85 {
		f.contact = fmt.Sprintf("1%d%d****%04d", []int{3, 5, 7, 8, 9}[r.IntN(5)], r.IntN(10), r.IntN(10000))
	}
	return f
}

// usesPhone reports whether a rating is taken by phone: then the office knows whom to call.
func usesPhone(beats []beat) bool {
	return slices.ContainsFunc(beats, func(b beat) bool { return b.act == "recordRating" })
}

// deputyOf is a deputy who serves at a station of the town a place belongs to.
func (d *district) deputyOf(area string, r *rand.Rand) string {
	var here []string
	town := area
	if d.areas[area].Classification == "village" {
		town = d.areas[area].Parent
	}
	for _, p := range d.founding.People {
		for _, seat := range d.seats[p.ID] {
			st := d.orgs[seat.Org]
			if seat.Role != "deputy" || st.Classification != "station" || st.Area != town && d.areas[st.Area].Parent != town {
				continue
			}
			here = append(here, p.ID)
		}
	}
	return here[r.IntN(len(here))]
}

// ages are words that tell how old somebody is.
var ages = []struct {
	age   string
	words []string
}{
	{"elders", []string{"老伴", "孙", "我七十", "我六十五", "腿脚慢", "八十一岁", "老人家", "退休"}},
	{"young", []string{"晚自习后", "毕业回到", "我和爱人", "新能源车", "初三孩子", "同事"}},
	{"middle", []string{"我妈", "我父亲", "我娘", "母亲", "孩子", "女儿", "儿子", "上班", "店", "打工"}},
}

func (d *district) nameFor(text string, r *rand.Rand) string {
	for _, a := range ages {
		if slices.ContainsFunc(a.words, func(w string) bool { return strings.Contains(text, w) }) {
			return pick(d.residents[a.age], r)
		}
	}
	return pick(slices.Concat(d.residents["elders"], d.residents["middle"], d.residents["young"]), r)
}

func pick(list []string, r *rand.Rand) string { return list[r.IntN(len(list))] }
