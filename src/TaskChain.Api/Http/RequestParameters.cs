using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using TaskChain.Contracts;

namespace TaskChain.Api.Http;

/// <summary>
/// A request's parameters as node-workflow's server has them: the members of the body, JSON or form, and those of the query that the body does not have.
/// </summary>
internal static class RequestParameters
{
    /// <summary>Reads them as JSON text: an object, or whatever else the body is. Without any there is an empty object.</summary>
    /// <param name="context">The request.</param>
    /// <param name="maxBytes">Largest body.</param>
    /// <exception cref="Problems.RequestRejectedException">Wrong media type, too large, damaged, or no JSON.</exception>
    public static async ValueTask<RawJson> ReadAsync(HttpContext context, int maxBytes)
    {
        var body = await ReadBodyAsync(context, maxBytes);
        var query = context.Request.QueryString;
        return query.HasValue && query.Value.Length > 1 ? Merge(body, query.Value) : body;
    }

    private static async ValueTask<RawJson> ReadBodyAsync(HttpContext context, int maxBytes)
    {
        if (RequestBody.IsAbsent(context.Request)) return RawJson.EmptyObject;
        if (!RequestBody.IsForm(context.Request.ContentType)) return await ReadJsonAsync(context, maxBytes);
        var form = await RequestBody.ReadAsync(context, maxBytes);
        return Merge(RawJson.EmptyObject, Encoding.UTF8.GetString(form.Span));
    }

    private static async ValueTask<RawJson> ReadJsonAsync(HttpContext context, int maxBytes)
    {
        RequestBody.RequireJson(context.Request);
        var body = await RequestBody.ReadAsync(context, maxBytes);
        if (body.IsEmpty) return RawJson.EmptyObject; // a content type and chunks of nothing
        JsonText.Check(body);
        return new RawJson(body);
    }

    private static RawJson Merge(RawJson body, string pairs)
    {
        using var document = JsonDocument.Parse(body.Utf8);
        if (document.RootElement.ValueKind != JsonValueKind.Object) return body;
        var added = Pairs(pairs, document.RootElement);
        if (added.Count == 0) return body;

        var buffer = new ArrayBufferWriter<byte>(body.Utf8.Length + pairs.Length + 64);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }

            foreach (var (name, values) in added) Write(writer, name, values);
            writer.WriteEndObject();
        }

        return new RawJson(buffer.WrittenMemory);
    }

    // In the order of their first appearance; what is named several times is a list.
    private static List<(string Name, List<string> Values)> Pairs(string text, JsonElement body)
    {
        var pairs = new List<(string Name, List<string> Values)>();
        var places = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(text))
        {
            var name = pair.DecodeName().ToString();
            if (name.Length == 0 || body.TryGetProperty(name, out _)) continue;
            if (!places.TryGetValue(name, out var values))
            {
                places[name] = values = [];
                pairs.Add((name, values));
            }

            values.Add(pair.DecodeValue().ToString());
        }

        return pairs;
    }

    private static void Write(Utf8JsonWriter writer, string name, List<string> values)
    {
        writer.WritePropertyName(name);
        if (values.Count == 1)
        {
            writer.WriteStringValue(values[0]);
            return;
        }

        writer.WriteStartArray();
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
