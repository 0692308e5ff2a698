using System.Buffers;
using System.Text.Json;
using TaskChain.Contracts;

namespace TaskChain.Engine.Jobs;

/// <summary>Properties that flow from task to task.</summary>
internal static class JobProperties
{
    /// <summary>The properties after a run's changes; a null removes one.</summary>
    public static RawJson Merge(RawJson current, RawJson changes)
    {
        if (changes.IsAbsent || changes.Utf8.Length <= 2) return current;
        var buffer = new ArrayBufferWriter<byte>(current.Utf8.Length + changes.Utf8.Length);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var changed = changes.ToElement();
            writer.WriteStartObject();
            if (!current.IsAbsent)
            {
                foreach (var member in current.ToElement().EnumerateObject())
                {
                    if (!changed.TryGetProperty(member.Name, out _)) member.WriteTo(writer);
                }
            }

            foreach (var member in changed.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.Null) member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return new RawJson(buffer.WrittenMemory);
    }
}
