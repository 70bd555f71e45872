package bench

import (
	"strings"
)

// step is one act of a lifecycle: who does it and what is typed.
type step struct {
	act    string // "" raises the matter
	who    func(client int) string
	fields func(client int) map[string]string
}

// What people write in this town: as long as such texts are.
const (
	title  = "柳溪路雨后积水，学生上学只能绕行"
	placed = "柳溪路与河湾街口"
)

var (
	text = strings.Repeat("每逢下雨，柳溪路与河湾街口积水没过脚面，附近小学的学生和老人只能绕行，希望尽快疏通管道。", 4)
	done = strings.Repeat("我们已到现场查看，堵塞的雨水篦子已清掏，破损的管道将于月底前更换，期间安排专人值守抽排。", 5)
	seen = strings.Repeat("再次到现场查看，雨后未见积水，附近群众表示满意。", 3)
)

// life is the whole life of an opinion: raised by a deputy, assigned, signed for, answered, rated, looked back
// at and closed. Every clerk signs in; every act is checked by access and rulebook and journaled.
var life = []step{
	{act: "", who: deputy, fields: func(i int) map[string]string {
		return map[string]string{"category": "roads", "place": placed}
	}},
	{act: "assign", who: ofStation, fields: func(i int) map[string]string {
		return map[string]string{"unit": unit(i), "category": "roads", "instruction": "请于汛期前办结并答复代表。"}
	}},
	{act: "accept", who: ofUnit, fields: none},
	{act: "answer", who: ofUnit, fields: func(int) map[string]string { return map[string]string{"answer": done} }},
	{act: "rate", who: deputy, fields: func(int) map[string]string {
		return map[string]string{"rating": "satisfied", "attitude": "satisfied"}
	}},
	{act: "confirm", who: ofStation, fields: func(int) map[string]string { return map[string]string{"findings": seen} }},
}

func ofStation(i int) string     { return clerk(station(i)) }
func ofUnit(i int) string        { return clerk(unit(i)) }
func none(int) map[string]string { return nil }
