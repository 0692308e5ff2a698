await sdcClients.Imgapi.AddImageFile(job.Params.GetString("image_uuid"), job.Params.GetString("source"));
return "Image file has been added";
