namespace TaskChain.Versioning.Surfaces;

/// <summary>The metadata reader checks little: a damaged file shows itself by any of these.</summary>
internal static class BrokenMetadata
{
    public static bool IsSignOf(Exception e) => e is ArgumentException or InvalidOperationException or InvalidCastException or OverflowException
        or IndexOutOfRangeException or NotSupportedException or IOException;
}
