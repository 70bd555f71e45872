package web

import (
	"io"
	"net/http"
	"time"
)

// send hands a finished file over. A slow line gets the time it needs; once the first byte has gone nobody can be
// told of a failure any more, but the length has been said, so a browser knows when a file is not whole.
func (v *visit) send(file io.Reader, size int64, name, kind string) error {
	control := http.NewResponseController(v.w)
	if err := control.SetWriteDeadline(time.Time{}); err == nil {
		stop := time.AfterFunc(exportTime, func() { _ = control.SetWriteDeadline(time.Unix(1, 0)) })
		defer stop.Stop()
	}
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", attachment(name))
	h.Set("Content-Length", size64(size))
	h.Set("Cache-Control", "no-store")
	v.w.WriteHeader(http.StatusOK)
	if _, err := io.Copy(v.w, file); err != nil {
		v.site.log.Debug("file not delivered", "request", v.id)
	}
	return nil
}
