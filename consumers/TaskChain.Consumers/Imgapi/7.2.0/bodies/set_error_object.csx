// IMGAPI keeps the error with the image, and has no room for a whole log.
const int Limit = 20000;
var message = error.Message;
if (message.Length > Limit)
{
    var elide = $"\n... content elided (full message was {message.Length} characters) ...\n";
    var front = (Limit - elide.Length) / 2;
    message = message[..front] + elide + message[^(Limit - elide.Length - front)..];
}

job["image_error"] = new JsonObject { ["message"] = message, ["code"] = error.Code };
return job.Fail(message, error.Code);
