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

/// <summary>The id that a workflow is given from outside of its document.</summary>
/// <param name="Value">The id.</param>
/// <param name="IsMadeOfKey">True when it was made of an idempotency key: then the document may name none.</param>
internal readonly record struct GivenId(Guid Value, bool IsMadeOfKey);

/// <summary>Reads workflow documents: all problems of one at once, nothing silently put right.</summary>
internal static class WorkflowReader
{
    public const int MaxNameLength = 512;

    private const double DefaultTimeoutSeconds = 3600;
    private const double MaxSeconds = 366 * 86400d;
    private const int DefaultMaxAttempts = 10;
    private const double NoLimitMilliseconds = MaxSeconds * 1000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads a document.</summary>
    /// <param name="document">Any bytes.</param>
    /// <param name="versioning">False to read it as an old service would: <c>modules_plus</c> and <c>imports</c> mean nothing.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="given">The id that the workflow has or is to have; null to take the document's.</param>
    public static ReadWorkflow Read(RawJson document, bool versioning, ProblemList problems, GivenId? given = null)
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
            if (parsed.RootElement.ValueKind == JsonValueKind.Object) return ReadRoot(parsed.RootElement, versioning, problems, given);
        }

        problems.Add(new ProblemItem(ProblemCodes.InvalidRequest, "A workflow is a JSON object with at least 'name' and 'chain'.") { Pointer = "" });
        return ReadWorkflow.Nothing;
    }

    private static ReadWorkflow ReadRoot(JsonElement root, bool versioning, ProblemList problems, GivenId? given)
    {
        var reader = new MemberReader(root, "", problems);
        reader.WarnOfMisspelt(WorkflowMembers.Known);
        var name = reader.ReadString("name", required: true, MaxNameLength);
        var id = ReadId(reader, given);
        var timeout = reader.ReadNumber("timeout", 0, MaxSeconds, "seconds") ?? DefaultTimeoutSeconds;
        var maxAttempts = reader.ReadInteger("max_attempts", 1, 1_000_000) ?? DefaultMaxAttempts;
        var initialDelay = Milliseconds(reader.ReadNumber("initial_delay", 0, NoLimitMilliseconds, "milliseconds"));
        var maxDelay = Milliseconds(reader.ReadNumber("max_delay", 0, NoLimitMilliseconds, "milliseconds"));
        var chain = ReadList("chain") ?? [];
        var onError = ReadList(WorkflowMembers.OnErrorOf(reader));
        var onCancel = ReadList(WorkflowMembers.OnCancelOf(reader));
        TaskDefinition[] tasks = [.. chain.Concat(onError ?? []).Concat(onCancel ?? []).Where(item => item.CanBeChecked).Select(item => item.Task)];
        if (problems.Problems.Count > 0 || name is null) return new ReadWorkflow(null, tasks);

        var written = WorkflowWriter.Write(root, id, [chain, onError, onCancel], maxAttempts, timeout);
        var workflow = new WorkflowDefinition
        {
            Id = id,
            Name = name,
            Timeout = TimeSpan.FromSeconds(timeout),
            MaxAttempts = maxAttempts,
            InitialDelay = initialDelay ?? TimeSpan.Zero,
            MaxDelay = maxDelay ?? TimeSpan.FromMilliseconds(NoLimitMilliseconds),
            ShownInitialDelay = initialDelay,
            ShownMaxDelay = maxDelay,
            Chain = [.. chain.Select(item => item.Task)],
            OnError = onError?.Select(item => item.Task).ToArray(),
            OnCancel = onCancel?.Select(item => item.Task).ToArray(),
            Document = written.Document,
            ChainJson = written.Chain,
            OnErrorJson = written.OnError,
            OnCancelJson = written.OnCancel,
            OnCancelMd5 = written.OnCancelMd5,
            JobProperties = WorkflowWriter.JobProperties(root),
        };
        return new ReadWorkflow(workflow, tasks);

        IReadOnlyList<ReadTask>? ReadList(string member) =>
            TaskReader.ReadList(reader, WorkflowMembers.ListOf(member)!, member, versioning, problems);
    }

    private static Guid ReadId(MemberReader reader, GivenId? given)
    {
        var posted = reader.ReadUuid("uuid");
        if (given is not { } known) return posted ?? Guid.NewGuid();
        if (posted is not null && known.IsMadeOfKey) reader.Report("uuid", RequestKey.UuidProblem);
        else if (posted is { } other && other != known.Value)
        {
            reader.Report("uuid", $"'uuid' is '{other}', but the workflow is '{known.Value}'. Leave 'uuid' out, or give it the same value.");
        }

        return known.Value;
    }

    private static TimeSpan? Milliseconds(double? number) => number is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
