using System.Text.Json;
using TaskChain.Contracts.Problems;

namespace TaskChain.Engine.Submission;

/// <summary>A task with the element it was read from.</summary>
/// <param name="Task">The task.</param>
/// <param name="Element">As posted.</param>
/// <param name="Id">Its uuid, given or made.</param>
/// <param name="CanBeChecked">False when its body or its modules could not be read, so that there is nothing to compile.</param>
internal sealed record ReadTask(TaskDefinition Task, JsonElement Element, Guid Id, bool CanBeChecked);

/// <summary>Reads the tasks of a chain.</summary>
internal static class TaskReader
{
    private const double MaxSeconds = 366 * 86400d;
    private const int MaxRetry = 10_000;

    private static readonly string[] KnownMembers =
    [
        "name", "uuid", "body", "timeout", "retry", "fallback", "modules", "modules_plus", "imports", "compat", "missing_members", "retry_policy",
    ];

    private static readonly string[] KnownPolicyMembers = ["delay", "back_off", "max_delay"];

    /// <summary>Reads a list; null when the document has none. Tasks that are wrong are left out and reported.</summary>
    /// <param name="workflow">The document.</param>
    /// <param name="list">The list's name in node ids.</param>
    /// <param name="member">The list's name in the document.</param>
    /// <param name="versioning">False to ignore versions.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static IReadOnlyList<ReadTask>? ReadList(MemberReader workflow, string list, string member, bool versioning, ProblemList problems)
    {
        if (workflow.ReadArray(member) is not { } elements) return null;
        var tasks = new List<ReadTask>(elements.Count);
        for (var i = 0; i < elements.Count; i++)
        {
            var pointer = $"/{member}/{i}";
            if (elements[i].ValueKind == JsonValueKind.Object)
            {
                var reader = new MemberReader(elements[i], pointer, problems) { Task = (null, i) };
                tasks.Add(ReadTask(reader, elements[i], $"{list}/{i}", versioning, problems));
                continue;
            }

            problems.Add(new ProblemItem(ProblemCodes.InvalidValue, $"A task is an object, not {MemberReader.Describe(elements[i])}.")
            {
                Pointer = pointer,
                TaskIndex = i,
            });
        }

        return tasks;
    }

    private static ReadTask ReadTask(MemberReader reader, JsonElement element, string nodeId, bool versioning, ProblemList problems)
    {
        var index = reader.Task!.Value.Index; // The caller has set it.
        var id = reader.ReadUuid("uuid") ?? Guid.NewGuid();
        var given = reader.ReadString("name", maxLength: WorkflowReader.MaxNameLength);
        var name = string.IsNullOrEmpty(given) ? id.ToString("D") : given;
        reader.Task = (name, index);
        reader.WarnOfMisspelt(KnownMembers);
        var timeout = reader.ReadNumber("timeout", 0, MaxSeconds, "seconds");
        var problemsBefore = problems.Problems.Count;
        var body = ReadBody(reader);
        var modules = new ModuleDemandReader(reader, versioning).Read();
        var canBeChecked = problems.Problems.Count == problemsBefore;
        var task = new TaskDefinition
        {
            NodeId = nodeId,
            Pointer = reader.Pointer,
            Index = index,
            Name = name,
            Body = body,
            Fallback = reader.ReadString("fallback") is { Length: > 0 } fallback ? fallback : null,
            HasError = !nodeId.StartsWith("chain/", StringComparison.Ordinal),
            Timeout = timeout > 0 ? TimeSpan.FromSeconds(timeout.Value) : null,
            Attempts = Math.Max(1, reader.ReadInteger("retry", 0, MaxRetry) ?? 1),
            RetryPolicy = ReadRetryPolicy(reader, problems),
            Modules = modules,
            TrustsProof = reader.ReadWord("compat", "table", "proof") == "proof",
            ThrowsOnMissingMembers = reader.ReadWord("missing_members", "refuse", "throw") == "throw",
        };
        return new ReadTask(task, element, id, canBeChecked);
    }

    private static string ReadBody(MemberReader reader)
    {
        // node-workflow's words and code; its clients look for them.
        if (reader.Find("body") is not { } body || (body.ValueKind == JsonValueKind.String && body.GetString()!.Length == 0))
        {
            reader.Report("body", "Task body is required", ProblemCodes.ConflictError);
            return "";
        }

        return reader.ReadString("body") ?? "";
    }

    private static RetryPolicy ReadRetryPolicy(MemberReader task, ProblemList problems)
    {
        if (task.Find("retry_policy") is not { } value) return RetryPolicy.Immediate;
        if (value.ValueKind != JsonValueKind.Object)
        {
            task.Report(
                "retry_policy",
                $"'retry_policy' must be an object such as {{\"delay\": 1, \"back_off\": 2, \"max_delay\": 30}}, not {MemberReader.Describe(value)}.");
            return RetryPolicy.Immediate;
        }

        var reader = new MemberReader(value, task.At("retry_policy"), problems) { Task = task.Task };
        reader.WarnOfMisspelt(KnownPolicyMembers);
        return new RetryPolicy(
            TimeSpan.FromSeconds(reader.ReadNumber("delay", 0, MaxSeconds, "seconds") ?? 0),
            reader.ReadNumber("back_off", 1, 100, "as a factor") ?? 1,
            TimeSpan.FromSeconds(reader.ReadNumber("max_delay", 0, MaxSeconds, "seconds") ?? RetryPolicy.Immediate.MaxDelay.TotalSeconds));
    }
}
