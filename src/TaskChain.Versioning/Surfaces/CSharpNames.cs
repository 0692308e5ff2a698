using System.Globalization;
using System.Text;

namespace TaskChain.Versioning.Surfaces;

/// <summary>Types and constants as C# source would write them.</summary>
/// <param name="typeParameters">Names of the type parameters in scope, outer types' first.</param>
/// <param name="methodParameters">Names of the method's own type parameters.</param>
internal sealed class CSharpNames(IReadOnlyList<string> typeParameters, IReadOnlyList<string> methodParameters)
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["Boolean"] = "bool",
        ["Byte"] = "byte",
        ["SByte"] = "sbyte",
        ["Char"] = "char",
        ["Decimal"] = "decimal",
        ["Double"] = "double",
        ["Single"] = "float",
        ["Int16"] = "short",
        ["Int32"] = "int",
        ["Int64"] = "long",
        ["UInt16"] = "ushort",
        ["UInt32"] = "uint",
        ["UInt64"] = "ulong",
        ["IntPtr"] = "nint",
        ["UIntPtr"] = "nuint",
        ["Object"] = "object",
        ["String"] = "string",
        ["Void"] = "void",
    };

    /// <summary>A type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="flags">What may be null in it; null when nothing is known.</param>
    public string Write(TypeNode type, NullableFlags? flags = null) => type switch
    {
        TypeNode.Named named => Named(named, flags),
        TypeNode.Array array => Array(array, flags),
        TypeNode.Pointer pointer => Write(pointer.Element, flags) + "*",
        TypeNode.ByRef reference => "ref " + Write(reference.Element, flags),
        TypeNode.Parameter parameter => At(parameter.OfMethod ? methodParameters : typeParameters, parameter.Index) + Mark(flags),
        TypeNode.Modified modified => Write(modified.Element, flags),
        TypeNode.Function function => $"delegate*<{string.Join(", ", function.Parameters.Append(function.Result).Select(part => Write(part)))}>",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A constant's value.</summary>
    public static string Constant(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => Quote(text, '"'),
        char letter => Quote(letter.ToString(), '\''),
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Quote(string text, char quote)
    {
        var quoted = new StringBuilder().Append(quote);
        foreach (var letter in text)
        {
            if (letter == quote || letter == '\\') quoted.Append('\\').Append(letter);
            else if (char.IsControl(letter)) quoted.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else quoted.Append(letter);
        }

        return quoted.Append(quote).ToString();
    }

    // The flags stand in the order of the type's parts, outer ones first, so they must be taken before what is inside is written.
    private string Array(TypeNode.Array array, NullableFlags? flags)
    {
        var mark = Mark(flags);
        return $"{Write(array.Element, flags)}[{new string(',', array.Rank - 1)}]{mark}";
    }

    // Namespaces are left away: the signature is for people, the documentation id beside it is exact.
    private string Named(TypeNode.Named type, NullableFlags? flags)
    {
        var mark = type.IsValue && type.Arguments.Count == 0 ? "" : Mark(flags);
        if (type is { Namespace: "System", Path: [{ Arity: 0 } only] } && Keywords.TryGetValue(only.Name, out var keyword)) return keyword + mark;
        if (type is { Namespace: "System", Path: [{ Name: "Nullable", Arity: 1 }], Arguments: [var value] }) return Write(value, flags) + "?";
        if (type is { Namespace: "System", Path: [{ Name: "ValueTuple", Arity: > 1 and < 8 }] })
        {
            return $"({string.Join(", ", type.Arguments.Select(argument => Write(argument, flags)))})";
        }

        var text = new StringBuilder();
        var used = 0;
        foreach (var (name, arity) in type.Path)
        {
            if (text.Length > 0) text.Append('.');
            text.Append(name);
            if (arity == 0) continue;
            text.Append('<').AppendJoin(", ", type.Arguments.Skip(used).Take(arity).Select(argument => Write(argument, flags))).Append('>');
            used += arity;
        }

        return text.Append(mark).ToString();
    }

    private static string Mark(NullableFlags? flags) => flags?.Next() == NullableFlags.MayBeNull ? "?" : "";

    private static string At(IReadOnlyList<string> names, int index) => index < names.Count ? names[index] : "?";
}
