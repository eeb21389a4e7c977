#!/usr/bin/env bash
# Builds the packages twice, from clean clones in two directories, and compares them byte for byte. With a directory as argument it leaves them
# there, with their bill of materials (SPDX 2.2) in _manifest: this is how a release is made, and how anybody checks one.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-}
[ -z "$out" ] || { mkdir -p "$out"; out=$(cd "$out" && pwd); }

export CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
# Nothing started here outlives this script, and nothing of one build serves the other.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false MSBUILDTERMINALLOGGER=off

# The time of the files in a package: that of the commit, whenever it is built.
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pack() {
  local clone=$work/$1
  git clone -q --no-hardlinks "$root" "$clone"
  for project in src/Package src/Collector src/Tool; do
    (cd "$clone" && dotnet pack "$project" -o "$work/packed-$1" -v quiet < /dev/null)
  done
}

pack one
pack another-place

failed=0
for package in "$work"/packed-one/*.nupkg; do
  name=$(basename "$package")
  if cmp -s "$package" "$work/packed-another-place/$name"; then
    echo "$(sha256sum < "$package" | cut -c1-64)  $name"
  else
    failed=1
    echo "$name differs between two builds of the same source:"
    diff <(unzip -lv "$package") <(unzip -lv "$work/packed-another-place/$name") || true
  fi
done
[ $failed -eq 0 ] || exit 1
echo "Two clean builds have the same bytes."

if [ -n "$out" ]; then
  cp "$work"/packed-one/*.nupkg "$out"
  version=$(cd "$work/one" && dotnet msbuild src/Package -getProperty:Version)
  (cd "$work/one" && dotnet tool restore > "$work/log" 2>&1 && dotnet sbom-tool generate -b "$out" -bc "$work/one/src" -pn PerfAnalyzers -pv "$version" \
    -ps "PerfAnalyzers contributors" -nsb https://github.com/PerfAnalyzers -D true -V Warning >> "$work/log" 2>&1) || { cat "$work/log"; exit 1; }
  echo "$out has the packages and _manifest/spdx_2.2/manifest.spdx.json."
fi
