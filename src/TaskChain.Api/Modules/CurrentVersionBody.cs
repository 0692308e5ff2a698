using System.Text.Json;
using TaskChain.Api.Problems;

namespace TaskChain.Api.Modules;

/// <summary>Reads the body of <c>PUT /modules/{name}/current</c>: exactly <c>{"ver": "…"}</c>.</summary>
internal static class CurrentVersionBody
{
    /// <summary>Largest body.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The version.</summary>
    /// <exception cref="RequestRejectedException">The body is anything else.</exception>
    public static string Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() == 1 &&
            root.TryGetProperty("ver"u8, out var ver) && ver.ValueKind == JsonValueKind.String && ver.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        throw RequestRejectedException.InvalidValue(
            "The body must be an object with the one member 'ver', for example {\"ver\": \"9.0.3\"}.");
    }
}
