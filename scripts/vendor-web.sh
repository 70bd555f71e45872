#!/bin/sh
# Browser files that are not ours: fetch them from npm, or check what is here.
#
#   scripts/vendor-web.sh fetch   download what scripts/vendor-web.tsv lists,
#                                 compare with its checksums, write VENDOR.md
#   scripts/vendor-web.sh check   compare the files in the tree with the list
#
# A file whose checksum differs is never put in place.
set -eu
cd "$(dirname "$0")/.."
list=scripts/vendor-web.tsv
tab=$(printf '\t')

die() { echo "vendor-web: $*" >&2; exit 1; }
sum() { sha256sum "$1" | cut -d' ' -f1; }
rows() { grep -v '^#' "$list"; }

check() {
	bad=0
	while IFS="$tab" read -r path package version _ _ want; do
		if [ ! -f "$path" ]; then
			echo "vendor-web: $path is missing; run: make vendor-web" >&2
			bad=1
		elif [ "$(sum "$path")" != "$want" ]; then
			echo "vendor-web: $path is not the file of $package $version that $list names" >&2
			bad=1
		fi
	done <<-LIST
		$(rows)
	LIST
	return $bad
}

fetch() {
	command -v npm >/dev/null || die "npm is needed to fetch browser files"
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	while IFS="$tab" read -r path package version inner _ want; do
		dir="$tmp/$package@$version"
		if [ ! -d "$dir" ]; then
			mkdir -p "$dir"
			(cd "$dir" && npm pack --silent "$package@$version" >/dev/null 2>&1 </dev/null) || die "npm pack $package@$version failed"
			tar -xzf "$dir"/*.tgz -C "$dir"
		fi
		got=$(sum "$dir/package/$inner")
		[ "$got" = "$want" ] || die "$package@$version $inner has the checksum $got, the list says $want"
		mkdir -p "$(dirname "$path")"
		cp "$dir/package/$inner" "$path"
		chmod 644 "$path"
	done <<-LIST
		$(rows)
	LIST
	rows | cut -f1 | xargs -n1 dirname | sort -u | while read -r folder; do describe "$folder"; done
}

# describe writes a folder's VENDOR.md from the list.
describe() {
	{
		echo "# Files that are not ours"
		echo
		echo "Fetched from npm by \`make vendor-web\`, listed in \`$list\`, compared by \`make check\` and by the tests."
		echo "They are unchanged; the source of each is the package of that name and version."
		echo
		echo "| file | package | version | licence | SHA-256 |"
		echo "|---|---|---|---|---|"
		rows | while IFS="$tab" read -r path package version _ licence want; do
			if [ "$(dirname "$path")" = "$1" ]; then
				echo "| $(basename "$path") | [$package](https://www.npmjs.com/package/$package/v/$version) | $version | $licence | $want |"
			fi
		done
	} >"$1/VENDOR.md"
}

case "${1-}" in
check) check ;;
fetch) fetch && check ;;
*) die "say fetch or check" ;;
esac
