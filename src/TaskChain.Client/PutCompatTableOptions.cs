namespace TaskChain.Client;

/// <summary>How a compat table is replaced.</summary>
public sealed class PutCompatTableOptions
{
    /// <summary>The revision that is replaced, as it was read; null for the module's first table.</summary>
    public string? IfMatch { get; set; }

    /// <summary>
    /// Why entries are inserted, removed or reordered; null (the default) allows appending only. The reason is kept with the old and the new table.
    /// </summary>
    public string? RewriteReason { get; set; }
}
