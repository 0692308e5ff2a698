using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests.Auth;

public sealed class KeyTests(KeyedServices services) : IClassFixture<KeyedServices>
{
    private static readonly string[] All = ["submit", "read", "operate", "maintain"];

    [Fact]
    public async Task Post_Key_AnswersTheTextOnceAndWorksOnEveryNodeAtOnce()
    {
        var created = await services.CreateKeyAsync("vmapi", ["read", "submit"], new JsonObject { ["jobs_per_second"] = 1000.5, ["max_live_jobs"] = 5000 });
        var text = (string)created["key"]!;

        var there = await services.Client(services.TwoUrl, text).GetAsync("/jobs");
        var list = await services.Admin.GetAsync("/keys");

        Assert.StartsWith($"tc_{(Guid)created["uuid"]!:N}_", text, StringComparison.Ordinal);
        Assert.Equal(["submit", "read"], created["scopes"]!.AsArray().Select(scope => (string?)scope));
        Assert.Equal(1000.5, (double?)created["limits"]!["jobs_per_second"]);
        Assert.Equal(HttpStatusCode.OK, there.Status);
        var listed = list.Json.AsArray().Single(key => (string?)key!["uuid"] == (string?)created["uuid"])!;
        Assert.Equal(5000, (long?)listed["limits"]!["max_live_jobs"]);
        Assert.DoesNotContain(text[^43..], list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", list.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Delete_Key_IsRefusedHereAtOnceAndOnTheOtherNodeSoon()
    {
        var created = await services.CreateKeyAsync("gone", ["read"]);
        var (here, there) = (services.Client(services.OneUrl, (string)created["key"]!), services.Client(services.TwoUrl, (string)created["key"]!));
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/jobs")).Status);

        var revoked = await services.Admin.SendAsync(HttpMethod.Delete, $"/keys/{created["uuid"]}");
        var refused = await here.GetAsync("/jobs");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await there.GetAsync("/jobs")).Status == HttpStatusCode.OK) patience.Token.ThrowIfCancellationRequested();

        Assert.Equal(HttpStatusCode.NoContent, revoked.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Contains("error=\"invalid_token\"", refused.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await services.Admin.SendAsync(HttpMethod.Delete, $"/keys/{created["uuid"]}")).Status);
        var listed = (await services.Admin.GetAsync("/keys")).Json.AsArray().Single(key => (string?)key!["uuid"] == (string?)created["uuid"])!;
        Assert.NotNull(listed["revoked_at"]);
    }

    [Fact]
    public async Task Delete_Key_EndsItsStreamsOnTheOtherNode()
    {
        var workflow = await services.Admin.WorkflowAsync(Flow.Of(Flow.Task("hold", "return job.Wait();")));
        var job = (await services.Admin.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow })).Json["uuid"];
        var created = await services.CreateKeyAsync("listener", ["read"]);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", (string)created["key"]!);
        await using var stream = await http.GetStreamAsync($"{services.TwoUrl}/jobs/{job}/events", TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        Assert.True(await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0);

        await services.Admin.SendAsync(HttpMethod.Delete, $"/keys/{created["uuid"]}");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var ended = await Record.ExceptionAsync(async () =>
        {
            while (await stream.ReadAsync(buffer, patience.Token) > 0)
            {
            }
        });
        Assert.IsType<IOException>(ended, exactMatch: false); // broken off, not waited for
    }

    [Fact]
    public async Task Delete_LastMaintainer_IsRefused()
    {
        var admin = (await services.Admin.GetAsync("/keys")).Json.AsArray().Single(key => (string?)key!["consumer"] == "admin")!;
        foreach (var key in (await services.Admin.GetAsync("/keys")).Json.AsArray())
        {
            if ((string?)key!["uuid"] != (string?)admin["uuid"]) await services.Admin.SendAsync(HttpMethod.Delete, $"/keys/{key["uuid"]}");
        }

        var refused = await services.Admin.SendAsync(HttpMethod.Delete, $"/keys/{admin["uuid"]}");
        var unknown = await services.Admin.SendAsync(HttpMethod.Delete, $"/keys/{Guid.NewGuid()}");
        var nonsense = await services.Admin.SendAsync(HttpMethod.Delete, "/keys/nonsense");

        Assert.Equal((HttpStatusCode.Conflict, "ConflictError"), (refused.Status, refused.Code));
        Assert.Contains("last one with the scope 'maintain'", refused.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (unknown.Status, nonsense.Status));
    }

    [Fact]
    public async Task Post_WrongKey_ListsEverythingAndStoresNothing()
    {
        var before = (await services.Admin.GetAsync("/keys")).Json.AsArray().Count;

        var answer = await services.Admin.PostAsync("/keys", JsonNode.Parse("""{"consumer":"a/b","scopes":["everything"],"limit":{},"limits":{"burst":0}}""")!);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(
            ["/limit", "/consumer", "/scopes/0", "/limits/burst"],
            answer.Json["errors"]!.AsArray().Select(error => (string?)error!["pointer"]));
        Assert.Equal(before, (await services.Admin.GetAsync("/keys")).Json.AsArray().Count);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer nonsense")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer tc_0192f0c1d2e37f4a8b5c6d7e8f901234_0123456789012345678901234567890123456789012")]
    public async Task Request_WithAWrongHeader_IsUnauthorizedAndNotEchoed(string header)
    {
        var answer = await services.Anonymous.SendAsync(HttpMethod.Get, "/jobs", null, ("Authorization", header));

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), (answer.Status, answer.Code));
        if (header.Length > 10) Assert.DoesNotContain(header[7..], answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WithSchemeInLowerCase_IsServed()
    {
        var key = (string)(await services.CreateKeyAsync("lower", ["read"]))["key"]!;

        Assert.Equal(HttpStatusCode.OK, (await services.Anonymous.SendAsync(HttpMethod.Get, "/jobs", null, ("Authorization", "bearer  " + key))).Status);
    }

    [Fact]
    public async Task Request_WithAKeyUnderAnotherHostName_IsServed()
    {
        var answer = await services.Admin.SendAsync(HttpMethod.Get, "/jobs", null, ("Host", "taskchain.example.com"), ("Origin", "https://console.example.com"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("/ping")]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Health_NeverNeedsAKey(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await services.Anonymous.SendAsync(HttpMethod.Get, path, null, ("Host", "probe.example.com"))).Status);

    [Fact]
    public async Task Body_LargerThanTheConsumersLimit_IsTooLargeHoweverItIsSent()
    {
        var client = await services.ClientAsync("small", ["submit"], new JsonObject { ["max_request_bytes"] = 1000 });
        var text = new string(' ', 1001);

        var whole = await client.SendAsync(HttpMethod.Post, "/jobs", new StringContent(text, Encoding.UTF8, "application/json"));
        using var stream = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        stream.Headers.ContentType = new("application/json");
        var chunked = await client.SendAsync(HttpMethod.Post, "/jobs", stream, ("Transfer-Encoding", "chunked"));
        var fitting = await client.SendAsync(HttpMethod.Post, "/jobs", new StringContent("{}".PadRight(1000), Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "payload_too_large"), (whole.Status, whole.Code));
        Assert.Contains("has 1001 bytes, which is more than the 1000 bytes that consumer 'small' may send", whole.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "payload_too_large"), (chunked.Status, chunked.Code));
        Assert.Equal(HttpStatusCode.Conflict, fitting.Status); // read, and refused for what it says
    }

    [Fact]
    public async Task Keys_AreNotOpenToOtherScopes()
    {
        var client = await services.ClientAsync("curious", [.. All.Except(["maintain"])]);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/keys")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/keys", new JsonObject { ["consumer"] = "x" })).Status);
    }
}
