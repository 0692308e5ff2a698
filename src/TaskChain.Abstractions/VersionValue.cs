using System.Diagnostics.CodeAnalysis;

namespace TaskChain;

/// <summary>A version as scripts see it. A value read from a version map carries its module; one made from a string does not.</summary>
/// <param name="Module">The module whose history orders the value, or null for a bare string.</param>
/// <param name="Text">The version's text: SemVer 2.0 or a commit SHA.</param>
public readonly record struct VersionValue(string? Module, string Text)
{
    /// <summary>Makes a bare version from text.</summary>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Scripts write plain strings.")]
    public static implicit operator VersionValue(string text) => new(null, text);

    /// <summary>Gives the version's text.</summary>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Scripts write plain strings.")]
    public static implicit operator string(VersionValue value) => value.Text;

    /// <summary>True when the text is the same.</summary>
    public static bool operator ==(VersionValue value, string? text) => string.Equals(value.Text, text, StringComparison.Ordinal);

    /// <summary>True when the text differs.</summary>
    public static bool operator !=(VersionValue value, string? text) => !(value == text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
