using System.Xml;
using System.Xml.Linq;
using TaskChain.Versioning.Documents;

namespace TaskChain.Versioning.Packages;

/// <summary>The package's own id and version must be the manifest's (R27).</summary>
internal static class Nuspec
{
    /// <summary>The version of a package: the module's SemVer, or <c>0.0.0-sha.&lt;sha&gt;</c> for a commit.</summary>
    public static string PackageVersion(string moduleVersion) =>
        VersionText.IsSha(moduleVersion) ? $"0.0.0-sha.{moduleVersion.ToLowerInvariant()}" : moduleVersion;

    public static void Check(DocumentReader report, string file, byte[] content, ModuleManifest manifest)
    {
        string? id;
        string? version;
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var metadata = XDocument.Load(reader).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
            id = Value(metadata, "id");
            version = Value(metadata, "version");
        }
        catch (XmlException e)
        {
            report.Error(file, $"The package's '{file}' is no XML: {e.Message}");
            return;
        }

        // Package ids have no letter case.
        if (!string.Equals(id, manifest.Name, StringComparison.OrdinalIgnoreCase))
        {
            report.Error(file, $"The package's id is '{id}', but its manifest names the module '{manifest.Name}'. They must be the same.");
        }

        var expected = PackageVersion(manifest.Version);
        if (!SameVersion(version, expected))
        {
            report.Error(
                file, $"The package's version is '{version}', but its manifest says '{manifest.Version}'. The package's version must be '{expected}'.");
        }
    }

    private static bool SameVersion(string? version, string expected) =>
        VersionText.TryParseSemVer(version, out var actual) && VersionText.TryParseSemVer(expected, out var wanted)
        && SemVerPrecedence.Instance.Compare(actual, wanted) == 0;

    private static string? Value(XElement? metadata, string name) =>
        metadata?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
}
