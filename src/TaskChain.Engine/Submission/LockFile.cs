using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Submission;

/// <summary>
/// What a job is pinned to: the compiled scripts and the module contents of each task, and what version queries are answered from.
/// Content-addressed.
/// </summary>
/// <param name="Sets">Module sets, each once.</param>
/// <param name="Tasks">By node id.</param>
internal sealed record LockFile(IReadOnlyList<LockedSet> Sets, IReadOnlyDictionary<string, LockedTask> Tasks)
{
    /// <summary>Its bytes and their hash.</summary>
    public (string Hash, byte[] Content) Write()
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(this, SubmissionJson.Default.LockFile);
        return (Convert.ToHexStringLower(SHA256.HashData(content)), content);
    }

    public static LockFile Read(ReadOnlySpan<byte> content) => JsonSerializer.Deserialize(content, SubmissionJson.Default.LockFile)
        ?? throw new JsonException("The lock file is empty.");
}

/// <summary>A task's scripts and modules.</summary>
/// <param name="Script">Compile cache key of the body.</param>
/// <param name="Fallback">The same of the fallback, or null.</param>
/// <param name="Set">Index into <see cref="LockFile.Sets"/>.</param>
internal sealed record LockedTask(string Script, string? Fallback, int Set);

/// <summary>A <see cref="ModuleSet"/> without what differs between nodes.</summary>
/// <param name="Key">Content hash of the rest.</param>
/// <param name="Modules">One per alias.</param>
/// <param name="Catalogue">What version queries are answered from.</param>
internal sealed record LockedSet(string Key, IReadOnlyList<LockedModule> Modules, IReadOnlyList<ModuleKnowledge> Catalogue)
{
    public static LockedSet Empty { get; } = new("", [], []);

    /// <summary>Makes a set and its key.</summary>
    public static LockedSet Of(IReadOnlyList<LockedModule> modules, IReadOnlyList<ModuleKnowledge> catalogue)
    {
        if (modules.Count == 0) return Empty;
        var set = new LockedSet("", modules, catalogue);
        var content = JsonSerializer.SerializeToUtf8Bytes(set, SubmissionJson.Default.LockedSet);
        return set with { Key = Convert.ToHexStringLower(SHA256.HashData(content)) };
    }
}

/// <summary>A module version that a task is pinned to.</summary>
internal sealed record LockedModule(
    string Alias, string Name, string? Requested, string Version, string ContentHash, string AssemblyFile, string EntryType);

/// <summary>JSON of what is stored about submissions.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true,
    Converters = [typeof(VerdictWords)])]
[JsonSerializable(typeof(LockFile))]
[JsonSerializable(typeof(LockedSet))]
[JsonSerializable(typeof(Sandbox.Protocol.CompileResult))]
[JsonSerializable(typeof(Sandbox.Protocol.CompileRequest))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(IReadOnlyList<Contracts.Problems.ProblemItem>))]
internal sealed partial class SubmissionJson : JsonSerializerContext;
