#!/bin/sh
# Writes everything in the tree that is made from something else:
#   *_templ.go                  pages, from *.templ
#   docs/states/*.svg           a state picture of each procedure, from rulebooks/
#   docs/openapi.json           the description of the API, from the types it answers with
#   internal/testkit/apiclient  a client for the tests, from that description
#   rulebooks/rulebook.schema.json   the JSON Schema of a rulebook, from its parser
# `make verify-generated` fails when the result differs from what is committed.
set -eu
cd "$(dirname "$0")/.."
GO=${GO:-go}

# templ's generator must be of the version that the module uses.
templ=github.com/a-h/templ
version=$("$GO" list -m -f '{{.Version}}' "$templ")
"$GO" run "$templ/cmd/templ@$version" generate -path internal/web -include-version=false >/dev/null

mkdir -p docs/states
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
"$GO" build -o "$bin/huiyin" ./cmd/huiyin
"$bin/huiyin" rulebook graph --out docs/states >/dev/null
"$bin/huiyin" rulebook schema >rulebooks/rulebook.schema.json
"$bin/huiyin" openapi >docs/openapi.json
# The client knows 3.0 only, so it is made from the same description in that form.
"$bin/huiyin" openapi --3.0 >"$bin/openapi-3.0.json"
"$GO" run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -generate types,client -package apiclient \
	-o internal/testkit/apiclient/client.gen.go "$bin/openapi-3.0.json"
