var origins = (job["imported_origins"] ?? new JsonArray()).AsArray().Select(origin => (string)origin).Reverse().ToList();
await asyncLib.EachSeries(origins, origin => sdcClients.Imgapi.DeleteImage(origin));
return $"{origins.Count} origin images have been deleted";
