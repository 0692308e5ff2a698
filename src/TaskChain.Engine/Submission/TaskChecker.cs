using TaskChain.Contracts.Problems;
using TaskChain.Engine.Modules;
using TaskChain.Sandbox.Protocol;
using TaskChain.Versioning;

namespace TaskChain.Engine.Submission;

/// <summary>A compiled body of a task, with where its source stands.</summary>
internal sealed record CompiledSource(string Member, string Key, CompileResult Result)
{
    public IEnumerable<ScriptDiagnostic> Errors => Result.Diagnostics.Where(item => item.IsError);

    /// <summary>Where a diagnostic belongs, in words.</summary>
    public string Place(ScriptDiagnostic diagnostic) =>
        diagnostic.Line > 0 ? $"{Member} line {diagnostic.Line}, column {diagnostic.Column}" : Member;
}

/// <summary>
/// Checks one task: resolves its modules, compiles its body and fallback against the best candidates, and moves on to the next candidate of a module
/// that the bodies do not bind against (design: resolution rules 1 to 5, R22). Used once.
/// </summary>
internal sealed class TaskChecker(TaskDefinition task, CatalogueSnapshot catalogue, ScriptCache scripts, ModuleFiles files, bool versioning)
{
    private readonly TaskCheckResult _result = new(task);
    private readonly List<ModuleChoice> _choices = [];

    public async Task<TaskCheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var demand in task.Modules) Resolve(demand);
        if (_result.Problems.Count > 0) return _result;

        var refused = _choices.Where(choice => choice.Candidates.Count == 0).ToList();
        var compiled = await CompileAsync(cancellationToken);
        if (refused.Count > 0)
        {
            ReportBroken(refused, compiled);
            return _result;
        }

        while (Culprit(compiled) is { } culprit)
        {
            culprit.TryNext();
            if (culprit.IsExhausted) return await RefuseAsync(culprit, cancellationToken);
            compiled = await CompileAsync(cancellationToken);
        }

        ReportErrors(compiled);
        if (_result.Problems.Count == 0) Accept(compiled);
        return _result;
    }

    private void Resolve(ModuleDemand demand)
    {
        if (!catalogue.Modules.TryGetValue(demand.Name, out var record))
        {
            var hint = NearestNames.Hint(demand.Name, catalogue.Catalogue.Names);
            var known = catalogue.Catalogue.Names.Count == 0 ? " No module is published in this service." : "";
            Report(demand, ProblemCodes.ModuleNotFound, $"Task '{task.Name}' asks for module '{demand.Name}', which is not known.{hint}{known}");
            if (demand.Requested is { } asked && !VersionRequest.TryParse(asked, out _, out var error)) ReportInvalid(demand, error);
            return;
        }

        switch (VersionResolver.Resolve(record.Module, demand.Requested))
        {
            case Resolution.Candidates found:
                AddCandidates(demand, record, found);
                break;
            case Resolution.Broken broken when task.TrustsProof && ProvableBreaks.Are(record, broken.Break):
                var proven = new Candidate(broken.Break.Available, CandidateRelation.Newer, false);
                _choices.Add(new ModuleChoice(demand, record, broken.Requested, [proven], broken.Break));
                break;
            case Resolution.Broken broken:
                _choices.Add(new ModuleChoice(demand, record, broken.Requested, [], broken.Break));
                break;
            case Resolution.Unavailable unavailable:
                Report(demand, ProblemCodes.ModuleVersionUnavailable, $"Task '{task.Name}': {unavailable.Message}");
                break;
            case Resolution.Invalid invalid:
                ReportInvalid(demand, invalid.Message);
                break;
            case Resolution.Ambiguous ambiguous:
                Report(demand, ProblemCodes.ModuleVersionAmbiguous, $"Task '{task.Name}': {ambiguous.Message}");
                break;
        }
    }

    /// <summary>A task that trusts the proof tries the version behind the break before it goes back to an older one.</summary>
    private void AddCandidates(ModuleDemand demand, ModuleRecord record, Resolution.Candidates found)
    {
        IReadOnlyList<Candidate> candidates = found.Versions;
        if (task.TrustsProof && found is { PassedOver: { } passedOver } && candidates[0].Relation == CandidateRelation.Older
            && ProvableBreaks.Are(record, passedOver))
        {
            candidates = [new Candidate(passedOver.Available, CandidateRelation.Newer, candidates[0].RequestedIsUnknown), .. candidates];
        }

        _choices.Add(new ModuleChoice(demand, record, found.Requested, candidates, found.PassedOver));
    }

    private async Task<IReadOnlyList<CompiledSource>> CompileAsync(CancellationToken cancellationToken)
    {
        var modules = new List<CompileModule>(_choices.Count);
        foreach (var choice in _choices) modules.Add(choice.ToCompile(await KnownAsync(choice, cancellationToken)));
        var compiled = new List<CompiledSource>(2) { await CompileAsync("body", task.Body, task.HasError, modules, cancellationToken) };
        if (task.Fallback is not null) compiled.Add(await CompileAsync("fallback", task.Fallback, true, modules, cancellationToken));
        return compiled;
    }

    private async Task<CompiledSource> CompileAsync(
        string member, string source, bool hasError, IReadOnlyList<CompileModule> modules, CancellationToken cancellationToken)
    {
        var request = new CompileRequest
        {
            Body = source,
            HasError = hasError,
            Versioning = versioning,
            Modules = modules,
            ThrowOnMissingMembers = task.ThrowsOnMissingMembers,
        };
        var (key, result) = await scripts.CompileAsync(request, cancellationToken);
        return new CompiledSource(member, key, result);
    }

    /// <summary>All versions whose assemblies can be had: also retired ones, since the past explains what is missing today (R25).</summary>
    private async Task<IReadOnlyList<KnownModuleVersion>> KnownAsync(ModuleChoice choice, CancellationToken cancellationToken)
    {
        var known = new List<KnownModuleVersion>(choice.Record.Versions.Count);
        foreach (var version in choice.Record.Versions)
        {
            var folder = await files.EnsureAsync(version.Data.ContentHash, cancellationToken);
            var assembly = Path.Combine(folder, version.Manifest.Assembly);
            known.Add(new KnownModuleVersion(version.Data.Version, version.Data.ContentHash, assembly, version.Manifest.Entry));
        }

        return known;
    }

    /// <summary>The module whose version being tried does not fit the bodies; null when all fit, or when no version could help.</summary>
    private ModuleChoice? Culprit(IReadOnlyList<CompiledSource> compiled)
    {
        if (compiled.SelectMany(item => item.Errors).Any(item => item.Code != ProblemCodes.ModuleMemberMissing)) return null;
        foreach (var choice in _choices)
        {
            if (compiled.Any(item => Misfits(item, choice))) return choice;
        }

        return null;
    }

    private static bool Misfits(CompiledSource compiled, ModuleChoice choice) =>
        compiled.Errors.Any(item => item.Code == ProblemCodes.ModuleMemberMissing && item.Module == choice.Demand.Name)
        || compiled.Result.Verdicts.Any(item => item.Alias == choice.Demand.Alias && item.Verdict == Verdict.Broken);

    /// <summary>No candidate of a module fits: says why the best one does not.</summary>
    private async Task<TaskCheckResult> RefuseAsync(ModuleChoice culprit, CancellationToken cancellationToken)
    {
        culprit.ShowBest();
        var compiled = await CompileAsync(cancellationToken);
        if (culprit.IsBehind)
        {
            ReportBroken([culprit], compiled);
        }
        else
        {
            ReportErrors(compiled);
            if (_result.Problems.Count == 0) ReportBroken([culprit], compiled);
        }

        return _result;
    }

    private void ReportBroken(List<ModuleChoice> choices, IReadOnlyList<CompiledSource> compiled)
    {
        foreach (var choice in choices) _result.Problems.Add(CompatRefusal.Item(_result, choice, compiled));
        foreach (var source in compiled)
        {
            // What is wrong with the body itself is said as well; what the break explains is said once.
            _result.Problems.AddRange(source.Errors
                .Where(error => error.Code != ProblemCodes.ModuleMemberMissing)
                .Where(error => !choices.Exists(choice => CompatRefusal.IsUnexplained(choice, error)))
                .Select(error => Diagnostic(source, error)));
        }
    }

    private void ReportErrors(IReadOnlyList<CompiledSource> compiled)
    {
        foreach (var source in compiled)
        {
            foreach (var error in source.Errors) _result.Problems.Add(Diagnostic(source, error));
        }
    }

    private void Accept(IReadOnlyList<CompiledSource> compiled)
    {
        _result.BodyKey = compiled[0].Key;
        _result.FallbackKey = compiled.Count > 1 ? compiled[1].Key : null;
        _result.Set = LockedSet.Of(
            [.. _choices.Select(choice => choice.ToLocked())],
            [.. _choices.Select(choice => choice.Record.Knowledge).DistinctBy(knowledge => knowledge.Name)]);
        foreach (var choice in _choices) new AcceptedModule(_result, choice, compiled).Report();
        foreach (var source in compiled)
        {
            // Late-bound members are warned of per module already.
            _result.Warnings.AddRange(source.Result.Diagnostics.Where(item => item.Member is null).Select(item => Diagnostic(source, item)));
        }
    }

    private void ReportInvalid(ModuleDemand demand, string message) =>
        Report(demand, ProblemCodes.ModuleVersionInvalid, $"Task '{task.Name}', module '{demand.Name}': {message}");

    /// <summary>The compiler's sentence, made to stand alone.</summary>
    private ProblemItem Diagnostic(CompiledSource source, ScriptDiagnostic diagnostic) =>
        _result.Item(diagnostic.Code, $"Task '{task.Name}', {source.Place(diagnostic)}: {diagnostic.Message}", $"{task.Pointer}/{source.Member}") with
        {
            Line = diagnostic.Line > 0 ? diagnostic.Line : null,
            Column = diagnostic.Column > 0 ? diagnostic.Column : null,
            DiagnosticId = diagnostic.Id,
            Module = diagnostic.Module,
            Available = diagnostic.Module is null ? null : _choices.FirstOrDefault(choice => choice.Demand.Name == diagnostic.Module)?.Bound.Version,
            Hits = diagnostic.Member is null ? null : [new MemberHit(diagnostic.Member, diagnostic.Line, diagnostic.Column)],
            Remedy = diagnostic.AddedIn is null ? null : $"The member was added in {diagnostic.AddedIn}: guard its use, or ask for that version.",
        };

    private void Report(ModuleDemand demand, string code, string message) => _result.Problems.Add(
        _result.Item(code, message, demand.Pointer) with { Alias = demand.Alias, Module = demand.Name, Requested = demand.Requested });
}
