using System.Text.Json;
using TaskChain.Api.Problems;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Modules;

/// <summary>Writes modules and their versions.</summary>
internal static class ModuleJson
{
    /// <summary>Writes a module.</summary>
    public static void Write(Utf8JsonWriter writer, ModuleView module)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, module.Name);
        WriteText(writer, "description"u8, module.Description);
        WriteText(writer, "current"u8, module.Current);
        if (module.DeprecatedUse is not null || module.DeprecatedReason is not null)
        {
            writer.WriteStartObject("deprecated"u8);
            WriteText(writer, "use"u8, module.DeprecatedUse);
            WriteText(writer, "reason"u8, module.DeprecatedReason);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("versions"u8);
        foreach (var version in module.Versions)
        {
            writer.WriteStartObject();
            WriteMembers(writer, version);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes a version with what is inside.</summary>
    public static void WriteDetail(Utf8JsonWriter writer, ModuleVersionDetail detail)
    {
        writer.WriteStartObject();
        writer.WriteString("module"u8, detail.Module);
        WriteMembers(writer, detail.Summary);
        WriteRaw(writer, "manifest"u8, detail.Manifest);
        WriteRaw(writer, "surface"u8, detail.Surface);
        writer.WriteEndObject();
    }

    /// <summary>Writes the answer to a publication.</summary>
    public static void WritePublished(Utf8JsonWriter writer, ModuleVersionData version, IReadOnlyList<ProblemItem> warnings)
    {
        writer.WriteStartObject();
        writer.WriteString("module"u8, version.Module);
        writer.WriteString("ver"u8, version.Version);
        writer.WriteBoolean("installed"u8, !version.Retired);
        writer.WriteString("content_hash"u8, version.ContentHash);
        writer.WriteString("published_at"u8, version.PublishedAt.UtcDateTime);
        writer.WriteStartArray("warnings"u8);
        foreach (var warning in warnings) ProblemAnswers.WriteItem(writer, warning);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, ModuleVersionView version)
    {
        writer.WriteString("ver"u8, version.Version);
        writer.WriteBoolean("installed"u8, version.Installed);
        writer.WriteBoolean("retired"u8, version.Retired);
        writer.WriteBoolean("breaks_bc"u8, version.BreaksBc);
        WriteText(writer, "reason"u8, version.Reason);
        WriteText(writer, "content_hash"u8, version.ContentHash);
        if (version.PublishedAt is { } publishedAt) writer.WriteString("published_at"u8, publishedAt.UtcDateTime);
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, RawJson value)
    {
        if (value.IsAbsent) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
