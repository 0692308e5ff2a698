using TaskChain.Contracts.Workflows;

namespace TaskChain.Modules.Tests.Samples;

/// <summary>
/// A sample's workflow whose tasks pass a point in the datacenter before and after their work, <c>/cnapi/trip{target}/{index}/before|after</c>,
/// where a fault may lie in wait: an error makes the task fail, a delay makes it hang.
/// </summary>
internal static class TrippedWorkflow
{
    private const string Alias = "tripwire";
    private static readonly ModuleReference Restify = new("restify", "4.3.4");

    /// <summary>Puts the points in.</summary>
    public static WorkflowDocument Of(WorkflowDocument workflow) =>
        workflow with { Name = "tripped-" + workflow.Name, Chain = [.. workflow.Chain.Select(With)] };

    /// <summary>The same with another timeout for one of its tasks.</summary>
    public static WorkflowDocument WithTimeout(WorkflowDocument workflow, int index, double seconds) => workflow with
    {
        Name = $"{workflow.Name}-{index}",
        Chain = [.. workflow.Chain.Select((task, i) => i == index ? task with { Timeout = seconds } : task)],
    };

    /// <summary>The same with so much time for each task that somebody may wait for all jobs to get to their points.</summary>
    public static WorkflowDocument Patient(WorkflowDocument workflow) =>
        workflow with { Name = "patient-" + workflow.Name, Chain = [.. workflow.Chain.Select(task => task with { Timeout = 600 })], Timeout = 3600 };

    /// <summary>Path of a point.</summary>
    public static string PathOf(SampleJob job, SamplePoint point) => $"/cnapi/trip{job.Target}/{point.Index}/{point.When}";

    // The task's position is the number of results before it, so that tasks with the same body stay the same.
    private static TaskDocument With(TaskDocument task) => task with
    {
        ModulesPlus = new Dictionary<string, ModuleReference>(task.ModulesPlus ?? new Dictionary<string, ModuleReference>()) { [Alias] = Restify },
        Body = $$"""
            async Task PassAsync(string when) =>
                await {{Alias}}.CreateJsonClient(config["cnapiUrl"], new Restify.RetryOptions(0)).PostAsync($"/trip{job.Target}/{job.Results.Count}/{when}", null);
            async Task<object> WorkAsync()
            {
            {{task.Body}}
            }

            await PassAsync("before");
            var outcome = await WorkAsync();
            if (outcome is not TaskOutcome { Kind: TaskOutcomeKind.Again }) await PassAsync("after");
            return outcome;
            """,
    };
}
