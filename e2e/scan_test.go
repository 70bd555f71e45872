package e2e_test

import (
	"strings"
	"testing"

	"github.com/huiyin/huiyin/internal/testkit/browser"
)

// Somebody scans the code on a receipt: number and code are filled in, and the code has left the address.
func TestScannedReceipt(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	r := st.Raise("路灯不亮")
	v := st.resident()
	v.visit("/track?number=" + r.Number + "#code=" + r.Code)
	if got := browser.Eval[string](v.Browser, `document.querySelector("#code").value`); got != r.Code {
		t.Errorf("the code's field holds %q", got)
	}
	if strings.Contains(v.URL(), r.Code) {
		t.Errorf("the code stands in the address still: %s", v.URL())
	}
	v.Click("main form button")
	v.See("路灯不亮")

	plain := st.resident(browser.NoScript())
	plain.visit("/track?number=" + r.Number + "#code=" + r.Code)
	plain.Fill("#code", r.Code) // from the paper
	plain.Click("main form button")
	plain.See("路灯不亮")
}

// A rating takes two taps, and shows what follows: on a telephone, with and without script.
func TestRatingInTwoTaps(t *testing.T) {
	t.Parallel()
	st := setUpSQLite(t)
	for _, options := range [][]browser.Option{nil, {browser.NoScript()}} {
		r := st.Raise("公园长椅缺一块板")
		st.Act("station-clerk", r.ID, "assign", "unit", "roads", "category", "roads")
		st.Act("roads-clerk", r.ID, "accept")
		st.Act("roads-clerk", r.ID, "answer", "answer", "长椅已于昨日修好，请您看一看。")
		v := st.resident(options...)
		v.track(receipt{r.Number, r.Code})
		v.See("满意、基本满意")
		if options == nil {
			v.Click("#act-rate input[name='f.rating'][value=notSatisfied]")
			v.sees("不满意：连同您写的原因退回", "说明")
			v.NotSee("满意、基本满意：")
			v.Click("#act-rate input[name='f.rating'][value=satisfied]")
		} else {
			v.Click("#act-rate input[name='f.rating'][value=satisfied]")
		}
		v.Click("#act-rate .act-go button:not([formaction]):not([data-look])")
		v.See("已保存")
		if rated := st.Page(r.ID).Raisers[0].Rating; rated != "satisfied" {
			t.Errorf("rated %q", rated)
		}
	}
}
