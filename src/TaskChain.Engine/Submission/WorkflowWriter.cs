using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using TaskChain.Contracts;

namespace TaskChain.Engine.Submission;

/// <summary>A document to store, and its lists.</summary>
/// <param name="Document">All of it.</param>
/// <param name="Chain">The chain.</param>
/// <param name="OnError">The error chain; absent when the document has none.</param>
/// <param name="OnCancel">The cancel chain; absent when the document has none.</param>
/// <param name="OnCancelMd5">MD5 of the cancel chain, or null.</param>
internal readonly record struct WrittenWorkflow(RawJson Document, RawJson Chain, RawJson OnError, RawJson OnCancel, string? OnCancelMd5);

/// <summary>Writes the document that is stored: every posted member verbatim and in posted order, then what was missing.</summary>
internal static class WorkflowWriter
{
    private static readonly string[] Lists = ["chain", "onerror", "oncancel"];
    private static readonly string[] SumNames = Array.ConvertAll(Lists, list => list + "_md5");
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes it.</summary>
    /// <param name="root">As posted.</param>
    /// <param name="id">The workflow's id.</param>
    /// <param name="lists">Chain, error chain and cancel chain as read.</param>
    /// <param name="maxAttempts">Written when it was not posted.</param>
    /// <param name="timeout">Written when it was not posted.</param>
    public static WrittenWorkflow Write(JsonElement root, Guid id, IReadOnlyList<ReadTask>?[] lists, int maxAttempts, double timeout)
    {
        var texts = Array.ConvertAll(lists, TextOf);
        var sums = Array.ConvertAll(texts, SumOf);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                if (IsLeftOut(member)) continue;
                if (Array.IndexOf(SumNames, member.Name) is var sum and >= 0)
                {
                    if (sums[sum] is { } value) writer.WriteString(member.Name, value);
                    continue;
                }

                var list = Array.IndexOf(Lists, WorkflowMembers.ListOf(member.Name));
                writer.WritePropertyName(member.Name);
                if (list >= 0 && member.Value.ValueKind == JsonValueKind.Array) writer.WriteRawValue(texts[list].Utf8.Span, skipInputValidation: true);
                else WriteRaw(writer, member.Value);
            }

            if (!Has(root, "uuid")) writer.WriteString("uuid"u8, id);
            if (!Has(root, "chain")) WriteEmpty(writer);
            if (!Has(root, "max_attempts")) writer.WriteNumber("max_attempts"u8, maxAttempts);
            for (var i = 0; i < Lists.Length; i++)
            {
                if (sums[i] is { } sum && !root.TryGetProperty(SumNames[i], out _)) writer.WriteString(SumNames[i], sum);
            }

            if (!Has(root, "timeout")) writer.WriteNumber("timeout"u8, timeout);
            writer.WriteEndObject();
        }

        return new WrittenWorkflow(new RawJson(buffer.WrittenSpan.ToArray()), texts[0], texts[1], texts[2], sums[2]);
    }

    /// <summary>The members that jobs start with as properties; absent when there are none.</summary>
    public static RawJson JobProperties(JsonElement root)
    {
        ArrayBufferWriter<byte>? buffer = null;
        Utf8JsonWriter? writer = null;
        foreach (var member in root.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null || !WorkflowMembers.IsCopiedToJobs(member.Name)) continue;
            if (writer is null)
            {
                writer = new Utf8JsonWriter(buffer = new ArrayBufferWriter<byte>(), Options);
                writer.WriteStartObject();
            }

            writer.WritePropertyName(member.Name);
            WriteRaw(writer, member.Value);
        }

        if (writer is null || buffer is null) return default;
        writer.WriteEndObject();
        writer.Dispose();
        return new RawJson(buffer.WrittenMemory);
    }

    private static RawJson TextOf(IReadOnlyList<ReadTask>? tasks)
    {
        if (tasks is null) return default;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) WriteTasks(writer, tasks);
        return new RawJson(buffer.WrittenSpan.ToArray());
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5351:Do not use broken cryptographic algorithms",
        Justification = "node-workflow's members are defined as MD5; they tell clients whether a list has changed and guard nothing.")]
    private static string? SumOf(RawJson list) => list.IsAbsent ? null : Convert.ToHexStringLower(MD5.HashData(list.Utf8.Span));

    private static bool IsLeftOut(JsonProperty member) =>
        WorkflowMembers.IsAnswered(member.Name)
        || (member.Value.ValueKind == JsonValueKind.Null && member.Name is ("uuid" or "chain" or "timeout" or "max_attempts"));

    private static void WriteEmpty(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("chain"u8);
        writer.WriteEndArray();
    }

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
