var image = job.Params["image"];
if ((bool?)image?["generate_passwords"] == false) return "No need to generate passwords for image";
if (image?["users"] is not JsonArray users) return "Image has generate_passwords=true but no users found";
var metadata = job.Params["internal_metadata"] as JsonObject ?? new JsonObject();
foreach (var user in users.Select(user => $"{(string)user["name"]}_pw").Where(name => !metadata.ContainsKey(name)))
{
    metadata[user] = apg.Generate(length: 12);
}

job.Params["internal_metadata"] = metadata.DeepClone();
return "Passwords generated for Image";
