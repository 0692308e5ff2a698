#!/usr/bin/env bash
# ./test.sh          builds everything and runs all tests; the last line is "N passed, N failed, N skipped"
# ./test.sh --long   the long soaks, big random runs and many-fold repeats as well
set -uo pipefail
cd "$(dirname "$0")"
. src/prerequisites.sh
case ${1:-} in
  '') ;;
  --long) export TASKCHAIN_LONG_TESTS=1 ;;
  *) echo "Unknown option '$1'. Known: --long." >&2; exit 2 ;;
esac
need_dotnet
need_postgresql
need_bubblewrap

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off TESTINGPLATFORM_TELEMETRY_OPTOUT=1
results=$(mktemp -d "${TMPDIR:-/tmp}/taskchain-tests.XXXXXX")
trap 'rm -rf "$results"' EXIT

build() {
  echo "Running: $*"
  "$@" >"$results/build.log" 2>&1 || { cat "$results/build.log"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
}
build dotnet build modules/Modules.proj -t:PackAll -c Release
build dotnet build consumers/Consumers.proj -c Release
build dotnet build TaskChain.sln -c Release
build dotnet format whitespace TaskChain.sln --no-restore --verify-no-changes

passed=0 failed=0 skipped=0 broken=0
count() { # count LABEL LOG: the number behind a label of the runner's summary
  sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$2" | tail -1 | grep . || echo 0
}
for project in tests/*.Tests; do
  name=$(basename "$project")
  log=$results/$name.log
  started=$SECONDS
  "artifacts/bin/$name/release/$name" --no-progress --no-ansi >"$log" 2>&1
  status=$?
  p=$(count succeeded "$log") f=$(count failed "$log") s=$(count skipped "$log")
  printf '%-36s %5d passed %5d failed %5d skipped %6d s\n' "$name" "$p" "$f" "$s" "$((SECONDS - started))"
  if [ $status -ne 0 ]; then
    cat "$log"
    [ "$f" -gt 0 ] || { echo "$name ended with status $status."; broken=$((broken + 1)); }
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
for script in tests/run-sh.sh tests/wf-client/run.sh; do # they end with "N passed, N failed"
  log=$results/$(echo "$script" | tr / -).log
  started=$SECONDS
  "$script" >"$log" 2>&1
  p=$(sed -n 's/^\([0-9]*\) passed, [0-9]* failed$/\1/p' "$log" | tail -1) f=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed$/\1/p' "$log" | tail -1)
  printf '%-36s %5d passed %5d failed %5d skipped %6d s\n' "$script" "${p:-0}" "${f:-1}" 0 "$((SECONDS - started))"
  [ "${f:-1}" -eq 0 ] || cat "$log"
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-1}))
done
failed=$((failed + broken))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
