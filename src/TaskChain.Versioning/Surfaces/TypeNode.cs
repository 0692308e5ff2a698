namespace TaskChain.Versioning.Surfaces;

/// <summary>A type as a signature names it; written in two ways, as documentation id and as C#.</summary>
internal abstract record TypeNode
{
    /// <summary>A type by name, with its outer types before it; <see cref="Arguments"/> go over the whole path.</summary>
    public sealed record Named(string Namespace, IReadOnlyList<TypeSegment> Path, IReadOnlyList<TypeNode> Arguments, bool IsValue) : TypeNode;

    public sealed record Array(TypeNode Element, int Rank) : TypeNode;

    public sealed record Pointer(TypeNode Element) : TypeNode;

    public sealed record ByRef(TypeNode Element) : TypeNode;

    public sealed record Parameter(int Index, bool OfMethod) : TypeNode;

    public sealed record Modified(TypeNode Element, string Modifier) : TypeNode;

    public sealed record Function(IReadOnlyList<TypeNode> Parameters, TypeNode Result) : TypeNode;

    /// <summary>The type without custom modifiers.</summary>
    public TypeNode Plain => this is Modified modified ? modified.Element.Plain : this;

    public bool Has(string modifier) => this is Modified modified && (modified.Modifier == modifier || modified.Element.Has(modifier));
}

/// <summary>One name of a nested path.</summary>
/// <param name="Name">Without the mark of arity.</param>
/// <param name="Arity">Number of type parameters of its own.</param>
internal readonly record struct TypeSegment(string Name, int Arity)
{
    public static TypeSegment Parse(string metadataName)
    {
        var mark = metadataName.LastIndexOf('`');
        return mark > 0 && int.TryParse(metadataName.AsSpan(mark + 1), out var arity)
            ? new TypeSegment(metadataName[..mark], arity)
            : new TypeSegment(metadataName, 0);
    }
}
