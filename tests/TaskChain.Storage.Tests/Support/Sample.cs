using System.Text;
using TaskChain.Engine.Ports;

namespace TaskChain.Storage.Tests.Support;

/// <summary>Short forms for test data.</summary>
internal static class Sample
{
    /// <summary>The workflow whose jobs the samples are; every harness has it.</summary>
    public static StoredWorkflow Workflow { get; } = new(
        Guid.NewGuid(), Guid.NewGuid(), "sample of all jobs", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Json("workflow"), Json("check"));

    public static RunnerId NewRunner() => new(Guid.NewGuid());

    public static byte[] Json(string text) => Encoding.UTF8.GetBytes($"[{{\"e\":\"{text}\"}}]");

    public static NewJob New(int priority = 0, string name = "wf", string? target = null, RunnerId? owner = null) => new()
    {
        Id = new JobId(Guid.CreateVersion7()),
        WorkflowId = Workflow.Id,
        WorkflowRevision = Workflow.Revision,
        Name = name,
        Target = target,
        Priority = priority,
        CreatedAt = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero),
        Document = Json("posted"),
        LockHash = "lock",
        Owner = owner,
        Events = owner is null ? default : Json("first"),
        EventCount = owner is null ? 0 : 2,
    };

    /// <summary>Stores a job that is claimed at once: epoch 1, two events.</summary>
    public static async Task<NewJob> InsertClaimedAsync(this IJobStore store, RunnerId owner)
    {
        var job = New(owner: owner);
        Assert.Equal(InsertJobOutcome.Inserted, await store.InsertAsync(job, Token));
        return job;
    }

    public static async Task<NewJob> InsertQueuedAsync(this IJobStore store, int priority = 0)
    {
        var job = New(priority);
        Assert.Equal(InsertJobOutcome.Inserted, await store.InsertAsync(job, Token));
        return job;
    }

    public static JobAppend Append(NewJob job, int sequence, string text = "next", long epoch = 1, JobMove? move = null, NewJob? successor = null) =>
        new(job.Id, epoch, sequence, 1, Json(text), move, successor);

    public static async Task<StoredJob> ReadAsync(this IJobStore store, NewJob job) =>
        await store.FindAsync(job.Id, Token) ?? throw new InvalidOperationException("The job is gone.");

    public static CancellationToken Token => TestContext.Current.CancellationToken;
}
