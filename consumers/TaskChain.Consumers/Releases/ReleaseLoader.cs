using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using TaskChain.Contracts;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Consumers.Releases;

/// <summary>
/// Reads the workflows that are embedded in this assembly as <c>Consumer/release/name.json</c>. A <c>body</c> or <c>fallback</c> there is the name
/// of a file in the folder <c>bodies</c> beside it.
/// </summary>
public sealed class ReleaseLoader
{
    private static readonly string[] Lists = ["chain", "onerror", "oncancel"];
    private static readonly string[] BodyMembers = ["body", "fallback"];
    private readonly Func<string, string> _read;
    private readonly IReadOnlyList<string> _paths;

    /// <summary>Creates a loader over any set of files.</summary>
    /// <param name="paths">Paths with forward slashes.</param>
    /// <param name="read">Reads the file at one of them.</param>
    public ReleaseLoader(IReadOnlyList<string> paths, Func<string, string> read)
    {
        _paths = paths;
        _read = read;
    }

    /// <summary>Reads the releases that come with this assembly.</summary>
    public static IReadOnlyList<ConsumerRelease> LoadEmbedded()
    {
        var assembly = typeof(ReleaseLoader).Assembly;
        return new ReleaseLoader(assembly.GetManifestResourceNames(), path => ReadResource(assembly, path)).Load();
    }

    /// <summary>Reads all releases, in the order of consumer and release.</summary>
    /// <exception cref="InvalidDataException">A workflow is malformed, names a body that is not there, or a body is never used.</exception>
    public IReadOnlyList<ConsumerRelease> Load()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var releases = _paths
            .Where(path => path.EndsWith(".json", StringComparison.Ordinal))
            .Select(path => (Path: path, Parts: path.Split('/')))
            .GroupBy(file => (Consumer: file.Parts[0], Version: file.Parts[1]))
            .OrderBy(group => group.Key.Consumer, StringComparer.Ordinal).ThenBy(group => Version.Parse(group.Key.Version))
            .Select(group => new ConsumerRelease(group.Key.Consumer, group.Key.Version, group.ToDictionary(
                file => Path.GetFileNameWithoutExtension(file.Path), file => ReadWorkflow(file.Path, group.Key.Version, used), StringComparer.Ordinal)))
            .ToList();
        var unused = _paths.Where(path => path.EndsWith(".csx", StringComparison.Ordinal)).Except(used, StringComparer.Ordinal).ToList();
        return unused.Count == 0 ? releases : throw new InvalidDataException($"No workflow uses '{string.Join("', '", unused)}'.");
    }

    private WorkflowDocument ReadWorkflow(string path, string version, HashSet<string> used)
    {
        try
        {
            var json = JsonNode.Parse(_read(path))!.AsObject(); // A file with the text "null" fails here, which is as good as any other failure.
            json["name"] = $"{(string?)json["name"]}-{version}";
            foreach (var task in Lists.SelectMany(list => json[list]?.AsArray() ?? []))
            {
                PutBodies(path, task!.AsObject(), used); // A task is an object; AsObject says so otherwise.
            }

            return json.Deserialize(ContractsJsonContext.Default.WorkflowDocument) ?? throw new InvalidDataException($"'{path}' is empty.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException($"'{path}' is no workflow: {e.Message}", e);
        }
    }

    private void PutBodies(string path, JsonObject task, HashSet<string> used)
    {
        foreach (var member in BodyMembers)
        {
            if ((string?)task[member] is not { } name) continue;
            var file = $"{path[..path.LastIndexOf('/')]}/bodies/{name}";
            if (!_paths.Contains(file)) throw new InvalidDataException($"Task '{(string?)task["name"]}' of '{path}' names '{name}', which is not in bodies/.");
            task[member] = _read(file);
            used.Add(file);
        }
    }

    private static string ReadResource(Assembly assembly, string path)
    {
        using var stream = assembly.GetManifestResourceStream(path) ?? throw new InvalidDataException($"There is no file '{path}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
