var nics = await sdcClients.Napi.ListNics(job.Params.GetString("vm_uuid"));
await asyncLib.EachLimit(nics, 2, async nic =>
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
