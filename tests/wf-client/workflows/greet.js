// A workflow as node-workflow's users keep theirs: one file, a version, a chain; only the bodies are C#.
module.exports = {
    name: 'greet-1.2.3',
    version: '1.2.3',
    timeout: 60,
    chain: [ {
        name: 'remember',
        timeout: 10,
        retry: 1,
        body: 'job["greeting"] = "Hello " + job.Params.GetString("who"); job.Info(new { said = job["greeting"] });',
        modules: {}
    }, {
        name: 'answer',
        timeout: 10,
        body: 'return job["greeting"] + "!";',
        modules: {}
    } ],
    onerror: [ {
        name: 'on_error',
        body: 'log.Error(error.Message);'
    } ],
    oncancel: [ {
        name: 'on_cancel',
        body: 'return "undone";'
    } ]
};
