// Two versions of one module in one task: before ADMINUI moves on, it makes sure that both tell the same.
var server = job.Params.GetString("server_uuid");
var (before, after) = (await oldClients.Cnapi.GetServer(server), await newClients.Cnapi.GetServer(server));
if (before.Status != after.Status) return job.Fail($"The clients disagree: {before.Status} and {after.Status}.", "clients_disagree");
return $"{wf_current_versions["oldClients"].ver} and {wf_current_versions["newClients"].ver} agree: {after.Status}";
