using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TaskChain.Sandbox;
using TaskChain.Sandbox.Protocol;

namespace TaskChain.Engine.Tests.Fakes;

/// <summary>"Compiles" by taking the source as the assembly; tests script diagnostics by source and resolved versions.</summary>
internal sealed class FakeCompiler : IScriptCompiler
{
    public ConcurrentQueue<CompileRequest> Requests { get; } = [];

    /// <summary>Gives another result than plain success, or null.</summary>
    public Func<CompileRequest, CompileResult?> Script { get; set; } = _ => null;

    public Task<CompileResult> CompileAsync(CompileRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        return Task.FromResult(Script(request) ?? Success(request));
    }

    public static CompileResult Success(CompileRequest request, params MemberUse[] uses)
    {
        var bytes = Encoding.UTF8.GetBytes(request.Body);
        return new CompileResult
        {
            Assembly = bytes,
            Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Diagnostics = [],
            Uses = uses,
            Verdicts = [.. request.Modules.Select(module => new ModuleVerdict(module.Alias, module.Name, module.Resolved, Verdict.Compatible, []))],
            ReadsResults = request.Body.Contains("results", StringComparison.Ordinal),
        };
    }

    public static CompileResult Error(CompileRequest request, string code, string message, int line = 1, string? module = null, string? member = null, string? addedIn = null) => new()
    {
        Diagnostics = [new ScriptDiagnostic(code, "CS0001", true, line, 1, message, module, member, addedIn)],
        Uses = [],
        Verdicts = [.. request.Modules.Select(m => new ModuleVerdict(m.Alias, m.Name, m.Resolved, m.Name == module ? Verdict.Broken : Verdict.Compatible, []))],
    };
}
