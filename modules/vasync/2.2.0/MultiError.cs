using System.Diagnostics.CodeAnalysis;

namespace Vasync;

/// <summary>Some of several calls failed.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The name that users of vasync know.")]
public sealed class MultiError : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errors">What went wrong, at least one.</param>
    public MultiError(IReadOnlyList<Exception> errors)
        : base(errors.Count == 1 ? errors[0].Message : $"first of {errors.Count} errors: {errors[0].Message}", errors[0]) => Errors = errors;

    /// <summary>What went wrong, in the order of the calls.</summary>
    public IReadOnlyList<Exception> Errors { get; }

    internal static void ThrowIfAny(IEnumerable<Task> calls)
    {
        var errors = calls
            .Where(call => !call.IsCompletedSuccessfully)
            .Select(call => call.Exception?.InnerException ?? new TaskCanceledException(call))
            .ToList();
        if (errors.Count > 0) throw new MultiError(errors);
    }
}
