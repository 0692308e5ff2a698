using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.Wrapping;

namespace TaskChain.Scripting.LateBinding;

/// <summary>What late binding made of a body.</summary>
/// <param name="Unit">The body with the edits that were possible.</param>
/// <param name="Sites">Uses of missing members, in source order.</param>
/// <param name="Errors">What does not compile and is not about versions.</param>
internal sealed record LateBindingResult(ScriptUnit Unit, IReadOnlyList<LateSite> Sites, IReadOnlyList<Diagnostic> Errors);

/// <summary>
/// Makes a body compile against versions that lack some of what it uses. Every error is looked up in the body bound against the other versions; what
/// compiles there becomes a typed throw here, until nothing is left or nothing helps.
/// </summary>
internal sealed class LateBinder(OtherVersions others, FutureMembers future, SiteRewriter rewriter, Func<BodyEdits, ScriptUnit> bind)
{
    private const int MaxRounds = 8;

    // A body with more is not one that met another version: it is rubbish, and looking each of them up would take long.
    private const int MaxErrors = 300;

    // Consequences of control and data flow, never of a member that is missing: a rewritten place cannot answer for them.
    private static readonly HashSet<string> FlowErrors = ["CS0161", "CS0163", "CS0165", "CS0170", "CS0171", "CS0177", "CS0269", "CS1643", "CS8070", "CS9014"];

    private readonly List<LateSite> _sites = [];

    public LateBindingResult Bind(ScriptUnit original, BodyEdits edits, CancellationToken cancellationToken)
    {
        var unit = original;
        var errors = unit.Errors(cancellationToken);
        for (var round = 0; round < MaxRounds && errors.Count is > 0 and <= MaxErrors; round++)
        {
            var progress = false;
            foreach (var error in errors.OrderBy(error => error.Location.SourceSpan.Start)) progress |= Treat(unit, error, edits, cancellationToken);
            if (!progress) break;
            unit = bind(edits);
            errors = unit.Errors(cancellationToken);
        }

        var sites = _sites.OrderBy(site => site.Span.Start).ToList();
        return new LateBindingResult(unit, sites, [.. errors.Where(error => !IsOfSite(unit, error))]);
    }

    private bool Treat(ScriptUnit unit, Diagnostic error, BodyEdits edits, CancellationToken cancellationToken)
    {
        if (unit.ToBody(error) is not { } span) return false;
        if (unit.Map.IsReplaced(error.Location.SourceSpan))
        {
            // The replacement itself does not compile: one step larger.
            var site = _sites.Find(known => known.Replaced.Exists(replaced => Touches(replaced, span)));
            return site is not null && rewriter.Widen(site, edits);
        }

        if (FlowErrors.Contains(error.Id) || _sites.Exists(known => known.Span == span)) return false;
        if ((others.Find(span, cancellationToken) ?? future.Find(span, cancellationToken)) is not { } found) return false;
        _sites.Add(found);
        return rewriter.Rewrite(found, edits);
    }

    private static bool Touches(TextSpan a, TextSpan b) => a.OverlapsWith(b) || a.Contains(b) || b.Contains(a);

    private bool IsOfSite(ScriptUnit unit, Diagnostic error) => unit.ToBody(error) is { } span && _sites.Exists(site => site.Span == span);
}
