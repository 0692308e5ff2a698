namespace TaskChain.Engine;

/// <summary>How long jobs that have ended are kept (section <c>TaskChain:Engine:Retention</c>). Default: for ever.</summary>
public sealed class RetentionOptions
{
    /// <summary>Jobs that ended longer ago than this are removed, at least 1 min. Null, the default, keeps them whatever their age.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>At most this many jobs that have ended are kept, those that ended last; 0 or more. Null, the default, for any number.</summary>
    public long? MaxCount { get; set; }

    /// <summary>How often a node looks for jobs to remove, 1 s to 1 day, a fifth more or less so that nodes do not look together. Default 1 min.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);
}
