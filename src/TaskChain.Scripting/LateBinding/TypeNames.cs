using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TaskChain.Scripting.LateBinding;

/// <summary>Carries types from the compilation against one version to the compilation against another.</summary>
internal sealed class TypeNames(CSharpCompilation here)
{
    /// <summary>The type as source, or null when it does not exist here or cannot stand as a type argument. Never <c>dynamic</c>.</summary>
    public string? Source(ITypeSymbol? type) => type is not null && Exists(type) ? type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) : null;

    private bool Exists(ITypeSymbol type) => type switch
    {
        { IsRefLikeType: true } or { SpecialType: SpecialType.System_Void } => false,
        IArrayTypeSymbol array => Exists(array.ElementType),
        ITypeParameterSymbol => true,
        IErrorTypeSymbol => false,
        INamedTypeSymbol { IsAnonymousType: true } or INamedTypeSymbol { IsUnboundGenericType: true } => false,
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(element => Exists(element.Type)),
        INamedTypeSymbol named => IsHere(named.OriginalDefinition) && TypeArguments(named).All(Exists),
        _ => false,
    };

    private bool IsHere(INamedTypeSymbol definition) =>
        here.GetTypesByMetadataName(MetadataName(definition)).Any(found =>
            found.Arity == definition.Arity
            && found.ContainingAssembly.Name == definition.ContainingAssembly?.Name
            && here.IsSymbolAccessibleWithin(found, here.Assembly));

    private static IEnumerable<ITypeSymbol> TypeArguments(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? type.TypeArguments.Concat(TypeArguments(outer)) : type.TypeArguments;

    private static string MetadataName(INamedTypeSymbol type) => type switch
    {
        { ContainingType: { } outer } => MetadataName(outer) + "+" + type.MetadataName,
        { ContainingNamespace: { IsGlobalNamespace: false } space } => space.ToDisplayString() + "." + type.MetadataName,
        _ => type.MetadataName,
    };
}
