using System.Text.Json;
using TaskChain.Api.Http;
using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Operations;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Operations;

/// <summary><c>/stats</c>: numbers of jobs.</summary>
internal sealed class StatsEndpoint(JobService jobs)
{
    // In node-workflow's order.
    private static readonly JobStatus[] Shown =
    [
        JobStatus.Queued, JobStatus.Failed, JobStatus.Succeeded, JobStatus.Canceled, JobStatus.Running, JobStatus.Retried, JobStatus.Waiting,
    ];

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/stats", GetAsync, new OperationDescription("getStats", "Counts jobs by how long ago they were posted and where they are")
        {
            Details = "Each job is in exactly one bucket: 'current' is the last hour, 'past_hour' the one before, 'past_24h' 24 to 2 hours ago, 'all_time' " +
                "all before that.",
            Answers = [new AnswerDescription(200, "The numbers.", typeof(StatsDocument))],
        });

    private async Task GetAsync(HttpContext context) => await JsonAnswers.WriteAsync(
        context, StatusCodes.Status200OK, await jobs.TotalsAsync(context.RequestAborted), static (writer, totals) =>
        {
            writer.WriteStartObject();
            Write(writer, "all_time"u8, totals.AllTime);
            Write(writer, "past_24h"u8, totals.Past24h);
            Write(writer, "past_hour"u8, totals.PastHour);
            Write(writer, "current"u8, totals.Current);
            writer.WriteEndObject();
        });

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<JobStatus, long> counts)
    {
        writer.WriteStartObject(name);
        foreach (var status in Shown) writer.WriteNumber(status.ToWord(), counts.GetValueOrDefault(status));
        writer.WriteEndObject();
    }
}
