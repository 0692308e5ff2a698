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

    /// <summary>Path of a point.</summary>
    public static string Point(SampleJob job, int index, string when) => $"/cnapi/trip{job.Target}/{index}/{when}";

    private static TaskDocument With(TaskDocument task, int index) => task with
    {
        ModulesPlus = new Dictionary<string, ModuleReference>(task.ModulesPlus ?? new Dictionary<string, ModuleReference>()) { [Alias] = Restify },
        Body = $$"""
            async Task PassAsync(string when) =>
                await {{Alias}}.CreateJsonClient(config["cnapiUrl"], new Restify.RetryOptions(0)).PostAsync($"/trip{job.Target}/{{index}}/{when}", null);
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
