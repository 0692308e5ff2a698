using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

public sealed class JobTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Post_WithoutWait_SaysQueuedAndTheJobRuns()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("greet", "return \"hello \" + job.Params.GetString(\"who\");")));

        var answer = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["who"] = "you", ["target"] = "/t/1" });

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        Assert.Equal("queued", (string?)answer.Json["execution"]);
        Assert.Equal(workflow, (string?)answer.Json["workflow_uuid"]);
        Assert.Equal("/t/1", (string?)answer.Json["target"]);
        Assert.Equal("{\"who\":\"you\"}", answer.Json["params"]!.ToJsonString());
        Assert.False(answer.Headers.Contains("Preference-Applied"));
        var uuid = (string)answer.Json["uuid"]!;
        Assert.Equal($"/jobs/{uuid}", answer.Headers.Location!.ToString());
        var job = await _api.FinishedAsync(uuid);
        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal("hello you", (string?)job["chain_results"]![0]!["result"]);
    }

    [Fact]
    public async Task Post_WithWait_AnswersTheFinishedJob()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;"), Flow.Task("two", "return (int)job.Results[0]! + 1;")));

        var answer = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow }, ("Prefer", "wait=600"));

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("wait=60", answer.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal("succeeded", (string?)answer.Json["execution"]);
        Assert.Equal(2, (int?)answer.Json["chain_results"]![1]!["result"]);
    }

    [Fact]
    public async Task Get_WithShortWait_AnswersTheRunningJob()
    {
        var path = "/slow/" + Guid.NewGuid();
        shared.Recorder.Hold(path);
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("slow", Flow.Call(path)).Calls()));
        var uuid = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
        await shared.Recorder.SeenAsync(path);

        var running = await _api.SendAsync(HttpMethod.Get, $"/jobs/{uuid}", null, ("Prefer", "wait=1"));
        shared.Recorder.Open(path);

        Assert.Equal("running", (string?)running.Json["execution"]);
        Assert.Equal("slow", (string?)running.Json["current_task"]);
        Assert.Equal("succeeded", (string?)(await _api.FinishedAsync(uuid))["execution"]);
    }

    [Fact]
    public async Task InfoAndLog_OfBodiesAndCallers_AreAnsweredInOrder()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(
            Flow.Task("talks", "info(new { step = 1 }); log.Info(\"a line\"); log.Error(\"another\"); return new { ok = true };")));
        var uuid = (string)(await _api.RunAsync(workflow))["uuid"]!;

        var posted = await _api.PostAsync($"/jobs/{uuid}/info", new JsonObject { ["from"] = "outside", ["uuid"] = "left out" });
        var info = await _api.GetAsync($"/jobs/{uuid}/info");
        var output = await _api.GetAsync($"/jobs/{uuid}/output");

        Assert.Equal(HttpStatusCode.OK, posted.Status);
        Assert.Equal(("", null, "0"), (posted.Text, posted.MediaType, posted.Header("content-length")));
        Assert.Equal("{\"step\":1}", info.Json[0]!["data"]!.ToJsonString());
        Assert.InRange((DateTimeOffset)info.Json[0]!["date"]!, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        Assert.Equal("{\"from\":\"outside\"}", info.Json[1]!.ToJsonString());
        var task = output.Json["tasks"]![0]!;
        Assert.Equal("talks", (string?)task["name"]);
        Assert.Equal("{\"ok\":true}", task["result"]!.ToJsonString());
        Assert.Equal(["a line", "another"], task["log"]!.AsArray().Select(line => (string?)line!["message"]));
        Assert.Equal(["info", "error"], task["log"]!.AsArray().Select(line => (string?)line!["level"]));
        Assert.Equal(["{\"step\":1}", "{\"from\":\"outside\"}"], output.Json["info"]!.AsArray().Select(element => element!["data"]!.ToJsonString()));
    }

    [Fact]
    public async Task WaitingJob_ResumedWithAResult_GoesOnWithIt()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("waits", "return job.Wait();"), Flow.Task("goes_on", "return job.Results[0];")));
        var uuid = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
        await _api.BecomesAsync(uuid, "waiting");

        var resumed = await _api.PostAsync($"/jobs/{uuid}/resume", new JsonObject { ["result"] = "go" });
        var job = await _api.FinishedAsync(uuid);
        var again = await _api.PostAsync($"/jobs/{uuid}/resume", new JsonObject());

        Assert.True(resumed.Status == HttpStatusCode.OK, resumed.ToString());
        Assert.Equal("go", (string?)job["chain_results"]![1]!["result"]);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Equal("Only waiting jobs can be resumed", (string?)again.Json["message"]);
    }

    [Fact]
    public async Task List_Filters_AreApplied()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var workflow = await _api.WorkflowAsync(flow);
        for (var i = 0; i < 3; i++) await _api.RunAsync(workflow, new JsonObject { ["target"] = $"/list/{i}" });

        var all = await _api.GetAsync($"/jobs?name={flow["name"]}&execution=succeeded");
        var page = await _api.GetAsync($"/jobs?name={flow["name"]}&offset=1&limit=1");
        var one = await _api.GetAsync($"/jobs?name={flow["name"]}&target=/list/2");

        Assert.Equal(3, all.Json.AsArray().Count);
        Assert.Null(all.Json[0]!["chain"]);
        Assert.Equal("/list/1", (string?)Assert.Single(page.Json.AsArray())!["target"]);
        Assert.Equal("/list/2", (string?)Assert.Single(one.Json.AsArray())!["target"]);
    }

    [Theory]
    [InlineData("/jobs?execution=done", "ConflictError")]
    [InlineData("/jobs?colour=red", "ConflictError")]
    public async Task List_WrongFilter_IsAConflict(string path, string code)
    {
        var answer = await _api.GetAsync(path);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal(code, answer.Code);
    }

    [Fact]
    public async Task Head_AnswersLikeGetWithoutABody()
    {
        var answer = await _api.SendAsync(HttpMethod.Head, "/jobs");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.MediaType);
        Assert.Equal("", answer.Text);
    }

    [Fact]
    public async Task EmptyWorkflow_CannotHaveJobs()
    {
        var workflow = await _api.WorkflowAsync(new JsonObject { ["name"] = Flow.UniqueName() });

        var answer = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow });

        Assert.Equal((HttpStatusCode.Conflict, "ConflictError"), (answer.Status, answer.Code));
        Assert.Equal("Cannot queue a job from a workflow without any task", (string?)answer.Json["message"]);
    }

    [Fact]
    public async Task UnknownJob_IsNotFoundEverywhere()
    {
        foreach (var id in (string[])[Guid.NewGuid().ToString(), "no-uuid"])
        {
            Assert.Equal($"Job with uuid '{id}' does not exist", await MessageAsync(_api.GetAsync($"/jobs/{id}")));
            Assert.Equal($"Job with uuid '{id}' does not exist", await MessageAsync(_api.GetAsync($"/jobs/{id}/output")));
            Assert.Equal($"Job with uuid '{id}' does not exist", await MessageAsync(_api.PostAsync($"/jobs/{id}/resume", new JsonObject())));
            Assert.Equal("Job does not exist. Cannot get info.", await MessageAsync(_api.GetAsync($"/jobs/{id}/info")));
            Assert.Equal("Job does not exist. Cannot Update.", await MessageAsync(_api.PostAsync($"/jobs/{id}/info", new JsonObject { ["a"] = 1 })));
        }
    }

    [Fact]
    public async Task Post_WithoutWorkflow_IsNodeWorkflowsConflict()
    {
        var answer = await _api.PostAsync("/jobs", new JsonObject { ["target"] = "x" });

        Assert.True(answer.Status == HttpStatusCode.Conflict, answer.ToString());
        Assert.Equal("ConflictError", answer.Code);
        Assert.Equal("\"j.workflow\" is required", (string?)answer.Json["message"]);
    }

    [Fact]
    public async Task Post_UnknownWorkflow_IsNotFound()
    {
        foreach (var id in (string[])[Guid.NewGuid().ToString(), "no-uuid"])
        {
            var answer = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = id });

            Assert.True(answer.Status == HttpStatusCode.NotFound, answer.ToString());
            Assert.Equal($"Workflow with uuid '{id}' does not exist", (string?)answer.Json["message"]);
        }
    }

    [Fact]
    public async Task OneThousandJobs_SixtyFourInFlight_AllEndRight()
    {
        var chain = await _api.WorkflowAsync(Flow.Of(
            Flow.Task("one", "return job.Params.GetInt64(\"n\");"),
            Flow.Task("two", "return (int)job.Results[0]! * 2;"),
            Flow.Task("three", "return (int)job.Results[1]! + 1;")));
        var wrong = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (n, _) =>
        {
            var job = await _api.RunAsync(chain, new JsonObject { ["n"] = n });
            var right = (string?)job["execution"] == "succeeded" && (int?)job["chain_results"]![2]!["result"] == (2 * n) + 1;
            if (!right) wrong.Enqueue(job.ToJsonString());
        });

        Assert.True(wrong.IsEmpty, $"{wrong.Count} wrong, for example {wrong.FirstOrDefault()}");
    }

    private static async Task<string?> MessageAsync(Task<Answer> asked)
    {
        var answer = await asked;
        Assert.True(answer.Status == HttpStatusCode.NotFound, answer.ToString());
        Assert.Equal("ResourceNotFound", answer.Code);
        return (string?)answer.Json["message"];
    }
}
