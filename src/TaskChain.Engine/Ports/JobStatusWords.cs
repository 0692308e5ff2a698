using System.Diagnostics;

namespace TaskChain.Engine.Ports;

/// <summary>Job states as words on the wire and in stores.</summary>
public static class JobStatusWords
{
    /// <summary>All words, in the order of <see cref="JobStatus"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["queued", "running", "waiting", "succeeded", "failed", "canceled", "retried"];

    /// <summary>The word of a state.</summary>
    public static string ToWord(this JobStatus status) => (int)status is >= 0 and < 7 ? All[(int)status] : throw new UnreachableException();

    /// <summary>The state of a word; false when there is none.</summary>
    public static bool TryParse(string? word, out JobStatus status)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (!string.Equals(All[i], word, StringComparison.Ordinal)) continue;
            status = (JobStatus)i;
            return true;
        }

        status = default;
        return false;
    }

    /// <summary>True when a job in that state has ended for good.</summary>
    public static bool IsFinal(this JobStatus status) => status is JobStatus.Succeeded or JobStatus.Failed or JobStatus.Canceled or JobStatus.Retried;
}
