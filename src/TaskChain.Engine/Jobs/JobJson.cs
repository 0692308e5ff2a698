using System.Text.Json;
using System.Text.Json.Serialization;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Jobs;

/// <summary>The stored JSON of jobs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true, MaxDepth = Contracts.RawJson.MaxDepth)]
[JsonSerializable(typeof(JobEvent[]))]
[JsonSerializable(typeof(List<JobEvent>))]
[JsonSerializable(typeof(JobPosting))]
internal sealed partial class JobJson : JsonSerializerContext
{
    /// <summary>One logbook entry.</summary>
    public static byte[] Write(List<JobEvent> events) => JsonSerializer.SerializeToUtf8Bytes(events, Default.ListJobEvent);

    /// <summary>The events of one logbook entry.</summary>
    public static JobEvent[] Read(LogEntry entry) => JsonSerializer.Deserialize(entry.Events.Span, Default.JobEventArray) ?? [];

    /// <summary>A job's document.</summary>
    public static byte[] Write(JobPosting posting) => JsonSerializer.SerializeToUtf8Bytes(posting, Default.JobPosting);

    /// <summary>Reads a job's document.</summary>
    public static JobPosting ReadPosting(NewJob job) => JsonSerializer.Deserialize(job.Document.Span, Default.JobPosting)
        ?? throw new JsonException($"The document of job '{job.Id}' is empty.");
}
