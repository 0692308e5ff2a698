// Fails in its only task, as consumers read it: the last entry's error has name and message.
module.exports = {
    name: 'fail-1.0.0',
    version: '1.0.0',
    chain: [ {
        name: 'refuse',
        body: 'throw new InvalidOperationException("No such server.");'
    } ],
    onerror: [ {
        name: 'on_error',
        body: 'job["code"] = error.Name;'
    } ]
};
