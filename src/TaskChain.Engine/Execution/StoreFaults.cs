using System.Text.Json;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>Tells failures of stores that pass from those that do not.</summary>
internal static class StoreFaults
{
    /// <summary>
    /// True when the same call may succeed later. What no store explains counts as a lost connection, unless it is an exception that only a mistake in
    /// the call or in the program throws.
    /// </summary>
    public static bool IsTransient(Exception fault) => fault switch
    {
        IStoreFault known => known.IsTransient,
        ObjectDisposedException => true, // The node is being taken down: its life is over soon.
        ArgumentException or InvalidOperationException or NotSupportedException or FormatException or JsonException or NullReferenceException
            or InvalidCastException or KeyNotFoundException or IndexOutOfRangeException or OverflowException => false,
        _ => true,
    };
}
