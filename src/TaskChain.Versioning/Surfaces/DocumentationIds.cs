using System.Text;

namespace TaskChain.Versioning.Surfaces;

/// <summary>Documentation ids as the C# compiler writes them (C# standard, annex D).</summary>
internal static class DocumentationIds
{
    /// <summary>Full name of a declared type: <c>Sdc.Outer`1.Inner</c>.</summary>
    public static string Declared(TypeNode.Named type)
    {
        var text = new StringBuilder(type.Namespace);
        foreach (var (name, arity) in type.Path)
        {
            if (text.Length > 0) text.Append('.');
            text.Append(name);
            if (arity > 0) text.Append('`').Append(arity);
        }

        return text.ToString();
    }

    /// <summary>A member's name; dots of explicit names would read as separators.</summary>
    public static string MemberName(string name) => name.Replace('.', '#').Replace('<', '{').Replace('>', '}');

    /// <summary>Parameter list with parentheses; nothing when it is empty.</summary>
    public static string Parameters(IReadOnlyList<TypeNode> types) => types.Count == 0 ? "" : $"({string.Join(',', types.Select(Reference))})";

    /// <summary>A type as a signature names it.</summary>
    public static string Reference(TypeNode type) => type switch
    {
        TypeNode.Named named => Named(named),
        TypeNode.Array { Rank: 1 } array => Reference(array.Element) + "[]",
        TypeNode.Array array => $"{Reference(array.Element)}[{string.Join(',', Enumerable.Repeat("0:", array.Rank))}]",
        TypeNode.Pointer pointer => Reference(pointer.Element) + "*",
        TypeNode.ByRef reference => Reference(reference.Element) + "@",
        TypeNode.Parameter parameter => (parameter.OfMethod ? "``" : "`") + parameter.Index,
        TypeNode.Modified modified => Reference(modified.Element),
        TypeNode.Function => "", // So the compiler has it, which this must match.
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Named(TypeNode.Named type)
    {
        var text = new StringBuilder(type.Namespace);
        var used = 0;
        foreach (var (name, arity) in type.Path)
        {
            if (text.Length > 0) text.Append('.');
            text.Append(name);
            if (arity == 0) continue;
            text.Append('{').AppendJoin(',', type.Arguments.Skip(used).Take(arity).Select(Reference)).Append('}');
            used += arity;
        }

        return text.ToString();
    }
}
