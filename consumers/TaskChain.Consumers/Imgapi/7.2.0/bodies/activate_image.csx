var image = await sdcClients.Imgapi.ActivateImage(job.Params.GetString("image_uuid"));
return $"Image is {image.State}";
