using System.Diagnostics.CodeAnalysis;

namespace VErrorLib;

/// <summary>Something could not be done. Made by <see cref="VErrors.Wrap"/>.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The name that users of verror know.")]
public sealed class VError : Exception
{
    internal VError(string message, Exception cause)
        : base(message, cause)
    {
    }
}
