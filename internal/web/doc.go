// Package web holds the pages: server-rendered HTML over the acts of package office, which it sees, and
// never over the store.
//
//	routes.go        every address of the site, as a table of contents
//	web.go           New, Config; middleware.go, limit.go, cookie.go: what stands around every page
//	visit.go         one request: who looks, in which language; render and fail end it
//	say.go, locale/  the fixed texts in both languages; dates and numbers as people read them
//	NAME.go          a page: its typed struct and its handler
//	NAME.templ       how it looks (NAME_templ.go is generated and committed)
//	part_NAME.templ  what several pages share: rail, countdown, form field, table
//	static/          the style (tokens, base, components, print) and one small script; nothing else is loaded
//
// Every form works without JavaScript, carries an idempotency key and the revision seen, and is shown
// again with everything typed when it could not be taken (422) or the matter moved on meanwhile (409).
// A handler returns an error; fail turns it into a page. Pages are rendered into memory first, so that
// nobody ever sees half of one.
package web
