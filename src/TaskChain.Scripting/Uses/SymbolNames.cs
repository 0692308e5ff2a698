using Microsoft.CodeAnalysis;

namespace TaskChain.Scripting.Uses;

/// <summary>How symbols are named in results.</summary>
internal static class SymbolNames
{
    private static readonly SymbolDisplayFormat Format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The definition that a use is a use of: extension methods unreduced, generics unconstructed.</summary>
    public static ISymbol Definition(ISymbol symbol) =>
        (symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : symbol).OriginalDefinition;

    /// <summary>Documentation id of a definition.</summary>
    public static string Id(ISymbol definition) => definition.GetDocumentationCommentId() ?? "?:" + Display(definition);

    /// <summary>As source would name it: <c>Cnapi.WaitTask(string)</c>.</summary>
    public static string Display(ISymbol definition) => definition.ToDisplayString(Format);
}
