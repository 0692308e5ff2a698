var origins = (job["imported_origins"] ?? new JsonArray()).AsArray().Select(origin => (string)origin).ToList();
await vasync.ForEachParallel(origins, async origin => { await sdcClients.Imgapi.DeleteImage(origin); });
return $"{origins.Count} origin images have been deleted";
