#!/usr/bin/env bash
# Starts the service on a fresh database and drives it with node-workflow's own client, wf-client 0.3.1, unmodified (see drive.js).
# The last line is "N passed, N failed". Called by test.sh, which has built everything.
set -uo pipefail
cd "$(dirname "$0")/../.."
. src/prerequisites.sh
need_node

work=$(mktemp -d "${TMPDIR:-/tmp}/taskchain-wf-client.XXXXXX")
chmod 711 "$work" # the database's user has to get through
service=
stop() {
  [ -z "$service" ] || { kill -TERM "$service" 2>/dev/null; wait "$service" 2>/dev/null; }
  rm -rf "$work"
}
trap stop EXIT
fail() { echo "$*"; echo "0 passed, 1 failed"; exit 1; }

cp -r tests/wf-client/. "$work/client" # npm writes beside package.json, and the checkout stays as it is
(cd "$work/client" && npm ci --no-progress >"$work/npm.log" 2>&1) || { cat "$work/npm.log"; fail "wf-client could not be installed."; }
artifacts/bin/TaskChain.Api/release/TaskChain.Api --port 0 --data "$work/data" >"$work/service.log" 2>&1 &
service=$!
for _ in $(seq 600); do
  [ ! -s "$work/data/listen.json" ] || break # written when it is ready
  kill -0 "$service" 2>/dev/null || { cat "$work/service.log"; fail "The service ended before it was ready."; }
  sleep 0.1
done
url=$(sed -n 's/.*"url": *"\([^"]*\)".*/\1/p' "$work/data/listen.json" 2>/dev/null)
[ -n "$url" ] || { cat "$work/service.log"; fail "The service was not ready after a minute."; }
node "$work/client/drive.js" "$url"
status=$?
[ $status -eq 0 ] || cat "$work/service.log"
exit $status
