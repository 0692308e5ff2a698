#!/usr/bin/env bash
# ./run.sh                                 builds, starts TaskChain with its own database, runs the sample jobs, then serves until Ctrl-C
# ./run.sh --once                          the same, but ends after the sample jobs: status 0 only if all ended as expected
# ./run.sh --serve [--port N] [--data DIR] serves without the samples; --port 0 takes a free port
# --port N and --data DIR work everywhere; a fresh DIR is a fresh database. Defaults: port 8080, folder 'data' beside this file.
set -euo pipefail
top=$(cd "$(dirname "$0")" && pwd)

mode=samples port=8080 data=$top/data
while [ $# -gt 0 ]; do
  case $1 in
    --once) mode=once ;;
    --serve) mode=serve ;;
    --port) port=${2:?--port needs a number}; shift ;;
    --data) data=${2:?--data needs a folder}; shift ;;
    -h | --help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
    *) echo "Unknown option '$1'. Known: --once, --serve, --port N, --data DIR." >&2; exit 2 ;;
  esac
  shift
done
case $port in '' | *[!0-9]*) echo "--port is '$port'; a number from 0 to 65535 is required." >&2; exit 2 ;; esac
mkdir -p "$data" && data=$(cd "$data" && pwd)

cd "$top"
. src/prerequisites.sh
need_dotnet
need_postgresql
need_bubblewrap

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
build() { # build WHAT ARGUMENTS...: quiet unless it fails
  local what=$1 log; shift
  log=$(mktemp "${TMPDIR:-/tmp}/taskchain-build.XXXXXX")
  echo "Building $what ..." >&2
  "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; die "Building $what failed."; }
  rm -f "$log"
}
bin=$top/artifacts/bin
service=$bin/TaskChain.Api/release/TaskChain.Api
build "the service" dotnet build src/TaskChain.Api -c Release

if [ "$mode" = serve ]; then
  exec "$service" --port "$port" --data "$data"
fi

build "the sample modules" dotnet build modules/Modules.proj -t:PackAll -c Release
build "the sample consumers" dotnet build consumers/Consumers.proj -c Release

pids=()
stop() {
  trap - EXIT INT TERM
  local pid
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
}
trap stop EXIT
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM

wait_for() { # wait_for FILE PID LOG: until the file has content; both processes say "ready" by writing theirs
  for _ in $(seq 1200); do
    [ ! -s "$1" ] || return 0
    kill -0 "$2" 2>/dev/null || { cat "$3" >&2; die "It ended before it was ready."; }
    sleep 0.1
  done
  die "It was not ready after two minutes; its log is $3."
}

logs=$data/logs
mkdir -p "$logs"
rm -f "$data/datacenter.json"
setsid "$bin/TaskChain.Datacenter/release/TaskChain.Datacenter" --port 0 --announce "$data/datacenter.json" >"$logs/datacenter.log" 2>&1 &
pids+=($!)
wait_for "$data/datacenter.json" "$!" "$logs/datacenter.log"
datacenter=$(sed -n 's/.*"url": *"\([^"]*\)".*/\1/p' "$data/datacenter.json")
for api in cnapi vmapi imgapi napi docker volapi fwapi sapi wfapi; do export "TaskChain__Variables__${api}Url=$datacenter/$api"; done

rm -f "$data/listen.json"
setsid "$service" --port "$port" --data "$data" >"$logs/service.log" 2>&1 &
pids+=($!)
wait_for "$data/listen.json" "$!" "$logs/service.log"
url=$(sed -n 's/.*"url": *"\([^"]*\)".*/\1/p' "$data/listen.json")

status=0
"$bin/TaskChain.Consumers/release/TaskChain.Consumers" --service "$url" --datacenter "$datacenter" --packages "$top/artifacts/modules" --compat "$top/compat" || status=$?
if [ "$mode" = once ]; then exit $status; fi

cat <<TEXT

TaskChain listens on $url and keeps serving until Ctrl-C. Try in another terminal:

  curl -s $url/modules
  curl -s -H 'content-type: application/json' -d '{"name":"hello-'\$RANDOM'","chain":[{"name":"greet","body":"return \"hello \" + job.Params.GetString(\"who\");"}]}' $url/workflows
  curl -s '$url/jobs?limit=3'

The API's page is $url/docs; the logs are in $logs.
TEXT
wait "${pids[1]}"
