using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AssertPlus;

/// <summary>Checks of what a task was given. Each returns what it has checked.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Scripts call them through the module's variable.")]
public sealed class Assertions
{
    /// <summary>Checks that a value is text.</summary>
    /// <exception cref="AssertionException">It is not.</exception>
    public string Text(JsonNode? value, string name) =>
        value is JsonValue json && json.TryGetValue<string>(out var text) ? text : throw new AssertionException($"{name} (string) is required");

    /// <summary>Checks that a value is a UUID.</summary>
    /// <exception cref="AssertionException">It is not.</exception>
    public string Uuid(JsonNode? value, string name) =>
        Guid.TryParseExact(Text(value, name), "D", out var uuid) ? uuid.ToString() : throw new AssertionException($"{name} (uuid) is required");

    /// <summary>Checks that a value is an object.</summary>
    /// <exception cref="AssertionException">It is not.</exception>
    public JsonObject Object(JsonNode? value, string name) => value as JsonObject ?? throw new AssertionException($"{name} (object) is required");

    /// <summary>Checks that a value is a list.</summary>
    /// <exception cref="AssertionException">It is not.</exception>
    public JsonArray Array(JsonNode? value, string name) => value as JsonArray ?? throw new AssertionException($"{name} (array) is required");
}
