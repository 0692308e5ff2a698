var source = job.Params.GetString("source");
var imported = new JsonArray();
await asyncLib.EachSeries(job.Params.Get<string[]>("origins"), async origin =>
{
    try
    {
        await sdcClients.Imgapi.GetImage(origin);
        return;
    }
    catch (ApiException e) when (e.Code == "ResourceNotFound")
    {
        await sdcClients.Imgapi.ImportImage(origin, source);
    }

    imported.Add(origin);
    job["imported_origins"] = imported.DeepClone();
    await sdcClients.Imgapi.AddImageFile(origin, source);
    await sdcClients.Imgapi.ActivateImage(origin);
});
return $"{imported.Count} origin images have been imported";
