using System.Text.Json;
using System.Text.Json.Nodes;
using TaskChain.Client;
using TaskChain.Client.Exceptions;
using TaskChain.Consumers.Releases;
using TaskChain.Contracts;
using TaskChain.Contracts.Jobs;
using TaskChain.Contracts.Problems;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Consumers.Tour;

/// <summary>Does for one sample what its consumer does: post the workflow unless it is there, post the job, follow it, look at the outcome.</summary>
internal sealed class SampleRunner(TaskChainClient service, DatacenterClient datacenter, Screen screen, IReadOnlyList<ConsumerRelease> releases)
{
    /// <summary>Job property in which a body says that it took its branch for another version, and how.</summary>
    private const string Degraded = "degraded";

    /// <summary>Runs the sample.</summary>
    public async Task<SampleResult> RunAsync(Sample sample, CancellationToken cancellationToken)
    {
        try
        {
            var workflow = await PostWorkflowAsync(sample, cancellationToken);
            if (sample.Expected == SampleEnd.Refused) return new SampleResult(sample, "accepted", "", "The workflow should have been refused.");
            var parameters = await sample.Prepare(datacenter, cancellationToken);
            var target = $"/{sample.Workflow}-{(string?)parameters["vm_uuid"] ?? (string?)parameters["image_uuid"] ?? sample.Release}";
            var job = await service.SubmitJobAsync(workflow.Uuid!.Value, parameters, new SubmitJobOptions { Target = target }, cancellationToken); // A stored workflow has an id.
            var ended = await new JobFollower(screen, sample, TimeProvider.System).FollowAsync(job, cancellationToken);
            return await JudgeAsync(sample, ended, parameters, cancellationToken);
        }
        catch (TaskChainProblemException e)
        {
            return JudgeRefusal(sample, e);
        }
        catch (Exception e) when (e is TimeoutException or HttpRequestException or InvalidDataException or TaskChainConnectionException)
        {
            return new SampleResult(sample, "not run to its end", "", e.Message);
        }
    }

    private async Task<WorkflowDocument> PostWorkflowAsync(Sample sample, CancellationToken cancellationToken)
    {
        var wanted = releases.Single(release => release.Consumer == sample.Consumer && release.Version == sample.Release).Workflows[sample.Workflow];
        if (await service.FindWorkflowAsync(wanted.Name, cancellationToken) is { } stored)
        {
            return Same(stored, wanted)
                ? stored
                : throw new InvalidDataException($"The service has another workflow named '{wanted.Name}'. Use a fresh database, or make a new release of the consumer.");
        }

        var posted = await service.SubmitWorkflowAsync(wanted, cancellationToken);
        foreach (var warning in (posted.Warnings ?? []).DistinctBy(warning => (warning.Code, warning.Module)))
        {
            screen.Line($"  {sample.Label,-14} {screen.Notable("!")} {warning.Message}");
        }

        return posted;
    }

    private async Task<SampleResult> JudgeAsync(Sample sample, JobDocument job, JsonObject parameters, CancellationToken cancellationToken)
    {
        var modules = job.ChainResults.SelectMany(task => task.Modules?.Values ?? []).Distinct().ToList();
        var wrong = WrongEnd(sample, job) ?? WrongVersion(sample, modules) ?? await sample.Check(datacenter, parameters, cancellationToken);
        var degraded = job.More?.TryGetValue(Degraded, out var how) == true ? how.ToString() : null;
        if (degraded is not null) screen.Line($"  {sample.Label,-14} {screen.Notable("!")} degraded: {degraded}");
        if (sample.Expected == SampleEnd.RanDegraded && degraded is null) wrong ??= "No body took its branch for another version.";
        var cleaned = Cleaned(job.Execution == "canceled" ? job.OncancelResults : job.OnerrorResults);
        if (sample.Expected is SampleEnd.FailedCleanly or SampleEnd.CanceledCleanly && !cleaned) wrong ??= "Its error or cancel chain did not clean up.";
        var ended = degraded is not null ? job.Execution + ", degraded" : cleaned ? job.Execution + ", cleaned up" : job.Execution;
        return new SampleResult(sample, ended, string.Join(", ", modules.Select(JobFollower.Describe)), wrong);
    }

    // The last task of Triton's error chains says that the job has failed, by failing itself.
    private static bool Cleaned(IReadOnlyList<TaskResultDocument>? cleanup) =>
        cleanup is { Count: > 0 } && cleanup.All(task => task.Status == "succeeded" || task.Name == "On error");

    private static string? WrongEnd(Sample sample, JobDocument job)
    {
        var expected = sample.Expected switch { SampleEnd.FailedCleanly => "failed", SampleEnd.CanceledCleanly => "canceled", _ => "succeeded" };
        var failed = job.Execution == "canceled" ? null : job.ChainResults.FirstOrDefault(task => task.Status == "failed")?.Name;
        return job.Execution == expected && failed == sample.FailsAt
            ? null
            : $"The job is {job.Execution}{(failed is null ? "" : $" at '{failed}'")}: {job.Error?.Message ?? "no error is given"}";
    }

    private static string? WrongVersion(Sample sample, IEnumerable<GivenModuleDocument> modules) => modules
        .Where(module => sample.Given.TryGetValue(module.Name, out var expected) && expected != module.Ver)
        .Select(module => $"It was given {module.Name} {module.Ver}, not {sample.Given[module.Name]}.")
        .FirstOrDefault();

    private SampleResult JudgeRefusal(Sample sample, TaskChainProblemException problem)
    {
        var items = problem.Errors.Count > 0 ? problem.Errors.Select(item => item.Message) : [problem.Detail];
        foreach (var message in items) screen.Line($"  {sample.Label,-14} {screen.Notable("✗")} {message}");
        var helpful = problem.Code == ProblemCodes.ModuleCompatBroken;
        var wrong = sample.Expected != SampleEnd.Refused ? problem.Detail : helpful ? null : $"It was refused with the code '{problem.Code}'.";
        return new SampleResult(sample, $"refused ({problem.Code})", "", wrong);
    }

    // What the service adds does not count: ids, warnings, the check.
    private static bool Same(WorkflowDocument stored, WorkflowDocument wanted) =>
        Tasks(stored.Chain) == Tasks(wanted.Chain) && Tasks(stored.Onerror) == Tasks(wanted.Onerror) && Tasks(stored.Oncancel) == Tasks(wanted.Oncancel);

    private static string Tasks(IReadOnlyList<TaskDocument>? tasks) => JsonSerializer.Serialize(
        new WorkflowDocument { Name = "", Chain = [.. (tasks ?? []).Select(task => task with { Uuid = null })] }, ContractsJsonContext.Default.WorkflowDocument);
}
