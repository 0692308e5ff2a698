using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.NodeWorkflow;

/// <summary>N26 to N41: what a task comes to. The numbers are those of the contract's list (src/guides/node-workflow.md).</summary>
public sealed class TaskContractTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Theory]
    [InlineData("var x = 1;", "\"OK\"")]
    [InlineData("return \"fine\";", "\"fine\"")]
    public async Task N26_Success_HasTheResultOrOkAndNoError(string body, string result)
    {
        var job = await RunAsync(Flow.Task("only", body));

        var entry = Entry(job, 0);
        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal(result, entry["result"]!.ToJsonString());
        Assert.Equal("", (string?)entry["error"]);
        Assert.Equal("only", (string?)entry["name"]);
        Assert.True((DateTimeOffset)entry["started_at"]! <= (DateTimeOffset)entry["finished_at"]!);
    }

    [Fact]
    public async Task N27_SuccessOnTheSecondAttempt_KeepsThePropertiesOfTheFirst()
    {
        var job = await RunAsync(Flow.Task(
            "twice", "if (job.Attempt == 1) { job[\"first\"] = 1; throw new Exception(\"not yet\"); }\njob[\"second\"] = (int)job[\"first\"]! + 1;").With("retry", 2));

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal(1, (int?)job["first"]);
        Assert.Equal(2, (int?)job["second"]);
        Assert.Equal("", (string?)Entry(job, 0)["error"]);
        Assert.Single(job["chain_results"]!.AsArray()); // one entry, however many attempts
    }

    [Fact]
    public async Task N28_FailureWithoutFallback_HasNoResultAndTheErrorsText()
    {
        var job = await RunAsync(Flow.Task("fails", "throw new InvalidOperationException(\"no luck\");"));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("", (string?)Entry(job, 0)["result"]);
        Assert.Equal("no luck", (string?)Entry(job, 0)["error"]!["message"]);
    }

    [Fact]
    public async Task N29_FallbackThatSucceeds_GetsTheErrorAndClearsIt()
    {
        var job = await RunAsync(Flow.Task("caught", "throw new Exception(\"first\");").With("fallback", "return \"caught \" + error.Message;"));

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal("caught first", (string?)Entry(job, 0)["result"]);
        Assert.Equal("", (string?)Entry(job, 0)["error"]);
    }

    [Fact]
    public async Task N30_FallbackThatFails_ItsErrorWins()
    {
        var job = await RunAsync(Flow.Task("fails", "throw new Exception(\"first\");").With("fallback", "throw new Exception(\"second, after \" + error.Message);"));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("second, after first", (string?)Entry(job, 0)["error"]!["message"]);
        Assert.Single(job["chain_results"]!.AsArray());
    }

    [Fact]
    public async Task N31_AllAttemptsFail_TheLastErrorStays()
    {
        var path = "/n31/" + Guid.NewGuid();
        var job = await RunAsync(Flow.Task("fails", Flow.Call(path) + "throw new Exception(\"attempt \" + job.Attempt);").Calls().With("retry", 2));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("attempt 2", (string?)Entry(job, 0)["error"]!["message"]);
        Assert.Equal(2, shared.Recorder.Count(path));
    }

    [Fact]
    public async Task N32_Timeout_TheFallbackIsToldTaskTimeoutError()
    {
        var job = await RunAsync(
            Flow.Task("late", "await Task.Delay(Timeout.Infinite, cancellation);").With("timeout", 1).With("fallback", "return error.Message;"));

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal("task timeout error", (string?)Entry(job, 0)["result"]);
    }

    [Fact]
    public async Task N33_FallbackThatTimesOut_IsATaskTimeoutError()
    {
        var job = await RunAsync(
            Flow.Task("late", "throw new Exception(\"first\");").With("timeout", 1).With("fallback", "await Task.Delay(Timeout.Infinite, cancellation);"));

        Assert.Equal("failed", (string?)job["execution"]);
        Assert.Equal("task timeout error", (string?)Entry(job, 0)["error"]);
    }

    [Fact]
    public async Task N34_Queue_IsTheEntrysWord()
    {
        var job = await RunAsync(Flow.Task("first", "return job.Queue();").With("retry", 3).With("fallback", "return 1;"), Flow.Task("second", "return 2;"));

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal("queue", (string?)Entry(job, 0)["error"]);
        Assert.Equal("OK", (string?)Entry(job, 0)["result"]);
        Assert.Equal(1, (int?)Entry(job, 0)["attempts"]); // neither retry nor fallback
    }

    [Theory]
    [InlineData("await Task.Delay(Timeout.Infinite, cancellation);")]
    [InlineData("while (true) { }")]
    public async Task N35_CancelDuringARun_IsTheWordCancelAndNoRetry(string endless)
    {
        var path = "/n35/" + Guid.NewGuid();
        var job = await CancelledWhileRunningAsync(path, Flow.Task("endless", Flow.Call(path) + endless).Calls().With("retry", 3).With("timeout", 30));

        Assert.Equal("canceled", (string?)job["execution"]);
        Assert.Equal("cancel", (string?)Entry(job, 0)["error"]);
        Assert.Equal(1, shared.Recorder.Count(path));
    }

    [Fact]
    public async Task N36_FailureAfterCancel_IsTheWordCancelAndNoFallback()
    {
        var path = "/n36/" + Guid.NewGuid();
        var task = Flow.Task(
            "fails", Flow.Call(path) + "try { await Task.Delay(Timeout.Infinite, cancellation); } catch (OperationCanceledException) { throw new Exception(\"because of the cancel\"); }");
        var job = await CancelledWhileRunningAsync(path, task.Calls().With("retry", 3).With("fallback", Flow.Call(path + "/fallback")));

        Assert.Equal("canceled", (string?)job["execution"]);
        Assert.Equal("cancel", (string?)Entry(job, 0)["error"]);
        Assert.Equal(1, shared.Recorder.Count(path));
        Assert.Equal(0, shared.Recorder.Count(path + "/fallback"));
    }

    [Fact]
    public async Task N37_Info_IsTheJobsInfo_AndLogIsNot()
    {
        var job = await RunAsync(Flow.Task("talks", "info(new { step = 1 }); log.Info(\"only logged\");"));

        var info = (await _api.GetAsync($"/jobs/{job["uuid"]}/info")).Json.AsArray();
        Assert.Equal("{\"step\":1}", Assert.Single(info)!["data"]!.ToJsonString());
        Assert.Contains("only logged", (await _api.GetAsync($"/jobs/{job["uuid"]}/output")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task N38_Error_KeepsNameMessageAndStatus()
    {
        var plain = await RunAsync(Flow.Task("plain", "throw new ArgumentException(\"bad\");"));
        var http = await RunAsync(Flow.Task(
            "http", "throw new Refusal();\nsealed class Refusal() : Exception(\"not there\") { public int StatusCode => 404; }"));

        Assert.Equal("System.ArgumentException", (string?)Entry(plain, 0)["error"]!["name"]);
        Assert.Equal("bad", (string?)Entry(plain, 0)["error"]!["message"]);
        Assert.Null(Entry(plain, 0)["error"]!["statusCode"]);
        Assert.Equal(404, (int?)Entry(http, 0)["error"]!["statusCode"]);
    }

    [Fact]
    public async Task N39_ModulesOfATask_AreGivenAndVariablesRemain()
    {
        var job = await RunAsync(
            Flow.Task("given", "return url.GetType().FullName + \" \" + (config[\"recorderUrl\"].Length > 0);").Needs("url", "url", "0.11.0"),
            Flow.Task("bare", "return config[\"recorderUrl\"].Length > 0;").With("modules", new JsonObject()));

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.EndsWith(" True", (string?)Entry(job, 0)["result"], StringComparison.Ordinal);
        Assert.Equal("0.11.0", (string?)Entry(job, 0)["modules"]!["url"]!["ver"]);
        Assert.True((bool?)Entry(job, 1)["result"]);
    }

    [Theory]
    [InlineData("5 === 5")]
    [InlineData("function (job, cb) { cb(null); }")]
    public async Task N40_BodyThatIsNoScript_IsRefusedAtPost(string body)
    {
        var answer = await _api.PostAsync("/workflows", Flow.Of(Flow.Task("wrong", body)));

        Assert.Equal(422, (int)answer.Status);
        var problem = answer.Json["errors"]!.AsArray()[0]!;
        Assert.Equal("wrong", (string?)problem["task"]);
        Assert.StartsWith("CS", (string?)problem["diagnostic_id"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task N41_ExceptionsOfTheRuntime_AreWhatBodiesCatch()
    {
        var job = await RunAsync(Flow.Task(
            "catches", "try { return job.Params.GetString(\"absent\"); } catch (Exception e) { return e is ArgumentException || e is KeyNotFoundException || e.GetType().BaseType != null; }"));

        Assert.True((bool?)Entry(job, 0)["result"]);
    }

    private static JsonNode Entry(JsonNode job, int index) => job["chain_results"]!.AsArray()[index]!;

    private async Task<JsonNode> RunAsync(params JsonObject[] tasks) => await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(tasks)));

    private async Task<JsonNode> CancelledWhileRunningAsync(string path, JsonObject task)
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(task));
        var uuid = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
        await shared.Recorder.SeenAsync(path);
        var answer = await _api.PostAsync($"/jobs/{uuid}/cancel", new JsonObject());
        Assert.True((int)answer.Status == 200, answer.ToString());
        Assert.Equal("canceled", (string?)answer.Json["execution"]);
        return await _api.FinishedAsync(uuid);
    }
}
