'use strict';
// Load generator and /proc meter. Prints one JSON line per workload.
//
//   node lib/bench.js --peer NAME --base URL --api call|jobs|wait --groups app=PID,postgres=PID
//                     [--workloads chain3,job1,drain1] [--workflows FILE] [--versions TEXT]
//
// --api call: POST <base>/<workload> answers when the run is finished.
// --api jobs: node-workflow's REST interface. POST <base>/workflows once per workload (bodies from
//             --workflows FILE), then per run POST <base>/jobs and GET <base>/jobs/<uuid> until the
//             state is no longer queued or running.
// --api wait: the same with one waiting call per run: POST <base>/jobs with Prefer: wait answers the finished job.
// drain1:     POST <base>/drain1?n=N: the peer enqueues N one-step jobs, then works them off.
//
// Counts come from the environment: WARM, SEQ, CHAIN_N, JOB_N, CONC.

const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const { execFileSync } = require('node:child_process');

const args = {};
for (let i = 2; i < process.argv.length; i += 2) args[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
const env = (name, fallback) => Number(process.env[name] || fallback);
const WARM = env('WARM', 20);
const SEQ = env('SEQ', 100);
const CONC = env('CONC', 64);
const RUNS = { chain3: env('CHAIN_N', 2000), job1: env('JOB_N', 5000), drain1: env('JOB_N', 5000) };
const base = args.base.replace(/\/$/, '');
const groups = Object.fromEntries((args.groups || '').split(',').filter(Boolean).map((g) => g.split('=')));

// ---------------------------------------------------------------- HTTP
const agent = new http.Agent({ keepAlive: true, maxSockets: CONC });
function request(method, path, body, extra) {
  return new Promise((resolve, reject) => {
    const data = body === undefined ? undefined : JSON.stringify(body);
    const headers = { accept: 'application/json', ...extra };
    if (data !== undefined) { headers['content-type'] = 'application/json'; headers['content-length'] = Buffer.byteLength(data); }
    const req = http.request(base + path, { method, agent, headers }, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk) => { text += chunk; });
      res.on('end', () => {
        if (res.statusCode >= 300) return reject(new Error(`${method} ${path}: ${res.statusCode} ${text.slice(0, 300)}`));
        resolve(text ? JSON.parse(text) : null);
      });
    });
    req.on('error', (error) => { // a server may close an idle connection just as it is used again: then it has read nothing
      if (req.reusedSocket && error.code === 'ECONNRESET') resolve(request(method, path, body, extra)); else reject(error);
    });
    req.end(data);
  });
}

// ---------------------------------------------------------------- one run of a workload
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let polls = 0;
function caller(workload) {
  return async (i) => { await request('POST', '/' + workload, { i }); };
}
async function jobsCaller(workload, headers) {
  const spec = JSON.parse(fs.readFileSync(args.workflows, 'utf8'))[workload];
  const { uuid } = await request('POST', '/workflows', spec);
  let usual; let part; // polls are spaced at a part of the running average of a run's time
  const run = async (i) => {
    const t0 = performance.now();
    const job = await request('POST', '/jobs', { workflow: uuid, target: '/' + workload + '/' + i }, headers);
    let state = job.execution;
    while (state === 'queued' || state === 'running') {
      await sleep(Math.min(1000, Math.max(1, usual * part)));
      state = (await request('GET', '/jobs/' + job.uuid)).execution;
      polls += 1;
    }
    if (state !== 'succeeded') throw new Error('job ended as ' + state);
    usual += (performance.now() - t0 - usual) / 16;
  };
  run.polling = (value) => { usual = 2; part = value; };
  run.polling(1 / 4);
  return run;
}

// ---------------------------------------------------------------- /proc
const TICK = Number(execFileSync('getconf', ['CLK_TCK']));
const read = (file) => { try { return fs.readFileSync(file, 'latin1'); } catch { return ''; } };
const rawStat = (pid) => { const s = read(`/proc/${pid}/stat`); return s ? s.slice(s.lastIndexOf(')') + 2).split(' ') : null; };
function trees() { // group -> pids of the group's process and all its descendants
  const children = new Map();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = rawStat(name);
    if (stat) children.set(stat[1], [...(children.get(stat[1]) || []), name]);
  }
  const all = (pid) => [pid, ...(children.get(pid) || []).flatMap(all)];
  return Object.fromEntries(Object.entries(groups).map(([name, pid]) => [name, all(pid)]));
}
function cpuSeconds(pids) { // own and reaped children's user and system time: nothing is lost when a child ends
  let ticks = 0;
  for (const pid of pids) { const s = rawStat(pid); if (s) ticks += [11, 12, 13, 14].reduce((sum, k) => sum + Number(s[k]), 0); }
  return ticks / TICK;
}
const PAGE_KB = Number(execFileSync('getconf', ['PAGESIZE'])) / 1024;
const rssMb = (pids) => pids.reduce((sum, pid) => sum + Number(read(`/proc/${pid}/statm`).split(' ')[1] || 0), 0) * PAGE_KB / 1024;
const pssMb = (pids) => pids.reduce((sum, pid) => sum + Number((/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`)) || [0, 0])[1]), 0) / 1024;
function written(pids) { return pids.reduce((sum, pid) => sum + Number((/^write_bytes: (\d+)/m.exec(read(`/proc/${pid}/io`)) || [0, 0])[1]), 0); }
const machine = () => read('/proc/stat').split('\n')[0].trim().split(/\s+/).slice(1).map((x) => Number(x) / TICK);
const machineBusy = (f = machine()) => f[0] + f[1] + f[2] + f[5] + f[6]; // seconds of CPU used by everything on the machine
const stolen = () => machine()[7]; // seconds of CPU that the hypervisor gave to others
// Postgres: bytes of WAL, fsyncs of WAL, and commit records (pg_waldump counts them; a read-only transaction has none).
// An idle backend publishes its counters after ten seconds, hence SETTLE.
const SETTLE = process.env.PGPORT ? env('SETTLE', 11) * 1000 : 0;
function sql(text) { return execFileSync(process.env.PSQL, ['-XAtF,', '-c', text]).toString().trim().split(','); }
function wal() { if (!process.env.PGPORT) return null; const [lsn, bytes, sync] = sql("select pg_current_wal_lsn(), pg_current_wal_lsn() - '0/0', wal_sync from pg_stat_wal"); return { lsn, bytes: Number(bytes), sync: Number(sync) }; }
function commits(from, to) {
  const [data] = sql('show data_directory');
  try {
    const out = execFileSync(process.env.PSQL.replace(/psql$/, 'pg_waldump'), ['--stats=record', '-p', data + '/pg_wal', '-s', from, '-e', to], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    return Number((/^Transaction\/COMMIT\s+(\d+)/m.exec(out) || [0, 0])[1]);
  } catch { return NaN; }
}

// ---------------------------------------------------------------- measuring
const round = (x, digits = 2) => Number(x.toFixed(digits));
function percentiles(times) {
  const sorted = Float64Array.from(times).sort();
  const at = (p) => round(sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)]);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
async function sequential(run, n) {
  const times = [];
  for (let i = 0; i < n; i++) { const t0 = performance.now(); await run('s' + i); times.push(performance.now() - t0); }
  return times;
}
async function latency(run, n) { // with the CPU that anything else on the machine used meanwhile
  const used = () => Object.values(trees()).reduce((sum, pids) => sum + cpuSeconds(pids), 0) + process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
  run.polling?.(1 / 16);
  const used0 = used(); const busy0 = machineBusy(); const t0 = performance.now();
  const times = await sequential(run, n);
  return { n, ...percentiles(times), other_cores: round(Math.max(0, (machineBusy() - busy0 - used() + used0) * 1000 / (performance.now() - t0))) };
}
async function concurrent(run, n) {
  run.polling?.(1 / 4);
  const times = [];
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(CONC, n) }, async () => {
    while (next < n) { const i = next++; const t0 = performance.now(); await run('c' + i); times.push(performance.now() - t0); }
  }));
  return times;
}
async function metered(n, work) {
  await sleep(SETTLE);
  const wal0 = wal();
  const before = trees();
  const cpu0 = Object.fromEntries(Object.entries(before).map(([g, pids]) => [g, cpuSeconds(pids)]));
  const io0 = Object.fromEntries(Object.entries(before).map(([g, pids]) => [g, written(pids)]));
  const rss = {};
  const sample = () => { for (const [g, pids] of Object.entries(trees())) rss[g] = Math.max(rss[g] || 0, rssMb(pids)); };
  const timer = setInterval(sample, 2000);
  const own0 = process.cpuUsage();
  const busy0 = machineBusy(); const stolen0 = stolen();
  const t0 = performance.now();
  const times = await work();
  const seconds = (performance.now() - t0) / 1000;
  const steal = stolen() - stolen0;
  const busy = machineBusy() - busy0;
  const own = process.cpuUsage(own0);
  const after = trees();
  clearInterval(timer);
  sample();
  const each = (f) => Object.fromEntries(Object.keys(groups).map((g) => [g, f(g)]));
  const cpu = each((g) => cpuSeconds(after[g]) - cpu0[g]);
  const used = Object.values(cpu).reduce((sum, x) => sum + x, 0);
  const client = (own.user + own.system) / 1e6;
  const per1000 = (x) => round(x * 1000 / n, 3);
  const result = {
    n, seconds: round(seconds), per_s: round(n / seconds, 1), ms: times && percentiles(times),
    cpu_s_per_1000: { ...each((g) => per1000(cpu[g])), total: per1000(used), client: per1000(client) },
    peak_rss_mb: each((g) => round(rss[g], 0)),
    pss_mb: each((g) => round(pssMb(after[g]), 0)), // shared pages counted once
    written_kb_per_run: Object.fromEntries(Object.keys(groups).filter((g) => g !== 'postgres').map((g) => [g, round((written(after[g]) - io0[g]) / 1024 / n)])),
    other_cores: round(Math.max(0, (busy - used - client) / seconds)), // CPU used on the machine by anything else
    stolen_cores: round(steal / seconds),
  };
  if (wal0) {
    const end = wal();
    await sleep(SETTLE);
    result.postgres = { commits_per_run: round(commits(wal0.lsn, end.lsn) / n), wal_kb_per_run: round((end.bytes - wal0.bytes) / 1024 / n), wal_syncs_per_run: round((wal().sync - wal0.sync) / n) };
  }
  return result;
}

async function main() {
  for (const workload of (args.workloads || 'chain3,job1').split(',')) {
    const line = { peer: args.peer, workload, versions: args.versions, load1: round(os.loadavg()[0]), concurrency: CONC };
    polls = 0;
    if (workload === 'drain1') {
      const n = RUNS.drain1;
      let reply;
      line.throughput = await metered(n, async () => { reply = await request('POST', `/drain1?n=${n}&c=${CONC}`); });
      Object.assign(line, reply);
    } else {
      const run = args.api === 'call' ? caller(workload) : await jobsCaller(workload, args.api === 'wait' ? { prefer: 'wait=60' } : {});
      await sequential(run, WARM);
      line.latency_ms = await latency(run, SEQ);
      await concurrent(run, Math.min(RUNS[workload], CONC * 4)); // warm the concurrent path
      polls = 0;
      line.throughput = await metered(RUNS[workload], () => concurrent(run, RUNS[workload]));
      if (args.api !== 'call') line.polls_per_run = round(polls / RUNS[workload]);
      line.latency_warm_ms = await latency(run, SEQ); // once more, now that every process has done thousands of runs
    }
    console.log(JSON.stringify(line));
  }
  agent.destroy();
}
main().catch((error) => { console.error(error); process.exit(1); });
