using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TaskChain.Scripting.Uses;

namespace TaskChain.Scripting.LateBinding;

/// <summary>The body as written, bound against other versions of one module at a time: what compiles there is about versions, what does not is a mistake.</summary>
internal sealed class OtherVersions(ScriptRequest request, ModuleVersions versions, Func<IReadOnlyList<ModuleBuild>, ScriptUnit> bind)
{
    private readonly Dictionary<(int Module, string Version), (ScriptUnit Unit, List<TextSpan> Errors)> _units = [];

    /// <summary>The body bound against a version of one module and the given versions of the others; null when its assembly is not at hand.</summary>
    public ScriptUnit? Bound(int module, string version, CancellationToken cancellationToken) =>
        request.Modules[module].Build(version) is { } build ? Get(module, build, cancellationToken).Unit : null;

    /// <summary>Finds the version in which a place that does not compile does, and the member that it needs.</summary>
    public LateSite? Find(TextSpan span, CancellationToken cancellationToken)
    {
        for (var module = 0; module < request.Modules.Count; module++)
        {
            foreach (var build in Candidates(request.Modules[module]))
            {
                var (unit, errors) = Get(module, build, cancellationToken);
                if (errors.Any(error => Touches(error, span))) continue;
                if (Site(span, module, build, unit, cancellationToken) is { } site) return site;
            }
        }

        return null;
    }

    // What the author wrote against comes first, then the newest.
    private static IEnumerable<ModuleBuild> Candidates(ScriptModule module) => ModuleVersions.OldestFirst(module)
        .Reverse()
        .Where(build => build.Version != module.Resolved)
        .OrderByDescending(build => build.Version == module.Requested);

    private LateSite? Site(TextSpan span, int module, ModuleBuild build, ScriptUnit unit, CancellationToken cancellationToken)
    {
        if (unit.Map.ToGenerated(span) is not { } there) return null;
        var node = unit.Script.Tree.GetRoot(cancellationToken).FindNode(there, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive)
        {
            var name = directive.NamespaceOrType.ToString();
            return Make("N:" + name, name, null);
        }

        if (ModuleSymbol(node, module, unit, cancellationToken) is not { } symbol) return null;
        var definition = SymbolNames.Definition(symbol);
        var id = SymbolNames.Id(definition);
        return Make(id, SymbolNames.Display(definition), versions.AddedIn(request.Modules[module], id, build.Version));

        LateSite Make(string id, string member, string? addedIn) => new()
        {
            Module = module,
            Symbol = id,
            Member = member,
            AddedIn = addedIn,
            FoundIn = build.Version,
            Span = span,
            Unit = unit,
            Node = node,
        };
    }

    // The nearest symbol of the module that the given version lacks; else, where only a type or a value differs, the nearest at all.
    private ISymbol? ModuleSymbol(SyntaxNode node, int module, ScriptUnit unit, CancellationToken cancellationToken)
    {
        var around = node.DescendantNodesAndSelf().Concat(node.Ancestors().TakeWhile(each => each is not StatementSyntax and not MemberDeclarationSyntax));
        var symbols = around
            .Select(each => SymbolOf(unit.Model.GetSymbolInfo(each, cancellationToken)))
            .OfType<ISymbol>()
            .Where(symbol => symbol is not INamespaceSymbol && unit.References.OwnerOf(symbol) == module)
            .ToList();
        var given = request.Modules[module].ResolvedBuild;
        return symbols.FirstOrDefault(symbol => !versions.Has(given, SymbolNames.Id(SymbolNames.Definition(symbol)))) ?? symbols.FirstOrDefault();
    }

    // Inside nameof, a method is the group of its overloads.
    private static ISymbol? SymbolOf(SymbolInfo info) =>
        info.Symbol ?? (info.CandidateReason == CandidateReason.MemberGroup ? info.CandidateSymbols.FirstOrDefault() : null);

    private (ScriptUnit Unit, List<TextSpan> Errors) Get(int module, ModuleBuild build, CancellationToken cancellationToken)
    {
        if (_units.TryGetValue((module, build.Version), out var known)) return known;
        var unit = bind([.. request.Modules.Select((other, i) => i == module ? build : other.ResolvedBuild)]);
        var errors = unit.Errors(cancellationToken).Select(unit.ToBody).OfType<TextSpan>().ToList();
        return _units[(module, build.Version)] = (unit, errors);
    }

    private static bool Touches(TextSpan a, TextSpan b) => a.OverlapsWith(b) || a.Contains(b) || b.Contains(a);
}
