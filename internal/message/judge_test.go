package message

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Floors for the rule on the invented corpus; they only go up. What it reaches is in the log of the
// test, and on real answers in docs/import-messages.md.
const (
	floorPrecision = 0.95
	floorRecall    = 0.90
)

func TestHollowOnALabelledCorpus(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/hollow.tsv")
	must(t, err)
	defer f.Close()
	var hit, miss, alarm, right int
	for sc := bufio.NewScanner(f); sc.Scan(); {
		label, reply, ok := strings.Cut(sc.Text(), "\t")
		if !ok {
			continue // the remark at the top
		}
		s := JudgeReply(strings.ReplaceAll(reply, `\n`, "\n"))
		if s.Hollow != (s.Code != "") || s.Hollow == s.Reason.IsZero() {
			t.Errorf("%q: %+v has no reason", reply, s)
		}
		switch {
		case label == "1" && s.Hollow:
			hit++
		case label == "1":
			miss++
			t.Logf("missed: %s", reply)
		case s.Hollow:
			alarm++
			t.Logf("false alarm (%s %q): %s", s.Code, s.Evidence, reply)
		default:
			right++
		}
	}
	precision, recall := float64(hit)/float64(hit+alarm), float64(hit)/float64(hit+miss)
	t.Logf("%d answers: precision %.3f, recall %.3f", hit+miss+alarm+right, precision, recall)
	if hit+miss < 40 || right+alarm < 40 {
		t.Fatalf("the corpus has become too small: %d hollow, %d not", hit+miss, right+alarm)
	}
	if precision < floorPrecision || recall < floorRecall {
		t.Fatalf("precision %.3f (floor %.2f), recall %.3f (floor %.2f)", precision, floorPrecision, recall, floorRecall)
	}
}

func TestHollowNamesItsReason(t *testing.T) {
	t.Parallel()
	for reply, code := range map[string]string{
		"您好!":      HollowEmpty,
		"您的留言已收悉。": HollowReceipt,
		"您的留言已收悉,已转区教育局办理。":    HollowForwarded,
		"您所问的事,住建部门已经答复。":      HollowElsewhere,
		"此事正在调查处理中。":           HollowProgress,
		"我们会认真研究您的建议。":         HollowPromise,
		"请咨询区人社局。":             HollowReferral,
		"因您没有提供联系方式,我们无法核实情况。": HollowAsksMore,
		"已处理":   HollowShort,
		"情况属实。": "",
		"":      HollowEmpty,
	} {
		if s := JudgeReply(reply); s.Code != code {
			t.Errorf("%q: %q (%s), want %q", reply, s.Code, s.Evidence, code)
		}
	}
}

// messagesOf makes answered messages, each with a question of its own.
func messagesOf(replies ...string) []Message {
	questions := []string{
		"幸福路路灯坏了半个月", "清河小学今年招几个班", "东门菜市场占道经营严重", "农村合作医疗怎么报销", "我家门前垃圾没人清运", "三路公交车经常不停站",
		"楼上装修每天夜里施工", "村里的水渠什么时候修", "退休金为什么还没发放", "驾校不退我的学费",
	}
	out := make([]Message, len(replies))
	for i, r := range replies {
		out[i] = Message{ID: fmt.Sprint(i), Subject: questions[i%len(questions)], Detail: fmt.Sprint("第", i, "次反映"), Reply: r}
	}
	return out
}

const pasteable = "我局始终坚持以人民为中心,严格按照法律法规和上级文件开展工作,辖区内相关设施均定期巡检,台账齐全,欢迎社会各界监督指导。"

func TestTheSameTextToMany(t *testing.T) {
	t.Parallel()
	other := "该路段的十二盏路灯已于三月八日全部更换,每晚六点半亮灯。"
	same := messagesOf("网友甲:您好!"+pasteable+"2019年3月5日", other, "网友“乙123”您好,"+pasteable+"2019年4月6日", pasteable)
	for i, s := range JudgeAll(same) {
		if (s.Code == HollowPasted) != (i != 1) {
			t.Errorf("answer %d: %+v", i, s)
		}
		if i == 0 && !strings.Contains(s.Reason.ZH, "3") {
			t.Errorf("it does not say how many: %s", s.Reason.ZH)
		}
	}
	// Twice is no habit, and neighbours who ask the same may be told the same.
	for _, s := range JudgeAll(same[:3]) {
		if s.Hollow {
			t.Errorf("two uses: %+v", s)
		}
	}
	for i := range same {
		same[i].Subject, same[i].Detail = "请求在清河路口增设人行横道", "路口车多,老人小孩过街危险,盼增设人行横道。"
	}
	for _, s := range JudgeAll(same) {
		if s.Hollow {
			t.Errorf("one question of many: %+v", s)
		}
	}
}

func TestAnAnswerThatRepeatsTheQuestion(t *testing.T) {
	t.Parallel()
	m := Message{
		ID: "1", Subject: "再问路灯", Detail: "贵局上次答复:该路段路灯属建设单位管理,尚未移交,请等待移交后维修。请问什么时候移交?",
		Reply: "网友您好!该路段路灯属建设单位管理,尚未移交,请等待移交后维修。",
	}
	if s := Judge(m); s.Code != HollowRepeats {
		t.Fatalf("%+v", s)
	}
	m.Reply += "经联系,建设单位定于6月10日移交,我局当周进场维修。"
	if s := Judge(m); s.Hollow {
		t.Fatalf("%+v", s)
	}
	if s := Judge(Message{ID: "2", Detail: "问"}); s.Hollow {
		t.Fatalf("an unanswered message is judged: %+v", s)
	}
}

// The order of the messages does not change what is said of them, and nothing panics on any text.
func TestJudgingIsStable(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"您好!", "已收悉。", "已转区住建局处理,", pasteable, "路灯已修好。", "2019年3月5日", "请咨询", "\n", "（电话0000-1234567）", "", "“", "好"})
	rapid.Check(t, func(t *rapid.T) {
		replies := rapid.SliceOfN(rapid.Map(rapid.SliceOfN(rapid.OneOf(piece, rapid.StringN(0, 5, -1)), 0, 4), func(p []string) string { return strings.Join(p, "") }), 1, 12).Draw(t, "replies")
		messages := messagesOf(replies...)
		before := JudgeAll(messages)
		order := rapid.Permutation(messages).Draw(t, "order")
		after := JudgeAll(order)
		for i, m := range order {
			for j := range messages {
				if messages[j].ID == m.ID && before[j] != after[i] {
					t.Fatalf("%q: %+v, in another order %+v", m.Reply, before[j], after[i])
				}
			}
		}
	})
}

// Twice the messages cost about twice the work: what is compared is counted, not timed.
func TestPasteGroupsAreFoundAmongMany(t *testing.T) {
	t.Parallel()
	var texts []string
	for i := range 3000 {
		texts = append(texts, fmt.Sprintf("%s %s", strings.Repeat(string(rune('一'+i)), 30), strings.Repeat(string(rune('丁'+i*2)), 20)))
	}
	for range 500 {
		texts = append(texts, pasteable)
	}
	group := pasteGroups(texts)
	first := group[3000]
	for i, g := range group {
		if (i >= 3000) != (g == first) {
			t.Fatalf("text %d is in group %d, the pasted ones in %d", i, g, first)
		}
	}
}
