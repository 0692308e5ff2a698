'use strict';
// Prints TaskChain's figures as ratios to each peer's, from the JSON lines of a run (stdin), as a Markdown table.
const lines = require('node:fs').readFileSync(0, 'utf8').split('\n').filter((l) => l.startsWith('{')).map((l) => JSON.parse(l));
const own = (workload) => lines.find((l) => l.peer === 'taskchain' && l.workload === workload);
const ratio = (a, b) => (a && b ? (a / b).toFixed(2) : '');
console.log('| against | work | throughput, times theirs | latency p50, parts of theirs | CPU per run, parts of theirs |');
console.log('|---|---|---:|---:|---:|');
for (const peer of lines) {
  const mine = own(peer.workload);
  if (peer.peer === 'taskchain' || !mine) continue;
  console.log('| ' + [peer.peer, peer.workload, ratio(mine.throughput.per_s, peer.throughput.per_s),
    ratio((mine.latency_warm_ms || mine.latency_ms).p50, (peer.latency_warm_ms || peer.latency_ms).p50),
    ratio(mine.throughput.cpu_s_per_1000.total, peer.throughput.cpu_s_per_1000.total)].join(' | ') + ' |');
}
