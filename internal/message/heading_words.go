package message

import "strings"

// patternOrder is the order in which patterns take columns: the answer's first, because 回复留言时间
// speaks of a message too.
var patternOrder = []Field{FieldRepliedAt, FieldReply, FieldRaisedAt, FieldID, FieldSubject, FieldDetail, FieldUser}

var (
	wordsTime    = []string{"时间", "日期", "time", "date"}
	wordsReply   = []string{"答复", "回复", "办复", "回应", "reply", "answer", "response"}
	wordsMessage = []string{
		"留言", "来信", "信件", "诉求", "反映", "投诉", "咨询", "提交", "发帖", "帖", "写信", "网民", "网友", "群众", "市民", "问政",
		"message", "raised", "created", "submitted", "posted",
	}
	// wordsParty mark columns about who handles it; 单位答复内容 is an answer all the same.
	wordsParty = []string{"单位", "部门", "unit", "department"}
	// wordsText end a heading of a text.
	wordsText = []string{"内容", "意见", "详情", "正文", "content", "text"}
	// wordsOther mark columns about the handling: by when, how well, how it stands.
	wordsOther = []string{
		"状态", "满意", "评价", "时限", "截止", "期限", "应答", "要求", "转办", "交办", "签收", "受理", "次数", "天数", "时长",
		"是否", "类", "附件", "电话", "手机", "地址", "status", "deadline", "due", "count", "days",
	}
)

// patterns decide whether a folded heading speaks of a field.
var patterns = map[Field]func(string) bool{
	FieldRepliedAt: func(k string) bool { return has(k, wordsReply) && has(k, wordsTime) && !has(k, wordsOther) },
	FieldReply: func(k string) bool {
		return has(k, wordsReply) && !has(k, wordsTime) && !has(k, wordsOther) && !isPerson(k) && (has(k, wordsText) || !has(k, wordsParty))
	},
	FieldRaisedAt: func(k string) bool {
		return has(k, wordsMessage) && has(k, wordsTime) && !has(k, wordsReply) && !has(k, wordsOther) && !has(k, wordsParty)
	},
	FieldID: func(k string) bool {
		return has(k, wordsMessage) && (strings.HasSuffix(k, "编号") || strings.HasSuffix(k, "号码") || strings.HasSuffix(k, "单号") || strings.HasSuffix(k, "id")) &&
			!isPerson(k) && !has(k, wordsOther) && !has(k, wordsParty)
	},
	FieldSubject: func(k string) bool {
		return (strings.HasSuffix(k, "标题") || strings.HasSuffix(k, "主题") || strings.HasSuffix(k, "subject") || strings.HasSuffix(k, "title")) && !has(k, wordsReply)
	},
	FieldDetail: func(k string) bool {
		return has(k, wordsMessage) && has(k, []string{"内容", "详情", "正文", "描述", "content", "detail", "text"}) && !has(k, wordsReply) && !has(k, wordsOther)
	},
	FieldUser: func(k string) bool {
		return has(k, wordsMessage) && isPerson(k) && !has(k, wordsReply) && !has(k, wordsOther)
	},
}

func isPerson(k string) bool {
	return strings.HasSuffix(k, "人") || strings.HasSuffix(k, "用户") || strings.HasSuffix(k, "姓名") || strings.HasSuffix(k, "昵称") || strings.HasSuffix(k, "user")
}

func has(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
