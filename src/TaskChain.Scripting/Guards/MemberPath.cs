using Microsoft.CodeAnalysis;

namespace TaskChain.Scripting.Guards;

/// <summary>Finds public members by a dotted path of names, in metadata, with the rules by which the worker does it by reflection.</summary>
internal static class MemberPath
{
    /// <summary>True when the path leads from the type to a public member; an empty path is the type itself.</summary>
    public static bool Exists(ITypeSymbol type, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty) return true;
        foreach (var member in MembersOf(type, path[0]))
        {
            if (path.Length == 1) return true;
            if (TypeOf(member) is { } next && Exists(next, path[1..])) return true;
        }

        return false;
    }

    private static IEnumerable<ISymbol> MembersOf(ITypeSymbol type, string name)
    {
        var types = type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Cast<ITypeSymbol>().Prepend(type) : WithBases(type);
        return types.SelectMany(each => each.GetMembers(name)).Where(member => member.DeclaredAccessibility == Accessibility.Public);
    }

    private static IEnumerable<ITypeSymbol> WithBases(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType) yield return type;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        INamedTypeSymbol nested => nested,
        _ => null,
    };
}
