var source = job.Params.GetString("source");
var imported = new JsonArray();
foreach (var origin in job.Params.Get<string[]>("origins"))
{
    try
    {
        await sdcClients.Imgapi.GetImage(origin);
        continue;
    }
    catch (ApiException e) when (e.Code == "ResourceNotFound")
    {
        await sdcClients.Imgapi.ImportImage(origin, source);
    }

    imported.Add(origin);
    job["imported_origins"] = imported.DeepClone();
    await sdcClients.Imgapi.AddImageFile(origin, source);
    await sdcClients.Imgapi.ActivateImage(origin);
}

return $"{imported.Count} origin images have been imported";
