package web

import (
	"net/http"
	"time"

	"github.com/huiyin/huiyin/internal/office"
	"github.com/huiyin/huiyin/internal/problem"
)

// The receipt travels in a sealed cookie, never in an address, and can be looked at again for a while: a
// reload or a change of language must not lose the code. The memory of receipts is for forms sent twice.
const (
	receiptTime = 20 * time.Minute
	maxReceipts = 5_000
)

// receiptPage is what the person who raised a matter keeps.
type receiptPage struct {
	frame
	R      office.Receipt
	QR     qrView // leads back to this matter; for people without an account
	Matter string // page of the matter, for people with an account
}

var errNoReceipt = problem.New(problem.NotFound, "noReceipt",
	"回执只显示一小段时间，现在已不再显示；您可以用记下的编号和查询码查进度。",
	"A receipt is shown for a short while only and is gone now; follow your matter with the number and the code you noted.")

func (s *site) showReceipt(v *visit) error {
	var r office.Receipt
	if !v.kept(receiptCookie, &r) {
		return errNoReceipt
	}
	f, err := v.frame(v.T("receipt.title"), "/raise")
	if err != nil {
		return err
	}
	v.private = true
	page := receiptPage{frame: f, R: r}
	if v.viewer.SignedIn() {
		page.Matter = "/m/" + r.ID
	} else if page.QR, err = newQR(s.trackAddress(v.r, r.Number, r.Code)); err != nil {
		return err
	}
	return v.render(http.StatusOK, showReceiptPage(page))
}

// forgetReceipt is for people at a shared screen, who have written it down.
func (s *site) forgetReceipt(v *visit) error {
	v.setCookie(receiptCookie, "", -1)
	if v.viewer.SignedIn() {
		return v.goTo("/home")
	}
	return v.goTo("/")
}
