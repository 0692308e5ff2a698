var vm = job.Params.GetString("vm_uuid");
#if WORKFLOW_VERSIONING
if (has("sdcClients.Napi.RemoveNicsAsync"))
{
    return $"{await sdcClients.Napi.RemoveNicsAsync(vm, cancellation)} NICs have been removed";
}
#endif

var nics = await sdcClients.Napi.ListNics(vm);
await vasync.ForEachParallel(nics, async nic =>
{
    try
    {
        await sdcClients.Napi.DeleteNic(nic.Mac);
    }
    catch (ApiException e) when (e.Code == "ResourceNotFound")
    {
        // Gone already: an earlier attempt of this task got so far.
    }
});
return $"{nics.Count} NICs have been removed";
