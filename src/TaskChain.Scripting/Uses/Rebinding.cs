using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace TaskChain.Scripting.Uses;

/// <summary>Compares what a body binds to in two versions of a module: same text, same place, another meaning.</summary>
/// <param name="given">The body bound against the given version.</param>
/// <param name="requested">The body bound against the requested one.</param>
/// <param name="requestedVersion">Its name.</param>
internal sealed class Rebinding(ScriptUnit given, ScriptUnit requested, string requestedVersion)
{
    private static readonly SymbolDisplayFormat TypeOnly = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The differences of one module's uses: their places, and what differs as a sentence.</summary>
    /// <param name="uses">Uses in the body bound against the given version.</param>
    /// <param name="module">Position of the module in the request.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public IEnumerable<(TextSpan Span, string Sentence)> Differences(IEnumerable<BoundUse> uses, int module, CancellationToken cancellationToken)
    {
        var before = UseCollector.Collect(requested, cancellationToken).Where(use => use.Module == module).ToLookup(use => use.Span);
        foreach (var use in uses.Where(use => use.Module == module))
        {
            var olds = before[use.Span].ToList();
            if (olds.Count == 0) continue; // It does not bind there: no question of meaning.
            var same = olds.Find(old => SymbolNames.Id(old.Symbol) == SymbolNames.Id(use.Symbol));
            var sentences = same is not null
                ? Compare(use, same.Symbol)
                : [$"'{SymbolNames.Display(use.Symbol)}' is bound; in {requestedVersion} it is '{SymbolNames.Display(olds[0].Symbol)}'."];
            foreach (var sentence in sentences) yield return (use.Span, sentence);
        }
    }

    private IEnumerable<string> Compare(BoundUse use, ISymbol then)
    {
        var now = use.Symbol;
        var name = SymbolNames.Display(now);
        if (now is IFieldSymbol { HasConstantValue: true } a && then is IFieldSymbol { HasConstantValue: true } b && !Equals(a.ConstantValue, b.ConstantValue))
        {
            yield return Sentence($"The value of '{name}'", Text(a.ConstantValue), Text(b.ConstantValue));
        }

        if (TypeOf(now) != TypeOf(then)) yield return Sentence($"The type of '{name}'", $"'{TypeOf(now)}'", $"'{TypeOf(then)}'");
        if (now.IsStatic != then.IsStatic) yield return Sentence($"'{name}'", Kind(now), Kind(then));
        if (now is not IMethodSymbol method || then is not IMethodSymbol old) yield break;
        foreach (var (mine, other) in method.Parameters.Zip(old.Parameters))
        {
            if (mine.Name != other.Name) yield return Sentence($"The name of parameter {mine.Ordinal + 1} of '{name}'", $"'{mine.Name}'", $"'{other.Name}'");
            if (mine.HasExplicitDefaultValue && other.HasExplicitDefaultValue && !Equals(mine.ExplicitDefaultValue, other.ExplicitDefaultValue) && IsOmitted(use, mine))
            {
                yield return Sentence($"The default of '{mine.Name}' of '{name}'", Text(mine.ExplicitDefaultValue), Text(other.ExplicitDefaultValue));
            }
        }
    }

    private string Sentence(string what, string now, string then) => $"{what} is {now}; in {requestedVersion} it is {then}.";

    // An argument that is not written takes the default.
    private bool IsOmitted(BoundUse use, IParameterSymbol parameter)
    {
        var call = use.Node.AncestorsAndSelf().TakeWhile(node => node is not StatementSyntax)
            .FirstOrDefault(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax);
        var arguments = call is null ? [] : given.Model.GetOperation(call) switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
        return arguments.Any(argument => argument.ArgumentKind == ArgumentKind.DefaultValue && argument.Parameter?.Ordinal == parameter.Ordinal);
    }

    private static string TypeOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: not MethodKind.Constructor } method => method.ReturnType.ToDisplayString(TypeOnly),
        IPropertySymbol property => property.Type.ToDisplayString(TypeOnly),
        IFieldSymbol field => field.Type.ToDisplayString(TypeOnly),
        IEventSymbol @event => @event.Type.ToDisplayString(TypeOnly),
        INamedTypeSymbol type => type.TypeKind.ToString(),
        _ => "",
    };

    private static string Kind(ISymbol symbol) => symbol.IsStatic ? "a static member" : "an instance member";

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
