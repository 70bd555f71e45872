#!/bin/sh
# Makes sure that everything `make test` needs is on this machine:
#   a C compiler (go test -race), PostgreSQL's server programs, Chromium, and a
#   font with Chinese characters (without one every picture shows boxes).
#
# Quick and silent where nothing is missing. As root on a Debian family system
# it installs what is missing; anywhere else it says in plain words what to
# install and ends with status 1, so that nothing is skipped unnoticed.
set -eu

have() { command -v "$1" >/dev/null 2>&1; }

# Debian keeps the server programs out of PATH, below the major version.
have_postgres() {
	for dir in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
		if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then return 0; fi
	done
	have initdb && have postgres
}

have_chinese_font() {
	have fc-list && [ -n "$(fc-list :lang=zh-cn family)" ]
}

missing=
need() { missing="$missing $1"; }

have make || need make
have git || need git
have gcc || have clang || need gcc
[ -e /usr/include/stdlib.h ] || need libc6-dev # Debian's gcc only recommends it
have_postgres || need postgresql
have chromium || have chromium-browser || have google-chrome || need chromium
have_chinese_font || need fontconfig
have_chinese_font || need fonts-noto-cjk

if [ -z "$missing" ]; then
	exit 0
fi

say() { echo "test-deps: $*" >&2; }

if ! have apt-get; then
	say "make test needs these (named as Debian packages):$missing"
	say "This system has no apt-get: install their equivalents, then run make test again."
	exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
	say "make test needs packages that are not installed. Please run:"
	say "  sudo apt-get install --no-install-recommends$missing"
	exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt_install() {
	apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" >"$log" 2>&1 </dev/null
}

# A package list that is absent or out of date makes the first try fail; only
# then is the list fetched anew.
install() {
	apt_install "$@" && return 0
	apt-get update -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 >"$log" 2>&1 </dev/null || true
	apt_install "$@" && return 0
	say "apt-get could not install: $*"
	tail -n 30 "$log" >&2
	return 1
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
say "installing:$missing"

# Debian's package would start a cluster of its own on port 5432. The tests
# bring their own servers, so the package is told not to, for this install only.
case " $missing " in
*" postgresql "*)
	install postgresql-common
	conf=/etc/postgresql-common/createcluster.conf
	if [ -f "$conf" ] && ! grep -q '^create_main_cluster' "$conf"; then
		echo 'create_main_cluster = false' >>"$conf"
		trap 'rm -f "$log"; sed -i "/^create_main_cluster = false\$/d" "$conf"' EXIT
	fi
	;;
esac

# shellcheck disable=SC2086 # a list of package names, split on purpose
install $missing
say "installed:$missing"
