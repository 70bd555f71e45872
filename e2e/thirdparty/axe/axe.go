// Package axe holds the accessibility checker axe-core for tests in a browser.
// It is not part of the program. Where it comes from is in VENDOR.md.
package axe

import _ "embed"

// Source is axe-core, to be run in a page; it defines the global axe.
//
//go:embed axe.min.js
var Source string
