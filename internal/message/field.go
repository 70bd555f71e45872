package message

import (
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/lang"
)

// Field is one of the seven things a row may hold.
type Field string

// The fields of a message. Their values are what a caller writes to remap a column.
const (
	FieldID        Field = "id"
	FieldUser      Field = "user"
	FieldSubject   Field = "subject"
	FieldDetail    Field = "detail"
	FieldRaisedAt  Field = "raisedAt"
	FieldReply     Field = "reply"
	FieldRepliedAt Field = "repliedAt"
)

// Fields lists the fields in the order of a usual file.
var Fields = []Field{FieldID, FieldUser, FieldSubject, FieldRaisedAt, FieldDetail, FieldReply, FieldRepliedAt}

// FieldNamed finds a field by what a person may call it: its value, or any heading that is known for it.
func FieldNamed(name string) (Field, bool) {
	key := headingKey(name)
	for _, f := range Fields {
		if strings.EqualFold(key, string(f)) || slices.Contains(synonyms[f], key) {
			return f, true
		}
	}
	return "", false
}

// Label is the field's name as it is shown to people.
func (f Field) Label() lang.Text { return labels[f] }

var labels = map[Field]lang.Text{
	FieldID:        lang.T("留言编号", "message number"),
	FieldUser:      lang.T("留言用户", "user"),
	FieldSubject:   lang.T("留言主题", "subject"),
	FieldDetail:    lang.T("留言详情", "detail"),
	FieldRaisedAt:  lang.T("留言时间", "time of the message"),
	FieldReply:     lang.T("答复意见", "answer"),
	FieldRepliedAt: lang.T("答复时间", "time of the answer"),
}

// synonyms are headings seen on real boards and exports, as [headingKey] writes them. The first one of
// a field is its exact name; among several columns that fit one field the earlier synonym wins.
var synonyms = map[Field][]string{
	FieldID: {
		"留言编号", "留言id", "留言号", "信件编号", "来信编号", "诉求编号", "工单编号", "工单号", "信访编号", "帖子编号", "帖子id",
		"问题编号", "受理编号", "编号", "id", "no", "messageid", "messageno", "number", "ticketno", "ticketid",
	},
	FieldUser: {
		"留言用户", "留言人", "留言者", "网友", "网名", "用户", "用户名", "用户编号", "昵称", "来信人", "写信人", "发帖人", "诉求人",
		"反映人", "姓名", "user", "username", "author", "name", "from",
	},
	FieldSubject: {
		"留言主题", "留言标题", "主题", "标题", "来信标题", "信件标题", "信件主题", "诉求标题", "问题标题", "帖子标题", "题目", "事由",
		"subject", "title", "topic",
	},
	FieldDetail: {
		"留言详情", "留言内容", "详情", "内容", "留言", "来信内容", "信件内容", "诉求内容", "问题描述", "反映内容", "反映问题", "帖子内容",
		"正文", "detail", "details", "content", "message", "body", "text", "description",
	},
	FieldRaisedAt: {
		"留言时间", "留言日期", "来信时间", "来信日期", "提交时间", "提交日期", "诉求时间", "反映时间", "反映日期", "发帖时间", "写信时间",
		"发布时间", "登记时间", "创建时间", "时间", "日期", "raisedat", "raised", "createdat", "created", "submittedat", "time", "date", "messagetime",
	},
	FieldReply: {
		"答复意见", "答复内容", "回复内容", "回复意见", "答复", "回复", "办理结果", "处理结果", "办复意见", "办复内容", "办理意见", "答复详情",
		"回复详情", "官方回复", "reply", "answer", "response",
	},
	FieldRepliedAt: {
		"答复时间", "答复日期", "回复时间", "回复日期", "办复时间", "办复日期", "办结时间", "办结日期", "反馈时间", "反馈日期",
		"repliedat", "answeredat", "replytime", "replydate", "answertime", "answerdate", "responsetime",
	},
}

// lastResort holds headings that are used only when nothing better is there, with a notice: a running
// number begins anew in every file.
var lastResort = map[Field][]string{FieldID: {"序号", "序", "serial", "index"}}
