var vmapi = restify.CreateJsonClient(config["vmapiUrl"]);
var query = "action=migrate&migration_action=sync&is_final_sync=true&is_migration_subtask=true";
var answer = await vmapi.PostAsync($"/vms/{job.Params.GetString("vm_uuid")}?{query}", new JsonObject { ["idempotency_key"] = job.IdempotencyKey });
if (answer.Body["job_uuid"] is null) return job.Fail("No job_uuid returned in migration sync call", "no_job");
job["workflow_job_uuid"] = (string)answer.Body["job_uuid"];
return $"OK - final migration sync started, job: {(string)job["workflow_job_uuid"]}";
