using System.Text.Json.Nodes;

namespace Sdc;

/// <summary>The image API.</summary>
public sealed class Imgapi
{
    private readonly ApiClient _api;

    internal Imgapi(ApiClient api) => _api = api;

    /// <summary>Reads an image.</summary>
    /// <exception cref="ApiException">No such image.</exception>
    public async Task<Image> GetImage(string imageUuid) => Image.From(await _api.SendAsync(HttpMethod.Get, $"images/{imageUuid}"));

    /// <summary>Takes over an image's manifest from another image API. The image is then <c>unactivated</c>.</summary>
    /// <param name="imageUuid">The image.</param>
    /// <param name="source">Address of the other image API.</param>
    /// <param name="job">The job that imports it: importing again for the same job is the same import.</param>
    /// <exception cref="ApiException">Somebody else has imported the image, or the source does not have it.</exception>
    public async Task<Image> ImportImage(string imageUuid, string source, string job) =>
        Image.From(await _api.SendAsync(HttpMethod.Post, $"images/{imageUuid}?action=import-remote", new JsonObject { ["source"] = source, ["job"] = job }));

    /// <summary>Takes over an image's file from another image API. Has it one already, nothing happens.</summary>
    /// <param name="imageUuid">The image.</param>
    /// <param name="source">Address of the other image API.</param>
    /// <exception cref="ApiException">No such image.</exception>
    public async Task<Image> AddImageFile(string imageUuid, string source) =>
        Image.From(await _api.SendAsync(HttpMethod.Put, $"images/{imageUuid}/file", new JsonObject { ["source"] = source }));

    /// <summary>Makes an image usable.</summary>
    /// <exception cref="ApiException">No such image, or it has no file yet.</exception>
    public async Task<Image> ActivateImage(string imageUuid) => Image.From(await _api.SendAsync(HttpMethod.Post, $"images/{imageUuid}?action=activate"));

    /// <summary>Changes members of an image.</summary>
    /// <exception cref="ApiException">No such image.</exception>
    public async Task<Image> UpdateImage(string imageUuid, JsonObject changes) =>
        Image.From(await _api.SendAsync(HttpMethod.Post, $"images/{imageUuid}?action=update", changes));

    /// <summary>Deletes an image.</summary>
    /// <exception cref="ApiException">No such image.</exception>
    public Task DeleteImage(string imageUuid) => _api.SendAsync(HttpMethod.Delete, $"images/{imageUuid}");

    /// <summary>Pulls a docker image from its registry.</summary>
    /// <returns>What happens meanwhile: lines of JSON. Dispose it.</returns>
    /// <exception cref="ApiException">No such repository.</exception>
    public Task<Stream> PullDockerImage(string repo, string tag) =>
        _api.StreamAsync($"images?action=import-docker-image&repo={Uri.EscapeDataString(repo)}&tag={Uri.EscapeDataString(tag)}");

    /// <summary>Pushes a docker image to its registry.</summary>
    /// <returns>What happens meanwhile: lines of JSON. Dispose it.</returns>
    /// <exception cref="ApiException">No such image.</exception>
    public Task<Stream> PushDockerImage(string repo, string tag) =>
        _api.StreamAsync($"images?action=push-docker-image&repo={Uri.EscapeDataString(repo)}&tag={Uri.EscapeDataString(tag)}");
}
