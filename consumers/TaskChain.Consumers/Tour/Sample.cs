using System.Text.Json.Nodes;

namespace TaskChain.Consumers.Tour;

/// <summary>How a sample is expected to end.</summary>
internal enum SampleEnd
{
    /// <summary>The job succeeds.</summary>
    Ran,

    /// <summary>The job succeeds; a body takes its branch for a version other than the one it was written against.</summary>
    RanDegraded,

    /// <summary>The job fails as it should, and its error chain cleans up.</summary>
    FailedCleanly,

    /// <summary>The job is cancelled while it runs, and its cancel chain cleans up.</summary>
    CanceledCleanly,

    /// <summary>The workflow is refused at submit with the message that says what to do.</summary>
    Refused,
}

/// <summary>A workflow of a consumer's release, and one job of it.</summary>
/// <param name="Consumer">The consumer, as its workflows' folder is named.</param>
/// <param name="Release">Its release.</param>
/// <param name="Workflow">The workflow's file name.</param>
/// <param name="Expected">How it is expected to end.</param>
internal sealed record Sample(string Consumer, string Release, string Workflow, SampleEnd Expected)
{
    /// <summary>Prepares the datacenter and returns the job's parameters.</summary>
    public required Func<DatacenterClient, CancellationToken, Task<JsonObject>> Prepare { get; init; }

    /// <summary>Looks at what came of the job in the datacenter: null when that is right, otherwise what is wrong.</summary>
    public Func<DatacenterClient, JsonObject, CancellationToken, Task<string?>> Check { get; init; } = (_, _, _) => Task.FromResult<string?>(null);

    /// <summary>The task that must fail; null when none must.</summary>
    public string? FailsAt { get; init; }

    /// <summary>The task at which the job is cancelled; null when it is not.</summary>
    public string? CancelAt { get; init; }

    /// <summary>True to show the chain in one line, and only the tasks that failed or cleaned up one by one.</summary>
    public bool IsBrief { get; init; }

    /// <summary>The version that tasks must have been given, by module.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>For lines of output, for example <c>VMAPI 7.0.8</c>.</summary>
    public string Label => $"{Consumer.ToUpperInvariant()} {Release}";
}

/// <summary>Samples that are shown together, with their jobs under way at the same time.</summary>
/// <param name="Title">What there is to see.</param>
/// <param name="Samples">The samples.</param>
internal sealed record Scene(string Title, IReadOnlyList<Sample> Samples)
{
    /// <summary>What an operator does first: a module version that is retired, as name and version; or null.</summary>
    public (string Module, string Version)? Retire { get; init; }
}
