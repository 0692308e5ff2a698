#!/usr/bin/env bash
# Measures TaskChain beside its peers, in one run, on this machine:
#   bench/run.sh [PEER...]        default: restate (see bench/peers/run.sh for the others)
# Writes bench/results/<date>.jsonl and the same as a table, bench/results/<date>.md, with ratios.
# Nothing else should run on the machine meanwhile: the table's last column says how much did.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- restate

work=$(mktemp -d "${TMPDIR:-/tmp}/taskchain-bench.XXXXXX")
service=
finish() {
  [ -z "$service" ] || { kill "$service" 2>/dev/null && wait "$service" 2>/dev/null; } || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

. src/prerequisites.sh
need_node
need_postgresql
(cd bench/peers && for peer in node22 "$@"; do
  folder=${peer%%-*}
  [ ! -f "$folder/package.json" ] || [ -d "$folder/node_modules" ] || ./run.sh install "$folder" >&2
done)

results=bench/results/$(date -u +%Y-%m-%d)
: >"$results.jsonl"
for peer in "$@"; do bench/peers/run.sh "$peer" | tee -a "$results.jsonl"; done

./run.sh --serve --port 0 --data "$work/data" >"$work/service.log" 2>&1 &
service=$!
for _ in $(seq 600); do
  [ -s "$work/data/listen.json" ] && break
  kill -0 "$service" 2>/dev/null || { cat "$work/service.log" >&2; exit 1; }
  sleep 0.2 # the service says when it is ready by writing that file
done
json() { sed -n "s/.*\"$1\": *\"\{0,1\}\([^\",}]*\).*/\1/p" "$work/data/listen.json"; }
url=$(json url); pid=$(json pid); postgres=$(json postgres_pid)
for _ in $(seq 300); do curl -fsS "$url/healthz/ready" >/dev/null 2>&1 && break; sleep 0.2; done
bench/peers/run.sh url taskchain "$url" wait "app=$pid,postgres=$postgres" "$PWD/bench/taskchain/workflows.json" | tee -a "$results.jsonl"

{
  echo "# TaskChain beside ${*}, $(date -u +%Y-%m-%d)"
  echo
  echo "One run of \`bench/run.sh $*\` at commit $(git rev-parse --short HEAD), .NET SDK $(dotnet --version), $(nproc) cores, $(uname -sr)."
  echo "\`chain3\`: three trivial tasks one after the other; \`job1\`: one. Every step durable, fsync on. TaskChain runs each task in a sandbox"
  echo "worker and is asked over HTTP with one waiting call per run. Judge ratios, not absolute figures."
  echo
  node bench/peers/lib/table.js <"$results.jsonl"
  echo
  node bench/ratios.js <"$results.jsonl"
} >"$results.md"
cat "$results.md"
