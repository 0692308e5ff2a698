using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;

namespace TaskChain.Datacenter.Http;

/// <summary>Reads requests.</summary>
internal static class RequestBody
{
    /// <summary>Reads a JSON object; an empty one when the request has no body or another kind of value.</summary>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true) return [];
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken) as JsonObject ?? [];
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The body is no JSON.", e);
        }
    }

    /// <summary>Text of a member, or null.</summary>
    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Copies members into another object; a null removes one.</summary>
    public static void MergeInto(this JsonObject changes, JsonObject target)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null) target.Remove(name);
            else target[name] = value.DeepClone();
        }
    }
}
