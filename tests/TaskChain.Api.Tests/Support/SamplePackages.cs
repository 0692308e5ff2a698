using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TaskChain.Api.Tests.Support;

/// <summary>The sample modules' packages, also under other names and versions so that tests do not get into each other's way.</summary>
internal static partial class SamplePackages
{
    public static byte[] Read(string module, string version)
    {
        var packageVersion = version.Contains('.', StringComparison.Ordinal) ? version : "0.0.0-sha." + version;
        var path = Path.Combine(Repository.Root, "artifacts", "modules", $"{module}.{packageVersion}.nupkg");
        Assert.True(File.Exists(path), $"'{path}' is missing. Pack the sample modules first: dotnet build modules/Modules.proj -c Release");
        return File.ReadAllBytes(path);
    }

    /// <summary>The content of a sample module version under another name and version.</summary>
    /// <param name="module">Sample module.</param>
    /// <param name="version">Sample version (SemVer).</param>
    /// <param name="asModule">The new name.</param>
    /// <param name="asVersion">The new version (SemVer).</param>
    /// <param name="remark">Goes into the description, so that equal versions can differ in content.</param>
    public static byte[] ReadAs(string module, string version, string asModule, string asVersion, string remark = "")
    {
        using var stream = new MemoryStream();
        stream.Write(Read(module, version));
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            Rewrite(archive, entry => entry == "taskchain.module.json", text => Manifest(text, asModule, asVersion, remark));
            Rewrite(archive, entry => entry.EndsWith(".nuspec", StringComparison.Ordinal), text =>
                Id().Replace(Version().Replace(text, $"<version>{asVersion}</version>"), $"<id>{asModule}</id>"));
        }

        return stream.ToArray();
    }

    private static string Manifest(string text, string module, string version, string remark)
    {
        var manifest = JsonNode.Parse(text)!.AsObject();
        manifest["name"] = module;
        manifest["version"] = version;
        manifest["description"] = "A module of tests. " + remark;
        return manifest.ToJsonString();
    }

    private static void Rewrite(ZipArchive archive, Predicate<string> which, Func<string, string> change)
    {
        var entry = archive.Entries.Single(e => which(e.FullName));
        using var stream = entry.Open();
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var text = change(reader.ReadToEnd());
        stream.SetLength(0);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    [GeneratedRegex("<id>[^<]*</id>")]
    private static partial Regex Id();

    [GeneratedRegex("<version>[^<]*</version>")]
    private static partial Regex Version();
}
