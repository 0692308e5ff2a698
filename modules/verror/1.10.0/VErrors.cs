using System.Diagnostics.CodeAnalysis;

namespace VErrorLib;

/// <summary>Makes errors.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Scripts call them through the module's variable.")]
public sealed class VErrors
{
    /// <summary>Makes an error that says what could not be done and, after a colon, why.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="message">What could not be done.</param>
    public VError Wrap(Exception cause, string message) => new($"{message}: {cause.Message}", cause);
}
