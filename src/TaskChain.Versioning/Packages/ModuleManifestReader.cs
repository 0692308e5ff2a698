using System.Text.Json;
using System.Text.RegularExpressions;
using TaskChain.Versioning.Documents;

namespace TaskChain.Versioning.Packages;

/// <summary>Reads <c>taskchain.module.json</c>.</summary>
public static partial class ModuleManifestReader
{
    /// <summary>Name of the file at the root of a package.</summary>
    public const string FileName = "taskchain.module.json";

    /// <summary>Reads a manifest; all errors are reported together.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="manifest">The manifest, or null when there are errors.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static IReadOnlyList<DocumentProblem> Read(ReadOnlyMemory<byte> utf8, out ModuleManifest? manifest)
    {
        manifest = null;
        var reader = new DocumentReader();
        if (reader.Root(utf8) is not { } root) return reader.Problems;

        reader.Members(root, "", "name", "version", "assembly", "entry", "description", "deprecated");
        var name = Checked(reader, root, "name", ModuleNames.IsValid, ModuleNames.Allowed);
        var version = Checked(reader, root, "version", VersionText.IsValid, VersionText.AllowedSingle);
        var assembly = Checked(reader, root, "assembly", IsAssemblyFile, "It is the file name of an assembly in the package folder 'module/', such as 'SdcClients.dll'.");
        var entry = Checked(reader, root, "entry", text => EntryPattern().IsMatch(text), "It is the full name of a public class, such as 'Sdc.SdcClients'.");
        var description = reader.Text(root, "", "description");
        var deprecated = ReadDeprecation(reader, root);
        if (!reader.HasErrors)
        {
            // No error means that each required member was there.
            manifest = new ModuleManifest(name!, version!, assembly!, entry!) { Description = description, Deprecated = deprecated };
        }

        return reader.Problems;
    }

    private static string? Checked(DocumentReader reader, JsonElement root, string member, Predicate<string> isValid, string allowed)
    {
        var text = reader.Text(root, "", member, required: true);
        if (text is not null && !isValid(text)) reader.Error($"/{member}", $"'{text}' is no valid '{member}'. {allowed}");
        return text;
    }

    private static ModuleDeprecation? ReadDeprecation(DocumentReader reader, JsonElement root)
    {
        if (!root.TryGetProperty("deprecated", out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            reader.Error("/deprecated", "The member 'deprecated' must be an object with 'use' and 'reason'.");
            return null;
        }

        reader.Members(value, "/deprecated", "use", "reason");
        var use = reader.Text(value, "/deprecated", "use");
        if (use is not null && !ModuleNames.IsValid(use)) reader.Error("/deprecated/use", $"'{use}' is no module name. {ModuleNames.Allowed}");
        return new ModuleDeprecation(use, reader.Text(value, "/deprecated", "reason"));
    }

    private static bool IsAssemblyFile(string text) =>
        text.Length is > 4 and <= 200 && text.EndsWith(".dll", StringComparison.Ordinal) && text.IndexOfAny(['/', '\\', ':', '\0']) < 0;

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EntryPattern();
}
