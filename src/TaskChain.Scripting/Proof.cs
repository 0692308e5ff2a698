using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.Guards;
using TaskChain.Scripting.LateBinding;
using TaskChain.Scripting.Problems;
using TaskChain.Scripting.Uses;
using TaskChain.Scripting.Wrapping;

namespace TaskChain.Scripting;

/// <summary>What a body uses of its modules, how far each use is protected, and whether the body therefore fits the versions it is given.</summary>
/// <param name="request">The request.</param>
/// <param name="original">The body as written, bound against the given versions; it may have errors.</param>
/// <param name="edits">The edits that it was made with.</param>
/// <param name="others">The body bound against other versions.</param>
/// <param name="versions">Which versions have which members.</param>
/// <param name="problems">Takes what is found.</param>
internal sealed class Proof(
    ScriptRequest request, ScriptUnit original, BodyEdits edits, OtherVersions others, ModuleVersions versions, ProblemList problems)
{
    private readonly Verdicts _verdicts = new(request);

    /// <summary>Completes the proof.</summary>
    /// <param name="sites">Uses of members that the given versions lack.</param>
    /// <param name="bind">Binds the body against the given versions with other edits.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public CompiledScript Complete(IReadOnlyList<LateSite> sites, Func<BodyEdits, ScriptUnit> bind, CancellationToken cancellationToken)
    {
        var mayAsk = request.Versioning && VersionGlobals.MayOccurIn(request.Body);
        var facts = new VersionFacts(request, original.References);
        if (mayAsk) BareVersions.Check(original, facts, problems, cancellationToken);
        if (problems.HasErrors) _verdicts.AddToAll(Fit.Broken, "The body does not compile.");
        var guards = mayAsk || sites.Count > 0 ? GuardMap.Of(original, edits, facts, bind, cancellationToken) : null;
        Reach At(TextSpan span) => guards?.At(span) ?? Reach.Live;

        var bound = UseCollector.Collect(original, cancellationToken);
        var uses = bound.Select(use => Present(use, At(use.Span))).Concat(sites.Select(site => Missing(site, site.IsUsing ? Reach.Dead : At(site.Span)))).ToList();
        FindDifferences([.. bound.Where(use => At(use.Span) != Reach.Dead)], cancellationToken);
        foreach (var (module, line, sentence) in OpaqueUses.Find(original, problems, cancellationToken)) _verdicts.Add(module, Fit.Unknown, line, sentence);
        return new CompiledScript
        {
            Problems = problems.InSourceOrder(),
            Uses = [.. uses.OrderBy(use => use.Line).ThenBy(use => use.Column).DistinctBy(use => (use.Symbol, use.Line, use.Column))],
            Fits = _verdicts.Sum(),
            ReadsResults = ResultsReader.Reads(original, cancellationToken),
        };
    }

    private SymbolUse Present(BoundUse use, Reach reach)
    {
        var module = request.Modules[use.Module];
        var (line, column) = problems.LineColumn(use.Span);
        var id = SymbolNames.Id(use.Symbol);
        var added = versions.AddedIn(module, id, module.Resolved);
        return new SymbolUse(module.Name, id, SymbolNames.Display(use.Symbol), line, column, Present: true, added, reach);
    }

    private SymbolUse Missing(LateSite site, Reach reach)
    {
        var module = request.Modules[site.Module];
        var (line, column) = problems.LineColumn(site.Span);
        var fact = MissingMembers.Fact(module, site);
        var use = new SymbolUse(module.Name, site.Symbol, site.Member, line, column, Present: false, site.AddedIn, reach);
        if (!site.IsReplaceable)
        {
            Refuse(ProblemId.NotLateBindable, $"{fact}, and a version query cannot guard this place. Put it between #if and #endif.");
        }
        else if (reach == Reach.Live && !request.ThrowOnMissingMembers)
        {
            Refuse(ProblemId.MissingMember, $"{fact}, and no version guard protects this use. {MissingMembers.Remedy(module, site, request.Versioning)}");
        }
        else
        {
            var consequence = reach == Reach.Dead ? "it cannot be reached" : "reaching it throws ModuleMemberMissingException";
            _verdicts.Add(site.Module, Fit.LateBound, line, $"{fact}; {consequence}.");
            if (reach != Reach.Dead) problems.Add(Problem(ProblemCode.Warning, ProblemId.LateBound, isError: false, $"{fact}; {consequence}."));
        }

        return use;

        void Refuse(string id, string message)
        {
            _verdicts.Add(site.Module, Fit.Broken, line, fact + ".");
            problems.Add(Problem(ProblemCode.ModuleMemberMissing, id, isError: true, message));
        }

        ScriptProblem Problem(string code, string id, bool isError, string message) =>
            new(code, id, isError, line, column, message, module.Name, site.Member, site.AddedIn);
    }

    private void FindDifferences(IReadOnlyList<BoundUse> live, CancellationToken cancellationToken)
    {
        for (var i = 0; i < request.Modules.Count; i++)
        {
            var module = request.Modules[i];
            if (module.Requested is not { } requested || requested == module.Resolved) continue;
            if (others.Bound(i, requested, cancellationToken) is not { } unit) continue;
            foreach (var (span, sentence) in new Rebinding(original, unit, requested).Differences(live, i, cancellationToken))
            {
                _verdicts.Add(i, Fit.Rebound, problems.LineColumn(span).Line, sentence);
            }
        }
    }
}
