package message

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// many makes messages of usual length, one answer in ten a set phrase.
func many(n int) []Message {
	out := make([]Message, n)
	for i := range out {
		out[i] = Message{
			ID: fmt.Sprint(i), Subject: fmt.Sprintf("第%d件事", i), Detail: strings.Repeat(fmt.Sprintf("幸福路%d号门前的路灯坏了。", i), 8),
			Reply: fmt.Sprintf("网友“u%d”您好!您的留言已收悉,现回复如下:经查,该处路灯因第%d号电缆故障停用,我局已于%d月修复。", i, i, i%12+1) + strings.Repeat("下一步将加强巡查。", 20),
		}
		if i%10 == 0 {
			out[i].Reply = "您的留言已收悉,已转相关部门处理。"
		}
	}
	return out
}

func BenchmarkJudgeAll(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			messages := many(n)
			for b.Loop() {
				JudgeAll(messages)
			}
		})
	}
}

func BenchmarkReadWorkbook(b *testing.B) {
	file := book(b, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		must(b, err)
		must(b, w.SetRow("A1", usual))
		for i, m := range many(5_000) {
			must(b, w.SetRow(fmt.Sprint("A", i+2), []any{m.ID, "居民", m.Subject, "2019/3/5 9:05:00", m.Detail, m.Reply, "2019/3/9 16:00:00"}))
		}
		must(b, w.Flush())
	})
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(bytes.NewReader(file), int64(len(file)), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
