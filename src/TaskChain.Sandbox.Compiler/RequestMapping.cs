using System.Diagnostics;
using TaskChain.Sandbox.Protocol;
using TaskChain.Scripting;

namespace TaskChain.Sandbox.Compiler;

/// <summary>Between the records of the wire and those of the compiler.</summary>
internal static class RequestMapping
{
    public static ScriptRequest FromWire(CompileRequest request) => new()
    {
        Body = request.Body,
        HasError = request.HasError,
        Versioning = request.Versioning,
        ThrowOnMissingMembers = request.ThrowOnMissingMembers,
        Modules = [.. request.Modules.Select(FromWire)],
    };

    public static CompileResult ToWire(CompiledScript script) => new()
    {
        Assembly = script.Assembly,
        Hash = script.Hash,
        ReadsResults = script.ReadsResults,
        Diagnostics = [.. script.Problems.Select(problem => new ScriptDiagnostic(
            problem.Code, problem.Id, problem.IsError, problem.Line, problem.Column, problem.Message, problem.Module, problem.Member, problem.AddedIn))],
        Uses = [.. script.Uses.Select(use => new MemberUse(
            use.Module, use.Symbol, use.Member, use.Line, use.Column, use.Present, use.AddedIn, ToWire(use.Reach)))],
        Verdicts = [.. script.Fits.Select(fit => new ModuleVerdict(fit.Alias, fit.Module, fit.Version, ToWire(fit.Fit), fit.Evidence))],
    };

    private static ScriptModule FromWire(CompileModule module) => new(
        module.Alias,
        module.Name,
        module.Requested,
        module.Resolved,
        [.. module.History.Select(fact => new ModuleHistoryEntry(fact.Version, fact.Breaks))],
        [.. module.Known.Select(known => new ModuleBuild(known.Version, known.ContentHash, known.AssemblyPath, known.EntryType))]);

    private static UseReach ToWire(Reach reach) => reach switch
    {
        Reach.Live => UseReach.Live,
        Reach.Guarded => UseReach.Guarded,
        Reach.Dead => UseReach.Dead,
        _ => throw new UnreachableException(),
    };

    private static Verdict ToWire(Fit fit) => fit switch
    {
        Fit.Compatible => Verdict.Compatible,
        Fit.Rebound => Verdict.Rebound,
        Fit.LateBound => Verdict.LateBound,
        Fit.Unknown => Verdict.Unknown,
        Fit.Broken => Verdict.Broken,
        _ => throw new UnreachableException(),
    };
}
