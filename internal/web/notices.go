package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/office"
)

// noticesPage is what the reader was told, the latest first.
type noticesPage struct {
	frame
	List  office.Notices
	Pager pager
	Until string // what was shown: marking all as read leaves what came since
}

func (s *site) showNotices(v *visit) error {
	key, id := v.cursor()
	list, err := s.office.Notices(v.ctx(), v.viewer, key, id)
	if err != nil {
		return err
	}
	f, err := v.frame(v.T("notices.title"), "/notices")
	if err != nil {
		return err
	}
	page := noticesPage{frame: f, List: list, Pager: v.pager(list.NextKey, list.NextID), Until: strconv.FormatInt(s.office.Now().UnixMicro(), 10)}
	return v.render(http.StatusOK, showNoticesPage(page))
}

// readNotices marks one notice as read and leads to its matter, or marks all that were shown.
func (s *site) readNotices(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	if id := v.r.PostForm.Get("id"); id != "" {
		if err := s.office.ReadNotice(v.ctx(), v.viewer, id); err != nil {
			return err
		}
		if m := v.r.PostForm.Get("matter"); m != "" {
			return v.goTo("/m/" + m)
		}
		return v.goTo("/notices")
	}
	until, err := strconv.ParseInt(v.r.PostForm.Get("until"), 10, 64)
	if err != nil {
		return errBadForm.Because(err)
	}
	if err := s.office.ReadNotices(v.ctx(), v.viewer, time.UnixMicro(until)); err != nil {
		return err
	}
	return v.goTo("/notices")
}

// noticeSays is what a notice says beside number and title.
func (s *Say) noticeSays(n office.Notice) string {
	switch {
	case n.Kind == "answer" || n.Due.IsZero():
		return ""
	case n.Late > 0:
		return s.T("notices.late", "Day", s.Day(n.Due), "Days", s.Num(n.Late))
	}
	return s.T("notices.due", "Day", s.Day(n.Due))
}

// jobsPage is the work in the background, for the administrator.
type jobsPage struct {
	frame
	Jobs office.JobsView
}

func (s *site) showJobs(v *visit) error {
	jobs, err := s.office.Jobs(v.ctx(), v.viewer)
	if err != nil {
		return err
	}
	f, err := v.frame(v.T("jobs.title"), "/admin/jobs")
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, showJobsPage(jobsPage{frame: f, Jobs: jobs}))
}

// reviveJob lets a job be tried again, or forgets it.
func (s *site) reviveJob(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	if err := s.office.ReviveJob(v.ctx(), v.viewer, v.r.PathValue("id"), v.r.PostForm.Get("drop") != ""); err != nil {
		return err
	}
	return v.goTo("/admin/jobs")
}

// sentTo is whom something was sent to.
func (s *Say) sentTo(x office.Sent) string {
	switch {
	case x.Raiser:
		return s.T("sent.raiser")
	case x.Person == "":
		return s.T("sent.nobody", "Org", s.Name(x.Org))
	case x.Org.ID == "":
		return x.Person
	}
	return s.Name(x.Org) + " " + x.Person
}

// sentHow is how it went: read in the app, by e-mail.
func (s *Say) sentHow(x office.Sent) string {
	how := ""
	if !x.Raiser && x.Person != "" {
		how = s.T("sent.unread")
		if x.Read {
			how = s.T("sent.read")
		}
	}
	if x.Mail != "" {
		if how != "" {
			how += " · "
		}
		how += s.T("sent.mail." + string(x.Mail))
	}
	return how
}

// noticesEntry adds the notices to the menu, with how many are new.
func (v *visit) noticesEntry(add func(path, text, count string)) error {
	n, more, err := v.site.office.Unread(v.ctx(), v.viewer)
	if err != nil {
		return err
	}
	count := ""
	if n > 0 {
		count = v.Count(n, more)
	}
	add("/notices", v.T("menu.notices"), count)
	return nil
}
