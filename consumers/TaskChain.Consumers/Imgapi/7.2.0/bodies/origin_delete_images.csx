var deleted = 0;
foreach (var origin in (job.Params["origins"] as JsonArray ?? []).Select(uuid => (string)uuid).Reverse())
{
    try
    {
        if ((await sdcClients.Imgapi.GetImage(origin)).ImportedBy != job.Uuid) continue;
        await sdcClients.Imgapi.DeleteImage(origin);
        deleted++;
    }
    catch (ApiException e) when (e.Code == "ResourceNotFound")
    {
        // Just means that we never got to creating this one.
    }
}

return $"{deleted} origin images have been deleted";
