package web

import "net/http"

// routes is every address of the site. open pages are for everybody, member pages for people who are
// signed in; which of those a person may use is decided by package access, through the office.
func (s *site) routes() http.Handler {
	mux := http.NewServeMux()

	// 公开 the public door
	mux.Handle("GET /{$}", s.open(s.showPublic))
	mux.Handle("GET /p", s.open(s.showPublished))
	mux.Handle("GET /p/{number}", s.open(s.showPublishedMatter))
	mux.Handle("GET /help", s.open(s.showHelp))
	mux.Handle("GET /figures", s.open(s.showFigures))
	mux.Handle("GET /figures.csv", s.open(s.downloadFigures))
	mux.Handle("GET /wall", s.open(s.showWall))
	mux.Handle("GET /help/keys", s.open(s.showKeys))

	// 提意见, 查进度 raising and following, with or without an account
	mux.Handle("GET /raise", s.open(s.showRaiseChoice))
	mux.Handle("GET /raise/{procedure}", s.open(s.showRaise))
	mux.Handle("POST /raise/{procedure}", s.open(s.raise))
	mux.Handle("GET /raise/{procedure}/similar", s.open(s.showLike))
	mux.Handle("POST /files", s.open(s.sendFile))
	mux.Handle("GET /p/{number}/files/{hash}", s.open(s.showPublishedFile))
	mux.Handle("GET /track/matter/files/{hash}", s.open(s.showTrackedFile))
	mux.Handle("GET /m/{id}/files/{hash}", s.member(s.showFile))
	mux.Handle("GET /receipt", s.open(s.showReceipt))
	mux.Handle("POST /receipt/done", s.open(s.forgetReceipt))
	mux.Handle("GET /track", s.open(s.showTrack))
	mux.Handle("POST /track", s.open(s.track))
	mux.Handle("GET /track/matter", s.open(s.showTracked))
	mux.Handle("POST /track/matter/acts/{act}", s.open(s.actTracked))
	mux.Handle("POST /track/leave", s.open(s.leaveTracked))

	// 检索 search
	mux.Handle("GET /search", s.open(s.showSearch))

	// 登录 sign-in
	mux.Handle("GET /signin", s.open(s.showSignIn))
	mux.Handle("POST /signin", s.open(s.signIn))
	mux.Handle("POST /signin/demo", s.open(s.signInDemo))
	mux.Handle("POST /signout", s.open(s.signOut))

	// The doors, the lists, the matter
	mux.Handle("GET /home", s.member(s.showHome))
	mux.Handle("GET /home/{door}", s.member(s.showDoor))
	mux.Handle("GET /matters", s.member(s.showMatters))
	mux.Handle("GET /day", s.member(s.showDay))
	mux.Handle("GET /matters/export", s.member(s.showExport))
	mux.Handle("POST /matters/export", s.member(s.export))
	mux.Handle("POST /desk", s.member(s.desk))
	mux.Handle("GET /desk/runs", s.member(s.showRuns))
	mux.Handle("POST /desk/runs", s.member(s.prepareRun))
	mux.Handle("GET /desk/runs/{id}", s.member(s.showRun))
	mux.Handle("GET /desk/runs/{id}/progress", s.member(s.runProgress))
	mux.Handle("POST /desk/runs/{id}/start", s.member(s.startRun))
	mux.Handle("POST /desk/runs/{id}/drop", s.member(s.dropRun))
	mux.Handle("GET /desk/filters", s.member(s.showSaved))
	mux.Handle("POST /desk/filters", s.member(s.saveFilter))
	mux.Handle("POST /desk/filters/{id}/{what}", s.member(s.changeFilter))
	mux.Handle("GET /m/{id}", s.member(s.showMatter))
	mux.Handle("GET /m/{id}/similar", s.member(s.showDuplicates))
	mux.Handle("POST /m/{id}/acts/{act}", s.member(s.act))
	mux.Handle("POST /m/{id}/undo", s.member(s.undo))
	mux.Handle("GET /m/{id}/answer", s.member(s.showAnswer))
	mux.Handle("POST /m/{id}/preview/{act}", s.member(s.previewAct))
	mux.Handle("POST /m/{id}/hollow", s.member(s.hollow))
	mux.Handle("POST /m/{id}/editing", s.member(s.editing))
	mux.Handle("GET /templates", s.member(s.showTemplates))
	mux.Handle("POST /templates", s.member(s.saveTemplate))
	mux.Handle("POST /templates/{id}", s.member(s.saveTemplate))
	mux.Handle("POST /m/{id}/draft/{act}", s.member(s.saveDraft))
	mux.Handle("POST /m/{id}/draft/{act}/drop", s.member(s.dropDraft))
	mux.Handle("POST /raise/{procedure}/draft", s.member(s.saveRaiseDraft))
	mux.Handle("POST /raise/{procedure}/draft/drop", s.member(s.dropRaiseDraft))
	mux.Handle("GET /board", s.member(s.showBoard))
	mux.Handle("GET /notices", s.member(s.showNotices))
	mux.Handle("POST /notices", s.member(s.readNotices))
	mux.Handle("GET /figures/work", s.member(s.showWorkFigures))
	mux.Handle("GET /figures/work.csv", s.member(s.downloadWorkFigures))
	mux.Handle("GET /admin/jobs", s.member(s.showJobs))
	mux.Handle("POST /admin/jobs/{id}", s.member(s.reviveJob))
	mux.Handle("GET /admin/import", s.member(s.showImports))
	mux.Handle("POST /admin/import", s.member(s.takeImport))
	mux.Handle("GET /admin/import/{id}", s.member(s.showImport))
	mux.Handle("POST /admin/import/{id}", s.member(s.setImport))
	mux.Handle("POST /admin/import/{id}/start", s.member(s.startImport))
	mux.Handle("POST /admin/import/{id}/drop", s.member(s.dropImport))
	mux.Handle("GET /admin/import/{id}/report", s.member(s.importReport))
	mux.Handle("GET /admin/calendar", s.member(s.showCalendar))
	mux.Handle("POST /admin/calendar/preview", s.member(s.previewCalendar))
	mux.Handle("POST /admin/calendar", s.member(s.loadCalendar))

	// 访问令牌 tokens by which a person's programs use the API
	mux.Handle("GET /account/tokens", s.member(s.showTokens))
	mux.Handle("POST /account/tokens", s.member(s.makeToken))
	mux.Handle("POST /account/tokens/{id}/revoke", s.member(s.revokeToken))

	// For machines
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /robots.txt", robots)
	mux.HandleFunc("GET /static/{file}", s.static)

	return s.routed(mux)
}
