using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.NodeWorkflow;

/// <summary>N11 to N21, N25: jobs over REST.</summary>
public sealed class JobRestContractTests(SharedService shared)
{
    private const string UnknownId = "5d0b1f6e-0000-4000-8000-000000000000";

    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task N11_JobWithoutWorkflow_IsRefused()
    {
        var answer = await _api.PostAsync("/jobs", new JsonObject { ["target"] = "/x" });

        AssertProblem(answer, HttpStatusCode.Conflict, "ConflictError", "\"j.workflow\" is required");
    }

    [Theory]
    [InlineData(UnknownId)]
    [InlineData("no-uuid")]
    public async Task N12_JobOfAnUnknownWorkflow_IsNotFound(string workflow)
    {
        var answer = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow });

        AssertProblem(answer, HttpStatusCode.NotFound, "ResourceNotFound", $"Workflow with uuid '{workflow}' does not exist");
    }

    [Fact]
    public async Task N13_Post_AnswersTheQueuedJobWithItsParameters()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var vm = Guid.NewGuid().ToString();

        var answer = await _api.PostAsync("/jobs", new JsonObject
        {
            ["workflow"] = workflow,
            ["target"] = "/n13-" + vm,
            ["locks"] = "n13-" + vm + "-locked",
            ["num_attempts"] = 2,
            ["vm_uuid"] = vm,
            ["count"] = 3,
        });

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        var uuid = (string)answer.Json["uuid"]!;
        Assert.Equal("queued", (string?)answer.Json["execution"]);
        Assert.Equal($"{{\"vm_uuid\":\"{vm}\",\"count\":3}}", answer.Json["params"]!.ToJsonString());
        Assert.Equal("/n13-" + vm, (string?)answer.Json["target"]);
        Assert.Equal(workflow, (string?)answer.Json["workflow_uuid"]);
        Assert.Equal(workflow, (string?)answer.Json["workflow"]);
        Assert.Equal(vm, (string?)answer.Json["vm_uuid"]);
        Assert.Null(answer.Json["count"]); // no configured parameter
        Assert.Equal(2, (int?)answer.Json["num_attempts"]);
        Assert.Equal($"/jobs/{uuid}", answer.Headers.Location!.ToString());
        Assert.Equal(uuid, answer.Headers.GetValues("request-id").Single());
    }

    [Fact]
    public async Task N14_SameTargetAndParameters_AreQueuedOnce()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return job.Wait();")));
        var target = "/n14-" + Guid.NewGuid();
        JsonObject Job(int size) => new() { ["workflow"] = workflow, ["target"] = target, ["size"] = size, ["tags"] = new JsonObject { ["a"] = 1, ["b"] = 2 } };

        var first = await _api.PostAsync("/jobs", Job(1));
        var same = await _api.PostAsync("/jobs", Job(1));
        var other = await _api.PostAsync("/jobs", Job(2));
        await _api.PostAsync($"/jobs/{first.Json["uuid"]}/cancel", new JsonObject());
        await _api.FinishedAsync((string)first.Json["uuid"]!);
        var afterwards = await _api.PostAsync("/jobs", Job(1));

        AssertProblem(same, HttpStatusCode.Conflict, "InvalidArgument", "Another job with the same target and params is already queued");
        Assert.Equal(HttpStatusCode.Created, other.Status);
        Assert.True(afterwards.Status == HttpStatusCode.Created, afterwards.ToString());
    }

    [Fact]
    public async Task N15_TargetOfALiveLock_IsRefusedUntilTheLockersEnd()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return job.Wait();")));
        var vm = Guid.NewGuid().ToString();
        JsonObject Job() => new() { ["workflow"] = workflow, ["target"] = $"/start-{vm}" };

        var locker = (await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["target"] = "/migrate-" + vm, ["locks"] = $"^/(start|stop)-{vm}$" })).Json;
        var refused = await _api.PostAsync("/jobs", Job());
        var free = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["target"] = $"/reboot-{vm}" });
        await _api.BecomesAsync((string)locker["uuid"]!, "waiting");
        await _api.PostAsync($"/jobs/{locker["uuid"]}/resume", new JsonObject { ["result"] = 1 });
        await _api.FinishedAsync((string)locker["uuid"]!);
        var accepted = await _api.PostAsync("/jobs", Job());

        AssertProblem(refused, HttpStatusCode.Conflict, "InvalidArgument", "Job target is currently locked by another job");
        Assert.Equal(HttpStatusCode.Created, free.Status);
        Assert.True(accepted.Status == HttpStatusCode.Created, accepted.ToString());
    }

    [Fact]
    public async Task N16_ExecutionFilter_FindsJobsThere_AndUnknownOnesAreRefused()
    {
        var flow = Flow.Of(Flow.Task("one", "if (job.Params.Has(\"fail\")) throw new Exception(\"no\"); return 1;"));
        var workflow = await _api.WorkflowAsync(flow);
        var good = await _api.RunAsync(workflow);
        var bad = await _api.RunAsync(workflow, new JsonObject { ["fail"] = true });

        var succeeded = (await _api.GetAsync($"/jobs?execution=succeeded&name={flow["name"]}")).Json.AsArray();
        var failed = (await _api.GetAsync($"/jobs?execution=failed&name={flow["name"]}")).Json.AsArray();
        var wrong = await _api.GetAsync("/jobs?execution=done");

        Assert.Equal((string?)good["uuid"], (string?)Assert.Single(succeeded)!["uuid"]);
        Assert.Equal((string?)bad["uuid"], (string?)Assert.Single(failed)!["uuid"]);
        Assert.Equal(HttpStatusCode.Conflict, wrong.Status);
        Assert.Equal("ConflictError", wrong.Code);
        Assert.StartsWith("Execution must be one of queued, failed, succeeded, canceled", (string?)wrong.Json["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task N17_ParameterFilters_FindJobsThatHaveThemAll()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var workflow = await _api.WorkflowAsync(flow);
        var (vm, server) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await _api.RunAsync(workflow, new JsonObject { ["vm_uuid"] = vm, ["server_uuid"] = server, ["other"] = 1 });
        await _api.RunAsync(workflow, new JsonObject { ["vm_uuid"] = vm });

        Assert.Equal(2, (await _api.GetAsync($"/jobs?vm_uuid={vm}")).Json.AsArray().Count);
        Assert.Single((await _api.GetAsync($"/jobs?vm_uuid={vm}&server_uuid={server}")).Json.AsArray());
        Assert.Equal(2, (await _api.GetAsync($"/jobs?vm_uuid={vm}&execution=succeeded&name={flow["name"]}")).Json.AsArray().Count);
        Assert.Empty((await _api.GetAsync($"/jobs?vm_uuid={vm}&execution=failed")).Json.AsArray());
        var unknown = await _api.GetAsync("/jobs?colour=red&shape=round");
        AssertProblem(unknown, HttpStatusCode.Conflict, "ConflictError", "Invalid parameters for jobs search: colour,shape");
    }

    [Fact]
    public async Task N18_UnknownJob_IsNotFound()
    {
        var answer = await _api.GetAsync("/jobs/" + UnknownId);

        AssertProblem(answer, HttpStatusCode.NotFound, "ResourceNotFound", $"Job with uuid '{UnknownId}' does not exist");
    }

    [Fact]
    public async Task N19_Cancel_OfALiveJobCancelsIt_OfAnUnknownOneIsNotFound()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return job.Wait();")));
        var uuid = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
        await _api.BecomesAsync(uuid, "waiting");

        var canceled = await _api.PostAsync($"/jobs/{uuid}/cancel", new JsonObject());
        var again = await _api.PostAsync($"/jobs/{uuid}/cancel", new JsonObject());
        var unknown = await _api.PostAsync($"/jobs/{UnknownId}/cancel", new JsonObject());
        var finished = await _api.PostAsync($"/jobs/{(await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")))))["uuid"]}/cancel", new JsonObject());

        Assert.Equal(HttpStatusCode.OK, canceled.Status);
        Assert.Equal("canceled", (string?)canceled.Json["execution"]);
        Assert.Equal("canceled", (string?)(await _api.FinishedAsync(uuid))["execution"]);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        AssertProblem(finished, HttpStatusCode.Conflict, "ConflictError", "Finished jobs cannot be canceled");
    }

    [Fact]
    public async Task N20_Resume_RewritesTheLastEntry()
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return job.Wait();")));
        var good = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
        var bad = (string)(await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"]!;
        await _api.BecomesAsync(good, "waiting");
        await _api.BecomesAsync(bad, "waiting");

        var resumed = await _api.PostAsync($"/jobs/{good}/resume", new JsonObject { ["result"] = new JsonObject { ["ok"] = 1 } });
        var refused = await _api.PostAsync($"/jobs/{bad}/resume", new JsonObject { ["error"] = "went wrong" });
        var unknown = await _api.PostAsync($"/jobs/{UnknownId}/resume", new JsonObject());
        var (ended, failed) = (await _api.FinishedAsync(good), await _api.FinishedAsync(bad));
        var finished = await _api.PostAsync($"/jobs/{good}/resume", new JsonObject());

        Assert.Equal("queued", (string?)resumed.Json["execution"]);
        Assert.Equal("{\"ok\":1}", ended["chain_results"]![0]!["result"]!.ToJsonString());
        Assert.Equal("succeeded", (string?)ended["execution"]);
        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Equal("failed", (string?)failed["execution"]);
        Assert.Equal("went wrong", (string?)failed["chain_results"]![0]!["error"]!["message"]);
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        AssertProblem(finished, HttpStatusCode.Conflict, "ConflictError", "Only waiting jobs can be resumed");
    }

    [Fact]
    public async Task N21_Stats_HaveFourBuckets()
    {
        await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;"))));

        var stats = (await _api.GetAsync("/stats")).Json;

        foreach (var bucket in (string[])["all_time", "past_24h", "past_hour", "current"])
        {
            Assert.Equal(
                ["canceled", "failed", "queued", "retried", "running", "succeeded", "waiting"],
                stats[bucket]!.AsObject().Select(count => count.Key).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task N25_Info_IsAppendedInOrder_AndUnknownJobsHaveTheirTwoMessages()
    {
        var uuid = (string)(await _api.RunAsync(await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")))))["uuid"]!;

        var none = await _api.GetAsync($"/jobs/{uuid}/info");
        var posted = await _api.PostAsync($"/jobs/{uuid}/info", new JsonObject { ["10%"] = "started", ["uuid"] = uuid });
        await _api.PostAsync($"/jobs/{uuid}/info", new JsonObject { ["20%"] = "going on" });
        var info = await _api.GetAsync($"/jobs/{uuid}/info");
        var unknownGet = await _api.GetAsync($"/jobs/{UnknownId}/info");
        var unknownPost = await _api.PostAsync($"/jobs/{UnknownId}/info", new JsonObject { ["a"] = 1 });

        Assert.Equal("[]", none.Text);
        Assert.Equal(HttpStatusCode.OK, posted.Status);
        Assert.Equal("", posted.Text);
        Assert.Null(posted.MediaType);
        Assert.Equal("[{\"10%\":\"started\"},{\"20%\":\"going on\"}]", info.Text);
        AssertProblem(unknownGet, HttpStatusCode.NotFound, "ResourceNotFound", "Job does not exist. Cannot get info.");
        AssertProblem(unknownPost, HttpStatusCode.NotFound, "ResourceNotFound", "Job does not exist. Cannot Update.");
    }

    private static void AssertProblem(Answer answer, HttpStatusCode status, string code, string message)
    {
        Assert.True(answer.Status == status, answer.ToString());
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Equal(code, answer.Code);
        Assert.Equal(message, (string?)answer.Json["message"]);
    }
}
