using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using TaskChain.Contracts;

namespace TaskChain.Engine.Submission;

/// <summary>Writes the document that is stored: every posted member verbatim and in posted order, then what was missing.</summary>
internal static class WorkflowWriter
{
    private static readonly string[] Lists = ["chain", "onerror", "oncancel"];
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static RawJson Write(JsonElement root, Guid id, IReadOnlyList<ReadTask>?[] lists, int maxAttempts, double timeout)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.Null && member.Name is ("uuid" or "chain" or "timeout" or "max_attempts")) continue;
                var list = Array.IndexOf(Lists, member.Name);
                writer.WritePropertyName(member.Name);
                if (list >= 0 && lists[list] is { } tasks) WriteTasks(writer, tasks);
                else WriteRaw(writer, member.Value);
            }

            if (!Has(root, "uuid")) writer.WriteString("uuid"u8, id);
            if (!Has(root, "chain"))
            {
                writer.WriteStartArray("chain"u8);
                writer.WriteEndArray();
            }

            if (!Has(root, "max_attempts")) writer.WriteNumber("max_attempts"u8, maxAttempts);
            if (!Has(root, "timeout")) writer.WriteNumber("timeout"u8, timeout);
            writer.WriteEndObject();
        }

        return new RawJson(buffer.WrittenSpan.ToArray());
    }

    /// <summary>Copies an element's text as it stands.</summary>
    public static RawJson Raw(JsonElement element) => new(JsonMarshal.GetRawUtf8Value(element).ToArray());

    private static void WriteTasks(Utf8JsonWriter writer, IReadOnlyList<ReadTask> tasks)
    {
        writer.WriteStartArray();
        foreach (var task in tasks)
        {
            writer.WriteStartObject();
            foreach (var member in task.Element.EnumerateObject())
            {
                if (member.Name == "uuid" && member.Value.ValueKind == JsonValueKind.Null) continue;
                writer.WritePropertyName(member.Name);
                WriteRaw(writer, member.Value);
            }

            if (!Has(task.Element, "uuid")) writer.WriteString("uuid"u8, task.Id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static bool Has(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static void WriteRaw(Utf8JsonWriter writer, JsonElement value) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
