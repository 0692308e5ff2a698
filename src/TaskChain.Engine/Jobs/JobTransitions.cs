using System.Text;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Jobs;

/// <summary>The one table of what may happen to a job where, and where that leads.</summary>
internal static class JobTransitions
{
    /// <summary>All transitions. What is not listed is refused.</summary>
    public static IReadOnlyList<(JobStatus From, JobEventKind Event, JobStatus To)> Rows { get; } =
    [
        (JobStatus.Queued, JobEventKind.Claimed, JobStatus.Running),
        (JobStatus.Queued, JobEventKind.CancelRequested, JobStatus.Queued),
        (JobStatus.Queued, JobEventKind.Canceled, JobStatus.Canceled),
        (JobStatus.Running, JobEventKind.Claimed, JobStatus.Running),
        (JobStatus.Running, JobEventKind.TaskStarted, JobStatus.Running),
        (JobStatus.Running, JobEventKind.TaskEnded, JobStatus.Running),
        (JobStatus.Running, JobEventKind.TimedOut, JobStatus.Running),
        (JobStatus.Running, JobEventKind.CancelRequested, JobStatus.Running),
        (JobStatus.Running, JobEventKind.Requeued, JobStatus.Queued),
        (JobStatus.Running, JobEventKind.Suspended, JobStatus.Waiting),
        (JobStatus.Running, JobEventKind.Succeeded, JobStatus.Succeeded),
        (JobStatus.Running, JobEventKind.Failed, JobStatus.Failed),
        (JobStatus.Running, JobEventKind.Canceled, JobStatus.Canceled),
        (JobStatus.Running, JobEventKind.Retried, JobStatus.Retried),
        (JobStatus.Waiting, JobEventKind.Resumed, JobStatus.Queued),
        (JobStatus.Waiting, JobEventKind.Claimed, JobStatus.Running),
        (JobStatus.Waiting, JobEventKind.CancelRequested, JobStatus.Queued),
        (JobStatus.Waiting, JobEventKind.Canceled, JobStatus.Canceled),
    ];

    // Below Rows: static initialisers run in the order of the text.
    private static readonly JobStatus?[,] Table = BuildTable();

    /// <summary>Where an event leads, or null when it is refused.</summary>
    public static JobStatus? Next(JobStatus from, JobEventKind kind) => Table[(int)from, (int)kind];

    /// <summary>The table as a Mermaid state diagram, for the documents.</summary>
    public static string ToMermaid()
    {
        var text = new StringBuilder("stateDiagram-v2\n    [*] --> queued: posted\n");
        foreach (var group in Rows.Where(row => row.From != row.To).GroupBy(row => (row.From, row.To)))
        {
            var events = string.Join(", ", group.Select(row => Word(row.Event)));
            text.Append("    ").Append(group.Key.From.ToWord()).Append(" --> ").Append(group.Key.To.ToWord());
            text.Append(": ").Append(events).Append('\n');
        }

        foreach (var group in Rows.Where(row => row.From == row.To).GroupBy(row => row.From))
        {
            var word = group.Key.ToWord();
            text.Append("    ").Append(word).Append(" --> ").Append(word).Append(": ");
            text.Append(string.Join(", ", group.Select(row => Word(row.Event)))).Append('\n');
        }

        foreach (var status in Enum.GetValues<JobStatus>().Where(status => status.IsFinal()))
        {
            text.Append("    ").Append(status.ToWord()).Append(" --> [*]\n");
        }

        return text.ToString();
    }

    /// <summary>An event's word in logbooks.</summary>
    public static string Word(JobEventKind kind) => string.Concat(
        kind.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static JobStatus?[,] BuildTable()
    {
        var table = new JobStatus?[Enum.GetValues<JobStatus>().Length, Enum.GetValues<JobEventKind>().Length];
        foreach (var (from, kind, to) in Rows) table[(int)from, (int)kind] = to;
        return table;
    }
}
