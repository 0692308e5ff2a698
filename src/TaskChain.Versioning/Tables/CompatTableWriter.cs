using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskChain.Versioning.Tables;

/// <summary>Writes <c>compat/&lt;module&gt;.json</c>, one version per line, so that an edit is a small diff and equal tables are equal files.</summary>
public static class CompatTableWriter
{
    // The file is read by people and never embedded in a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The table as a file: UTF-8, line feeds, a final line feed.</summary>
    public static byte[] Write(CompatTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var file = new ArrayBufferWriter<byte>();
        file.Write("{\n"u8);
        if (table.Schema is not null) WriteMember(file, "$schema"u8, table.Schema);
        WriteMember(file, "module"u8, table.Module);
        file.Write(table.Entries.Count == 0 ? "  \"history\": []\n}\n"u8 : "  \"history\": [\n"u8);
        for (var i = 0; i < table.Entries.Count; i++)
        {
            file.Write("    "u8);
            WriteEntry(file, table.Entries[i]);
            file.Write(i < table.Entries.Count - 1 ? ",\n"u8 : "\n  ]\n}\n"u8);
        }

        return file.WrittenSpan.ToArray();
    }

    private static void WriteMember(ArrayBufferWriter<byte> file, ReadOnlySpan<byte> name, string value)
    {
        file.Write("  \""u8);
        file.Write(name);
        file.Write("\": "u8);
        WriteText(file, value);
        file.Write(",\n"u8);
    }

    private static void WriteEntry(ArrayBufferWriter<byte> file, HistoryEntry entry)
    {
        file.Write("{ \"ver\": "u8);
        WriteText(file, entry.Version);
        file.Write(entry.Breaks ? ", \"breaks_bc\": true"u8 : ", \"breaks_bc\": false"u8);
        if (entry.Reason is not null)
        {
            file.Write(", \"reason\": "u8);
            WriteText(file, entry.Reason);
        }

        if (entry.Note is not null)
        {
            file.Write(", \"note\": "u8);
            WriteText(file, entry.Note);
        }

        file.Write(" }"u8);
    }

    private static void WriteText(ArrayBufferWriter<byte> file, string text)
    {
        using var writer = new Utf8JsonWriter(file, Options);
        writer.WriteStringValue(text);
    }
}
