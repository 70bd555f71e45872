package web

import (
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/huiyin/huiyin/internal/deadline"
	"github.com/huiyin/huiyin/internal/office"
)

// exportPage says what a file will hold before it is made.
type exportPage struct {
	frame
	Preview office.ExportPreview
	Says    []string
	List    string
	IDs     []string
	Caption string
	Max     string
}

// showExport previews the file of a list.
func (s *site) showExport(v *visit) error {
	list := listAddress(v.r.URL.Query())
	return v.exportPage(list, nil)
}

// exportChosen previews the file of chosen rows.
func (v *visit) exportChosen(in office.BulkInput) error {
	list := listAddress(readAddress(v.r.PostForm.Get("list")))
	if in.All {
		return v.exportPage(list, nil)
	}
	if len(in.IDs) == 0 {
		return v.exportPage(list, nil) // nothing ticked: the list itself
	}
	return v.exportPage(list, in.IDs[:min(len(in.IDs), office.BulkMax)])
}

func (v *visit) exportPage(list string, ids []string) error {
	f, err := v.frame(v.T("export.title"), "/matters")
	if err != nil {
		return err
	}
	page := exportPage{frame: f, List: list, IDs: ids, Says: v.listSays(list), Max: v.Num(office.ExportMax), Caption: v.T("export.first")}
	page.Preview, err = v.site.office.PreviewExport(v.ctx(), v.viewer, office.ExportInput{Query: listQuery(readAddress(list)), IDs: ids, Lang: v.Lang})
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, showExportPage(page))
}

// exportKinds are the media types of the files.
var exportKinds = map[string]string{
	"csv":  "text/csv; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// exportTime is how long one file may take on its way to a slow line.
const exportTime = 10 * time.Minute

// export makes the file and sends it.
func (s *site) export(v *visit) error {
	if err := v.form(); err != nil {
		return err
	}
	f := v.r.Form
	list := listAddress(readAddress(f.Get("list")))
	in := office.ExportInput{Query: listQuery(readAddress(list)), Format: f.Get("format"), Lang: v.Lang, Says: v.listSays(list)}
	if ids := f["id"]; len(ids) > 0 {
		in.IDs, in.Says = ids[:min(len(ids), office.BulkMax)], append(in.Says, v.T("export.chosen"))
	}
	file, err := s.office.Export(v.ctx(), v.viewer, in)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // a temporary file
	size, err := file.Stat()
	if err != nil {
		return err
	}
	day := deadline.FromTime(s.office.Now(), v.Zone).String()
	return v.send(file, size.Size(), v.T("export.file")+"-"+day+"."+in.Format, exportKinds[in.Format])
}

// listSays is a list's filters in words.
func (v *visit) listSays(list string) []string {
	q := listQuery(readAddress(list))
	var out []string
	if name := office.QueueName(q.Queue); !name.IsZero() {
		out = append(out, v.T("filter.queue")+": "+v.In(name))
	}
	choices, err := v.site.office.Choices(v.ctx(), v.viewer, q.Procedure)
	if err != nil {
		return out
	}
	for _, f := range v.filters(q, choices) {
		for _, o := range f.Options {
			if o.Value == f.Value && f.Value != "" {
				out = append(out, f.Label+": "+o.Text)
			}
		}
	}
	for _, x := range []struct {
		label, value string
		options      []option
	}{{v.T("filter.org"), q.Org, v.options(choices.Units)}, {v.T("filter.station"), q.Station, v.options(choices.Stations)}} {
		for _, o := range x.options {
			if o.Value == x.value {
				out = append(out, x.label+": "+o.Text)
			}
		}
	}
	for _, x := range [][3]string{{v.T("filter.due"), q.DueFrom, q.DueTo}, {v.T("filter.raised"), q.RaisedFrom, q.RaisedTo}} {
		if x[1] != "" || x[2] != "" {
			out = append(out, x[0]+": "+x[1]+" – "+x[2])
		}
	}
	if q.Overdue {
		out = append(out, v.T("filter.overdue"))
	}
	return out
}

// attachment is the header under which a browser saves a file by this name.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

func size64(n int64) string { return strconv.FormatInt(n, 10) }
