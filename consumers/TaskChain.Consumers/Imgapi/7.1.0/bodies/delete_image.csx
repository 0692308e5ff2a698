if (job["imported_image"] is null) return "No image was imported";
await sdcClients.Imgapi.DeleteImage((string)job["imported_image"]);
return "Image has been deleted";
