using System.Text.Json;
using TaskChain.Api.Http;
using TaskChain.Api.OpenApi;
using TaskChain.Contracts.Operations;
using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Operations;

/// <summary><c>/snapshot</c>: what is going on, in the form that kang (a debugging tool of node-workflow's surroundings) reads.</summary>
internal sealed class SnapshotEndpoint(JobService jobs)
{
    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/snapshot", GetAsync, new OperationDescription("getSnapshot", "Shows what is going on")
        {
            Details = "Running and queued jobs, those posted last, and the runners. 'running_jobs' names the runner of each, 'queued_jobs' when it was posted.",
            Answers = [new AnswerDescription(200, "The snapshot.", typeof(SnapshotDocument))],
        });

    private async Task GetAsync(HttpContext context)
    {
        var snapshot = await jobs.SnapshotAsync(context.RequestAborted);
        await JsonAnswers.WriteAsync(context, StatusCodes.Status200OK, (snapshot, context.Request.Host.Value), static (writer, state) =>
            Write(writer, state.snapshot, state.Value ?? ""));
    }

    private static void Write(Utf8JsonWriter writer, EngineSnapshot snapshot, string host)
    {
        writer.WriteStartObject();
        WriteService(writer, host);
        WriteStats(writer, snapshot);
        writer.WriteStartArray("types"u8);
        writer.WriteStringValue("jobs"u8);
        writer.WriteStringValue("running_jobs"u8);
        writer.WriteStringValue("queued_jobs"u8);
        writer.WriteStringValue("runners"u8);
        writer.WriteEndArray();
        WriteJobs(writer, snapshot);
        writer.WriteStartObject("running_jobs"u8);
        foreach (var job in snapshot.Running) writer.WriteString(job.Id.ToString(), job.Runner?.Value.ToString());
        writer.WriteEndObject();
        writer.WriteStartObject("queued_jobs"u8);
        foreach (var job in snapshot.Queued) writer.WriteString(job.Id.ToString(), job.CreatedAt.UtcDateTime);
        writer.WriteEndObject();
        writer.WriteStartObject("runners"u8);
        foreach (var runner in snapshot.Runners) writer.WriteString(runner.Id.Value.ToString(), runner.ActiveAt.UtcDateTime);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteService(Utf8JsonWriter writer, string host)
    {
        writer.WriteStartObject("service"u8);
        writer.WriteString("name"u8, "workflow"u8);
        writer.WriteString("component"u8, "jobs"u8);
        writer.WriteString("ident"u8, host);
        writer.WriteNumber("pid"u8, Environment.ProcessId);
        writer.WriteEndObject();
    }

    // The names are Node.js's.
    private static void WriteStats(Utf8JsonWriter writer, EngineSnapshot snapshot)
    {
        var heap = GC.GetGCMemoryInfo();
        writer.WriteStartObject("stats"u8);
        writer.WriteNumber("uptime"u8, Math.Round(snapshot.Uptime.TotalSeconds, 3));
        writer.WriteStartObject("memory"u8);
        writer.WriteNumber("rss"u8, Environment.WorkingSet);
        writer.WriteNumber("heapTotal"u8, heap.TotalCommittedBytes);
        writer.WriteNumber("heapUsed"u8, GC.GetTotalMemory(forceFullCollection: false));
        writer.WriteEndObject();
        writer.WriteNumber("total_jobs"u8, snapshot.TotalJobs);
        writer.WriteNumber("running_jobs"u8, snapshot.Jobs.GetValueOrDefault(JobStatus.Running));
        writer.WriteNumber("queued_jobs"u8, snapshot.Jobs.GetValueOrDefault(JobStatus.Queued));
        writer.WriteEndObject();
    }

    private static void WriteJobs(Utf8JsonWriter writer, EngineSnapshot snapshot)
    {
        var written = new HashSet<Guid>();
        writer.WriteStartObject("jobs"u8);
        foreach (var job in snapshot.Running.Concat(snapshot.Queued))
        {
            if (!written.Add(job.Id)) continue; // it moved between the two looks
            writer.WritePropertyName(job.Id.ToString());
            job.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
