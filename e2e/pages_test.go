package e2e_test

// publicPages are for everybody.
func publicPages(h house) []page {
	return []page{
		{name: "public-door", path: "/"},
		{name: "public-list", path: "/p"},
		{name: "public-list-filtered", path: "/p?phase=resulted"},
		{name: "public-list-empty", path: "/p?phase=resulted&state=open"},
		{name: "public-matter-closed", path: "/p/" + h["closed"].Number},
		{name: "public-matter-late", path: "/p/" + h["overdue"].Number},
		{name: "public-matter-appointment", path: "/p/" + h["appointmentFollowed"].Number},
		{name: "public-matter-not-public", path: "/p/" + h["declined"].Number, status: 404},
		{name: "help", path: "/help"},
		{name: "public-figures", path: "/figures"},
		{name: "public-figures-procedure", path: "/figures?procedure=opinion"},
		{name: "public-list-of-figure", path: "/p?reached=answered&from=2025-06&to=2026-05&unit=roads"},
		{name: "wall", path: "/wall"},
		{name: "public-search", path: "/search?q=路灯"},
		{name: "public-search-nothing", path: "/search?q=无此事项"},
		{name: "raise-resident", path: "/raise/opinion"},
		{name: "raise-mistakes", status: 422, enter: func(v *visitor) {
			v.Expect("422")
			v.visit("/raise/opinion")
			v.Click("form.panel .act-go" + sends)
		}},
		{name: "track", path: "/track"},
		{name: "track-wrong", status: 404, enter: func(v *visitor) {
			v.Expect("404")
			v.visit("/track")
			v.Fill("#number", h["closed"].Number)
			v.Fill("#code", "00000-00000")
			v.Click("main form" + sends)
		}},
		{name: "sign-in", path: "/signin"},
		{name: "sign-in-wrong", status: 401, enter: func(v *visitor) {
			v.Expect("401")
			v.visit("/signin")
			v.Fill("#login", "roads-clerk")
			v.Fill("#password", "wrong")
			v.Click("main form.panel button.primary")
		}},
		{name: "sign-in-needed", path: "/home", status: 401},
		{name: "no-such-page", path: "/nothing-here", status: 404},
	}
}

// receiptPages are for a resident with a receipt.
func receiptPages(h house) []page {
	tracked := func(key string) func(*visitor) {
		return func(v *visitor) {
			v.visit("/track")
			v.Fill("#number", h[key].Number)
			v.Fill("#code", h[key].Code)
			v.Click("main form" + sends)
		}
	}
	return []page{
		{name: "receipt", enter: func(v *visitor) {
			v.visit("/raise/opinion")
			v.Fill("#raise-title", "公园长椅缺一块板")
			v.Fill("#raise-text", "东门进去第二张长椅缺一块板，老人坐不稳。")
			v.Fill("select[name='f.category']", "environment")
			v.Fill("input[name='f.place']", "柳溪公园")
			v.Click("form.panel .act-go" + sends)
		}},
		{name: "tracked-fresh", enter: tracked("fresh")},
		{name: "tracked-handling", enter: tracked("handling")},
		{name: "tracked-to-rate", enter: tracked("toRate")},
		{name: "tracked-closed", enter: tracked("closed")},
		{name: "tracked-declined", enter: tracked("declined")},
		{name: "tracked-merged", enter: tracked("merged")},
		{name: "tracked-withdrawn", enter: tracked("withdrawn")},
	}
}

// deputyPages are for a deputy.
func deputyPages(h house) []page {
	return []page{
		{name: "deputy-door", path: "/home/deputy"},
		{name: "deputy-raised", path: "/matters?queue=raised"},
		{name: "deputy-to-rate", path: "/matters?queue=rate"},
		{name: "deputy-opinion-to-rate", path: "/m/" + h["deputys"].ID},
		{name: "deputy-appointment", path: "/m/" + h["appointmentFollowed"].ID},
		{name: "deputy-raise-choice", path: "/raise"},
		{name: "deputy-notices", path: "/notices"},
		{name: "deputy-raise-appointment", path: "/raise/appointment"},
		{name: "deputy-raise-opinion", path: "/raise/opinion"},
		{name: "deputy-no-board", path: "/board", status: 403},
		{name: "deputy-not-his-door", path: "/home/office", status: 403},
	}
}

// stationPages are for the clerk of a contact station.
func stationPages(h house) []page {
	return []page{
		{name: "station-door", path: "/home/office"},
		{name: "station-triage", path: "/matters?queue=triage"},
		{name: "station-triage-one", path: "/m/" + h["fresh"].ID},
		{name: "station-late-one", path: "/m/" + h["untriaged"].ID},
		{name: "station-look-back", path: "/m/" + h["lookBack"].ID},
		{name: "station-asked", path: "/m/" + h["asked"].ID},
		{name: "station-closed", path: "/m/" + h["closed"].ID},
		{name: "station-erased", path: "/m/" + h["erased"].ID},
		{name: "station-raise", path: "/raise/opinion"},
		{name: "station-board", path: "/board"},
		{name: "station-no-figures", path: "/figures/work", status: 403},
	}
}

// unitPages are for the clerk of a handling unit.
func unitPages(h house) []page {
	return []page{
		{name: "unit-door", path: "/home/unit"},
		{name: "unit-mine", path: "/matters?queue=mine"},
		{name: "unit-handling", path: "/m/" + h["handling"].ID},
		{name: "unit-handling-return", enter: func(v *visitor) { // a form unfolded, with what is wrong in it
			v.Expect("422")
			v.visit("/m/" + h["handling"].ID)
			v.Click("#act-return summary")
			v.Click("#act-return form .act-go" + sends)
		}, status: 422},
		{name: "unit-answer", path: "/m/" + h["handling"].ID + "/answer"},
		{name: "unit-answer-redo", path: "/m/" + h["redoing"].ID + "/answer"},
		{name: "unit-day", path: "/day"},
		{name: "unit-templates", path: "/templates"},
		{name: "unit-redoing", path: "/m/" + h["redoing"].ID},
		{name: "unit-overdue", path: "/m/" + h["overdue"].ID},
		{name: "unit-answered", path: "/m/" + h["toRate"].ID},
		{name: "unit-board", path: "/board"},
		{name: "unit-figures", path: "/figures/work"},
		{name: "unit-not-involved", path: "/m/" + h["untriaged"].ID, status: 404},
	}
}

// officePages are for the clerk of the deputy office.
func officePages(h house) []page {
	return []page{
		{name: "office-door", path: "/home/office"},
		{name: "office-all", path: "/matters"},
		{name: "office-all-open", path: "/matters?state=open"},
		{name: "office-filtered", path: "/matters?procedure=opinion&phase=decided&owner=roads"},
		{name: "office-empty", path: "/matters?procedure=commitment&state=ended"},
		{name: "office-hollow", path: "/matters?queue=hollow"},
		{name: "office-asked", path: "/matters?queue=asked"},
		{name: "office-second-page", enter: func(v *visitor) {
			v.visit("/matters")
			v.Click(".pager [rel=next]")
		}},
		{name: "office-appointment-new", path: "/m/" + h["appointmentNew"].ID},
		{name: "office-appointment-followed", path: "/m/" + h["appointmentFollowed"].ID},
		{name: "office-on-the-spot", path: "/m/" + h["onTheSpot"].ID},
		{name: "office-merged", path: "/m/" + h["merged"].ID},
		{name: "office-not-rated", path: "/m/" + h["notRated"].ID},
		{name: "office-message", enter: func(v *visitor) { v.find("/matters?procedure=message", "夜间施工噪声") }},
		{name: "office-question", enter: func(v *visitor) { v.find("/m/"+h["appointmentFollowed"].ID, "谁来管护") }},
		{name: "office-commitment", enter: func(v *visitor) { v.find("/m/"+h["appointmentFollowed"].ID, "6月底前完成620米") }},
		{name: "office-board", path: "/board"},
		{name: "office-tokens", path: "/account/tokens"},
		{name: "office-board-kind", path: "/board?kind=decidedNotSupervised"},
		{name: "office-board-past", path: "/board?view=past"},
		{name: "office-board-empty", path: "/board?kind=seenNotDeliberated&procedure=commitment"},
		{name: "office-search", path: "/search?q=lshq"},
		{name: "office-day", path: "/day"},
		{name: "office-notices", path: "/notices"},
		{name: "office-templates", path: "/templates"},
		{name: "office-similar", path: "/m/" + h["fresh"].ID + "/similar"},
		{name: "office-export", path: "/matters/export"},
		{name: "office-filters", path: "/desk/filters"},
		{name: "office-import", path: "/admin/import"},
		{name: "office-import-mapping", enter: func(v *visitor) {
			v.visit("/admin/import")
			v.Upload("#file", messagesFile(v.t))
			v.Click("form[action='/admin/import'] button")
		}},
		{name: "office-run-form", enter: chooseTwo},
		{name: "office-run-preview", enter: func(v *visitor) {
			chooseTwo(v)
			v.Select("#desk-unit", "区交通运输局")
			v.Click("form[action='/desk/runs'] button.primary")
		}},
		{name: "office-runs", path: "/desk/runs"},
		{name: "help-keys", path: "/help/keys"},
		{name: "office-raise-choice", path: "/raise"},
		{name: "office-raise-opinion", path: "/raise/opinion"},
	}
}

// chooseTwo chooses two matters and asks for them to be assigned together.
func chooseTwo(v *visitor) {
	v.visit("/matters?queue=triage")
	for range 2 {
		v.Press("j")
		v.Press("x")
	}
	v.Press("a")
}

// chairPages are for the chair meeting.
func chairPages(h house) []page {
	return []page{
		{name: "chair-door", path: "/home/leader"},
		{name: "chair-to-decide", path: "/matters?queue=decide"},
		{name: "chair-appointment", path: "/m/" + h["appointmentAsked"].ID},
		{name: "chair-board", path: "/board"},
		{name: "chair-figures", path: "/figures/work"},
		{name: "chair-list-of-figure", path: "/matters?reached=resulted&from=2025-06&to=2026-05"},
		{name: "chair-no-calendar", path: "/admin/calendar", status: 403},
	}
}

// memberPages are for a member of the standing committee.
func memberPages(h house) []page {
	return []page{
		{name: "member-door", path: "/home/leader"},
		{name: "member-matter", path: "/m/" + h["overdue"].ID},
		{name: "member-all", path: "/matters"},
	}
}

// adminPages are for the administrator.
func adminPages() []page {
	preview := func(v *visitor) {
		v.visit("/admin/calendar")
		v.Upload("#file", calendarFile(v.t))
		v.Click("main form" + sends)
	}
	return []page{
		{name: "admin-door", path: "/home/office"},
		{name: "admin-jobs", path: "/admin/jobs"},
		{name: "admin-calendar", path: "/admin/calendar"},
		{name: "admin-calendar-preview", enter: preview},
		{name: "admin-calendar-wrong", status: 422, enter: func(v *visitor) {
			v.Expect("422")
			v.visit("/admin/calendar")
			v.Upload("#file", wrongFile(v.t))
			v.Click("main form" + sends)
		}},
	}
}
