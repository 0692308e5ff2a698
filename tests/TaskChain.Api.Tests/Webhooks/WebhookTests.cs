using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.Webhooks;

public sealed class WebhookTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    private readonly Support.Api _api = fixture.Api;
    private readonly WebhookReceiver _receiver = fixture.Receiver;

    [Fact]
    public async Task Succeeded_IsToldOnceAsTheJobIsAndSigned()
    {
        var (workflow, hook, path) = await HookedAsync("ok", Flow.Of(Flow.Task("one", "return new { n = 7 };")));
        var job = await _api.RunAsync(workflow);

        var told = await _receiver.NextAsync(path);

        Assert.True(told.IsSignedWith((string)hook["secret"]!));
        Assert.InRange(long.Parse(told.Timestamp, System.Globalization.CultureInfo.InvariantCulture), 1_700_000_000, 9_999_999_999);
        Assert.Equal("application/json", told.ContentType);
        Assert.Equal((await _api.GetAsync($"/jobs/{job["uuid"]}")).Json.ToJsonString(), told.Json.ToJsonString());
        var delivery = Assert.Single(await EndedAsync(hook, 1))!;
        Assert.Equal((told.Id, (string?)job["uuid"], "succeeded"), ((string?)delivery["uuid"], (string?)delivery["job_uuid"], (string?)delivery["execution"]));
        Assert.Equal(("delivered", 1, 200), ((string?)delivery["state"], (int?)delivery["attempts"], (int?)delivery["last_status"]));
        Assert.Equal(1, _receiver.Count(path));
    }

    [Fact]
    public async Task Failed_IsToldOnce()
    {
        var (workflow, hook, path) = await HookedAsync("ok", Flow.Of(Flow.Task("one", "throw new Exception(\"no\");")));
        await _api.RunAsync(workflow);

        Assert.Equal("failed", (string?)(await _receiver.NextAsync(path)).Json["execution"]);
        Assert.Single(await EndedAsync(hook, 1));
    }

    [Fact]
    public async Task Canceled_BeforeItStarted_IsToldOnce()
    {
        var (workflow, hook, path) = await HookedAsync("ok", Flow.Of(Flow.Task("one", "return 1;")));
        var posted = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["exec_after"] = "2099-01-01T00:00:00Z" });
        await _api.PostAsync($"/jobs/{posted.Json["uuid"]}/cancel", new JsonObject());

        Assert.Equal("canceled", (string?)(await _receiver.NextAsync(path)).Json["execution"]);
        Assert.Single(await EndedAsync(hook, 1));
    }

    [Fact]
    public async Task Canceled_WhileItRuns_IsToldOnce()
    {
        var (workflow, hook, path) = await HookedAsync("ok", Flow.Of(Flow.Task("one", "await Task.Delay(-1, cancellation); return 1;")));
        var posted = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow });
        await _api.BecomesAsync((string)posted.Json["uuid"]!, "running");
        await _api.PostAsync($"/jobs/{posted.Json["uuid"]}/cancel", new JsonObject());

        Assert.Equal("canceled", (string?)(await _receiver.NextAsync(path)).Json["execution"]);
        Assert.Single(await EndedAsync(hook, 1));
    }

    [Fact]
    public async Task Retried_IsToldOnceForEachAttemptOfTheJob()
    {
        var (workflow, hook, path) = await HookedAsync("ok", Flow.Of(Flow.Task("one", "return job.Retry();")).With("max_attempts", 2));
        var job = await _api.RunAsync(workflow);

        var (first, second) = (await _receiver.NextAsync(path), await _receiver.NextAsync(path));

        Assert.Equal(("retried", "retried"), ((string?)first.Json["execution"], (string?)second.Json["execution"]));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal((string?)job["uuid"], (string?)first.Json["uuid"] == (string?)job["uuid"] ? (string?)second.Json["prev_attempt"] : (string?)first.Json["prev_attempt"]);
        Assert.Equal(2, (await EndedAsync(hook, 2)).Count);
    }

    [Fact]
    public async Task ReceiverFails_IsTriedAgainUnderTheSameId()
    {
        var (workflow, hook, path) = await HookedAsync("fail-2", Flow.Of(Flow.Task("one", "return 1;")));
        await _api.RunAsync(workflow);

        var attempts = new List<Delivered> { await _receiver.NextAsync(path), await _receiver.NextAsync(path), await _receiver.NextAsync(path) };

        Assert.Single(attempts.Select(attempt => attempt.Id).Distinct());
        Assert.All(attempts, attempt => Assert.True(attempt.IsSignedWith((string)hook["secret"]!)));
        var delivery = Assert.Single(await EndedAsync(hook, 1))!;
        Assert.Equal(("delivered", 3, 200), ((string?)delivery["state"], (int?)delivery["attempts"], (int?)delivery["last_status"]));
    }

    [Theory]
    [InlineData("503", 503, "The receiver answered 503.")]
    [InlineData("redirect", 302, "The receiver answered 302.")]
    public async Task ReceiverNeverTakesIt_IsGivenUpAfterTheLastAttempt(string what, int status, string error)
    {
        var (workflow, hook, path) = await HookedAsync(what, Flow.Of(Flow.Task("one", "return 1;")));
        await _api.RunAsync(workflow);

        var delivery = Assert.Single(await EndedAsync(hook, 1))!;

        Assert.Equal(("dead", 4, status), ((string?)delivery["state"], (int?)delivery["attempts"], (int?)delivery["last_status"]));
        Assert.Equal(error, (string?)delivery["last_error"]);
        Assert.Equal((4, 0), (_receiver.Count(path), _receiver.Count("/ok/redirected")));
    }

    [Fact]
    public async Task ReceiverDoesNotAnswer_IsTriedAgainWhenTheTimeIsOver()
    {
        var (workflow, hook, path) = await HookedAsync("hold", Flow.Of(Flow.Task("one", "return 1;")));
        await _api.RunAsync(workflow);

        var (first, second) = (await _receiver.NextAsync(path), await _receiver.NextAsync(path));

        Assert.Equal(first.Id, second.Id);
        Assert.Contains("No answer within 2 s.", (await DeliveriesAsync(hook)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReceiverAnswersWithoutEnd_IsDeliveredAndNotReadOn()
    {
        var (workflow, hook, path) = await HookedAsync("flood", Flow.Of(Flow.Task("one", "return 1;")));
        await _api.RunAsync(workflow);
        await _receiver.NextAsync(path);

        Assert.Equal("delivered", (string?)Assert.Single(await EndedAsync(hook, 1))!["state"]);
    }

    [Fact]
    public async Task ReceiverIsGone_WebhookIsDisabled()
    {
        var (workflow, hook, path) = await HookedAsync("410", Flow.Of(Flow.Task("one", "return 1;")));
        await _api.RunAsync(workflow);
        await _receiver.NextAsync(path);
        var delivery = Assert.Single(await EndedAsync(hook, 1))!;
        JsonNode? listed;
        do listed = (await _api.GetAsync("/webhooks")).Json.AsArray().Single(entry => (string?)entry!["uuid"] == (string?)hook["uuid"]);
        while (listed!["disabled_at"] is null);

        await _api.RunAsync(workflow);
        var test = await _api.PostAsync($"/webhooks/{hook["uuid"]}/test", new JsonObject());

        Assert.Equal(("dead", 1), ((string?)delivery["state"], (int?)delivery["attempts"]));
        Assert.Contains("410", (string?)listed["disabled_reason"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, test.Status);
        Assert.Single(await DeliveriesAsync(hook));
        Assert.Equal(1, _receiver.Count(path));
    }

    [Fact]
    public async Task Filters_TellOnlyWhatIsWanted()
    {
        var workflow = Flow.Of(Flow.Task("one", "if ((bool)job.Params[\"fail\"]) throw new Exception(\"no\"); return 1;"));
        var uuid = await _api.WorkflowAsync(workflow);
        var other = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "throw new Exception(\"no\");")));
        var byName = await HookAsync("ok", new JsonObject { ["workflow"] = (string)workflow["name"]!, ["executions"] = new JsonArray("failed", "canceled") });
        var byId = await HookAsync("ok", new JsonObject { ["workflow"] = uuid, ["executions"] = new JsonArray("succeeded") });

        await _api.RunAsync(other);
        var good = await _api.RunAsync(uuid, new JsonObject { ["fail"] = false });
        var bad = await _api.RunAsync(uuid, new JsonObject { ["fail"] = true });

        Assert.Equal((string?)bad["uuid"], (string?)Assert.Single(await EndedAsync(byName.Hook, 1))!["job_uuid"]);
        Assert.Equal((string?)good["uuid"], (string?)Assert.Single(await EndedAsync(byId.Hook, 1))!["job_uuid"]);
    }

    [Fact]
    public async Task Test_IsDeliveredAndSaysThatItIsOne()
    {
        var (hook, path) = await HookAsync("ok", []);

        var answer = await _api.PostAsync($"/webhooks/{hook["uuid"]}/test", new JsonObject());
        var told = await _receiver.NextAsync(path);

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal((string?)answer.Json["uuid"], told.Id);
        Assert.True((bool?)told.Json["test"]);
        Assert.True(told.IsSignedWith((string)hook["secret"]!));
        await _api.SendAsync(HttpMethod.Delete, $"/webhooks/{hook["uuid"]}");
    }

    [Fact]
    public async Task List_HasNoSecretsAndDeleteRemoves()
    {
        var (hook, _) = await HookAsync("ok", new JsonObject { ["workflow"] = "none", ["executions"] = new JsonArray("retried") });

        var list = await _api.GetAsync("/webhooks");
        var listed = list.Json.AsArray().Single(entry => (string?)entry!["uuid"] == (string?)hook["uuid"])!;
        var deleted = await _api.SendAsync(HttpMethod.Delete, $"/webhooks/{hook["uuid"]}");

        Assert.StartsWith("whsec_", (string?)hook["secret"], StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", list.Text, StringComparison.Ordinal);
        Assert.Equal(("none", "[\"retried\"]"), ((string?)listed["workflow"], listed["executions"]!.ToJsonString()));
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.SendAsync(HttpMethod.Delete, $"/webhooks/{hook["uuid"]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync($"/webhooks/{hook["uuid"]}/deliveries")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _api.GetAsync("/webhooks/nonsense/deliveries")).Status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("/relative")]
    [InlineData("ftp://hooks.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://example.com/")] // below the domain only
    [InlineData("https://badexample.com/")]
    [InlineData("https://hooks.example.com.evil.org/")]
    [InlineData("https://hooks.example.com:8443/")]
    [InlineData("http://hooks.example.com/")]
    [InlineData("https://evil.org/?https://hooks.example.com")]
    [InlineData("https://hooks.example.com@evil.org/")]
    [InlineData("https://user@hooks.example.com/")]
    [InlineData("https://user:password@hooks.example.com/")]
    [InlineData("https://evil.org\\@hooks.example.com/")]
    [InlineData("https://evil.org#@hooks.example.com/")]
    [InlineData("https://hooks.example.com/#fragment")]
    [InlineData("https://hooks.example.com./")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]:82/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://[::]/")]
    public async Task Post_UrlThatIsNotAllowed_IsRefusedWithTheReason(string url)
    {
        var answer = await _api.PostAsync("/webhooks", new JsonObject { ["url"] = url });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid_value"), (answer.Status, answer.Code));
        Assert.Equal("/url", (string?)answer.Json["errors"]![0]!["pointer"]);
    }

    [Fact]
    public async Task Post_SeveralProblems_AreReportedTogether()
    {
        var answer = await _api.PostAsync("/webhooks", JsonNode.Parse("""{"url":"https://evil.org","executions":["running","done"],"workflow":1,"event":"x"}""")!);

        Assert.Equal(["/event", "/url", "/executions/0", "/executions/1", "/workflow"], answer.Json["errors"]!.AsArray().Select(error => (string?)error!["pointer"]));
    }

    [Fact]
    public async Task NameThatStandsForALoopbackAddress_IsNotCalled()
    {
        var created = await _api.PostAsync("/webhooks", new JsonObject { ["url"] = "http://localhost:81/x", ["workflow"] = Flow.UniqueName() });
        await _api.PostAsync($"/webhooks/{created.Json["uuid"]}/test", new JsonObject());

        var delivery = Assert.Single(await EndedAsync(created.Json, 1))!;

        Assert.Equal(("dead", "'localhost' has no address that webhooks may call."), ((string?)delivery["state"], (string?)delivery["last_error"]));
    }

    private async Task<(string Workflow, JsonNode Hook, string Path)> HookedAsync(string what, JsonObject workflow)
    {
        var uuid = await _api.WorkflowAsync(workflow);
        var (hook, path) = await HookAsync(what, new JsonObject { ["workflow"] = uuid });
        return (uuid, hook, path);
    }

    private async Task<(JsonNode Hook, string Path)> HookAsync(string what, JsonObject body)
    {
        var path = $"/{what}/{Guid.NewGuid():N}";
        body["url"] = _receiver.Origin + path;
        var created = await _api.PostAsync("/webhooks", body);
        Assert.True(created.Status == HttpStatusCode.Created, created.ToString());
        return (created.Json, path);
    }

    private async Task<JsonArray> DeliveriesAsync(JsonNode hook) => (await _api.GetAsync($"/webhooks/{hook["uuid"]}/deliveries")).Json.AsArray();

    /// <summary>The deliveries, once so many have come to an end.</summary>
    private async Task<JsonArray> EndedAsync(JsonNode hook, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var deliveries = await DeliveriesAsync(hook);
            if (deliveries.Count >= count && deliveries.All(delivery => (string?)delivery!["state"] != "pending")) return deliveries;
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
