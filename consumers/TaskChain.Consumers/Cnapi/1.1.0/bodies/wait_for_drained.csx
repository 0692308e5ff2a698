// Holds its worker while it polls: this is how it had to be done.
for (var tries = 0; tries < 180; tries++)
{
    var server = await sdcClients.Cnapi.GetServer(job.Params.GetString("server_uuid"));
    if (server.RunningTasks == 0) return $"Drained after {tries} tries";
    await Task.Delay(500, cancellation);
}

return job.Fail("The server's tasks did not end in time.", "not_drained");
