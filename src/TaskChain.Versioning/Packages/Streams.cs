using System.Runtime.InteropServices;

namespace TaskChain.Versioning.Packages;

internal static class Streams
{
    /// <summary>A read-only stream over memory, without copying where an array lies beneath.</summary>
    public static MemoryStream Over(ReadOnlyMemory<byte> memory) => MemoryMarshal.TryGetArray(memory, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false) // TryGetArray gives an array when it succeeds.
        : new MemoryStream(memory.ToArray(), writable: false);
}
