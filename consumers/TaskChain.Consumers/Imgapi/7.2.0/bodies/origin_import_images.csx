if (job.Params["origins"] is not JsonArray origins) return "No origins (skipping import of origins)";
var source = job.Params.GetString("source");
foreach (var origin in origins.Select(uuid => (string)uuid))
{
    try
    {
        // Somebody else's import stays somebody else's; our own may have been cut off half-way.
        var known = await sdcClients.Imgapi.GetImage(origin);
        if (known.State == "active") continue;
    }
    catch (ApiException e) when (e.Code == "ResourceNotFound")
    {
        // Not here yet.
    }

    await sdcClients.Imgapi.ImportImage(origin, source, job.Uuid);
    await sdcClients.Imgapi.AddImageFile(origin, source);
    await sdcClients.Imgapi.ActivateImage(origin);
}

return "Image origins have been imported";
