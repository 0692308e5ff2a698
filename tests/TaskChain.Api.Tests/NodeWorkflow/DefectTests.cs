using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.NodeWorkflow;

/// <summary>N61 to N74: node-workflow's defects that TaskChain does not have.</summary>
public sealed class DefectTests(SharedService shared)
{
    private const string Endless = "await Task.Delay(Timeout.Infinite, cancellation);";

    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task N61_ResumedJob_GoesOnAndItsNextTaskSeesTheResult()
    {
        var uuid = await PostAsync(Flow.Of(Flow.Task("asks", "return job.Wait();"), Flow.Task("next", "return (string?)job.Results[\"asks\"] + \" was heard\";")));
        await _api.BecomesAsync(uuid, "waiting");

        await _api.PostAsync($"/jobs/{uuid}/resume", new JsonObject { ["result"] = "yes" });
        var job = await _api.FinishedAsync(uuid);

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal("yes was heard", (string?)job["chain_results"]![1]!["result"]);
    }

    [Theory]
    [InlineData("""{"chain":[{"name":"a","body":"return 1;"}]}""", "'name'")]
    [InlineData("""{"name":"n62-a","chain":"no array"}""", "'chain'")]
    [InlineData("""{"name":"n62-b","chain":[{"name":"a","body":5}]}""", "'body'")]
    [InlineData("""{"name":"n62-c","chain":[{"name":"a","body":"return ("}]}""", "Task 'a'")]
    [InlineData("""{"name":"n62-d","chain":[7]}""", "chain")]
    [InlineData("""{"chain":[{"name":"a","body":5},{"name":"b","body":"return nothing;"}],"timeout":"soon"}""", "'timeout'")]
    [InlineData("[1,2]", "object")]
    [InlineData("null", "object")]
    [InlineData("\"text\"", "object")]
    public async Task N62_BadWorkflow_IsAnsweredWithEveryProblem(string document, string told)
    {
        var answer = await _api.SendAsync(HttpMethod.Post, "/workflows", new StringContent(document, Encoding.UTF8, "application/json"));

        Assert.InRange((int)answer.Status, 400, 499);
        Assert.Contains(told, answer.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task N62_SeveralProblems_AreToldTogether()
    {
        var answer = await _api.PostAsync("/workflows", new JsonObject
        {
            ["timeout"] = -1,
            ["chain"] = new JsonArray(Flow.Task("a", "return nothing;"), Flow.Task("b", "return 1;").With("retry", "often"), Flow.Task("c", "return (;")),
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var pointers = answer.Json["errors"]!.AsArray().Select(problem => (string?)problem!["pointer"]).ToHashSet();
        Assert.Superset(new HashSet<string?> { "/name", "/timeout", "/chain/0/body", "/chain/1/retry", "/chain/2/body" }, pointers);
    }

    [Theory]
    [InlineData("{\"name\":", "application/json", 400)]
    [InlineData("hello", "text/plain", 415)]
    [InlineData("", "application/json", 400)]
    public async Task N62_BodyThatIsNoJson_IsAnswered(string body, string type, int status)
    {
        foreach (var path in (string[])["/workflows", "/jobs"])
        {
            var answer = await _api.SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type));
            Assert.True((int)answer.Status == status || (body.Length == 0 && (int)answer.Status is >= 400 and < 500), answer.ToString());
        }
    }

    [Fact]
    public async Task N63_TimeoutZero_IsHonoured()
    {
        var stored = (await _api.PostAsync("/workflows", Flow.Of(Flow.Task("a", "return 1;")).With("timeout", 0))).Json;

        Assert.Equal(0, (int?)stored["timeout"]);
        Assert.Equal(0, (int?)(await _api.GetAsync($"/workflows/{stored["uuid"]}")).Json["timeout"]);
    }

    [Fact]
    public async Task N64_Lists_FilterByEveryStateAndNumbersAndPageWithACount()
    {
        var flow = Flow.Of(Flow.Task("waits", "return job.Params.Has(\"wait\") ? job.Wait() : job.Retry();")).With("max_attempts", 1);
        var workflow = await _api.WorkflowAsync(flow);
        var task = Random.Shared.Next(1_000_000, 2_000_000);
        var waiting = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["wait"] = true, ["task"] = task })).Json["uuid"]!;
        for (var i = 0; i < 5; i++) await _api.RunAsync(workflow, new JsonObject { ["task"] = task, ["i"] = i });
        await _api.BecomesAsync(waiting, "waiting");

        var waits = await _api.GetAsync($"/jobs?execution=waiting&name={flow["name"]}");
        var retried = await _api.GetAsync($"/jobs?execution=retried&task={task}");
        var page = await _api.GetAsync($"/jobs?execution=retried&task={task}&offset=1&limit=3");

        Assert.Equal(waiting, (string?)Assert.Single(waits.Json.AsArray())!["uuid"]);
        Assert.Equal([4, 3, 2, 1, 0], retried.Json.AsArray().Select(job => (int)job!["params"]!["i"]!));
        Assert.Equal([3, 2, 1], page.Json.AsArray().Select(job => (int)job!["params"]!["i"]!));
        Assert.Equal("5", page.Headers.GetValues("x-count").Single());
        Assert.All(page.Json.AsArray(), job => Assert.Null(job!["chain"]));
        await _api.PostAsync($"/jobs/{waiting}/cancel", new JsonObject());
    }

    [Theory]
    [InlineData("try {", "await Task.Delay(Timeout.Infinite, cancellation); } finally { job[\"tidied\"] = true; }", true)]
    [InlineData("", "while (true) { }", false)]
    public async Task N65_Cancel_StopsTheBodyRunsOncancelAndFreesTheLocks(string before, string endless, bool hears)
    {
        var path = "/n65/" + Guid.NewGuid();
        var flow = Flow.Of(Flow.Task("endless", before + Flow.Call(path) + endless).Calls(), Flow.Task("never", "return 1;"));
        flow["oncancel"] = new JsonArray(Flow.Task("undo", Flow.Call(path + "/undo") + "return \"undone\";").Calls());
        var workflow = await _api.WorkflowAsync(flow);
        var uuid = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["target"] = path, ["locks"] = "^/other" + path })).Json["uuid"]!;
        await shared.Recorder.SeenAsync(path);

        await _api.PostAsync($"/jobs/{uuid}/cancel", new JsonObject());
        var job = await _api.FinishedAsync(uuid);
        var next = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["target"] = "/other" + path });
        await _api.PostAsync($"/jobs/{next.Json["uuid"]}/cancel", new JsonObject());

        Assert.Equal("canceled", (string?)job["execution"]);
        Assert.Equal("undone", (string?)Assert.Single(job["oncancel_results"]!.AsArray())!["result"]);
        Assert.Equal(hears ? true : null, (bool?)job["tidied"]);
        Assert.Single(job["chain_results"]!.AsArray());
        Assert.Equal(1, shared.Recorder.Count(path + "/undo"));
        Assert.True(next.Status == HttpStatusCode.Created, next.ToString());
        Assert.Equal("canceled", (string?)(await _api.GetAsync($"/jobs/{uuid}")).Json["execution"]);
    }

    [Theory]
    [InlineData("using var timer = new Timer(_ => throw new Exception(\"elsewhere\"), null, 0, -1); await Task.Delay(Timeout.Infinite, cancellation);")]
    [InlineData("async void Elsewhere() { await Task.Delay(1); throw new Exception(\"elsewhere\"); }\nElsewhere(); await Task.Delay(Timeout.Infinite, cancellation);")]
    [InlineData("while (true) { }")]
    public async Task N66_BodyThatBreaksItsProcessOrSpins_CostsItsOwnTask(string body)
    {
        var path = "/n66/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var neighbour = await PostAsync(Flow.Of(Flow.Task("neighbour", Flow.Call(path) + "return 1;").Calls()));
        await shared.Recorder.SeenAsync(path);

        var job = await RunAsync(Flow.Of(Flow.Task("breaks", body).With("timeout", 2).With("fallback", "return \"caught\";")));
        shared.Recorder.Open(path);

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal("caught", (string?)job["chain_results"]![0]!["result"]);
        Assert.Equal("succeeded", (string?)(await _api.FinishedAsync(neighbour))["execution"]);
    }

    [Fact]
    public async Task N68_SynchronousThrow_IsRetriedThenFallsBack_WithTheDelaysOfItsPolicy()
    {
        var path = "/n68/" + Guid.NewGuid();
        var policy = new JsonObject { ["delay"] = 0.2, ["back_off"] = 2 };
        var job = await RunAsync(Flow.Of(
            Flow.Task("throws", Flow.Call(path) + "throw new Exception(\"attempt \" + job.Attempt);").Calls()
                .With("retry", 3).With("retry_policy", policy).With("fallback", "return error.Message;")));

        var entry = job["chain_results"]![0]!;
        Assert.Equal("attempt 3", (string?)entry["result"]);
        Assert.Equal(3, shared.Recorder.Count(path));
        Assert.True((DateTimeOffset)entry["finished_at"]! - (DateTimeOffset)entry["started_at"]! >= TimeSpan.FromMilliseconds(595), entry.ToJsonString());
    }

    [Fact]
    public async Task N69_DeadWorker_IsNoticedAtOnce()
    {
        var watch = Stopwatch.StartNew();

        var job = await RunAsync(Flow.Of(Flow.Task("dies", "Environment.FailFast(\"on purpose\"); return 0;")).With("timeout", 3600));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("worker_crashed", (string?)job["chain_results"]![0]!["error"]!["code"]);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30)); // not after an hour
    }

    [Fact]
    public async Task N70_WorkflowTimeout_StopsTheBodyAndNothingFollows()
    {
        var path = "/n70/" + Guid.NewGuid();
        var flow = Flow.Of(
            Flow.Task("late", $"for (;;) {{ {Flow.Call(path)} await Task.Delay(20); }}").Calls(), Flow.Task("never", Flow.Call(path + "/never")).Calls()).With("timeout", 1);

        var job = await RunAsync(flow);
        var calls = shared.Recorder.Count(path);
        await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("later", "await Task.Delay(200); return 1;"))));
        var again = (await _api.GetAsync($"/jobs/{job["uuid"]}")).Json;

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.InRange(shared.Recorder.Count(path), calls, calls + 1); // one call may have been on its way
        Assert.Equal(0, shared.Recorder.Count(path + "/never"));
        Assert.Single(again["chain_results"]!.AsArray());
    }

    [Fact]
    public async Task N71_WaitWithADeadline_FailsTheTaskWhenNobodyResumes()
    {
        var job = await RunAsync(Flow.Of(Flow.Task("waits", "return job.Wait(DateTimeOffset.UtcNow.AddMilliseconds(300));"), Flow.Task("never", "return 1;")));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("task timeout error", (string?)Assert.Single(job["chain_results"]!.AsArray())!["error"]);
    }

    [Fact]
    public async Task N71_Again_RunsTheSameTaskLaterAndCountsNoAttempt()
    {
        var job = await RunAsync(Flow.Of(Flow.Task(
            "polls", "job[\"polls\"] = (int?)job[\"polls\"] + 1 ?? 1; return (int)job[\"polls\"]! < 3 ? job.Again(TimeSpan.FromMilliseconds(50)) : (object)\"there\";")));

        var entry = Assert.Single(job["chain_results"]!.AsArray())!;
        Assert.Equal("there", (string?)entry["result"]);
        Assert.Equal(3, (int?)job["polls"]);
        Assert.Equal(1, (int?)entry["attempts"]);
    }

    [Fact]
    public async Task N72_ModuleThatIsNotDeclared_IsNotThere()
    {
        var answer = await _api.PostAsync("/workflows", Flow.Of(
            Flow.Task("has", "return url.GetType().Name;").Needs("url", "url", "0.11.0"), Flow.Task("has_not", "return url.GetType().Name;").With("modules", new JsonObject())));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("/chain/1/body", (string?)Assert.Single(answer.Json["errors"]!.AsArray())!["pointer"]);
    }

    [Theory]
    [InlineData("return 0;", "0")]
    [InlineData("return false;", "false")]
    [InlineData("return null;", "null")]
    [InlineData("return \"\";", "\"\"")]
    [InlineData("return 1.5m;", "1.5")]
    [InlineData("return new { a = new[] { 1, 2 }, b = (string?)null };", "{\"a\":[1,2],\"b\":null}")]
    public async Task N73_Results_KeepTheirTypes(string body, string result)
    {
        var job = await RunAsync(Flow.Of(Flow.Task("returns", body)));

        Assert.Equal(result, job["chain_results"]![0]!.AsObject().TryGetPropertyValue("result", out var value) && value is not null ? value.ToJsonString() : "null");
    }

    [Fact]
    public async Task N73_Errors_KeepNameCodeStackAndInnerErrors()
    {
        var job = await RunAsync(Flow.Of(
            Flow.Task("nested", "try { int.Parse(\"x\"); }\ncatch (FormatException e) { throw new InvalidOperationException(\"outer\", e); }").With("retry", 1)));

        var error = job["chain_results"]![0]!["error"]!;
        Assert.Equal("System.InvalidOperationException", (string?)error["name"]);
        Assert.Equal("outer", (string?)error["message"]);
        Assert.Equal("task_failed", (string?)error["code"]);
        Assert.Contains("line 2", (string?)error["stack"], StringComparison.Ordinal);
        Assert.Equal("System.FormatException", (string?)error["inner"]!["name"]);
        Assert.Contains("line 1", (string?)error["inner"]!["stack"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task N74_Body_RunsInAProcessOfItsOwnWithoutTheServicesEnvironment()
    {
        var job = await RunAsync(Flow.Of(Flow.Task(
            "looks", "return new { pid = Environment.ProcessId, env = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToArray() };")));
        var service = (await _api.GetAsync("/ping")).Json;

        var seen = job["chain_results"]![0]!["result"]!;
        Assert.NotEqual((int)service["pid"]!, (int)seen["pid"]!);
        Assert.DoesNotContain(seen["env"]!.AsArray(), name => ((string)name!).StartsWith("TaskChain__", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<JsonNode> RunAsync(JsonObject flow) => await _api.RunAsync(await _api.WorkflowAsync(flow));

    private async Task<string> PostAsync(JsonObject flow)
    {
        var workflow = await _api.WorkflowAsync(flow);
        return (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
    }
}
