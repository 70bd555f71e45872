package rulebook

import "github.com/huiyin/huiyin/internal/lang"

// LegalKind is what a procedure is in law. The kind, not the name, decides the statutory maxima, so that
// renaming a procedure evades nothing.
type LegalKind struct {
	Name   lang.Text
	Answer int   // months from the first decided step within which it must be answered; 0: no statute says
	Hard   int   // months within which it must be answered when extended
	Basis  Basis // the article that sets the maxima
}

// Kinds is the closed list of legal kinds. Only statutes are here; a congress's own limits are in its
// rulebooks.
var Kinds = map[string]LegalKind{
	"suggestion":          {lang.T("代表建议、批评和意见", "Deputy's suggestion"), 3, 6, Basis{Law, "代表法", "51"}},
	"motion":              {Name: lang.T("代表议案", "Deputies' motion")},
	"appointment":         {Name: lang.T("代表约见国家机关负责人", "Appointment with an official")},
	"appointmentQuestion": {Name: lang.T("约见中提出的问题", "Question of an appointment")},
	"commitment":          {Name: lang.T("承诺事项", "Commitment")},
	"inspectionReport":    {Name: lang.T("代表视察、专题调研报告", "Report of deputies' inspection or research")},
	"opinion":             {Name: lang.T("选民和群众意见", "Resident's opinion")},
	"message":             {Name: lang.T("网络留言", "Message from a public board")},
	"deliberationOpinion": {Name: lang.T("审议意见研究处理", "Handling of deliberation opinions")},
	"auditRectification":  {lang.T("审计查出问题整改", "Rectification of audit findings"), 6, 6, Basis{Law, "监督法", "27"}},
	"lawInspection":       {Name: lang.T("执法检查", "Inspection of law enforcement")},
	"specialInquiry":      {Name: lang.T("专题询问", "Special inquiry")},
	"interpellation":      {Name: lang.T("质询", "Interpellation")},
	"workReview":          {Name: lang.T("工作评议", "Review of an official's work")},
	"letter":              {Name: lang.T("监督工作报告书、交办函、提醒函", "Letter of supervision")},
	"handover":            {Name: lang.T("问题线索移送", "Hand-over of an issue")},
	"jointConference":     {Name: lang.T("联席会议议定事项", "Task of a joint conference")},
	"campaignProblem":     {Name: lang.T("专项监督发现的问题", "Problem found in a campaign")},
	"enterpriseProblem":   {Name: lang.T("联系企业反映的问题", "Problem of a contacted enterprise")},
	"livelihoodProject":   {Name: lang.T("民生实事项目", "Livelihood project")},
	"filingReview":        {Name: lang.T("规范性文件备案审查", "Review of filed documents")},
}
