var uuid = job.Params.GetString("image_uuid");
try
{
    // Only what this job has imported: the image may have been here before.
    if ((await sdcClients.Imgapi.GetImage(uuid)).ImportedBy != job.Uuid) return $"Image {uuid} was not imported by this job";
    await sdcClients.Imgapi.DeleteImage(uuid);
    return $"Image {uuid} deleted";
}
catch (ApiException e) when (e.Code == "ResourceNotFound")
{
    return $"Image {uuid} did not exist to be deleted";
}
