package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/huiyin/huiyin/internal/congress"
	"github.com/huiyin/huiyin/internal/lang"
	"github.com/huiyin/huiyin/internal/matter"
	"github.com/huiyin/huiyin/internal/store"
)

// Letter is an e-mail ready to be sent: plain text, Chinese first, English after it for those who want it. Of the
// matter it holds number and title, and none of its words.
type Letter struct {
	ID      string // left part of the Message-ID
	To      string
	Subject string
	Lines   []string
	Path    string // of the page that it leads to
}

// Outcome is what became of handing an e-mail to the server.
type Outcome int

// The outcomes.
const (
	Taken    Outcome = iota // the server took it
	NotTaken                // it certainly did not take it, and may later
	Refused                 // it refused it for good
	Doubtful                // the connection broke when it may have taken it
)

// BeginMail marks an e-mail as being sent and gives it. False: there is nothing to send (any more), and the job is
// done. An e-mail that an earlier attempt left in the moment of doubt is sent again only if it is an answer.
func (o *Office) BeginMail(ctx context.Context, j Job) (Letter, bool, error) {
	var a jobArgs
	if err := json.Unmarshal([]byte(j.Args), &a); err != nil {
		return Letter{}, false, fmt.Errorf("office: job %s: %w", j.Kind, err)
	}
	h, err := o.house(ctx, j.Congress)
	if err != nil {
		return Letter{}, false, err
	}
	var letter Letter
	var send bool
	_, _, err = o.db.Update(ctx, store.Request{Congress: j.Congress}, func(tx *store.Tx) (string, error) {
		letter, send = Letter{}, false
		mail, err := tx.Mail(j.Congress, a.Mail)
		if err != nil {
			return "", err
		}
		done := func(state store.MailState, why string) error {
			return errors.Join(tx.SetMail(j.Congress, mail.ID, state, why), tx.FinishJob(j.Job))
		}
		switch {
		case mail.State == store.MailSending && !again(mail.Kind):
			return "", done(store.MailDoubtful, "interrupted")
		case mail.State != store.MailSending && mail.State != store.MailQueued:
			return "", tx.FinishJob(j.Job)
		}
		m, err := tx.Matter(j.Congress, mail.Matter)
		if err != nil {
			return "", err
		}
		w := &work{tx: tx, house: h, mails: true}
		p, err := h.procedure(m)
		if err != nil {
			return "", err
		}
		if at := matter.Allowed(p.Hours, h.calendar, h.zone, tx.Now); !again(mail.Kind) && at.After(tx.Now) {
			return "", tx.PutOff(j.Job, at)
		}
		to, why, err := w.address(m, mail)
		if err != nil {
			return "", err
		}
		if why != "" {
			return "", done(store.MailVoid, why)
		}
		if letter, err = w.letter(m, mail, to); err != nil {
			return "", err
		}
		send = true
		return "", tx.SetMail(j.Congress, mail.ID, store.MailSending, "")
	})
	if errors.Is(err, store.ErrLost) {
		return Letter{}, false, nil
	}
	return letter, send, err
}

// EndMail keeps what became of an e-mail; why is for the administrator and names no address.
func (o *Office) EndMail(ctx context.Context, j Job, out Outcome, why string) error {
	var a jobArgs
	if err := json.Unmarshal([]byte(j.Args), &a); err != nil {
		return fmt.Errorf("office: job %s: %w", j.Kind, err)
	}
	_, _, err := o.db.Update(ctx, store.Request{Congress: j.Congress}, func(tx *store.Tx) (string, error) {
		mail, err := tx.Mail(j.Congress, a.Mail)
		if err != nil {
			return "", err
		}
		last := j.Attempt >= j.Max
		set := func(s store.MailState) error { return tx.SetMail(j.Congress, mail.ID, s, why) }
		switch {
		case out == Taken:
			return "", errors.Join(set(store.MailSent), tx.FinishJob(j.Job))
		case out == Doubtful && !again(mail.Kind):
			return "", errors.Join(set(store.MailDoubtful), tx.FinishJob(j.Job))
		case out == Refused, last:
			return "", errors.Join(set(store.MailFailed), tx.FailJob(j.Job, why, true))
		}
		return "", errors.Join(set(store.MailQueued), tx.FailJob(j.Job, why, false))
	})
	if errors.Is(err, store.ErrLost) {
		return nil
	}
	return err
}

// reader of an e-mail.
type mailReader struct {
	address string
	english bool
}

// address finds where an e-mail goes, or why it goes nowhere any more: what it says must still hold.
func (w *work) address(m matter.Matter, mail store.Mail) (to mailReader, why string, err error) {
	var d noticeData
	if err := json.Unmarshal([]byte(mail.Data), &d); err != nil {
		return to, "", fmt.Errorf("office: mail %s: %w", mail.ID, err)
	}
	switch mail.Kind {
	case noticeRemind, noticeUrge, noticeUp:
		if !m.Open() || m.Visit().Stay() != d.Visit || mail.Kind != noticeUrge && m.Due().Day != d.Due {
			return to, "movedOn", nil
		}
		if d.Seq > 0 && matter.WasUndone(m, d.Seq) {
			return to, "undone", nil
		}
		still, err := w.staff(m.Congress, mail.Org, false)
		if err != nil {
			return to, "", err
		}
		if !contains(still, mail.Person) {
			return to, "left", nil
		}
	case noticeAnswer:
		if matter.WasUndone(m, d.Seq) {
			return to, "undone", nil
		}
	}
	if mail.Raiser != "" {
		r := m.Raiser(mail.Raiser)
		if r == nil || !r.Mail || !mailAddress(r.Contact) {
			return to, "noAddress", nil
		}
		return mailReader{address: r.Contact}, "", nil
	}
	var p congress.Person
	if _, err := w.tx.Get(m.Congress, congress.KindPerson, mail.Person, &p); err != nil {
		return to, "", err
	}
	if !mailAddress(p.Email) {
		return to, "noAddress", nil
	}
	return mailReader{address: p.Email, english: p.Lang == string(lang.EN)}, "", nil
}

func contains(list []string, s string) bool {
	return slices.Contains(list, s)
}

// letter puts an e-mail into words.
func (w *work) letter(m matter.Matter, mail store.Mail, to mailReader) (Letter, error) {
	var d noticeData
	if err := json.Unmarshal([]byte(mail.Data), &d); err != nil {
		return Letter{}, fmt.Errorf("office: mail %s: %w", mail.ID, err)
	}
	l := Letter{ID: mail.ID, To: to.address, Path: "/m/" + m.ID}
	if mail.Raiser != "" {
		l.Path = "/track"
	}
	said := w.words(m, mail.Kind, d)
	l.Subject = "【" + w.house.congress.Name + "】" + said.subject.ZH
	l.Lines = append(l.Lines, said.line.ZH, "")
	if to.english {
		l.Lines = append(l.Lines, said.line.EN, "")
	}
	return l, nil
}

type mailWords struct{ subject, line lang.Text }

// words say what happened, with number and title.
func (w *work) words(m matter.Matter, kind string, d noticeData) mailWords {
	title := strings.Join(strings.Fields(m.Title), " ")
	zh, en := m.Number+"《"+title+"》", m.Number+" “"+title+"”"
	if title == "" {
		zh, en = m.Number, m.Number
	}
	due := func() lang.Text {
		if d.Late > 0 {
			return lang.T(fmt.Sprintf("期限为%s，已逾期 %d 天", d.Due, d.Late), fmt.Sprintf("was due on %s and is %d days overdue", d.Due, d.Late))
		}
		return lang.T(fmt.Sprintf("期限为%s", d.Due), fmt.Sprintf("is due on %s", d.Due))
	}()
	switch kind {
	case noticeRemind:
		return mailWords{lang.T("办理提醒 "+m.Number, ""), lang.T("由贵单位负责的事项 "+zh+"，"+due.ZH+"，请按期办理。", "The matter "+en+", which your organization owns, "+due.EN+".")}
	case noticeUrge:
		by := w.house.orgName(d.By)
		return mailWords{lang.T("催办 "+m.Number, ""), lang.T(by.ZH+"催办事项 "+zh+"，"+due.ZH+"，请抓紧办理。", by.In(lang.EN)+" urges you to act on the matter "+en+", which "+due.EN+".")}
	case noticeUp:
		owner := w.house.orgName(m.Owner.Org)
		return mailWords{lang.T("逾期上报 "+m.Number, ""), lang.T("事项 "+zh+"（责任单位："+owner.ZH+"）"+due.ZH+"，按规则报请关注。", "The matter "+en+", owned by "+owner.In(lang.EN)+", "+due.EN+" and has come up to you by the rules.")}
	case noticeAnswer:
		return mailWords{lang.T("已有答复 "+m.Number, ""), lang.T("您提出的事项 "+zh+" 已有答复，请查看并评价。", "There is an answer to your matter "+en+". Please read it and rate it.")}
	}
	return mailWords{lang.T("已收到 "+m.Number, ""), lang.T("您提出的事项已收到，编号 "+zh+"。用回执上的编号和查询码可以随时查看进度。", "Your matter was received as "+en+". You can follow it at any time with the number and the code on your receipt.")}
}
