package message

import (
	"regexp"
	"strings"
)

// The parts that set phrases are built from. Every one but the verbs may be absent.
const (
	// who writes.
	pWho = `(?:我们|我[局办委区市县镇乡厅院校所站]|我街道|我单位|我部门|我公司|我司|我大队|我支队|我中心|我们单位|我办事处|本局|本单位|工作人员|` +
		`(?:相关|有关|职能|对应|主管)+(?:职能)?(?:部门|单位|科室)(?:人员)?|[市区县镇]里|(?:局|单位|部门|主要|分管)?领导)*`
	// how and when something is done.
	pNow = `(?:目前|现在|现已|现|已经|已|都已|均已|将会|将|会|并且|并已|并|及时|第一时间|立即|即刻|尽快|马上|抓紧|积极|认真|稍后|届时|也|还|再|进一步|继续|同时|` +
		`随后|一定|下一步|今后|迅速|如实|按实际情况|在今后的?工作中|按工作程序|通过.{2,8}?报告|严格|依法依规|依法|依规|按程序|按照程序|按规定|按照?(?:有关|相关)规定|正式|努力|争取|全力)*`
	// what it is about: the message.
	pThing = `(?:相关|有关|具体|宝贵|上述|以上|该|此|这一|这个|这些)*(?:问题|情况|留言|来信|来函|来帖|来邮|帖子|网帖|帖文|帖|信件|邮件|事项|事情|此事|事宜|建议|意见|诉求|咨询|投诉|` +
		`举报|反映|内容|信息|函件|信访件|回信|和|与|及)*`
	pTopic = `(?:关于|就|对于|对|针对|有关|将|把)?(?:您们?|你们?|网友|网民|市民|其|当事人)?(?:所|在.{0,12}(?:栏目|平台|网|上|板块))?的?所?` +
		`(?:反映|反应|咨询|投诉|提出|提到|留言|来信|发帖|举报|建议|诉求|关心|询问|提问|表达|发表)?[中里上]?(?:出的|中的|的|所)*` + pThing
	// handling that has no result in it. 整改 and other words for something done are left out on purpose.
	pHow    = `进行|予以|作出|做出|组织|开展|专人|协调|加以|给予|介入|认真|及时|尽快|妥善|深入|详细|积极|全面|充分`
	pDo     = `调查|调研|核实|核查|核处|了解|研究|研判|论证|跟进|跟踪|关注|协调|阅处|斟酌|探讨|阅示|批示|参考|考虑|处理|处置|办理|办复|查处|查办|落实|解决|答复|回复|反馈|督办|交办`
	pHandle = `(?:` + pHow + `)*(?:` + pDo + `)(?:` + pDo + `|` + pHow + `|后|并|和|与|及|了)*`
	// passing a message on. A bare 转 must not begin another word: 转入, 转学, 转让 are about the matter.
	pForward = `(?:转交|转至|转给|转由|转办|转到|转往|转达|转送|转请|移送|移交|交办|批转|交由|发函|上报|报送|呈送|汇报给|反映给|反馈给|反馈至|提交给|呈报|交|转)+(?:到|至|给|于|由|请|往|了|交办)*`
	// telling the resident something later.
	pTell = `(?:反馈|回复|答复|告知|通知|公布|公开|发布|上网|说明|解答|解释|回音|答案)`
	// asking somebody.
	pAsk = `(?:咨询|了解|反映|反馈|联系|询问|沟通|对接|核实|请教|详询|问询|投诉|举报)`
	// an organization, as it stands before a promise.
	pOrg = `(?:.{0,10}(?:局|委|办|部门|政府|中心|公司|厅|单位|集团|处|队|学校|街道|镇|乡))?`
)

// whole matches a clause that is, from end to end, one of these.
func whole(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + strings.Join(patterns, "|") + `)$`)
}

var (
	// numbering is what stands before an item: 1. 一是
	numbering = regexp.MustCompile(`^(?:\d{1,2}\.|[一二三四五六七八九十]{1,2}是)`)
	// lead is what runs into the clause after it where no stop parts them: a date, a user's code, a greeting.
	lead = regexp.MustCompile(`^(?:\d{4}[年.\-]\d{1,2}[月.\-]\d{1,2}日?|(?:尊敬的|亲爱的)?(?:网友|网民)?[A-Z]{1,3}\d{3,12}|(?:尊敬的|亲爱的)(?:网友|网民|市民)|网友(?:您好|你好)|您好|你好|现回复如下)+`)
	// addressee begins an answer: 网友某某.
	addressee = regexp.MustCompile(`^(?:尊敬的|亲爱的)?(?:网友|网民|市民|居民|来信人|留言人)[^反投咨所提的]{0,14}$`)
	// aside is a remark in brackets: a telephone number, an example.
	aside = regexp.MustCompile(`[（(][^（）()]{0,60}[）)]`)
	// condition is a clause that only says in which case the next one holds.
	condition = regexp.MustCompile(`^(?:如果?|若|倘若|一旦|假如).{0,16}$`)
	// instruction marks a clause that tells what to do, which is more than whom to ask.
	instruction = regexp.MustCompile(`办理|申请|登记|报名|提交|携带|领取|凭|书面|登录|登陆|下载|访问|提供|缴|起诉|仲裁申|报警`)
	// outcome marks a clause that tells what became of the matter.
	outcome = regexp.MustCompile(`法院|立案|强制|执行|处罚|罚款|拘留|纪委|起诉|查封|约谈`)
	// figure marks a clause that tells how much, how many, or by when.
	figure = regexp.MustCompile(`\d(?:\.\d+)?(?:元|万|亿|%|公里|米|平方|户|人|亩|台|个|栋|条|套|次|天|日前|日后|周|年底|月底|月份|工作日|小时)|月底|年底|月前|年内|上半年|下半年`)
	// definite marks short words that decide something, or tell something done other than handling.
	definite = regexp.MustCompile(`可以|不可|不能|不需|需要|不用|没有|暂无|无此|未发现|不属|属实|符合|已经?[^转收交阅知悉登经处办落答回反核调安作做]|不是|同意|能够|免费|是的|\d`)
	// telephone and onDay carry no weight of their own, and do not make a set phrase more than one.
	telephone = regexp.MustCompile(`\d{0,4}-?\d{5,12}(?:-\d{1,6})?|\d{4}-\d{4}-\d{8}`)
	onDay     = regexp.MustCompile(`[于在]?(?:\d{2,4}年)?\d{1,2}月\d{1,2}日|\d{4}[.\-]\d{1,2}[.\-]\d{1,2}`)
	number    = regexp.MustCompile(`(?:^|[^A-Za-z\d])\d`)
)
