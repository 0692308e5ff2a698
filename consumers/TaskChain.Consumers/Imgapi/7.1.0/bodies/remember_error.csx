// The job's results keep name and message only; IMGAPI shows its callers the code as well.
job["image_error"] = new JsonObject { ["message"] = error.Message, ["code"] = error.Code };
return job.Fail(error.Message, "image_file_not_added");
