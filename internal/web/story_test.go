package web_test

import (
	"fmt"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/testkit/world"
)

// busy is a congress in the middle of its work: matters at every station, some late, some done.
type busy struct {
	fresh, assigned, handling, asked, answered, confirmed, declined, redone office.Receipt
	appointment                                                             string
	question                                                                string
}

var titles = []string{
	"柳溪桥头路灯不亮", "河湾小区雨后积水", "杏林路人行道破损", "老旧小区加装电梯进展慢", "云川一小放学时段拥堵",
	"镇卫生院夜间无人值班", "村口公交班次太少", "灌渠多年淤堵影响春灌", "菜市场摊位占道", "社区养老餐桌送餐不及时",
	"建筑垃圾夜间倾倒", "自来水压力不足", "网格员电话打不通", "广场舞噪音扰民", "农村厕所改造后无人清掏",
	"道路施工围挡长期未拆", "低保申请材料反复提交", "公园健身器材损坏", "电动自行车充电设施不足", "校车路线不覆盖三个自然村",
}

// fill brings the congress to life, from March to the middle of April 2026.
func (s *scene) fill() *busy {
	s.T.Helper()
	b := &busy{}
	for i, title := range titles {
		s.Clock.Set(world.At(fmt.Sprintf("2026-03-%02d 09:%02d", 2+i/4, 10+i)))
		r := s.Raise(title)
		switch i % 5 {
		case 1, 2:
			s.Act("station-clerk", r.ID, "assign", "unit", []string{"water", "roads"}[i%2], "category", "water")
		case 3:
			s.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
			s.Act("roads-clerk", r.ID, "accept")
		}
	}
	s.Clock.Set(world.At("2026-03-09 09:00"))
	b.confirmed = s.Raise("柳溪路第三个路口红绿灯损坏")
	s.Act("station-clerk", b.confirmed.ID, "assign", "unit", "roads", "category", "roads", "instruction", "请在本周内先恢复临时信号。")
	s.Act("roads-clerk", b.confirmed.ID, "accept")
	s.Clock.Set(world.At("2026-03-11 10:00"))
	s.Act("roads-clerk", b.confirmed.ID, "answer", "answer", "3月11日已更换控制机并恢复信号，安排专人巡查一周。")
	s.rate(b.confirmed, "satisfied")
	s.Clock.Set(world.At("2026-03-20 10:00"))
	s.Act("station-clerk", b.confirmed.ID, "confirm", "findings", "现场查看，红绿灯运行正常，过往行人表示满意。")

	s.Clock.Set(world.At("2026-03-12 09:00"))
	b.redone = s.Raise("河湾村灌渠闸门漏水")
	s.Act("station-clerk", b.redone.ID, "assign", "unit", "water", "category", "farming")
	s.Act("water-clerk", b.redone.ID, "accept")
	s.Clock.Set(world.At("2026-03-25 09:00"))
	s.Act("water-clerk", b.redone.ID, "answer", "answer", "已列入年度维修计划，请耐心等待。")
	s.rate(b.redone, "notSatisfied", "reason", "没有说什么时候修，春灌等不了。")

	b.asked = s.Raise("水库坝脚渗水点需要处置")
	s.Act("station-clerk", b.asked.ID, "assign", "unit", "water", "category", "safety")
	s.Act("water-clerk", b.asked.ID, "accept")
	s.Clock.Set(world.At("2026-03-30 09:00"))
	s.Act("water-clerk", b.asked.ID, "askExtension", "reason", "需委托专业机构勘察，预计四月底出结论。", "newDue", "2026-04-30")

	b.declined = s.Raise("邻居遮挡采光，要求法院改判")
	s.Act("station-clerk", b.declined.ID, "decline", "reasonCode", "litigation", "answer", "此事已有生效判决，请通过申诉程序解决，法律援助电话 12348。")
	s.appointments(b)
	s.Clock.Set(world.At("2026-04-07 09:00"))
	b.answered = s.Raise("杏林路积水点排水管网改造")
	s.Act("station-clerk", b.answered.ID, "assign", "unit", "water", "category", "water")
	s.Act("water-clerk", b.answered.ID, "accept")
	b.handling = s.Raise("柳溪镇农贸市场周边停车难")
	s.Act("station-clerk", b.handling.ID, "assign", "unit", "roads", "category", "roads")
	s.Act("roads-clerk", b.handling.ID, "accept")
	b.assigned = s.Raise("云川大桥桥面伸缩缝异响")
	s.Act("station-clerk", b.assigned.ID, "assign", "unit", "roads", "category", "safety", "instruction", "涉及桥梁安全，请先到现场查看。")
	s.Clock.Set(world.At("2026-04-10 09:00"))
	s.Act("water-clerk", b.answered.ID, "answer", "answer", "一、原因：管径偏小，落叶堵塞。\n二、措施：4月9日已清掏检查井12座；5月底前将该段管道由DN300更换为DN500。\n三、联系人：管网科，0000-0000。")
	b.fresh = s.Raise("养老服务中心门前无障碍坡道太陡")
	s.Clock.Set(world.At("2026-04-13 08:30"))
	return b
}

func (s *scene) rate(r office.Receipt, rating string, more ...string) {
	s.T.Helper()
	v, id, err := s.Office.Track(s.T.Context(), world.ID, r.Number, r.Code)
	if err != nil {
		s.T.Fatal(err)
	}
	if err := s.Try(v, id, "rate", append([]string{"rating", rating}, more...)...); err != nil {
		s.T.Fatal(err)
	}
}

// appointments runs one appointment to its three questions, and leaves another before the chair meeting.
func (s *scene) appointments(b *busy) {
	s.T.Helper()
	raise := func(title string) string {
		r, err := s.Office.Raise(s.T.Context(), s.Viewer("deputy"), office.RaiseInput{
			Procedure: "appointment", Title: title, Text: title + "。多次建议后仍未见明显改善，拟当面了解情况。",
			Fields: map[string]string{"official": "water", "matters": "livelihood"}, Public: true,
		})
		if err != nil {
			s.T.Fatal(err)
		}
		return r.ID
	}
	b.appointment = raise("就农村饮水水质约见区水利局负责人")
	s.Act("office-clerk", b.appointment, "confirm")
	s.Act("office-clerk", b.appointment, "submit", "researchNote", "走访六个村，取样检测十二处，三处浊度超标。", "questions", "三处水源何时更换滤料？\n水费为何按季预收？\n检测结果多久公示一次？")
	s.Act("chair", b.appointment, "approve", "meeting", "五届第12次", "date", "2026-04-02", "venue", "柳溪镇代表联络站")
	other := raise("就校车线路约见区交通运输局负责人")
	s.Act("office-clerk", other, "confirm")
	s.Act("office-clerk", other, "submit", "researchNote", "问卷二百一十份。", "questions", "何时覆盖三个自然村？")
	s.Clock.Set(world.At("2026-04-02 16:00"))
	s.Act("office-clerk", b.appointment, "hold", "heldOn", "2026-04-02", "attendance", "代表 5 人，水利局副局长 1 人。", "record", "逐题答复，两题当场答复。", "delegate", "水利局副局长")
	b.question = s.Page(b.appointment).Children[0].ID
	s.Act("office-clerk", b.question, "answerOnSpot", "answer", "4 月底前全部更换完毕。")
}
