namespace TaskChain.Versioning;

/// <summary>Short and long forms of one commit's SHA (R3). Both texts are in lower case.</summary>
internal static class ShaPrefix
{
    public static bool Related(string a, string b) => a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal);
}
