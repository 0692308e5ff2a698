// Drives a running TaskChain with node-workflow's client as the package registry has it. Usage: node drive.js URL
// One line per check; the last line is "N passed, N failed".
'use strict';

const assert = require('assert');
const path = require('path');
const { promisify } = require('util');
const bunyan = require('bunyan');
const WfClient = require('wf-client');

const url = process.argv[2];
const workflows = path.join(__dirname, 'workflows');
const log = bunyan.createLogger({ name: 'wf-client', level: bunyan.FATAL + 1 });
const opened = [];
const checks = [];

function client(options) {
    const made = new WfClient(Object.assign({ url, log, path: workflows, retry: { retries: 1 } }, options));
    opened.push(made);
    return made;
}

// The client's own methods, unchanged, as promises.
const call = (made, method, ...args) => promisify(made[method]).apply(made, args);

async function refused(promise, status, code, text) {
    const error = await promise.then(() => null, (reason) => reason);
    assert.ok(error, 'it was not refused');
    assert.strictEqual(error.statusCode, status);
    assert.strictEqual(error.restCode, code);
    assert.strictEqual(error.body.code, code);
    assert.match(error.body.message, text);
}

async function ended(made, uuid) {
    for (;;) {
        const job = await call(made, 'getJob', uuid);
        if (!['queued', 'running', 'waiting'].includes(job.execution)) return job;
        await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
}

const check = (name, run) => checks.push({ name, run });
const wf = client();

check('ping tells the process and the backend', async () => {
    const pong = await call(wf, 'ping');
    assert.ok(pong.pid > 0);
    assert.strictEqual(pong.backend, 'up');
});

check('the connection check of consumers, a workflow of that id, is 404', () =>
    refused(call(wf, 'getWorkflow', 'workflow-check'), 404, 'ResourceNotFound', /does not exist/));

check('find of an unknown workflow is null', async () =>
    assert.strictEqual(await call(wf, 'findWorkflow', 'greet-1.2.3'), null));

check('N59: load twice creates one workflow', async () => {
    await call(wf, 'loadWorkflow', 'greet');
    const first = wf.uuids.greet;
    await call(wf, 'loadWorkflow', 'greet');
    assert.ok(first);
    assert.strictEqual(wf.uuids.greet, first);
    assert.strictEqual((await call(wf, 'findWorkflow', 'greet-1.2.3')).uuid, first);
});

check('create of a second workflow of that name is refused', () =>
    refused(call(wf, 'createWorkflow', 'greet'), 409, 'InvalidArgument', /Workflow\.name must be unique/));

check('get answers chain, onerror and oncancel as they were sent', async () => {
    const stored = await call(wf, 'getWorkflow', wf.uuids.greet);
    assert.deepStrictEqual(stored.chain.map((task) => task.name), ['remember', 'answer']);
    assert.deepStrictEqual(stored.onerror.map((task) => task.name), ['on_error']);
    assert.deepStrictEqual(stored.oncancel.map((task) => task.name), ['on_cancel']);
    assert.ok(stored.chain.every((task) => task.uuid));
    assert.match(stored.chain_md5, /^[0-9a-f]{32}$/);
});

check('with forceMd5Check the first load after the creation already matches', async () => {
    const strict = client({ forceMd5Check: true });
    strict.updateWorkflow = () => assert.fail('it was updated although nothing differs');
    await call(strict, 'loadWorkflow', 'greet');
    assert.strictEqual(strict.uuids.greet, wf.uuids.greet);
});

check('initWorkflows loads all', async () => {
    const eager = client({ workflows: ['greet', 'fail'] });
    await call(eager, 'initWorkflows');
    assert.strictEqual(eager.uuids.greet, wf.uuids.greet);
    assert.ok(eager.uuids.fail);
});

check('a job is queued, runs, and shows its results and properties', async () => {
    const params = { target: '/greet-1', who: 'Triton', vm_uuid: 'c2a9f3c8-8a7e-4d8f-9a21-5b60f1c1d1aa', task: 'greet' };
    const queued = await call(wf, 'createJob', 'greet', params, { headers: { 'x-request-id': 'request-1', 'x-context': '{}' } });
    assert.strictEqual(queued.execution, 'queued');
    assert.strictEqual(queued.workflow_uuid, wf.uuids.greet);
    assert.deepStrictEqual(Object.keys(queued.params).sort(), ['task', 'vm_uuid', 'who']);
    const job = await ended(wf, queued.uuid);
    assert.strictEqual(job.execution, 'succeeded');
    assert.strictEqual(job.greeting, 'Hello Triton');
    assert.strictEqual(job.chain_results.length, 2);
    assert.strictEqual(job.chain_results[1].result, 'Hello Triton!');
    assert.strictEqual(job.chain_results[1].error, '');
    assert.strictEqual(job.target, '/greet-1');
    wf.job = job;
});

check('N60: a job without a target or of an unknown workflow fails before any request', async () => {
    const offline = client({ url: 'http://127.0.0.1:1' });
    assert.throws(() => offline.createJob('greet', { who: 'x' }, () => {}), /params\.target/);
    await assert.rejects(call(offline, 'createJob', 'unknown', { target: '/x' }), /workflow uuid is not specified/);
});

check('lists find the job by state, name and parameters', async () => {
    for (const query of [{ execution: 'succeeded' }, { name: 'greet-1.2.3' }, { vm_uuid: wf.job.params.vm_uuid, limit: 1 }, { task: 'greet' }]) {
        const found = await call(wf, 'listJobs', query);
        assert.deepStrictEqual(found.map((job) => job.uuid), [wf.job.uuid], JSON.stringify(query));
        assert.strictEqual(found[0].chain, undefined);
    }

    assert.deepStrictEqual(await call(wf, 'listJobs', { execution: 'failed' }), []);
    await refused(call(wf, 'listJobs', { execution: 'unheard-of' }), 409, 'ConflictError', /Execution must be one of/);
});

check('info from the body and from outside stand in order', async () => {
    await call(wf, 'postJobInfo', wf.job.uuid, { progress: '100%' });
    const info = await call(wf, 'getJobInfo', wf.job.uuid);
    assert.strictEqual(info.length, 2);
    assert.deepStrictEqual(info[0].data, { said: 'Hello Triton' });
    assert.ok(!Number.isNaN(Date.parse(info[0].date)));
    assert.deepStrictEqual(info[1], { progress: '100%' });
    await refused(call(wf, 'getJobInfo', 'no-such-job'), 404, 'ResourceNotFound', /Job does not exist\. Cannot get info\./);
    await refused(call(wf, 'postJobInfo', 'no-such-job', { a: 1 }), 404, 'ResourceNotFound', /Job does not exist\. Cannot Update\./);
});

check('a failed job has the error that consumers show', async () => {
    await call(wf, 'loadWorkflow', 'fail');
    const job = await ended(wf, (await call(wf, 'createJob', 'fail', { target: '/fail-1' })).uuid);
    assert.strictEqual(job.execution, 'failed');
    const last = job.chain_results[job.chain_results.length - 1];
    assert.strictEqual(last.error.message, 'No such server.');
    assert.match(last.error.name, /InvalidOperationException/);
    assert.strictEqual(job.onerror_results.length, 1);
    assert.match(job.code, /InvalidOperationException/);
});

check('with forceReplace the workflow is updated in place', async () => {
    const replacing = client({ forceReplace: true });
    const file = require(path.join(workflows, 'greet'));
    file.chain.push({ name: 'again', body: 'return 3;', modules: {} });
    await call(replacing, 'loadWorkflow', 'greet');
    assert.strictEqual(replacing.uuids.greet, wf.uuids.greet);
    assert.strictEqual((await call(wf, 'getWorkflow', wf.uuids.greet)).chain.length, 3);
    const job = await ended(wf, (await call(wf, 'createJob', 'greet', { target: '/greet-2', who: 'you' })).uuid);
    assert.strictEqual(job.chain_results[2].result, 3);
    assert.strictEqual((await call(wf, 'getJob', wf.job.uuid)).chain.length, 2, 'an older job lost its own chain');
});

check('delete removes the workflow and leaves its jobs', async () => {
    await call(wf, 'deleteWorkflow', wf.uuids.greet);
    await refused(call(wf, 'getWorkflow', wf.uuids.greet), 404, 'ResourceNotFound', /does not exist/);
    await refused(call(wf, 'deleteWorkflow', wf.uuids.greet), 404, 'ResourceNotFound', /does not exist/);
    assert.strictEqual((await call(wf, 'getJob', wf.job.uuid)).execution, 'succeeded');
});

(async () => {
    let failed = 0;
    for (const { name, run } of checks) {
        try {
            await run();
            console.log('ok      ' + name);
        } catch (error) {
            failed += 1;
            console.log('failed  ' + name + '\n' + error.stack);
        }
    }

    for (const made of opened) made.close();
    console.log((checks.length - failed) + ' passed, ' + failed + ' failed');
    process.exit(failed === 0 ? 0 : 1);
})();
