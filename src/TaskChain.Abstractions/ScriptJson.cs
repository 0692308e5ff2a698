using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskChain;

/// <summary>How values of scripts become JSON: web defaults (camelCase, case-insensitive reading) without escaping of plain text.</summary>
public static class ScriptJson
{
    /// <summary>The options, frozen.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
