package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/problem"
)

// Problem is what every refusal says (RFC 9457), in the language asked for.
type Problem struct {
	Type    string  `json:"type" doc:"urn:huiyin:problem: and the code; it names the problem and is not an address to fetch." example:"urn:huiyin:problem:staleRevision"`
	Title   string  `json:"title" doc:"What sort of problem it is, in the language asked for." example:"与他人的操作冲突"`
	Status  int     `json:"status" doc:"The HTTP status." example:"409"`
	Detail  string  `json:"detail" doc:"What happened, what was kept, what to do; safe to show to people." example:"这件事项刚才已由他人办理，您的内容没有保存；请核对后再办。"`
	Code    string  `json:"code" doc:"Stable name of the problem; programs should decide by it." example:"staleRevision"`
	Request string  `json:"request" doc:"Number of the request, under which an administrator finds it in the log." example:"4f1c2a9be07d"`
	Errors  []Fault `json:"errors,omitempty" doc:"What is wrong with which part of the request."`
}

// Fault is what is wrong with one part of a request.
type Fault struct {
	In      string `json:"in" enum:"body,query,path,header" doc:"Where the part stands." example:"body"`
	Field   string `json:"field" doc:"Name of the field or parameter; empty for the whole." example:"unit"`
	Message string `json:"message" doc:"What is wrong with it, in the language asked for." example:"请从名录中选择"`
}

// Error is for the log.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var titles = map[int]lang.Text{
	http.StatusBadRequest:            lang.T("请求无法读取", "The request cannot be read"),
	http.StatusUnauthorized:          lang.T("需要有效令牌", "A valid token is needed"),
	http.StatusForbidden:             lang.T("没有权限", "Not allowed"),
	http.StatusNotFound:              lang.T("没有找到", "Not found"),
	http.StatusMethodNotAllowed:      lang.T("不支持这个方法", "Method not allowed"),
	http.StatusRequestTimeout:        lang.T("请求没有送完", "The request did not arrive in time"),
	http.StatusConflict:              lang.T("与他人的操作冲突", "Conflict"),
	http.StatusPreconditionFailed:    lang.T("版本已经变化", "The revision has changed"),
	http.StatusRequestEntityTooLarge: lang.T("内容太长", "Too large"),
	http.StatusUnsupportedMediaType:  lang.T("不支持这种内容格式", "Unsupported media type"),
	http.StatusUnprocessableEntity:   lang.T("内容有误", "Something is not right with it"),
	http.StatusTooManyRequests:       lang.T("请求太频繁", "Too many requests"),
	http.StatusInternalServerError:   lang.T("系统内部错误", "Internal error"),
	http.StatusServiceUnavailable:    lang.T("暂时不能办理", "Not available now"),
}

// plain are the refusals that come before anybody looks at the content, by status.
var plain = map[int]*problem.Problem{
	http.StatusBadRequest:            problem.New(problem.Invalid, "malformed", "请求正文不是完整的 JSON，没有办理。", "The body is not complete JSON; nothing was done."),
	http.StatusRequestTimeout:        problem.New(problem.Invalid, "timedOut", "请求没有在规定时间内送完，没有办理；请再试。", "The request did not arrive whole in time and nothing was done; please try again."),
	http.StatusRequestEntityTooLarge: problem.New(problem.Invalid, "tooBig", "内容太长，没有办理；请缩短后再提交。", "That is too much at once and nothing was done; please shorten it."),
	http.StatusUnsupportedMediaType:  problem.New(problem.Invalid, "mediaType", "只接受 application/json，没有办理。", "Only application/json is taken; nothing was done."),
	http.StatusUnprocessableEntity:   problem.New(problem.Invalid, "invalidRequest", "请求不符合接口说明，没有办理；请按提示改正。", "The request is not what the interface describes and nothing was done; please correct it as shown."),
}

var (
	errNoAddress   = problem.New(problem.NotFound, "noSuchAddress", "没有这个接口地址；接口说明见 "+Base+"/openapi.json。", "There is no such address; the interface is described at "+Base+"/openapi.json.")
	errWrongMethod = problem.New(problem.Invalid, "methodNotAllowed", "这个地址不支持该方法，没有办理；可用的方法见 Allow。", "This address does not take that method and nothing was done; Allow lists those it takes.")
)

func init() {
	huma.DefaultArrayNullable = false // a list without members is [], never null
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return makeProblem(&visit{lang: lang.ZH}, status, msg, errs)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, msg string, errs ...error) huma.StatusError {
		v := visitOf(c.Context())
		p := makeProblem(v, status, msg, errs)
		for name, value := range p.headers(v) {
			c.SetHeader(name, value)
		}
		return p
	}
}

// makeProblem says err of the house, or what the library found wrong, to the person behind v.
func makeProblem(v *visit, status int, msg string, errs []error) *Problem {
	if status == http.StatusInternalServerError && len(errs) > 0 {
		return sayProblem(v, errs[0])
	}
	said := plain[status]
	if said == nil {
		v.cause = errors.New(msg)
		return sayProblem(v, v.cause)
	}
	p := &Problem{}
	p.fill(v, status, said)
	for _, err := range errs {
		if d, ok := errors.AsType[*huma.ErrorDetail](err); ok {
			where, field := place(d.Location)
			p.Errors = append(p.Errors, Fault{In: where, Field: field, Message: v.in(explain(d.Message))})
		}
	}
	// The library takes an unknown media type for a fault of the content.
	if status == http.StatusBadRequest && len(errs) == 0 && strings.Contains(msg, "required") {
		p.fill(v, http.StatusUnprocessableEntity, plain[http.StatusUnprocessableEntity])
		p.Errors = []Fault{{In: "body", Message: v.in(lang.T("请求没有正文", "The request has no body"))}}
	}
	return p
}

// sayProblem is an error of the house as it is shown. The text of any other error stays with us.
func sayProblem(v *visit, err error) *Problem {
	if ready, ok := errors.AsType[*Problem](err); ok {
		return ready
	}
	if errors.Is(err, context.Canceled) {
		err = errGone.Because(err)
	}
	known := problem.Of(err)
	if known.Kind == problem.Internal {
		v.cause = err
	}
	p := &Problem{}
	p.fill(v, known.Kind.Status(), known)
	for field, text := range known.Fields {
		p.Errors = append(p.Errors, Fault{In: "body", Field: field, Message: v.in(text)})
	}
	slices.SortFunc(p.Errors, func(a, b Fault) int { return strings.Compare(a.Field, b.Field) })
	return p
}

var errGone = problem.New(problem.Unavailable, "gaveUp", "请求中断，不能确定是否办理；请用同一个幂等键再试。", "The request was broken off and may or may not have been done; please repeat it with the same idempotency key.")

func (p *Problem) fill(v *visit, status int, said *problem.Problem) {
	p.Type, p.Title, p.Status = "urn:huiyin:problem:"+said.Code, v.in(titles[status]), status
	p.Detail, p.Code, p.Request = v.in(said.Text), said.Code, v.id
}

// headers say when to try again, and how to be admitted.
func (p *Problem) headers(v *visit) map[string]string {
	switch p.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return map[string]string{"Retry-After": strconv.Itoa(max(v.retry, 1))}
	case http.StatusUnauthorized:
		return map[string]string{"WWW-Authenticate": `Bearer realm="huiyin"`}
	}
	return nil
}

// place turns "body.fields.unit" into where and what.
func place(location string) (where, field string) {
	where, field, _ = strings.Cut(location, ".")
	if where == "" {
		where = "body"
	}
	return where, field
}
