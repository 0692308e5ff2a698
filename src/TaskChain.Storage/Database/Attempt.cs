namespace TaskChain.Storage.Database;

/// <summary>Where a call stands that may have to be tried again.</summary>
internal sealed class Attempt(long started)
{
    /// <summary>When the first attempt began, as a timestamp of the time provider.</summary>
    public long Started { get; } = started;

    /// <summary>Number of failed attempts before this one.</summary>
    public int Number { get; set; }

    /// <summary>True when an earlier attempt may have been committed without our knowing.</summary>
    public bool Again => Number > 0;
}
