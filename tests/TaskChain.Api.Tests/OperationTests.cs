using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;
using TaskChain.Testing.Postgres;

namespace TaskChain.Api.Tests;

/// <summary>/stats, /snapshot, /runners, and a database that is away.</summary>
public sealed class OperationTests(SharedService shared)
{
    private static readonly string[] States = ["queued", "failed", "succeeded", "canceled", "running", "retried", "waiting"];
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Stats_HaveFourBucketsOfSevenNumbers()
    {
        await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;"))));

        var stats = (await _api.GetAsync("/stats")).Json.AsObject();

        Assert.Equal(["all_time", "past_24h", "past_hour", "current"], stats.Select(bucket => bucket.Key));
        foreach (var (_, bucket) in stats) Assert.Equal(States, bucket!.AsObject().Select(state => state.Key));
        Assert.Equal(0, (long?)stats["all_time"]!["succeeded"]);
        Assert.Equal(HttpStatusCode.OK, (await _api.SendAsync(HttpMethod.Head, "/stats")).Status);
    }

    [Fact]
    public async Task Snapshot_ShowsRunningAndQueuedJobsAndRunners()
    {
        var path = "/snapshot/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("held", Flow.Call(path)).Calls()));
        var running = await _api.JobAsync(workflow);
        var queued = await _api.JobAsync(workflow, new JsonObject { ["exec_after"] = "2999-01-01T00:00:00Z" });
        await shared.Recorder.SeenAsync(path);

        var snapshot = (await _api.GetAsync("/snapshot")).Json;
        shared.Recorder.Open(path);

        Assert.Equal(("workflow", "jobs"), ((string?)snapshot["service"]!["name"], (string?)snapshot["service"]!["component"]));
        Assert.Equal(new Uri(_api.Url).Authority, (string?)snapshot["service"]!["ident"]);
        Assert.Equal(Environment.ProcessId, (int?)snapshot["service"]!["pid"]);
        foreach (var member in (string[])["uptime", "memory", "total_jobs", "running_jobs", "queued_jobs"]) Assert.NotNull(snapshot["stats"]![member]);
        Assert.Equal(["jobs", "running_jobs", "queued_jobs", "runners"], snapshot["types"]!.AsArray().Select(type => (string?)type));
        var runner = (string?)snapshot["running_jobs"]![running];
        Assert.NotNull(snapshot["runners"]![runner!]);
        Assert.NotNull(snapshot["queued_jobs"]![queued]);
        Assert.Equal("running", (string?)snapshot["jobs"]![running]!["execution"]);
        Assert.Null(snapshot["jobs"]![running]!["chain"]);
    }

    [Fact]
    public async Task IdleRunner_LeavesJobsQueuedUntilItIsWoken()
    {
        await using var service = await TestService.StartAsync();
        var api = service.Api;
        var workflow = await api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var runner = Assert.Single((await api.GetAsync("/runners")).Json.AsArray())!;
        var uuid = (string)runner["uuid"]!;

        var idled = await api.PostAsync($"/runners/{uuid}/idle", new JsonObject());
        var job = await api.JobAsync(workflow);
        var held = await api.SendAsync(HttpMethod.Get, $"/jobs/{job}", null, ("Prefer", "wait=2"));
        var shown = (await api.GetAsync("/runners")).Json[0]!;
        var woken = await api.PostAsync($"/runners/{uuid}/wake");
        var ended = await api.FinishedAsync(job);

        Assert.Equal((true, false, Environment.ProcessId), ((bool)runner["active"]!, (bool)runner["idle"]!, (int)runner["pid"]!));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (idled.Status, woken.Status));
        Assert.Equal("queued", (string?)held.Json["execution"]);
        Assert.True((bool?)shown["idle"]);
        Assert.Equal("succeeded", (string?)ended["execution"]);
    }

    [Fact]
    public async Task Runner_ThatIsUnknown_IsNotFound()
    {
        foreach (var id in (string[])[Guid.NewGuid().ToString(), "no-uuid"])
        {
            var answer = await _api.PostAsync($"/runners/{id}/idle");

            Assert.Equal((HttpStatusCode.NotFound, $"Runner with uuid '{id}' does not exist"), (answer.Status, answer.Message));
        }
    }

    [Fact]
    public async Task DatabaseAway_IsToldByPingAndAnswered503()
    {
        await using var database = await TestPostgres.StartAsync(TestContext.Current.CancellationToken);
        var connection = await database.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var service = await TestService.StartAsync(options =>
        {
            options.Storage.ConnectionString = connection;
            options.Storage.RetryFor = TimeSpan.FromSeconds(1);
        });
        await database.StopAsync();

        var ping = await service.Api.GetAsync("/ping");
        var read = await service.Api.GetAsync("/jobs");
        var health = await service.Api.GetAsync("/healthz/live");

        Assert.Equal(HttpStatusCode.OK, ping.Status);
        Assert.Equal("down", (string?)ping.Json["backend"]);
        Assert.False(string.IsNullOrEmpty((string?)ping.Json["backend_error"]));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", "Backend not connected"), (read.Status, read.Code, read.Message));
        Assert.Equal("5", read.Header("retry-after"));
        Assert.Equal(HttpStatusCode.OK, health.Status);
    }
}
