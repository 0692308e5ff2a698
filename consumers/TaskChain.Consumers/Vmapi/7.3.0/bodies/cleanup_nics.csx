// What the server says counts: the answer to the request that made the machine may have been lost.
var (server, vm) = (job.Params.GetString("server_uuid"), job.Params.GetString("vm_uuid"));
var tasks = await sdcClients.Cnapi.ListTasks(server, vm);
if (tasks.Any(task => task.Action == "provision" && task.Status != "failure"))
{
    job["markAsFailedOnError"] = false;
    return "The VM is there or being made, won't cleanup VM NICs";
}

job["markAsFailedOnError"] = true;
return $"{await sdcClients.Napi.RemoveNicsAsync(vm, cancellation)} NICs removed";
