using System.Buffers;
using System.Text.Json;
using TaskChain.Versioning.Packages;

namespace TaskChain.Engine.Modules;

/// <summary>Writes manifests in the form of <c>taskchain.module.json</c>, as they are stored and answered.</summary>
internal static class ManifestWriter
{
    public static byte[] Write(ModuleManifest manifest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, manifest.Name);
            writer.WriteString("version"u8, manifest.Version);
            writer.WriteString("assembly"u8, manifest.Assembly);
            writer.WriteString("entry"u8, manifest.Entry);
            if (manifest.Description is not null) writer.WriteString("description"u8, manifest.Description);
            if (manifest.Deprecated is { } deprecated)
            {
                writer.WriteStartObject("deprecated"u8);
                if (deprecated.Use is not null) writer.WriteString("use"u8, deprecated.Use);
                if (deprecated.Reason is not null) writer.WriteString("reason"u8, deprecated.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
