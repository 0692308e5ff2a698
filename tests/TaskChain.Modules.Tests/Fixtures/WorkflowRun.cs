using System.Text.Json.Nodes;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Modules.Tests.Fixtures;

/// <summary>Runs a workflow in this process: one task after the other, as a service would, but without its engine, store and sandbox.</summary>
internal sealed class WorkflowRun(IReadOnlyDictionary<string, string> config, JsonObject parameters)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly JsonObject _properties = [];

    /// <summary>What each task ended with: its result as text, or "failed: …".</summary>
    public List<(string Task, string End)> Ends { get; } = [];

    /// <summary>Runs the chain, and the error chain when a task fails. Returns true when the chain succeeded.</summary>
    public async Task<bool> RunAsync(WorkflowDocument workflow)
    {
        foreach (var task in workflow.Chain)
        {
            if (await RunTaskAsync(task, null) is not { } failure) continue;
            foreach (var cleanup in workflow.Onerror ?? []) Assert.Null(await RunTaskAsync(cleanup, failure));
            return false;
        }

        return true;
    }

    private async Task<TaskError?> RunTaskAsync(TaskDocument task, TaskError? error)
    {
        var failure = (TaskError?)null;
        for (var attempt = 1; attempt <= Math.Max(1, task.Retry ?? 1); attempt++)
        {
            failure = await RunBodyAsync(task, task.Body, error);
            if (failure is null) return null;
        }

        return task.Fallback is null ? failure : await RunBodyAsync(task, task.Fallback, failure);
    }

    private async Task<TaskError?> RunBodyAsync(TaskDocument task, string body, TaskError? error)
    {
        var (request, compiled) = TaskCompiler.Compile(body, error is not null, TaskCompiler.Resolve(task));
        Assert.True(compiled.Assembly is not null, string.Join("\n", compiled.Problems.Select(problem => $"{task.Name} {problem.Line}: {problem.Message}")));
        while (true)
        {
            var script = ModuleContexts.CreateScript(compiled.Assembly!, request.Modules.Select(BodyHost.BuildOf));
            try
            {
                switch (await script.__RunAsync(new BodyHost(request, parameters, _properties, config, error)))
                {
                    case TaskOutcome { Kind: TaskOutcomeKind.Again } again:
                        await Task.Delay(again.After < LongestPause ? again.After : LongestPause, TimeProvider.System, TestContext.Current.CancellationToken);
                        break;
                    case TaskOutcome { Kind: TaskOutcomeKind.Fail } fail:
                        return Failed(task, "TaskFailed", fail.Message ?? "", fail.Code ?? "");
                    case var result:
                        Ends.Add((task.Name!, result?.ToString() ?? ""));
                        return null;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return Failed(task, e.GetType().Name, e.Message, "task_failed");
            }
        }
    }

    private TaskError Failed(TaskDocument task, string name, string message, string code)
    {
        Ends.Add((task.Name!, "failed: " + message));
        return new TaskError(name, message, code, task.Name!);
    }
}
