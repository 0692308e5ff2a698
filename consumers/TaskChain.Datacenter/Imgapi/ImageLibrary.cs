using System.Text.Json.Nodes;

namespace TaskChain.Datacenter.Imgapi;

/// <summary>Images of this datacenter, and the ones that a remote image API offers.</summary>
internal sealed class ImageLibrary
{
    private readonly Dictionary<string, JsonObject> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _remote = new(StringComparer.Ordinal);

    /// <summary>Offers four remote images, each second one a change of the one before it.</summary>
    public ImageLibrary()
    {
        Offer("c02a2044-c1bd-11e4-bd8c-dfc1db8b0182", "base-64-lts", null);
        Offer("1bd84670-055a-11e5-aaa2-0346bb21d5a1", "base-64-lts-web", "c02a2044-c1bd-11e4-bd8c-dfc1db8b0182");
        Offer("390639d4-f146-11e7-9280-37ae5c6d53d4", "minimal-64-lts", null);
        Offer("5417ab20-3156-11ea-8b19-2b66f5e7a439", "minimal-64-lts-db", "390639d4-f146-11e7-9280-37ae5c6d53d4");
    }

    /// <summary>Images of this datacenter.</summary>
    public IEnumerable<JsonObject> All => _images.Values;

    /// <summary>An image of this datacenter, or null.</summary>
    public JsonObject? Find(string uuid) => _images.GetValueOrDefault(uuid);

    /// <summary>What the remote image API offers under an id, or null.</summary>
    public JsonObject? FindRemote(string uuid) => _remote.GetValueOrDefault(uuid);

    /// <summary>Takes over a remote image's manifest.</summary>
    /// <param name="remote">The offer.</param>
    /// <param name="job">The job that imports it, or null.</param>
    public JsonObject Import(JsonObject remote, string? job)
    {
        var image = (JsonObject)remote.DeepClone();
        image["state"] = "unactivated";
        image["has_file"] = false;
        image["imported_by"] = job;
        return _images[(string)image["uuid"]!] = image; // Every offer has its id.
    }

    /// <summary>Announces an image that is being made here.</summary>
    public JsonObject Announce(string uuid, string? name) =>
        _images[uuid] = new JsonObject { ["uuid"] = uuid, ["name"] = name, ["state"] = "creating", ["has_file"] = false };

    /// <summary>Deletes an image. Returns false when there is none.</summary>
    public bool Remove(string uuid) => _images.Remove(uuid);

    /// <summary>Makes the remote image API offer an image.</summary>
    /// <param name="uuid">Its id.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="origin">The image it is a change of, or null.</param>
    public void Offer(string uuid, string name, string? origin) =>
        _remote[uuid] = new JsonObject { ["uuid"] = uuid, ["name"] = name, ["origin"] = origin, ["state"] = "active" };
}
