package message

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrase is one family of set phrases of official answers. Each pattern matches a whole clause, so
// that a clause with anything more in it is taken as saying something of its own. They were written
// from the tuning half of a sample and from how such letters are worded; their quality is measured in
// docs/import-messages.md, and testdata/hollow.tsv holds them to it.
//
// hint holds characters of which every clause of the family has one; looking for them first spares
// most clauses the pattern.
type phrase struct {
	code string
	hint string
	re   *regexp.Regexp
}

var phrases = []phrase{
	{HollowEmpty, ``, whole( // greetings, names, signatures, thanks, announcements of what follows, the topic
		`(?:尊敬的|亲爱的)?.{0,14}[您你]们?好`,
		`(?:尊敬的|亲爱的|各位)?.{0,12}(?:网友|网民|市民|居民|同志|先生|女士|朋友|用户|家长|业主|同学|老师|来信人|留言人)们?[A-Za-z0-9]{0,16}`,
		`(?:[a-zA-Z]{0,3}\d{3,12})+`,
		pWho+`(?:现将|现|特|兹|谨|并|就).{0,24}(?:回复|答复|函复|说明|反馈|汇报|报告|通报|复函|解释|告知)[您你]?(?:如下|于后)?`,
		`.{0,12}(?:回复|答复|反馈|说明)如下`, `特此.{0,6}`, `专此.{0,4}`, `此复`, `此致`, `敬礼`, `谢谢`, `详情如下`,
		`(?:首先|最后|再次|非常|衷心|真诚|十分|同时|也|并|在此|对此|我们)*(?:感谢|谢谢|多谢).{0,60}`, `.{0,12}(?:感谢|谢谢)[您你].{0,20}(?:理解|支持|关注|关心|监督|留言|来信|参与)`,
		`顺?祝[您你愿]?.{0,20}`, `欢迎[您你]?(?:继续|随时|再次|一如既往|对|多|地)*(?:监督|关注|来电|致电|来信|来访|咨询|提出|留言|批评|反映|理解|支持|我们的?工作).{0,24}`,
		`.{0,16}(?:带来|造成)的?不便.{0,12}`, `.{0,6}(?:敬请|恳请|尽请|还请|请|望)[您你]?(?:予以)?(?:理解|谅解|支持|放心|监督)(?:[与和](?:理解|支持|监督))?`,
		`.{0,16}(?:高度|非常|十分|很)重视`, `.{0,16}(?:作出|做出|作了)?(?:重要)?[批指]示`, `关[注心].{0,10}(?:发展|建设|工作)`, `[您你]的(?:建议|意见)(?:很|非常)好`,
		`[^请询转由已被向到在和对将为是归属有无不找去经]{2,14}(?:局|委|办公室|办|政府|委员会|管委会|办事处|大队|支队|中心|公司|厅|街道|社区)`,
		pTopic, pWho+pNow, `.{0,6}(?:高兴|荣幸).{0,14}`, `希望[您你].{0,24}`, `.{0,6}多提.{0,12}`, `(?:关于|针对|就).{1,50}(?:问题|情况|留言|来信|帖子|网帖|事项|事宜|建议|诉求)`,
		`(?:关于|针对|就|您|你).{0,40}(?:反映|反应|咨询|投诉|留言|提出|发帖|来信|提到).{0,40}(?:问题|情况|留言|来信|帖子|网帖|事项|事宜|建议|诉求)`,
		`为了?(?:更好|尽快|便于|方便|进一步|妥善).{0,12}`, `经(?:.{0,10})(?:调查|核实|了解|核查|查|协调|研究|查阅|查询)(?:了解|核实|处理|后|情况)*`,
	)},
	{HollowReceipt, `悉阅知收记`, whole(
		`.{0,40}(?:收悉|阅悉|获悉|知悉|悉知|已阅|阅知|已知晓|已收到|收到|已收|已阅办|已记录|已登记|已收集|记录在案|已(?:认真|仔细)?阅读)[了后]?`,
	)},
	{HollowForwarded, `转交移送批函报映馈衔接通`, whole(
		`.{0,30}(?:问题|情况|留言|来信|来帖|建议|意见|诉求|帖子?|帖文|网帖|投诉|举报|回信|信件|内容|信息|此事|事项|事宜)(?:已?经?(?:收悉|收到|知悉|阅悉|获悉))?`+pNow+pWho+pNow+pForward+`.{0,18}?(?:`+pNow+pHandle+`)?`,
		pWho+pNow+pWho+pNow+pTopic+pNow+pForward+`.{0,18}?(?:`+pNow+pHandle+`)?`,
		pWho+pNow+pWho+pTopic+pNow+`[向与].{1,16}?(?:反馈|反映|汇报|报告|衔接|对接|沟通)(?:并|且|作|积极)*(?:`+pHandle+`)?`,
	)},
	{HollowElsewhere, `复应答见看链网址查击`, whole(
		`.{0,40}(?:已经?|都已|均已|前期|此前)(?:作出|做出|进行|予以|作|给予)?了?(?:答复|回复|办复|回应|解答)[了过]?`,
		`(?:详情|详细|具体|答复)?.{0,4}请?(?:详见|参见|请见|参看|见|点击|查看|查阅)(?:链接|附件|网址|网站|以下|如下|此前).{0,10}`, `(?:详情|具体)?请?(?:详见|参见|参看).{0,10}`, `(?:附|答复|回复)?(?:链接|网址|网页).{0,12}`,
	)},
	{HollowProgress, `正在由处安组责要指派督通联`, whole(
		pTopic+pNow+pWho+`(?:目前|现|还|仍|尚)*(?:正在|正|在|处于|正处于)`+pNow+pHandle+`(?:过程)?(?:之中|当中|中|阶段)?`,
		pTopic+pNow+pWho+`(?:目前|现)*正?由.{1,12}?`+pNow+pHandle+`(?:之中|当中|中|阶段)?`,
		pTopic+pNow+pWho+pNow+`(?:安排|组织|责成|要求|指派|派出|派|督促|通知|责令|联系).{0,12}?`+pHandle,
	)},
	{HollowPromise, `将会尽及抓认进稍继努争一妥予第后再待等若给为向对请望勿希最切全力量更不重公`, whole(
		`(?:待|我们)?`+pWho+pNow+pWho+pOrg+pTopic+`(?:将会?|会|尽快|及时|抓紧|认真|进一步|稍后|继续|努力|争取|一定|妥善|予以|第一时间)+`+pNow+pTopic+pHandle+`[给向对]?(?:您|你|网友|市民)?的?`+pThing,
		`.{0,14}(?:结果|情况|进展|消息).{0,10}(?:将会?|会|后|再|尽快|及时|第一时间).{0,14}`+pTell+`.{0,8}`,
		`.{0,12}后(?:将会?|会|再|尽快|及时|第一时间|予以|给予)+.{0,10}`+pTell+`.{0,6}`, `[待等如若].{0,16}(?:将会?|会|再|尽快|及时|第一时间|给|后).{0,10}`+pTell+`.{0,6}`, `(?:待|等|在|如有)?.{0,13}(?:后|之后|以后)`,
		pWho+`(?:再|将|会|并|及时|稍后|尽快)*(?:为|向|给|对)(?:您|你|社会|大家|市民|公众).{0,10}`+pTell, `.{0,6}(?:将|会)?为[您你]进?行?`+pTell, pWho+`(?:将|会|及时)+公布.{0,12}`,
		`(?:最大限度|努力|切实|全力|尽量|尽力|力争|争取|更好地?|更全面地?|不断).{0,6}(?:满足|提高|提升|改善|保障|维护|解决|改进|完善|做好|服务|营造|解答).{0,24}`, `.{0,12}一如既往.{0,16}`, `重视.{0,10}进展`,
		`.{0,12}(?:敬请|还请|请|望)(?:继续)?[您你]?(?:继续)?(?:关注|留意|耐心|等待|等候|静候|期待|放心|保持).{0,14}`, `请[您你]?(?:勿|不要).{0,10}`, `希望.{0,8}对.{0,10}(?:帮助|助益)`,
	)},
	{HollowReferral, `请议可以询若如倘电热联手地邮传号拨了与举投反说`, whole(
		`.{0,16}(?:如|若|倘).{0,20}(?:疑问|问题|不明|不清楚|不理解|不满意|不解|需要|意见|建议|情况|了解|咨询).{0,20}`,
		`.{0,14}(?:请|建议|可以?|敬请|烦请)(?:您|你|加强|直接|另行|自行|先|再|详细|具体|去)*(?:到|至|向|与|同|往|前往|找).{1,24}?`+pAsk+`+(?:相关|有关|具体)*(?:事宜|情况|问题|政策)?`, `.{0,8}可以?(?:您|你|直接|另行)*[到向].{1,24}?(?:咨询|询问|了解).{0,16}`, `[您你]?加强与.{1,10}联系`, `(?:详细|直接|具体)*(?:反映|咨询|举报|投诉|了解|说明)+(?:具体|相关)?(?:情况|问题)?`,
		`.{0,14}(?:请|建议|可以?|敬请|烦请|也可)(?:您|你|直接|另行|自行|先|再|详细|具体|去|电话)*(?:拨打|致电|联系|咨询|询问|请询|来电|询)+.{0,26}`,
		`(?:具体|详细|详情|相关|有关).{0,10}(?:请|可以?|以).{0,26}`, `.{0,16}(?:电话|热线|联系人|手机|地址|邮箱|传真|号码)[是为]?`, `请?(?:拨打|致电|来电|咨询|了解|联系).{0,20}`,
	)},
	{HollowAsksMore, `未没无不难欠笼简模宽请议便误`, whole(
		`.{0,10}无.{0,6}(?:联系方式|联系电话|证据材料|线索).{0,4}`, `.{0,20}(?:未|没有?)能?(?:提供|留下?|注明|说明|写明|告知|附|明确|说).{0,16}(?:联系方式|联系|电话|号码|地址|位置|地点|信息|情况|姓名|时间|资料|材料|线索|证据|清楚|详细).{0,16}`,
		`.{0,34}(?:无法|不能|难以).{0,8}(?:联系|核实|得知|获取|查证|核查|查实|判断|答复|回复|了解|调查).{0,24}`, `.{0,14}无法(?:确定|判断|根据).{0,26}`,
		`.{0,24}(?:欠具体|不具体|不详|不清楚|不明确|不够明确|不够具体|不够详细|不全|不完整|有误)`, `.{0,4}请[您你]?[将把].{0,16}(?:表述|说明|描述|写|讲).{0,8}`,
		`.{0,16}(?:过于|太|比较)(?:笼统|简单|模糊|宽泛)`,
		`.{0,6}(?:请|建议|可以)[您你]?(?:尽快|进一步|及时)?(?:提供|补充|留下|告知|说明|注明|明确|完善|详细说明).{0,24}`,
		`(?:以便|便于|方便).{0,20}(?:核实|处理|联系|调查|了解|沟通|办理|查实|开展工作)(?:情况)?`,
	)},
}

// maxPhraseRunes is longer than any set phrase; longer clauses are not looked at.
const maxPhraseRunes = 70

// classify names the family of a clause, or "" when it says something of its own.
func classify(clause string, first bool) string {
	if utf8.RuneCountInString(clause) > maxPhraseRunes || figure.MatchString(clause) || outcome.MatchString(clause) {
		return ""
	}
	if first && addressee.MatchString(clause) {
		return HollowEmpty
	}
	if condition.MatchString(clause) && !instruction.MatchString(clause) && !definite.MatchString(clause) {
		return HollowEmpty
	}
	bare := telephone.ReplaceAllString(onDay.ReplaceAllString(clause, ""), "")
	for _, p := range phrases {
		if p.hint != "" && !strings.ContainsAny(bare, p.hint) || !p.re.MatchString(bare) {
			continue
		}
		if p.code == HollowReferral && instruction.MatchString(bare) && !strings.Contains(bare, "咨询") {
			return ""
		}
		return p.code
	}
	return ""
}

// weight is how much a clause says: one for each Han character, two for each number.
func weight(clause string) int {
	clause = telephone.ReplaceAllString(onDay.ReplaceAllString(clause, ""), "")
	n := 2 * len(number.FindAllString(clause, -1))
	for _, r := range clause {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}
