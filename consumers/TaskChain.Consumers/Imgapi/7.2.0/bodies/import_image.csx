// IMGAPI remembers the job: importing again for the same job, after an interruption, is the same import.
var image = await sdcClients.Imgapi.ImportImage(job.Params.GetString("image_uuid"), job.Params.GetString("source"), job.Uuid);
return $"Image is {image.State}";
