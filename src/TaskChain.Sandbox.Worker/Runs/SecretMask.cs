using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>Replaces secret values in what leaves the worker. It protects from slips, not from a body that means to leak what it was given.</summary>
internal sealed class SecretMask
{
    private const string Mask = "***";

    private readonly string[] _secrets;
    private readonly byte[][] _encoded;

    /// <summary>Creates a mask of the secrets' values.</summary>
    public SecretMask(IEnumerable<string> secrets)
    {
        // Longest first: one secret may contain another.
        _secrets = [.. secrets.Where(secret => secret.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(secret => secret.Length)];
        _encoded = [.. _secrets.Select(Encode)];
    }

    /// <summary>Masks plain text.</summary>
    public string? Text(string? text)
    {
        if (text is null) return null;
        foreach (var secret in _secrets) text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Masks strings, names and numbers in JSON; the JSON stays well-formed.</summary>
    public ReadOnlyMemory<byte> Json(ReadOnlyMemory<byte> json)
    {
        if (_secrets.Length == 0 || !MayContain(json.Span)) return json;
        using var document = JsonDocument.Parse(json);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, BoundedJson.WriterOptions)) Copy(document.RootElement, writer);
        return buffer.WrittenMemory;
    }

    // Text that came in with escapes of its own may go out with them; then only the parsed value tells.
    private bool MayContain(ReadOnlySpan<byte> json)
    {
        if (json.Contains((byte)'\\')) return true;
        foreach (var secret in _encoded)
        {
            if (json.IndexOf(secret) >= 0) return true;
        }

        return false;
    }

    private static byte[] Encode(string secret) =>
        JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();

    private void Copy(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(Text(property.Name)!); // Not null for a text that is not.
                    Copy(property.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Copy(item, writer);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text(element.GetString()));
                break;
            case JsonValueKind.Number when Array.IndexOf(_secrets, element.GetRawText()) >= 0:
                writer.WriteStringValue(Mask);
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
