using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>Posting jobs: keys, targets, batches, clones.</summary>
public sealed class JobSubmitTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Post_UnderAKey_IsStoredOnce()
    {
        var workflow = await WorkflowAsync();
        var key = Guid.NewGuid().ToString();
        var body = new JsonObject { ["workflow"] = workflow, ["n"] = 1 };

        var first = await _api.PostAsync("/jobs", body, ("Idempotency-Key", $"\"{key}\""));
        var bare = await _api.PostAsync("/jobs", body, ("Idempotency-Key", key));
        var parameters = await _api.PostAsync("/jobs", body, ("Idempotency-Key", $"\"{key}\";v=1"));
        var other = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["n"] = 2 }, ("Idempotency-Key", $"\"{key}\""));

        Assert.True(first.Status == HttpStatusCode.Created, first.ToString());
        Assert.Null(first.Header("idempotency-replayed"));
        foreach (var again in (Answer[])[bare, parameters])
        {
            Assert.Equal((HttpStatusCode.Created, "true"), (again.Status, again.Header("idempotency-replayed")));
            Assert.Equal((first.Header("location"), "queued"), (again.Header("location"), (string?)again.Json["execution"]));
            Assert.Equal((string?)first.Json["created_at"], (string?)again.Json["created_at"]);
        }

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_key_reused"), (other.Status, other.Code));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("\"open")]
    [InlineData("\"a\" b")]
    [InlineData("two words")]
    [InlineData("\"a\", \"b\"")]
    [InlineData("\"bad\\x\"")]
    [InlineData("long")]
    public async Task Post_WithABrokenKey_IsRefused(string key)
    {
        if (key == "long") key = $"\"{new string('k', 256)}\"";

        var answer = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = await WorkflowAsync() }, ("Idempotency-Key", key));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Code));
        Assert.Contains("Idempotency-Key", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_KeyAndUuid_AreOneTooMany()
    {
        var body = new JsonObject { ["workflow"] = await WorkflowAsync(), ["uuid"] = Guid.NewGuid().ToString() };

        var answer = await _api.PostAsync("/jobs", body, ("Idempotency-Key", "\"k\""));

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, answer.ToString());
    }

    [Fact]
    public async Task Post_SameTargetAndParametersTwice_IsAConflict()
    {
        var workflow = await WorkflowAsync();
        JsonObject Body(int n) => new() { ["workflow"] = workflow, ["target"] = $"/t/{workflow}", ["n"] = n, ["exec_after"] = "2999-01-01T00:00:00Z" };
        var first = await _api.PostAsync("/jobs", Body(1));

        var same = await _api.PostAsync("/jobs", Body(1));
        var other = await _api.PostAsync("/jobs", Body(2));

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal((HttpStatusCode.Conflict, "InvalidArgument"), (same.Status, same.Code));
        Assert.Equal("Another job with the same target and params is already queued", same.Message);
        Assert.Equal(HttpStatusCode.Created, other.Status);
    }

    [Fact]
    public async Task Post_LockedTarget_IsAConflictUntilTheLockIsGone()
    {
        var workflow = await WorkflowAsync();
        var place = $"/vms/{Guid.NewGuid()}";
        var owner = await _api.JobAsync(workflow, new JsonObject { ["locks"] = $"^{place}", ["exec_after"] = "2999-01-01T00:00:00Z" });

        var refused = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["target"] = place + "/disk" });
        await _api.PostAsync($"/jobs/{owner}/cancel");
        var taken = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["target"] = place + "/disk" });
        var pattern = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["locks"] = "(" });

        Assert.Equal((HttpStatusCode.Conflict, "InvalidArgument"), (refused.Status, refused.Code));
        Assert.Equal("Job target is currently locked by another job", refused.Message);
        Assert.True(taken.Status == HttpStatusCode.Created, taken.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, pattern.Status);
    }

    [Fact]
    public async Task PostSeveral_EachOnItsOwn_AnswersEachInOrder()
    {
        var workflow = await WorkflowAsync();
        var jobs = new JsonArray(
            new JsonObject { ["workflow"] = workflow, ["n"] = 0 }, new JsonObject { ["n"] = 1 }, new JsonObject { ["workflow"] = Guid.NewGuid().ToString() },
            new JsonObject { ["workflow"] = workflow, ["n"] = 3 });

        var answer = await _api.PostAsync("/jobs", jobs);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        var entries = answer.Json.AsArray();
        Assert.Equal([201, 409, 404, 201], entries.Select(entry => (int)entry!["status"]!));
        Assert.Equal("queued", (string?)entries[0]!["job"]!["execution"]);
        Assert.Equal("\"j.workflow\" is required", (string?)entries[1]!["problem"]!["message"]);
        Assert.Equal("ResourceNotFound", (string?)entries[2]!["problem"]!["code"]);
        Assert.Equal("succeeded", (string?)(await _api.FinishedAsync((string)entries[3]!["job"]!["uuid"]!))["execution"]);
    }

    [Fact]
    public async Task PostSeveral_AllOrNone_StoresNoneWhenOneIsWrong()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var workflow = await _api.WorkflowAsync(flow);

        var unclear = await _api.PostAsync("/jobs?all", new JsonArray(new JsonObject { ["workflow"] = workflow }));
        var refused = await _api.PostAsync("/jobs?all=true", new JsonArray(new JsonObject { ["workflow"] = workflow }, new JsonObject { ["target"] = 1 }));
        var none = await _api.GetAsync($"/jobs?name={flow["name"]}");
        var stored = await _api.PostAsync("/jobs?all=true", new JsonArray([.. Enumerable.Range(0, 50).Select(n => new JsonObject { ["workflow"] = workflow, ["n"] = n })]));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, unclear.Status); // one of the two has to be meant
        Assert.InRange((int)refused.Status, 409, 422);
        Assert.Contains(refused.Json["errors"]!.AsArray(), error => ((string?)error!["pointer"])!.StartsWith("/1", StringComparison.Ordinal));
        Assert.Equal("[]", none.Text);
        Assert.True(stored.Status == HttpStatusCode.OK, stored.ToString());
        Assert.Equal(50, stored.Json.AsArray().Count(entry => (int)entry!["status"]! == 201));
        Assert.Equal("50", (await _api.GetAsync($"/jobs?name={flow["name"]}&limit=1")).Header("x-count"));
    }

    [Fact]
    public async Task PostSeveral_UnderAKey_AreStoredOnce()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var workflow = await _api.WorkflowAsync(flow);
        var jobs = new JsonArray(new JsonObject { ["workflow"] = workflow }, new JsonObject { ["workflow"] = workflow, ["n"] = 1 });
        var key = ("Idempotency-Key", $"\"{Guid.NewGuid()}\"");

        var first = await _api.PostAsync("/jobs", jobs, key);
        var again = await _api.PostAsync("/jobs", jobs, key);

        Assert.Null(first.Header("idempotency-replayed"));
        Assert.Equal("true", again.Header("idempotency-replayed"));
        Assert.Equal(Ids(first), Ids(again));
        Assert.All(again.Json.AsArray(), entry => Assert.True((bool?)entry!["replayed"]));
        Assert.Equal("2", (await _api.GetAsync($"/jobs?name={flow["name"]}")).Header("x-count"));

        static IEnumerable<string?> Ids(Answer answer) => answer.Json.AsArray().Select(entry => (string?)entry!["job"]!["uuid"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("many")]
    public async Task PostSeveral_NotAsJobs_IsAProblem(string body)
    {
        var jobs = body == "many" ? new JsonArray([.. Enumerable.Range(0, 1001).Select(_ => new JsonObject())]) : JsonNode.Parse(body)!;

        var answer = await _api.PostAsync("/jobs?all=true", jobs);

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, answer.ToString());
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    [Fact]
    public async Task Clone_IsANewJobWithOtherParameters()
    {
        var workflow = await WorkflowAsync();
        var source = (string)(await _api.RunAsync(workflow, new JsonObject { ["n"] = 1, ["kept"] = "yes", ["target"] = "/clone/1" }))["uuid"]!;

        var clone = await _api.PostAsync($"/jobs/{source}/clone", new JsonObject { ["params"] = new JsonObject { ["n"] = 2 }, ["target"] = "/clone/2" });
        var plain = await _api.PostAsync($"/jobs/{source}/clone", ("Prefer", "wait=60"));
        var none = await _api.PostAsync($"/jobs/{Guid.NewGuid()}/clone");

        Assert.True(clone.Status == HttpStatusCode.Created, clone.ToString());
        var uuid = (string)clone.Json["uuid"]!;
        Assert.NotEqual(source, uuid);
        Assert.Equal(($"/jobs/{uuid}", "/clone/2", "queued"), (clone.Header("location"), (string?)clone.Json["target"], (string?)clone.Json["execution"]));
        Assert.Equal("yes", (string?)clone.Json["params"]!["kept"]);
        Assert.Equal("succeeded", (string?)plain.Json["execution"]);
        Assert.Equal((HttpStatusCode.NotFound, "ResourceNotFound"), (none.Status, none.Code));
    }

    private Task<string> WorkflowAsync() => _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
}
