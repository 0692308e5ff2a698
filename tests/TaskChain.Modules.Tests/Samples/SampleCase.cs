using System.Text.Json.Nodes;
using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>A sample workflow: what its jobs need, and how the datacenter is when one has succeeded.</summary>
/// <param name="Workflow">The workflow's name.</param>
internal sealed record SampleCase(string Workflow)
{
    /// <summary>A compute node that all samples may share.</summary>
    public const string Server = "44454c4c-4200-1051-8050-000000000001";

    /// <summary>Another one.</summary>
    public const string OtherServer = "44454c4c-4200-1051-8050-000000000002";

    /// <summary>Makes a job's things in the datacenter.</summary>
    public required Func<DatacenterFixture, Task<SampleJob>> Prepare { get; init; }

    /// <summary>Makes what a failed or cancelled job has cleaned away, so that it can be posted again; returns the parameters to post.</summary>
    public Func<DatacenterFixture, SampleJob, Task<JsonObject>> PrepareAgain { get; init; } = (_, job) => Task.FromResult((JsonObject)job.Params.DeepClone());

    /// <summary>What is not as it should be after success; null when nothing is.</summary>
    public required Func<DatacenterFixture, SampleJob, Task<string?>> Wrong { get; init; }

    /// <summary>What is half-made after a failed or cancelled job, beyond what the datacenter itself lists as left; null when nothing is.</summary>
    public Func<DatacenterFixture, SampleJob, Task<string?>> HalfMade { get; init; } = (_, _) => Task.FromResult<string?>(null);

    /// <summary>Kinds of leftovers that only posting the job again removes, as its workflow has no compensation for them.</summary>
    public IReadOnlyList<string> LeftUntilPostedAgain { get; init; } = [];

    public override string ToString() => Workflow;

    /// <summary>A fresh id.</summary>
    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>Null when both are equal, otherwise what is wrong.</summary>
    public static string? Differs(string what, object? expected, JsonNode? actual) =>
        Equals(expected?.ToString(), actual?.ToString()) ? null : $"{what} is {actual?.ToString() ?? "nothing"}, not {expected}.";
}
