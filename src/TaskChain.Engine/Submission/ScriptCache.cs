using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Caching;
using TaskChain.Engine.Ports;
using TaskChain.Sandbox;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Engine.Submission;

/// <summary>
/// Compiled bodies by the hash of everything they depend on: in memory, else in the store, else compiled. One compile at a time per key.
/// </summary>
internal sealed class ScriptCache(IScriptCompiler compiler, IContentStore store)
{
    private const int Capacity = 4096;

    private readonly GenerationCache<string, CompileResult> _memory = new(Capacity);
    private readonly ConcurrentDictionary<string, Lazy<Task<CompileResult>>> _underWay = new(StringComparer.Ordinal);

    /// <summary>The cache key: source, options, module contents, and the versions and histories that proofs depend on.</summary>
    public static string KeyOf(CompileRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(CompileRequest.CompilerVersion);
        Add(request.Body);
        Add(request.HasError ? "error" : "-");
        Add(request.Versioning ? "versioning" : "-");
        Add(request.ThrowOnMissingMembers ? "throw" : "-");
        foreach (var module in request.Modules)
        {
            Add(module.Alias);
            Add(module.Name);
            Add(module.Requested ?? "-");
            Add(module.Resolved);
            foreach (var entry in module.History) Add(entry.Breaks ? "!" + entry.Version : entry.Version);
            foreach (var known in module.Known.OrderBy(item => item.Version, StringComparer.Ordinal)) Add(known.Version + "=" + known.ContentHash);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text)
        {
            // Length first: no two lists of texts have the same bytes.
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            hash.AppendData(length);
            hash.AppendData(Encoding.Unicode.GetBytes(text));
        }
    }

    /// <summary>The result for a request, compiled when it is new.</summary>
    public async Task<(string Key, CompileResult Result)> CompileAsync(CompileRequest request, CancellationToken cancellationToken)
    {
        var key = KeyOf(request);
        if (await FindAsync(key, cancellationToken) is { } known) return (key, known);

        // Shared between requests: one that goes away must not take the others' compile with it.
        var running = _underWay.GetOrAdd(key, _ => new Lazy<Task<CompileResult>>(() => CompileNewAsync(key, request)));
        return (key, await running.Value.WaitAsync(cancellationToken));
    }

    /// <summary>A stored result, or null.</summary>
    public async ValueTask<CompileResult?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (_memory.Find(key) is { } known) return known;
        if (await store.FindAsync(ContentKind.Script, key, cancellationToken) is not { } content) return null;
        var result = Unpack(content);
        _memory.Set(key, result);
        return result;
    }

    private async Task<CompileResult> CompileNewAsync(string key, CompileRequest request)
    {
        try
        {
            var result = await compiler.CompileAsync(request, CancellationToken.None);

            // What failed for want of time or memory may succeed on another day.
            if (result.Diagnostics.Any(item => item.Code == ProblemCodes.ScriptTooComplex)) return result;
            await store.SaveAsync(ContentKind.Script, key, Pack(result), CancellationToken.None);
            _memory.Set(key, result);
            return result;
        }
        finally
        {
            _underWay.TryRemove(key, out _);
        }
    }

    /// <summary>Length of the description, description without the assembly, assembly.</summary>
    private static byte[] Pack(CompileResult result)
    {
        var description = JsonSerializer.SerializeToUtf8Bytes(result with { Assembly = null }, SubmissionJson.Default.CompileResult);
        var assembly = result.Assembly ?? [];
        var content = new byte[4 + description.Length + assembly.Length];
        BinaryPrimitives.WriteInt32LittleEndian(content, description.Length);
        description.CopyTo(content, 4);
        assembly.CopyTo(content, 4 + description.Length);
        return content;
    }

    private static CompileResult Unpack(byte[] content)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(content);
        var result = JsonSerializer.Deserialize(content.AsSpan(4, length), SubmissionJson.Default.CompileResult)
            ?? throw new JsonException("A stored script has no description.");
        return content.Length == 4 + length ? result : result with { Assembly = content[(4 + length)..] };
    }
}
