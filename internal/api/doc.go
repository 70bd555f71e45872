// Package api serves the JSON interface at /api/v1: the same acts of the house as the pages, for programs. It
// never sees the store, decides no right and computes no deadline; what it knows it gets from package office
// with a viewer. Its description (OpenAPI 3.1) is made from the Go types that it answers with.
package api
