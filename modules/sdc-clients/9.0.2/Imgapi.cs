using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

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
    /// <exception cref="ApiException">The image is here already, or the source does not have it.</exception>
    public async Task<Image> ImportImage(string imageUuid, string source) =>
        Image.From(await _api.SendAsync(HttpMethod.Post, $"images/{imageUuid}?action=import-remote", Source(source)));

    /// <summary>Takes over an image's file from another image API.</summary>
    /// <param name="imageUuid">The image.</param>
    /// <param name="source">Address of the other image API.</param>
    /// <exception cref="ApiException">No such image, or it is active already.</exception>
    public async Task<Image> AddImageFile(string imageUuid, string source) =>
        Image.From(await _api.SendAsync(HttpMethod.Put, $"images/{imageUuid}/file", Source(source)));

    /// <summary>Makes an image usable.</summary>
    /// <exception cref="ApiException">No such image, or it has no file yet.</exception>
    public async Task<Image> ActivateImage(string imageUuid) =>
        Image.From(await _api.SendAsync(HttpMethod.Post, $"images/{imageUuid}?action=activate"));

    /// <summary>Deletes an image.</summary>
    /// <exception cref="ApiException">No such image.</exception>
    public Task DeleteImage(string imageUuid) => _api.SendAsync(HttpMethod.Delete, $"images/{imageUuid}");

    private static string Source(string source) => new JObject { ["source"] = source }.ToString(Formatting.None);
}
