using System.Collections.Concurrent;
using System.Text;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Fakes;

/// <summary>Runs bodies that tests wrote as functions: the fake compiler's "assembly" is the source itself, which names the function.</summary>
internal sealed class FakeSandbox : ITaskSandbox
{
    public delegate ValueTask<TaskRunResult> Body(TaskRun run, ITaskRunObserver? observer, CancellationToken cancellationToken);

    public Dictionary<string, Body> Bodies { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<(string Source, TaskRun Run)> Runs { get; } = [];

    public ValueTask<TaskRunResult> RunAsync(TaskRun run, ITaskRunObserver? observer, CancellationToken cancellationToken)
    {
        var source = Encoding.UTF8.GetString(run.Assembly.Span);
        Runs.Enqueue((source, run));
        return Bodies.TryGetValue(source, out var body) ? body(run, observer, cancellationToken) : ValueTask.FromResult(Ok($"\"{source}\""));
    }

    public static TaskRunResult Ok(string json = "null") => new() { Outcome = TaskRunOutcome.Succeeded, Result = Encoding.UTF8.GetBytes(json) };

    public static TaskRunResult Fail(string message = "broken", bool retryable = true) => new()
    {
        Outcome = TaskRunOutcome.Failed,
        Failure = new TaskFailure("task_failed", message, "TestException", null, retryable, null),
    };

    public static TaskRunResult Of(TaskRunOutcome outcome, TimeSpan after = default, DateTimeOffset? deadline = null) =>
        new() { Outcome = outcome, After = after, Deadline = deadline };

    public void Returns(string source, params TaskRunResult[] results)
    {
        var calls = -1;
        Bodies[source] = (_, _, _) => ValueTask.FromResult(results[Math.Min(Interlocked.Increment(ref calls), results.Length - 1)]);
    }
}
