#!/bin/sh
# Runs every fuzz target of the module for a while, one after another.
# FUZZTIME is the time for each (default 20s).
set -eu
cd "$(dirname "$0")/.."
GO=${GO:-go}
targets=$(grep -rnE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*\(' . | sed -E 's|^(.*)/[^/]*:[0-9]+:func (Fuzz[A-Za-z0-9_]*)\(.*|\1 \2|' | sort -u)
[ -n "$targets" ] || { echo "fuzz: no fuzz target found" >&2; exit 1; }
echo "$targets" | while read -r package name; do
	echo "== $package $name"
	"$GO" test -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-20s}" "$package"
done
