using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;
using TaskChain.Client;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Jobs;
using TaskChain.Contracts.Workflows;

namespace TaskChain.Api.Tests;

/// <summary>The .NET client against the real service.</summary>
public sealed class ClientTests(SharedService shared) : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly TaskChainClient _client = new(new Uri(shared.Api.Url));

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Workflow_IsPostedFoundReplacedPausedAndDeleted()
    {
        var posted = await _client.SubmitWorkflowAsync(Spec("return 1;"), Ct);
        var uuid = posted.Uuid!.Value;

        var found = await _client.FindWorkflowAsync(posted.Name, Ct);
        var updated = await _client.UpdateWorkflowAsync(uuid, Spec("return 2;") with { Name = posted.Name }, Ct);
        var paused = await _client.PauseWorkflowAsync(uuid, Ct);
        var job = await _client.SubmitJobAsync(uuid, cancellationToken: Ct);
        var held = await job.GetAsync(Ct);
        var resumed = await _client.ResumeWorkflowAsync(uuid, Ct);
        var ended = await job.WaitAsync(Ct);
        await _client.DeleteWorkflowAsync(uuid, Ct);

        Assert.Equal(uuid, found?.Uuid);
        Assert.Equal("return 2;", updated.Chain[0].Body);
        Assert.Equal((true, true, null), (paused.Paused, held.Paused, resumed.Paused));
        Assert.Equal("2", ended.ChainResults[0].Result.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await Assert.ThrowsAsync<TaskChainProblemException>(() => _client.GetWorkflowAsync(uuid, Ct))).Status);
    }

    [Fact]
    public async Task Job_IsFollowedToItsEnd()
    {
        var path = "/client/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var workflow = await shared.Api.WorkflowAsync(Flow.Of(Flow.Task("held", Flow.Call(path) + "info(new { step = 1 }); return 5;").Calls()));
        var job = await _client.SubmitJobAsync(Guid.Parse(workflow), cancellationToken: Ct);

        var events = new List<JobEvent>();
        await foreach (var happened in job.ReadEventsAsync(cancellationToken: Ct))
        {
            events.Add(happened);
            if (happened.Name == "task_started") shared.Recorder.Open(path);
        }

        Assert.True(events[^1].IsFinal);
        Assert.Equal("succeeded", events[^1].Name);
        Assert.Equal(["claimed", "task_started", "task_ended", "succeeded"], events.Where(e => e.Number is not null).Select(e => e.Name));
        Assert.Empty(await job.ReadEventsAsync(after: events[^1].Number, Ct).ToListAsync(Ct));
        Assert.Equal(1, (int?)JsonNode.Parse((await job.GetInfoAsync(Ct))[0].ToString())!["data"]!["step"]);
    }

    [Fact]
    public async Task Job_IsCanceledClonedAndDeleted()
    {
        var workflow = await _client.SubmitWorkflowAsync(Spec("return job.Params.GetInt64(\"n\");"), Ct);
        var job = await _client.SubmitJobAsync(
            workflow.Uuid!.Value, new JsonObject { ["n"] = 1 },
            new SubmitJobOptions { ExecAfter = new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero), Locks = $"^/client/{workflow.Uuid}" }, Ct);

        var locked = await Assert.ThrowsAsync<TaskChainProblemException>(
            () => _client.SubmitJobAsync(workflow.Uuid.Value, null, new SubmitJobOptions { Target = $"/client/{workflow.Uuid}" }, Ct));
        var paused = await job.PauseAsync(Ct);
        var unpaused = await job.UnpauseAsync(Ct);
        var canceled = await job.CancelAsync(Ct);
        var clone = await job.CloneAsync(new CloneDocument { Params = RawJson.Parse("{\"n\":7}"), ExecAfter = DateTimeOffset.UnixEpoch }, Ct);
        var ended = await clone.WaitAsync(Ct);
        await job.DeleteAsync(Ct);

        Assert.Equal((HttpStatusCode.Conflict, "InvalidArgument"), (locked.Status, locked.Code));
        Assert.Equal((true, false, "canceled"), (paused.Paused, unpaused.Paused, canceled.Execution));
        Assert.Equal(("succeeded", "7"), (ended.Execution, ended.ChainResults[0].Result.ToString()));
        await Assert.ThrowsAsync<TaskChainProblemException>(() => job.GetAsync(Ct));
    }

    [Fact]
    public async Task Jobs_ArePostedTogetherListedAndCounted()
    {
        var workflow = await _client.SubmitWorkflowAsync(Spec("return 1;"), Ct);
        var key = Guid.NewGuid().ToString();
        var jobs = Enumerable.Range(0, 120).Select(n => new NewJobDocument { Workflow = workflow.Uuid!.Value, Target = $"/client/{key}/{n}" }).ToList();

        var stored = await _client.SubmitJobsAsync(jobs, allOrNone: true, idempotencyKey: key, cancellationToken: Ct);
        var again = await _client.SubmitJobsAsync(jobs, allOrNone: true, idempotencyKey: key, cancellationToken: Ct);
        var listed = await _client.ListJobsAsync(new JobListOptions { Name = workflow.Name }, Ct).Select(job => job.Uuid).ToListAsync(Ct);

        Assert.Equal(stored.Select(entry => entry.Job!.Uuid), again.Select(entry => entry.Job!.Uuid));
        Assert.Equal(stored.Select(entry => entry.Job!.Uuid).Order(), listed.Order());
        Assert.Equal(120, await _client.CountJobsAsync(new JobListOptions { Name = workflow.Name }, Ct));
        Assert.Single(await _client.ListJobsAsync(new JobListOptions { Target = $"/client/{key}/7", Since = DateTimeOffset.UnixEpoch }, Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task Service_IsAskedHowItIs()
    {
        var ping = await _client.PingAsync(Ct);
        var runners = await _client.ListRunnersAsync(Ct);
        var stats = await _client.GetStatsAsync(Ct);
        var snapshot = await _client.GetSnapshotAsync(Ct);

        Assert.Equal(("up", null), (ping.Backend, ping.BackendError));
        Assert.True(Assert.Single(runners).Active);
        Assert.Equal(0, stats.AllTime.Succeeded);
        Assert.Contains(runners[0].Uuid.ToString(), snapshot.Runners.Keys);
        Assert.InRange(snapshot.Stats.Memory.Rss, 1, long.MaxValue);
    }

    private static WorkflowDocument Spec(string body) => new() { Name = Flow.UniqueName(), Chain = [new TaskDocument { Name = "one", Body = body }] };
}
