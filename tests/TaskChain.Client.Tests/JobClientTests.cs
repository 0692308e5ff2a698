using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Jobs;
using TaskChain.Testing;

namespace TaskChain.Client.Tests;

public sealed class JobClientTests
{
    private static readonly Guid Id = Guid.Parse("0197f3a0-0000-7000-8000-000000000002");
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task SubmitJobAsync_WithParameters_SendsThemBesideTheReservedMembers()
    {
        var service = new FakeService().Answer(Job("queued"), HttpStatusCode.Created);
        using var client = service.Client();

        var job = await client.SubmitJobAsync(
            Guid.Empty, new JsonObject { ["ticket"] = "t-1", ["deep"] = new JsonObject { ["a"] = null } },
            new SubmitJobOptions { Target = "/start-1", Uuid = Id, ExecAfter = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero) }, Ct);

        Assert.Equal(Id, job.Uuid);
        Assert.Equal("queued", job.Posted?.Execution);
        var request = Assert.Single(service.Requests);
        Assert.Equal("POST /base/jobs", request.Line);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse($$"""
                    { "workflow": "{{Guid.Empty}}", "uuid": "{{Id}}", "target": "/start-1", "exec_after": "2026-01-02T00:00:00+00:00", "ticket": "t-1", "deep": { "a": null } }
                    """),
                JsonNode.Parse(request.Body)),
            request.Body);
    }

    [Fact]
    public async Task SubmitJobAsync_ParameterWithAReservedName_ThrowsBeforeSending()
    {
        var service = new FakeService();
        using var client = service.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.SubmitJobAsync(Guid.Empty, new JsonObject { ["target"] = "x" }, cancellationToken: Ct));
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task WaitAsync_ServiceWaits_AsksAgainUntilTheEnd()
    {
        var service = new FakeService()
            .Answer(Job("running"), HttpStatusCode.OK, ("Preference-Applied", "wait=20"))
            .Answer(Job("succeeded", ", \"chain_results\": [{ \"name\": \"a\", \"result\": {\"x\": 1}, \"error\": \"\", \"modules\": { \"s\": { \"name\": \"sdc-clients\", \"requested\": \"9.0.1\", \"ver\": \"9.0.3\" } } }], \"ours\": [1]"));
        using var client = service.Client();

        var job = await client.GetJobHandle(Id).WaitAsync(Ct);

        Assert.Equal(["wait=20", "wait=20"], service.Requests.Select(request => request.Header("Prefer")));
        Assert.All(service.Requests, request => Assert.Equal($"GET /base/jobs/{Id}", request.Line));
        Assert.Equal("""{"x": 1}""", job.ChainResults[0].Result.ToString());
        Assert.Equal(("9.0.1", "9.0.3"), (job.ChainResults[0].Modules!["s"].Requested, job.ChainResults[0].Modules!["s"].Ver));
        Assert.Equal("[1]", job.More!["ours"].GetRawText());
    }

    [Fact]
    public async Task WaitAsync_ServiceDoesNotWait_PausesBetweenLooks()
    {
        var clock = new FakeTimeProvider();
        var service = new FakeService().Answer(Job("running")).Answer(Job("failed"));
        using var client = service.Client(options => options.TimeProvider = clock);

        var waiting = client.GetJobHandle(Id).WaitAsync(Ct);
        Assert.Single(service.Requests);
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("failed", (await waiting).Execution);
    }

    [Fact]
    public async Task WaitAsync_ForAState_ReturnsInIt()
    {
        var service = new FakeService().Answer(Job("waiting"));
        using var client = service.Client();

        Assert.Equal("waiting", (await client.GetJobHandle(Id).WaitAsync(job => job.Execution == "waiting", Ct)).Execution);
        Assert.Null(service.Requests[0].Header("Prefer"));
    }

    [Fact]
    public async Task WaitAsync_ConnectionFailsMeanwhile_GoesOn()
    {
        var service = new FakeService().Fail(5).Answer(Job("succeeded"));
        using var client = service.Client();

        Assert.Equal("succeeded", (await client.GetJobHandle(Id).WaitAsync(Ct)).Execution);
        Assert.Equal(6, service.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_ConnectionFailsTooOften_Throws()
    {
        using var client = new FakeService().Fail(3).Client(options => options.ConnectionRetries = 2);

        var error = await Assert.ThrowsAsync<TaskChainConnectionException>(() => client.GetJobHandle(Id).GetAsync(Ct));

        Assert.True(error.IsTransient);
        Assert.Contains("http://service.test/base/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitJobAsync_ConnectionFails_IsRepeatedUnderTheSameKey()
    {
        var service = new FakeService().Fail(2).Answer(Job("queued"), HttpStatusCode.Created).Answer(Job("queued"), HttpStatusCode.Created);
        using var client = service.Client();

        await client.SubmitJobAsync(Guid.Empty, cancellationToken: Ct);
        await client.SubmitJobAsync(Guid.Empty, cancellationToken: Ct);

        var keys = service.Requests.Select(request => request.Header("Idempotency-Key")!).ToList();
        Assert.Equal((keys[0], keys[0]), (keys[1], keys[2]));
        Assert.NotEqual(keys[0], keys[3]);
        Assert.Matches("^\"[0-9a-f-]{36}\"$", keys[0]);
    }

    [Fact]
    public async Task SubmitJobAsync_WithTheCallersKey_SendsItQuoted()
    {
        var service = new FakeService().Answer(Job("queued"), HttpStatusCode.Created);
        using var client = service.Client();

        await client.SubmitJobAsync(Guid.Empty, null, new SubmitJobOptions { IdempotencyKey = "order \"7\\8\"", Locks = "^/vms/" }, Ct);

        Assert.Equal("\"order \\\"7\\\\8\\\"\"", service.Requests[0].Header("Idempotency-Key"));
        Assert.Contains("\"locks\":\"^/vms/\"", service.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitJobAsync_WithAnId_HasNoKeyAndIsNotRepeated()
    {
        var service = new FakeService().Fail().Answer(Job("queued"));
        using var client = service.Client();

        await Assert.ThrowsAsync<TaskChainConnectionException>(
            () => client.SubmitJobAsync(Guid.Empty, null, new SubmitJobOptions { Uuid = Id }, Ct));

        Assert.Null(Assert.Single(service.Requests).Header("Idempotency-Key"));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.SubmitJobAsync(Guid.Empty, null, new SubmitJobOptions { Uuid = Id, IdempotencyKey = "k" }, Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ä")]
    public async Task SubmitJobAsync_KeyThatCannotBeSent_ThrowsBeforeSending(string key)
    {
        var service = new FakeService();
        using var client = service.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.SubmitJobAsync(Guid.Empty, null, new SubmitJobOptions { IdempotencyKey = key }, Ct));
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task SubmitJobsAsync_Several_GivesWhatCameOfEach()
    {
        var service = new FakeService().Fail().Answer(
            $$"""[{ "status": 201, "job": {{Job("queued")}} }, { "status": 409, "problem": { "code": "InvalidArgument", "message": "Taken." } }]""");
        using var client = service.Client();

        var answers = await client.SubmitJobsAsync(
            [new NewJobDocument { Workflow = Guid.Empty, Target = "/a" }, new NewJobDocument { Workflow = Guid.Empty, Target = "/b" }], allOrNone: true, cancellationToken: Ct);

        Assert.Equal((Id, "InvalidArgument"), (answers[0].Job?.Uuid, answers[1].Problem?.Code));
        Assert.Equal("POST /base/jobs?all=true", service.Requests[1].Line);
        Assert.StartsWith("[{", service.Requests[1].Body, StringComparison.Ordinal);
        Assert.Equal(service.Requests[0].Header("Idempotency-Key"), service.Requests[1].Header("Idempotency-Key"));
    }

    [Fact]
    public async Task ListJobsAsync_MoreThanAPage_FollowsTheServicesCursor()
    {
        var service = new FakeService()
            .Answer($"[{Job("queued")}]", HttpStatusCode.OK, ("Link", "</jobs?name=w&limit=100&cursor=AbC_1>; rel=\"next\""))
            .Answer($"[{Job("failed")}]");
        using var client = service.Client();
        var options = new JobListOptions { Name = "w x", Since = DateTimeOffset.UnixEpoch, Consumer = "me", Params = { ["vm_uuid"] = "a&b" } };

        var jobs = await client.ListJobsAsync(options, Ct).ToListAsync(Ct);

        Assert.Equal(["queued", "failed"], jobs.Select(job => job.Execution));
        Assert.Equal(
            "GET /base/jobs?name=w%20x&consumer=me&since=1970-01-01T00%3A00%3A00.0000000%2B00%3A00&limit=100&vm_uuid=a%26b", service.Requests[0].Line);
        Assert.Equal(service.Requests[0].Line + "&cursor=AbC_1", service.Requests[1].Line);
    }

    [Fact]
    public async Task CountJobsAsync_GivesTheServicesCount()
    {
        var service = new FakeService().Answer("[]", HttpStatusCode.OK, ("x-count", "12345"));
        using var client = service.Client();

        Assert.Equal(12345, await client.CountJobsAsync(new JobListOptions { Execution = "failed" }, Ct));
        Assert.Equal("GET /base/jobs?execution=failed&limit=1", service.Requests[0].Line);
    }

    [Fact]
    public async Task CancelPauseCloneDelete_AreSentToTheirPaths()
    {
        var service = new FakeService().Answer(Job("canceled")).Answer(Job("queued")).Answer(Job("queued")).Answer(Job("queued")).Answer("", HttpStatusCode.NoContent);
        using var client = service.Client();
        var job = client.GetJobHandle(Id);

        await job.CancelAsync(Ct);
        await job.PauseAsync(Ct);
        await job.UnpauseAsync(Ct);
        await job.CloneAsync(new CloneDocument { Target = "/b", Params = RawJson.Parse("{\"size\":2}") }, Ct);
        await job.DeleteAsync(Ct);

        Assert.Equal(
            ((string[])["cancel", "pause", "resume", "clone", "delete"]).Select(word => $"POST /base/jobs/{Id}/{word}"), service.Requests.Select(request => request.Line));
        Assert.Equal(["", "", "{}", """{"params":{"size":2},"target":"/b"}""", ""], service.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task Requests_WithAnApiKey_CarryIt()
    {
        var service = new FakeService().Answer(Job("queued")).Answer("[]");
        using var client = service.Client(options => options.ApiKey = "tck_1");

        await client.GetJobHandle(Id).GetAsync(Ct);
        await client.FindWorkflowAsync("w", Ct);

        Assert.All(service.Requests, request => Assert.Equal("Bearer tck_1", request.Header("Authorization")));
    }

    [Fact]
    public async Task GetAsync_Problem_IsNotRepeated()
    {
        var service = new FakeService().Answer("""{ "code": "service_unavailable", "message": "Later." }""", HttpStatusCode.ServiceUnavailable);
        using var client = service.Client();

        var error = await Assert.ThrowsAsync<TaskChainProblemException>(() => client.GetJobHandle(Id).GetAsync(Ct));

        Assert.True(error.IsTransient);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task GetAsync_AnswerOfAProxy_ThrowsWithTheStatus()
    {
        using var client = new FakeService().Answer("<html>Bad Gateway</html>", HttpStatusCode.BadGateway).Client();

        var error = await Assert.ThrowsAsync<TaskChainProblemException>(() => client.GetJobHandle(Id).GetAsync(Ct));

        Assert.Equal("http_502", error.Code);
    }

    [Fact]
    public async Task GetAsync_ServiceHangs_ThrowsAfterTheTimeout()
    {
        using var client = new FakeService().Client(options => (options.RequestTimeout, options.ConnectionRetries) = (TimeSpan.FromMilliseconds(50), 0));

        await Assert.ThrowsAsync<TaskChainConnectionException>(() => client.GetJobHandle(Id).GetAsync(Ct));
    }

    [Fact]
    public async Task GetAsync_CallerCancels_ThrowsOperationCanceled()
    {
        using var client = new FakeService().Client();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var asking = client.GetJobHandle(Id).GetAsync(cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task GetAsync_AnswerOfAnotherShape_Throws()
    {
        using var client = new FakeService().Answer("""{ "hello": 1 }""").Client();

        await Assert.ThrowsAsync<TaskChainConnectionException>(() => client.GetJobHandle(Id).GetAsync(Ct));
    }

    [Fact]
    public async Task ResumeAsync_WithResult_SendsIt()
    {
        var service = new FakeService().Answer(Job("queued")).Answer(Job("queued"));
        using var client = service.Client();

        await client.GetJobHandle(Id).ResumeAsync(new JsonObject { ["ok"] = true }, Ct);
        await client.GetJobHandle(Id).ResumeWithErrorAsync("no", Ct);

        Assert.Equal($"POST /base/jobs/{Id}/resume", service.Requests[0].Line);
        Assert.Equal(["""{"result":{"ok":true}}""", """{"error":"no"}"""], service.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task GetOutputAsync_JobWithTasks_GivesResultsLogsAndInfo()
    {
        var service = new FakeService()
            .Answer("""{ "uuid": "0197f3a0-0000-7000-8000-000000000002", "execution": "succeeded", "tasks": [{ "name": "a", "node": "chain/0", "status": "succeeded", "result": 5, "log": [{ "at": "2026-01-01T00:00:00Z", "level": "info", "message": "hello" }] }], "info": [{ "at": "2026-01-01T00:00:00Z", "data": { "p": 1 } }] }""")
            .Answer("""[{ "data": 1 }, "x"]""");
        using var client = service.Client();

        var output = await client.GetJobHandle(Id).GetOutputAsync(Ct);
        var info = await client.GetJobHandle(Id).GetInfoAsync(Ct);

        Assert.Equal(("5", "hello"), (output.Tasks[0].Result.ToString(), output.Tasks[0].Log[0].Message));
        Assert.Equal("""{ "p": 1 }""", output.Info[0].Data.ToString());
        Assert.Equal(["""{ "data": 1 }""", "\"x\""], info.Select(element => element.ToString()));
    }

    private static string Job(string execution, string more = "") =>
        $$"""{ "uuid": "{{Id}}", "name": "w", "execution": "{{execution}}", "params": {}, "timeout": 3600{{more}} }""";
}
