var uuid = job.Params.GetString("server_uuid");
#if WORKFLOW_VERSIONING
// 10.1.0 can wait by itself; this release of CNAPI came out before most services have it.
if (isVerGrtrThan(wf_current_versions["sdcClients"].ver, "10.0.0"))
{
    await sdcClients.Cnapi.WaitUntilDrainedAsync(uuid);
    return "Drained";
}
#endif

// Asks again later, without holding a worker meanwhile. The task's timeout bounds the whole wait.
job["degraded"] = "sdc-clients cannot wait for a drained server before 10.1.0, so the task asks again twice a second";
var server = await sdcClients.Cnapi.GetServer(uuid);
return server.RunningTasks == 0 ? "Drained" : job.Again(TimeSpan.FromMilliseconds(500));
