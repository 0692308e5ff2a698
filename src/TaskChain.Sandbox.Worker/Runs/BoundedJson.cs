using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskChain.Sandbox.Worker.Runs;

/// <summary>
/// Writes values of bodies as JSON, up to a limit that holds while writing: an endless sequence or a giant value ends in an error, not in memory.
/// </summary>
internal static class BoundedJson
{
    /// <summary>How scripts' JSON is written (see <see cref="ScriptJson"/>).</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON text <c>null</c>.</summary>
    public static ReadOnlyMemory<byte> Null { get; } = "null"u8.ToArray();

    /// <summary>Writes a value.</summary>
    /// <param name="value">What a body made; code of it may run while it is written.</param>
    /// <param name="what">Its name in messages.</param>
    /// <param name="maxBytes">The limit.</param>
    /// <exception cref="ValueTooLargeException">It is larger than the limit.</exception>
    /// <exception cref="ValueNotSerializableException">It has no JSON form.</exception>
    public static ReadOnlyMemory<byte> Write(object? value, string what, int maxBytes)
    {
        if (value is null) return Null;
        if (value is Task) throw new ValueNotSerializableException($"{what} is a task that was not awaited.", null);
        var buffer = new Buffer(what, maxBytes);
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            {
                JsonSerializer.Serialize(writer, value, value.GetType(), ScriptJson.Options);
            }

            return buffer.Written;
        }
        catch (Exception e) when (e is not (ValueTooLargeException or OutOfMemoryException))
        {
            throw new ValueNotSerializableException($"{what} cannot be written as JSON: {Safely.MessageOf(e)}", e);
        }
    }

    private sealed class Buffer(string what, int maxBytes) : IBufferWriter<byte>
    {
        private byte[] _bytes = new byte[512];
        private int _length;

        public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

        public void Advance(int count)
        {
            _length += count;
            if (_length > maxBytes) throw TooLarge();
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            var needed = (long)_length + Math.Max(sizeHint, 256);
            // The writer asks for three bytes per character before it knows how many there will be.
            if (needed > (maxBytes * 3L) + 4096) throw TooLarge();
            if (needed > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Max(needed, _bytes.Length * 2L));
            return _bytes.AsMemory(_length);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        private ValueTooLargeException TooLarge() => new($"{what} is larger than {maxBytes} bytes, which are allowed.");
    }
}
