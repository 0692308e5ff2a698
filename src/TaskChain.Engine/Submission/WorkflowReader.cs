using System.Text.Json;
using TaskChain.Contracts;
using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Submission;

/// <summary>What could be read of a document.</summary>
/// <param name="Definition">The workflow; null when anything is wrong.</param>
/// <param name="Tasks">The tasks that were read without problems: they can be checked further, so that all problems are reported at once.</param>
internal sealed record ReadWorkflow(WorkflowDefinition? Definition, IReadOnlyList<TaskDefinition> Tasks)
{
    public static ReadWorkflow Nothing { get; } = new(null, []);
}

/// <summary>Reads workflow documents: all problems of one at once, nothing silently put right.</summary>
internal static class WorkflowReader
{
    public const int MaxNameLength = 512;

    private const double DefaultTimeoutSeconds = 3600;
    private const double MaxSeconds = 366 * 86400d;
    private const int DefaultMaxAttempts = 10;
    private const double NoLimitMilliseconds = MaxSeconds * 1000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly string[] KnownMembers =
        ["name", "uuid", "chain", "onerror", "oncancel", "timeout", "max_attempts", "initial_delay", "max_delay"];

    /// <summary>Reads a document.</summary>
    /// <param name="document">Any bytes.</param>
    /// <param name="versioning">False to read it as an old service would: <c>modules_plus</c> and <c>imports</c> mean nothing.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static ReadWorkflow Read(RawJson document, bool versioning, ProblemList problems)
    {
        JsonDocument parsed;
        try
        {
            parsed = JsonDocument.Parse(document.Utf8, Strict);
        }
        catch (JsonException e)
        {
            problems.Add(new ProblemItem(ProblemCodes.InvalidRequest, $"The workflow is no valid JSON: {e.Message}"));
            return ReadWorkflow.Nothing;
        }

        using (parsed)
        {
            if (parsed.RootElement.ValueKind == JsonValueKind.Object) return ReadRoot(parsed.RootElement, versioning, problems);
        }

        problems.Add(new ProblemItem(ProblemCodes.InvalidRequest, "A workflow is a JSON object with at least 'name' and 'chain'.") { Pointer = "" });
        return ReadWorkflow.Nothing;
    }

    private static ReadWorkflow ReadRoot(JsonElement root, bool versioning, ProblemList problems)
    {
        var reader = new MemberReader(root, "", problems);
        reader.WarnOfMisspelt(KnownMembers);
        var name = reader.ReadString("name", required: true, MaxNameLength);
        var id = reader.ReadUuid("uuid") ?? Guid.NewGuid();
        var timeout = reader.ReadNumber("timeout", 0, MaxSeconds, "seconds") ?? DefaultTimeoutSeconds;
        var maxAttempts = reader.ReadInteger("max_attempts", 1, 1_000_000) ?? DefaultMaxAttempts;
        var initialDelay = reader.ReadNumber("initial_delay", 0, NoLimitMilliseconds, "milliseconds") ?? 0;
        var maxDelay = reader.ReadNumber("max_delay", 0, NoLimitMilliseconds, "milliseconds") ?? NoLimitMilliseconds;
        var chain = TaskReader.ReadList(reader, "chain", versioning, problems) ?? [];
        var onError = TaskReader.ReadList(reader, "onerror", versioning, problems);
        var onCancel = TaskReader.ReadList(reader, "oncancel", versioning, problems);
        TaskDefinition[] tasks = [.. chain.Concat(onError ?? []).Concat(onCancel ?? []).Where(item => item.CanBeChecked).Select(item => item.Task)];
        if (problems.Problems.Count > 0 || name is null) return new ReadWorkflow(null, tasks);

        var stored = WorkflowWriter.Write(root, id, [chain, onError, onCancel], maxAttempts, timeout);
        using var final = JsonDocument.Parse(stored.Utf8);
        var workflow = new WorkflowDefinition
        {
            Id = id,
            Name = name,
            Timeout = TimeSpan.FromSeconds(timeout),
            MaxAttempts = maxAttempts,
            InitialDelay = TimeSpan.FromMilliseconds(initialDelay),
            MaxDelay = TimeSpan.FromMilliseconds(maxDelay),
            Chain = [.. chain.Select(item => item.Task)],
            OnError = onError?.Select(item => item.Task).ToArray(),
            OnCancel = onCancel?.Select(item => item.Task).ToArray(),
            Document = stored,
            ChainJson = Part(final, "chain"),
            OnErrorJson = Part(final, "onerror"),
            OnCancelJson = Part(final, "oncancel"),
        };
        return new ReadWorkflow(workflow, tasks);
    }

    private static RawJson Part(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? WorkflowWriter.Raw(value) : default;
}
