// Without the fallback's word, as on a cancel, the image still must not stay half-made.
var reason = job["image_error"]?.DeepClone() ?? new JsonObject { ["message"] = error.Message, ["code"] = error.Code };
var uuid = (string)job.Params["manifest"]["uuid"];
if ((await sdcClients.Imgapi.GetImage(uuid)).State != "creating") return "Image is not being created any more";
await sdcClients.Imgapi.UpdateImage(uuid, new JsonObject { ["state"] = "failed", ["error"] = reason });
return "Image updated with publishing error";
