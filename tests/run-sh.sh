#!/usr/bin/env bash
# Tries ./run.sh as a newcomer would: --once ends with status 0 and leaves no process; the commands that it prints work as printed; Ctrl-C stops
# everything that it started. Prints one line per check and "N passed, N failed" at the end. Called by test.sh, which has built everything.
set -uo pipefail
cd "$(dirname "$0")/.."
. src/prerequisites.sh
command -v curl >/dev/null || apt_install "curl, to try what run.sh prints" curl

work=$(mktemp -d "${TMPDIR:-/tmp}/taskchain-run.XXXXXX")
chmod 711 "$work" # the database's user has to get through
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() { # check NAME COMMAND...
  local name=$1; shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "failed: $name"; cat "$work"/*.log 2>/dev/null; fi
}
nothing_left() { # no process whose command line names the data folder
  local file
  for file in /proc/[0-9]*/cmdline; do
    if tr '\0' ' ' <"$file" 2>/dev/null | grep -q -- "$1"; then tr '\0' ' ' <"$file"; return 1; fi
  done
}
until_true() { # until_true SECONDS COMMAND...: tries every tenth of a second
  local left=$(($1 * 10)); shift
  until "$@" >/dev/null 2>&1; do [ $((left -= 1)) -gt 0 ] || return 1; sleep 0.1; done
}
try_printed_commands() { # the three indented curl commands, as printed
  local command count=0
  while IFS= read -r command; do
    count=$((count + 1))
    bash -c "$command" >"$work/answer.log" 2>&1 && grep -q '[[{]' "$work/answer.log" && ! grep -q '"status":[45]' "$work/answer.log" || { echo "$command"; return 1; }
  done < <(sed -n 's/^  \(curl .*\)/\1/p' "$work/serving.log")
  [ "$count" -eq 3 ]
}
is_gone() { ! kill -0 "$1" 2>/dev/null; }

check "run.sh --once ends well" sh -c "./run.sh --once --port 0 --data '$work/data' >'$work/once.log' 2>&1"
check "run.sh --once leaves no process" nothing_left "$work/data"
rm -f "$work/once.log"

set -m # a process group of its own, as a terminal gives it
./run.sh --port 0 --data "$work/data" >"$work/serving.log" 2>&1 &
shell=$!
set +m
check "run.sh serves after the samples" until_true 180 grep -q "keeps serving until Ctrl-C" "$work/serving.log"
check "the printed commands work" try_printed_commands
kill -INT -- "-$shell"
check "Ctrl-C ends run.sh" until_true 60 is_gone "$shell"
check "Ctrl-C stops everything" nothing_left "$work/data"

check "an unknown option is refused" sh -c "./run.sh --nonsense 2>&1 | grep -q 'Known: --once'"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
