# Huiyin 回音. `make` lists what can be done; CONTRIBUTING.md says when.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:

GO ?= go
# Two test binaries at a time: each may bring a PostgreSQL server, and one a
# browser.
TEST_FLAGS ?= -race $(UNWATCHED) -p 2 -timeout 45m
# The race detector watches our code and nearly all of what it calls, but not
# the SQLite engine: that is C turned into Go, locks for itself, and takes five
# times as long when each of its memory accesses is watched.
UNWATCHED = '-gcflags=modernc.org/sqlite/lib=-race=false'
FUZZTIME ?= 20s

# Tools run at a pinned version straight from the Go module proxy, so that they
# are nobody's dependency and need no installation.
GOLANGCI := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK := $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0

# What `make generate` writes and verify-generated compares.
GENERATED := '*_templ.go' docs/openapi.json internal/testkit/apiclient docs/states rulebooks/rulebook.schema.json

# A clone owned by another user makes git, and with it the version stamp, fail.
export GOFLAGS := -buildvcs=false $(filter-out -buildvcs=%,$(GOFLAGS))

.PHONY: help
help: ## list these targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## start the demonstration on http://127.0.0.1:8080 (needs only Go)
	$(GO) run ./cmd/huiyin demo

.PHONY: test
test: deps build vet ## the one gate: fetch what is missing, build, vet, run every test with -race
	CGO_ENABLED=1 $(GO) test $(TEST_FLAGS) ./...

.PHONY: deps
deps: ## install what the tests need (as root on Debian), or say what is missing
	@sh scripts/test-deps.sh

.PHONY: build
build: ## build the program as ./huiyin
	$(GO) build ./...
	$(GO) build -o huiyin ./cmd/huiyin

.PHONY: vet
vet: ## go vet
	$(GO) vet ./...

.PHONY: check
check: tidy-check vet lint verify-generated vendor-check vuln ## everything a reviewer would otherwise have to say

.PHONY: tidy-check
tidy-check: ## go.mod is tidy, and the modules are those that go.sum names
	$(GO) mod tidy -diff
	$(GO) mod verify

.PHONY: lint
lint: ## golangci-lint with .golangci.yaml (the first run builds it: two minutes)
	$(GOLANGCI) run ./...

.PHONY: fmt
fmt: ## format the Go code
	$(GOLANGCI) fmt

# A database of vulnerabilities that cannot be reached is no fault of the
# change under review, but nobody shall mistake it for a clean bill.
.PHONY: vuln
vuln: ## govulncheck; says so loudly where its database cannot be reached
	@$(GOVULNCHECK) ./... || { status=$$?; \
		if [ $$status -eq 3 ]; then exit 3; fi; \
		echo "*** govulncheck could not run: known vulnerabilities were NOT checked ***" >&2; }

.PHONY: generate
generate: ## write everything that is made from something else
	GO=$(GO) sh scripts/generate.sh

.PHONY: verify-generated
verify-generated: generate ## fail when a generated file is not what its source makes
	@git diff --exit-code -- $(GENERATED)
	@test -z "$$(git ls-files --others --exclude-standard -- $(GENERATED))" || \
		{ echo "generated files that are not committed:"; git ls-files --others --exclude-standard -- $(GENERATED); exit 1; }

.PHONY: vendor-web
vendor-web: ## fetch the browser files listed in scripts/vendor-web.tsv (needs npm)
	sh scripts/vendor-web.sh fetch

.PHONY: vendor-check
vendor-check: ## compare the browser files in the tree with their checksums
	sh scripts/vendor-web.sh check

.PHONY: cover
cover: deps ## coverage of the product code by all tests, as coverage.out
	$(GO) test -p 2 -timeout 15m -coverpkg=./cmd/...,./internal/... -coverprofile=coverage.out ./...
	@$(GO) tool cover -func=coverage.out | tail -n 1

.PHONY: bench
bench: ## measure speed and cost on this machine; BENCH_DB=postgres://… measures PostgreSQL too
	$(GO) run ./cmd/huiyin bench
	@if [ -n "$(BENCH_DB)" ]; then $(GO) run ./cmd/huiyin bench --db "$(BENCH_DB)"; fi

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME (20s)
	GO=$(GO) FUZZTIME=$(FUZZTIME) sh scripts/fuzz.sh

.PHONY: clean
clean: ## remove what the other targets left behind
	rm -rf huiyin coverage.out e2e/shots
