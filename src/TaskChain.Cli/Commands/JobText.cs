using System.Globalization;
using TaskChain.Cli.Output;
using TaskChain.Contracts;

namespace TaskChain.Cli.Commands;

/// <summary>Jobs for people.</summary>
internal static class JobText
{
    /// <summary>Writes a job.</summary>
    public static void Write(Session session, RawJson answer) => session.Write(answer, ContractsJsonContext.Default.JobDocument, static (output, job) =>
    {
        Text.Facts(
            output, ("uuid", job.Uuid.ToString("D")), ("name", job.Name), ("execution", job.Execution), ("target", job.Target),
            ("created", Text.Time(job.CreatedAt)), ("not before", Text.Time(job.ExecAfter)), ("finished", Text.Time(job.FinishedAt)),
            ("elapsed", Text.Number(job.Elapsed)), ("task", job.CurrentTask),
            ("progress", job.IsFinal ? null : job.Progress.ToString("P0", CultureInfo.InvariantCulture)),
            ("error", job.Error is { } error ? $"{error.Name}: {error.Message}" : null), ("next attempt", job.NextAttempt?.ToString("D")),
            ("params", job.Params.IsAbsent ? null : job.Params.ToString()));
        foreach (var entry in job.ChainResults)
        {
            Text.Facts(output, ("  " + entry.Name, string.Create(CultureInfo.InvariantCulture, $"{entry.Status} {entry.Result}")));
        }
    });

    /// <summary>Writes jobs.</summary>
    public static void WriteAll(Session session, RawJson answer) => session.Write(answer, ContractsJsonContext.Default.IReadOnlyListJobDocument, static (output, jobs) =>
    {
        var table = new TextTable("UUID", "EXECUTION", "CREATED", "NAME", "TARGET");
        foreach (var job in jobs) table.Add(job.Uuid.ToString("D"), job.Execution, Text.Time(job.CreatedAt), job.Name, job.Target ?? "-");
        table.Write(output);
    });
}
