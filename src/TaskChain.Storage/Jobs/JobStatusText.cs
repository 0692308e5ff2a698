using System.Diagnostics;
using TaskChain.Engine.Ports;

namespace TaskChain.Storage.Jobs;

/// <summary>Statuses as the database has them.</summary>
internal static class JobStatusText
{
    public static string Of(JobStatus status) => status switch
    {
        JobStatus.Queued => "queued",
        JobStatus.Running => "running",
        JobStatus.Waiting => "waiting",
        JobStatus.Succeeded => "succeeded",
        JobStatus.Failed => "failed",
        JobStatus.Canceled => "canceled",
        JobStatus.Retried => "retried",
        _ => throw new UnreachableException($"Unknown status '{status}'."),
    };

    public static JobStatus Parse(string text) => text switch
    {
        "queued" => JobStatus.Queued,
        "running" => JobStatus.Running,
        "waiting" => JobStatus.Waiting,
        "succeeded" => JobStatus.Succeeded,
        "failed" => JobStatus.Failed,
        "canceled" => JobStatus.Canceled,
        "retried" => JobStatus.Retried,
        _ => throw new UnreachableException($"Unknown status '{text}' in the database."),
    };

    public static string Of(JobOutputKind kind) => kind == JobOutputKind.Info ? "info" : "log";
}
