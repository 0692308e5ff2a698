var image = await sdcClients.Imgapi.ImportImage(job.Params.GetString("image_uuid"), job.Params.GetString("source"));
job["imported_image"] = image.Uuid;
return $"Image is {image.State}";
