if (job["workflow_job_uuid"] is null) return "OK - no workflow job uuid to wait for";
var uuid = assert.Text(job["workflow_job_uuid"], "workflow_job_uuid");
var other = (await restify.CreateJsonClient(config["wfapiUrl"]).GetAsync($"/jobs/{uuid}")).Body;
return (string)other["execution"] switch
{
    "succeeded" => (object)$"OK - job {uuid} ran successfully",
    "failed" or "canceled" => job.Fail($"Job {uuid} {(string)other["execution"]}", "job_failed"),
    _ => job.Again(TimeSpan.FromSeconds(job.Params.GetDouble("poll_seconds", 1))),
};
