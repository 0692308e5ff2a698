using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskChain.Contracts;

/// <summary>A JSON value kept as its UTF-8 text: passed through the service without being parsed and written again.</summary>
/// <param name="Utf8">One complete JSON value; empty memory means "absent".</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>How deep documents may be that embed such values: a value that was taken as deep as its reader allows is still read inside of others.</summary>
    public const int MaxDepth = 1024;

    /// <summary>The value <c>null</c>.</summary>
    public static RawJson Null { get; } = Parse("null");

    /// <summary>An object without members.</summary>
    public static RawJson EmptyObject { get; } = Parse("{}");

    /// <summary>True when there is no value at all.</summary>
    public bool IsAbsent => Utf8.IsEmpty;

    /// <summary>True when both are absent, wherever their empty memory points, or both are the same memory. Serializers leave out what equals "absent".</summary>
    public bool Equals(RawJson other) => IsAbsent ? other.IsAbsent : Utf8.Equals(other.Utf8);

    /// <inheritdoc/>
    public override int GetHashCode() => IsAbsent ? 0 : Utf8.GetHashCode();

    /// <summary>Wraps trusted JSON text.</summary>
    public static RawJson Parse(string json) => new(Encoding.UTF8.GetBytes(json));

    /// <summary>Copies an element's text, as it was written.</summary>
    public static RawJson From(JsonElement element) => new(JsonMarshal.GetRawUtf8Value(element).ToArray());

    /// <summary>Parses the value.</summary>
    public JsonElement ToElement()
    {
        var reader = new Utf8JsonReader(Utf8.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>Reads and writes the text; public because source-generated JSON contexts of other projects create it.</summary>
    public sealed class RawJsonConverter : JsonConverter<RawJson>
    {
        /// <inheritdoc/>
        public override bool HandleNull => true;

        /// <inheritdoc/>
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            From(JsonElement.ParseValue(ref reader));

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
        {
            if (value.IsAbsent) writer.WriteNullValue();
            else writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }
    }
}
