using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>GET /jobs: filters, order, pages, counts.</summary>
public sealed class JobListTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Fact]
    public async Task Pages_ByCursor_HoldEveryJobOnceNewestFirst()
    {
        var (name, jobs) = await PostAsync(7);

        var seen = new List<string>();
        var path = $"/jobs?name={name}&limit=3";
        var counts = new List<string?>();
        for (var page = await _api.GetAsync(path); ; page = await _api.GetAsync(path))
        {
            Assert.True(page.Status == HttpStatusCode.OK, page.ToString());
            counts.Add(page.Header("x-count"));
            seen.AddRange(page.Json.AsArray().Select(job => (string)job!["uuid"]!));
            if (page.Header("link") is not { } link) break;
            Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
            path = link[1..link.IndexOf('>', StringComparison.Ordinal)];
        }

        Assert.Equal(Enumerable.Reverse(jobs), seen);
        Assert.Equal(["7", null, null], counts);
    }

    [Fact]
    public async Task Pages_ByOffset_HaveTheCountOfAll()
    {
        var (name, jobs) = await PostAsync(5);

        var page = await _api.GetAsync($"/jobs?name={name}&offset=1&limit=2");
        var beyond = await _api.GetAsync($"/jobs?name={name}&offset=9");
        var head = await _api.SendAsync(HttpMethod.Head, $"/jobs?name={name}");

        Assert.Equal([jobs[3], jobs[2]], page.Json.AsArray().Select(job => (string?)job!["uuid"]));
        Assert.Equal("5", page.Header("x-count"));
        Assert.Equal(("[]", "5"), (beyond.Text, beyond.Header("x-count")));
        Assert.Equal(("", "5"), (head.Text, head.Header("x-count")));
    }

    [Fact]
    public async Task Lists_LeaveOutChainsAndResults()
    {
        var (name, _) = await PostAsync(1);

        var job = (await _api.GetAsync($"/jobs?name={name}")).Json[0]!.AsObject();

        foreach (var member in (string[])["chain", "onerror", "oncancel", "chain_results"]) Assert.False(job.ContainsKey(member), member);
        Assert.True(job.ContainsKey("params"));
    }

    [Fact]
    public async Task ExtraParameters_AreFiltersAndMembersOfTheJob()
    {
        var (name, jobs) = await PostAsync(3);
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));
        var vm = Guid.NewGuid().ToString();
        var job = await _api.JobAsync(workflow, new JsonObject { ["vm_uuid"] = vm, ["task"] = "start", ["origin"] = 7 });

        var found = await _api.GetAsync($"/jobs?vm_uuid={vm}&task=start");

        Assert.Equal(job, (string?)Assert.Single(found.Json.AsArray())!["uuid"]);
        Assert.Equal((vm, vm), ((string?)found.Json[0]!["vm_uuid"], (string?)found.Json[0]!["params"]!["vm_uuid"]));
        Assert.Equal(job, (string?)Assert.Single((await _api.GetAsync($"/jobs?vm_uuid={vm}&origin=7")).Json.AsArray())!["uuid"]); // a number is found by its text
        Assert.Equal("[]", (await _api.GetAsync($"/jobs?vm_uuid={vm}&task=stop")).Text);
        Assert.Equal(3, jobs.Count);
        Assert.Equal("[]", (await _api.GetAsync($"/jobs?name={name}&vm_uuid={vm}")).Text);
    }

    [Fact]
    public async Task SinceAndUntil_TakeMillisecondsAndDates()
    {
        var (name, jobs) = await PostAsync(2);
        var created = DateTimeOffset.Parse((string)(await _api.GetAsync($"/jobs/{jobs[0]}")).Json["created_at"]!, CultureInfo.InvariantCulture);
        var hour = TimeSpan.FromHours(1);

        foreach (var (since, until, expected) in ((string, string, int)[])
        [
            ($"{(created - hour).ToUnixTimeMilliseconds()}", $"{(created + hour).ToUnixTimeMilliseconds()}", 2),
            ((created - hour).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture), "2999-01-01", 2),
            ($"{(created + hour).ToUnixTimeMilliseconds()}", "", 0),
            ("", (created - hour).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture), 0),
        ])
        {
            var answer = await _api.GetAsync($"/jobs?name={name}&since={since}&until={until}");
            Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
            Assert.Equal(expected, answer.Json.AsArray().Count);
        }
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("retried")]
    [InlineData("queued")]
    [InlineData("running")]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("canceled")]
    public async Task Execution_EveryStateIsAFilter(string execution)
    {
        var answer = await _api.GetAsync($"/jobs?execution={execution}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.All(answer.Json.AsArray(), job => Assert.Equal(execution, (string?)job!["execution"]));
    }

    [Fact]
    public async Task Job_WithParametersAsDeepAsAllowed_IsListedAndReadLikeOthers()
    {
        var name = Flow.UniqueName();
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("deep", "JsonNode n = new JsonArray(); for (var i = 0; i < 80; i++) n = new JsonArray(n); return n;")).With("name", name));
        JsonNode deep = new JsonArray();
        for (var i = 0; i < 62; i++) deep = new JsonArray(deep);

        var posted = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow, ["deep"] = deep });
        var uuid = (string)posted.Json["uuid"]!;
        var job = await _api.FinishedAsync(uuid);

        Assert.Equal("succeeded", (string?)job["execution"]);
        Assert.Equal(uuid, (string?)Assert.Single((await _api.GetAsync($"/jobs?name={name}")).Json.AsArray())!["uuid"]);
        Assert.Equal(HttpStatusCode.OK, (await _api.GetAsync($"/jobs/{uuid}/output")).Status);
        Assert.Equal(HttpStatusCode.Created, (await _api.PostAsync($"/jobs/{uuid}/clone", new JsonObject())).Status);
    }

    [Fact]
    public async Task UnknownFilters_AreNamedTogether()
    {
        var answer = await _api.GetAsync("/jobs?colour=red&size=1&name=x");

        Assert.Equal((HttpStatusCode.Conflict, "ConflictError", "Invalid parameters for jobs search: colour,size"), (answer.Status, answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("since=tomorrow")]
    [InlineData("until=99999999999999999999")]
    [InlineData("since=9223372036854775807")]
    [InlineData("cursor=nonsense")]
    [InlineData("cursor=AAAA")]
    [InlineData("cursor=xx!")]
    [InlineData("cursor=%C3%A9")]
    [InlineData("limit=1001")]
    [InlineData("offset=-1")]
    public async Task Value_OutOfRange_IsInvalid(string query)
    {
        var answer = await _api.GetAsync($"/jobs?{query}");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid_value"), (answer.Status, answer.Code));
    }

    private async Task<(string Name, List<string> Jobs)> PostAsync(int number)
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;"));
        var workflow = await _api.WorkflowAsync(flow);
        var jobs = new List<string>();
        for (var i = 0; i < number; i++) jobs.Add(await _api.JobAsync(workflow, new JsonObject { ["n"] = i }));
        return ((string)flow["name"]!, jobs);
    }
}
