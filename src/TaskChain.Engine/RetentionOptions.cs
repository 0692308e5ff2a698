using System.ComponentModel.DataAnnotations;

namespace TaskChain.Engine;

/// <summary>How long jobs that have ended are kept (section <c>TaskChain:Retention</c>). Default: for ever.</summary>
public sealed class RetentionOptions
{
    /// <summary>Jobs that ended longer ago than this are removed. Zero, the default, keeps them whatever their age.</summary>
    public TimeSpan MaxAge { get; set; }

    /// <summary>At most this many jobs that have ended are kept, those that ended last. Zero, the default, keeps any number.</summary>
    [Range(0, long.MaxValue)]
    public long MaxCount { get; set; }
}
