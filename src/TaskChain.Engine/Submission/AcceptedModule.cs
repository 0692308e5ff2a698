using TaskChain.Contracts.Problems;
using TaskChain.Sandbox.Protocol;
using TaskChain.Versioning;

namespace TaskChain.Engine.Submission;

/// <summary>Reports what is worth knowing about a module that a task is given.</summary>
internal sealed class AcceptedModule(TaskCheckResult result, ModuleChoice choice, IReadOnlyList<CompiledSource> compiled)
{
    public void Report()
    {
        var verdicts = compiled.SelectMany(item => item.Result.Verdicts).Where(item => item.Alias == choice.Demand.Alias).ToList();
        var verdict = verdicts.Count == 0 ? Verdict.Compatible : verdicts.MaxBy(item => Weight(item.Verdict))!.Verdict;
        string[] evidence = [.. verdicts.SelectMany(item => item.Evidence).Distinct(StringComparer.Ordinal)];
        result.Modules.Add(new ModuleReport(choice.Demand.Alias, choice.Demand.Name, choice.Requested, choice.Bound.Version, verdict, evidence));
        WarnOfDeprecation();
        WarnOfUnknownRequest();
        WarnOfLateBinding();
        WarnOfOverruledBreak();
        if (verdict == Verdict.Rebound)
        {
            Warn(
                ProblemCodes.ModuleRebound,
                $"binds to other symbols of module '{choice.Demand.Name}' {choice.Bound.Version} than in the requested version: "
                + string.Join(" ", evidence));
        }
    }

    /// <summary>Body and fallback may have different verdicts: the worse one counts.</summary>
    private static int Weight(Verdict verdict) => verdict switch
    {
        Verdict.Compatible => 0,
        Verdict.Rebound => 1,
        Verdict.LateBound => 2,
        Verdict.Unknown => 3,
        _ => 4,
    };

    private void WarnOfDeprecation()
    {
        if (choice.Bound.Manifest.Deprecated is not { } deprecated) return;
        var instead = deprecated.Use is null ? "" : $" Use '{deprecated.Use}' instead.";
        var reason = deprecated.Reason is null ? "" : $" {deprecated.Reason.TrimEnd('.')}.";
        Warn(ProblemCodes.ModuleDeprecated, $"uses module '{choice.Demand.Name}', which is deprecated.{instead}{reason}");
    }

    private void WarnOfOverruledBreak()
    {
        if (choice.Broken is not { } broken || broken.Available.Version != choice.Bound.Version) return;
        var breaks = string.Join(", ", broken.BreakingEntries.Select(entry => entry.Version));
        Warn(
            ProblemCodes.ModuleBreakOverruled,
            $"is given module '{choice.Demand.Name}' {choice.Bound.Version} although {breaks} broke compatibility with {choice.Requested}: "
            + "it trusts the proof, which finds it untouched.");
    }

    private void WarnOfUnknownRequest()
    {
        // A range that is met says all there is to say: its lower bound need not be a version at all.
        if (choice.Current is not { RequestedIsUnknown: true, Relation: not CandidateRelation.InRange } || choice.Requested is null) return;
        Warn(
            ProblemCodes.ModuleVersionUnknown,
            $"asks for module '{choice.Demand.Name}' {choice.Requested}, which is not in the module's history: "
            + $"its place there is assumed. It is given {choice.Bound.Version}.");
    }

    private void WarnOfLateBinding()
    {
        foreach (var source in compiled)
        {
            foreach (var use in source.Result.Uses.Where(use => !use.Present && use.Module == choice.Demand.Name && use.Reach != UseReach.Dead))
            {
                var added = use.AddedIn is null ? "" : $" (added in {use.AddedIn})";
                Warn(
                    ProblemCodes.ModuleLateBound,
                    $"uses '{use.Member}'{added} on line {use.Line}, which module '{choice.Demand.Name}' {choice.Bound.Version} lacks. "
                    + "Reaching it throws.",
                    source.Member, use);
            }
        }
    }

    private void Warn(string code, string what, string member = "body", MemberUse? use = null) => result.Warnings.Add(
        result.Item(code, $"Task '{result.Task.Name}' {what}", use is null ? choice.Demand.Pointer : $"{result.Task.Pointer}/{member}") with
        {
            Alias = choice.Demand.Alias,
            Module = choice.Demand.Name,
            Requested = choice.Requested,
            Available = choice.Bound.Version,
            Line = use?.Line,
            Column = use?.Column,
            Hits = use is null ? null : [new MemberHit(use.Member, use.Line, use.Column)],
        });
}
