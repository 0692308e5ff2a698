using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.Auth;

public sealed class LimitTests(KeyedServices services) : IClassFixture<KeyedServices>
{
    [Fact]
    public async Task PostJob_FasterThanTheRate_Is429AndNamesTheLimit()
    {
        var workflow = await services.Admin.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var client = await services.ClientAsync("hasty", ["submit"], new JsonObject { ["jobs_per_second"] = 0.01, ["burst"] = 2 });

        var first = await PostAsync(client, workflow);
        var second = await PostAsync(client, workflow);
        var third = await PostAsync(client, workflow);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (third.Status, third.Code));
        Assert.InRange(int.Parse(third.Header("Retry-After")!, CultureInfo.InvariantCulture), 50, 100);
        Assert.Equal(0.01, (double?)third.Json["limit"]);
        Assert.NotNull((double?)third.Json["observed"]);
        Assert.Contains("'jobs_per_second'", third.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(services.Admin, workflow)).Status);
    }

    [Fact]
    public async Task PostJob_WithTooManyLiveJobs_Is429UntilSomeHaveEnded()
    {
        var workflow = await services.Admin.WorkflowAsync(Flow.Of(Flow.Task("hold", "return job.Wait();")));
        var client = await services.ClientAsync("crowd", ["submit", "read", "operate"], new JsonObject { ["max_live_jobs"] = 3 });
        var jobs = new List<string>();
        for (var i = 0; i < 3; i++) jobs.Add((string)(await PostAsync(client, workflow)).Json["uuid"]!);

        var refused = await PostAsync(client, workflow);
        await client.BecomesAsync(jobs[0], "waiting");
        await client.PostAsync($"/jobs/{jobs[0]}/resume", new JsonObject());
        await client.FinishedAsync(jobs[0]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Answer accepted;
        while ((accepted = await PostAsync(client, workflow)).Status == HttpStatusCode.TooManyRequests) patience.Token.ThrowIfCancellationRequested();

        Assert.Equal((HttpStatusCode.TooManyRequests, "too_many_live_jobs"), (refused.Status, refused.Code));
        Assert.Equal((3, 3), ((int?)refused.Json["limit"], (int?)refused.Json["observed"]));
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.Created, accepted.Status);
    }

    [Fact]
    public async Task PostJobs_OfABatch_CountEach()
    {
        var workflow = await services.Admin.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var client = await services.ClientAsync("bulk", ["submit"], new JsonObject { ["jobs_per_second"] = 0.01, ["burst"] = 5 });
        JsonArray Batch(int count) => [.. Enumerable.Range(0, count).Select(_ => (JsonNode)new JsonObject { ["workflow"] = workflow })];

        var first = await client.PostAsync("/jobs", Batch(4));
        var second = await client.PostAsync("/jobs", Batch(2));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (second.Status, second.Code));
    }

    [Fact]
    public async Task Job_KnowsItsConsumerAndIsFoundByIt()
    {
        var workflow = await services.Admin.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var client = await services.ClientAsync("somebody", ["submit", "read"]);

        var job = (await PostAsync(client, workflow)).Json;
        await PostAsync(services.Admin, workflow);
        var found = await client.GetAsync("/jobs?consumer=somebody");

        Assert.Equal("somebody", (string?)job["consumer"]);
        Assert.Equal((string?)job["uuid"], (string?)Assert.Single(found.Json.AsArray())!["uuid"]);
    }

    [Fact]
    public async Task Webhooks_OfOthers_AreSeenByMaintainersOnly()
    {
        var (owner, other) = (await services.ClientAsync("owner", ["operate", "read"]), await services.ClientAsync("other", ["operate", "read"]));
        var hook = (await owner.PostAsync("/webhooks", new JsonObject { ["url"] = "https://hooks.example.com/x", ["workflow"] = "none" })).Json;

        var seen = (await other.GetAsync("/webhooks")).Json.AsArray();
        var deliveries = await other.GetAsync($"/webhooks/{hook["uuid"]}/deliveries");
        var test = await other.PostAsync($"/webhooks/{hook["uuid"]}/test", new JsonObject());
        var deleted = await other.SendAsync(HttpMethod.Delete, $"/webhooks/{hook["uuid"]}");

        Assert.Equal("owner", (string?)hook["consumer"]);
        Assert.Empty(seen);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (deliveries.Status, test.Status, deleted.Status));
        Assert.Single((await owner.GetAsync("/webhooks")).Json.AsArray());
        Assert.Contains((await services.Admin.GetAsync("/webhooks")).Json.AsArray(), entry => (string?)entry!["uuid"] == (string?)hook["uuid"]);
    }

    private static Task<Answer> PostAsync(Support.Api api, string workflow) => api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow });
}
