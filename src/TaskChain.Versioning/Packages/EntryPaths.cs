namespace TaskChain.Versioning.Packages;

/// <summary>Names of archive entries that may be joined to a folder on any system.</summary>
internal static class EntryPaths
{
    public static bool IsSafe(string path)
    {
        if (path.Length is 0 or > 260 || path.AsSpan().ContainsAnyInRange('\0', '\x1f') || path.AsSpan().IndexOfAny('\\', ':', '\x7f') >= 0) return false;

        // A folder's own entry ends with a slash.
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length == 0 && i > 0 && i == parts.Length - 1) continue;
            if (parts[i] is "" or "." or "..") return false;
        }

        return true;
    }
}
