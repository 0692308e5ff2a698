using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace TaskChain;

/// <summary>What the compiler puts in place of a late-bound member. Scripts may not name it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "Reserved for generated code: scripts may not use such names.")]
public static class __MissingMember
{
    /// <summary>Throws; typed as the expression that it stands for.</summary>
    public static T Throw<T>(string module, string version, string member, string? addedIn, int line, int column) =>
        throw new ModuleMemberMissingException(module, version, member, addedIn, line, column);

    /// <summary>Throws; in place of an expression whose value nobody uses.</summary>
    public static void Throw(string module, string version, string member, string? addedIn, int line, int column) =>
        throw new ModuleMemberMissingException(module, version, member, addedIn, line, column);

    /// <summary>Keeps an <c>out</c> variable of a replaced call declared.</summary>
    public static object? Out<T>(out T value)
    {
        value = default!; // Never read: the enclosing expression throws.
        return null;
    }
}
