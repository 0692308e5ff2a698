using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>The headers that node-workflow puts on every answer.</summary>
public sealed class ConventionTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Theory]
    [InlineData("GET", "/workflows")]
    [InlineData("HEAD", "/workflows")]
    [InlineData("GET", "/workflows/no-such")]
    [InlineData("GET", "/jobs")]
    [InlineData("POST", "/jobs")]
    [InlineData("PUT", "/jobs")]
    [InlineData("GET", "/jobs?execution=nonsense")]
    [InlineData("GET", "/ping")]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/modules")]
    [InlineData("GET", "/healthz/live")]
    public async Task EveryAnswer_CarriesTheHeaders(string method, string path)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path);

        Assert.Equal("WorkflowAPI", answer.Header("server"));
        Assert.InRange(DateTimeOffset.Parse(answer.Header("date")!, CultureInfo.InvariantCulture), DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        Assert.Equal("Keep-Alive", answer.Header("connection"), ignoreCase: true);
        Assert.Equal("*", answer.Header("access-control-allow-origin"));
        Assert.Contains("Accept-Version", answer.Header("access-control-allow-headers"), StringComparison.Ordinal);
        Assert.Equal("GET, HEAD", answer.Header("access-control-allow-methods"));
        Assert.Equal("Api-Version, Request-Id, Response-Time", answer.Header("access-control-expose-headers"));
        Assert.Equal(Environment.MachineName, answer.Header("x-server-name"));
        Assert.True(Guid.TryParse(answer.Header("x-request-id"), out _), answer.Header("x-request-id"));
        Assert.Equal(answer.Header("x-request-id"), answer.Header("request-id"));
        Assert.InRange(int.Parse(answer.Header("response-time")!, CultureInfo.InvariantCulture), 0, 100_000);
        Assert.Equal(answer.Header("response-time"), answer.Header("x-response-time"));
    }

    [Theory]
    [InlineData("/workflows")]
    [InlineData("/workflows/no-such")]
    [InlineData("/jobs")]
    [InlineData("/ping")]
    [InlineData("/modules/sdc-clients/compat")]
    public async Task Body_IsAsItsDigestAndLengthSay(string path)
    {
        var answer = await _api.GetAsync(path);

        Assert.Equal(Digest(answer.Body), answer.Header("content-md5"));
        Assert.Equal(answer.Body.Length.ToString(CultureInfo.InvariantCulture), answer.Header("content-length"));
    }

    [Fact]
    public async Task LargeBody_IsAsItsDigestSays()
    {
        var flow = Flow.Of(Flow.Task("one", "return 1;")).With("x_long", new string('x', 500_000));
        var uuid = await _api.WorkflowAsync(flow);

        var answer = await _api.GetAsync($"/workflows/{uuid}");

        Assert.InRange(answer.Body.Length, 400_000, 10_000_000);
        Assert.Equal(Digest(answer.Body), answer.Header("content-md5"));
    }

    [Fact]
    public async Task Head_HasTheHeadersOfGetAndNoBody()
    {
        var get = await _api.GetAsync("/modules/url");
        var head = await _api.SendAsync(HttpMethod.Head, "/modules/url");

        Assert.Equal(HttpStatusCode.OK, head.Status);
        Assert.Empty(head.Body);
        foreach (var name in (string[])["content-md5", "content-length", "content-type"]) Assert.Equal(get.Header(name), head.Header(name));
    }

    [Fact]
    public async Task RequestIds_OfTheCaller_AreEchoed()
    {
        var both = await _api.SendAsync(HttpMethod.Get, "/jobs", null, ("request-id", "inner-1"), ("x-request-id", "outer-1"));
        var inner = await _api.SendAsync(HttpMethod.Get, "/jobs/nope", null, ("request-id", "inner-2"));
        var outer = await _api.SendAsync(HttpMethod.Get, "/jobs/nope", null, ("x-request-id", "outer-3"));

        Assert.Equal(("inner-1", "outer-1"), (both.Header("request-id"), both.Header("x-request-id")));
        Assert.Equal(("inner-2", "inner-2"), (inner.Header("request-id"), inner.Header("x-request-id")));
        Assert.Equal("outer-3", outer.Header("x-request-id"));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    [InlineData("a\tb")]
    [InlineData("long")]
    public async Task RequestId_ThatIsNoPlainWord_IsNotEchoed(string id)
    {
        if (id == "long") id = new string('x', 129);
        var answer = await _api.SendAsync(HttpMethod.Get, "/jobs", null, ("x-request-id", id));

        Assert.True(Guid.TryParse(answer.Header("x-request-id"), out _), answer.Header("x-request-id"));
    }

    [Fact]
    public async Task RequestId_WithoutTheCallers_IsTheWorkflowsOrJobs()
    {
        var posted = await _api.PostAsync("/workflows", Flow.Of(Flow.Task("one", "return 1;")));
        var workflow = (string)posted.Json["uuid"]!;
        var job = await _api.PostAsync("/jobs", new JsonObject { ["workflow"] = workflow });
        var uuid = (string)job.Json["uuid"]!;

        Assert.Equal(workflow, posted.Header("request-id"));
        Assert.Equal(workflow, (await _api.GetAsync($"/workflows/{workflow}")).Header("request-id"));
        Assert.Equal(uuid, job.Header("request-id"));
        Assert.NotEqual(uuid, job.Header("x-request-id"));
        foreach (var path in (string[])[$"/jobs/{uuid}", $"/jobs/{uuid}/info", $"/jobs/{uuid}/output"])
        {
            Assert.Equal(uuid, (await _api.GetAsync(path)).Header("request-id"));
        }

        Assert.Equal(uuid, (await _api.PostAsync($"/jobs/{uuid}/info", new JsonObject { ["a"] = 1 })).Header("request-id"));
    }

    [Fact]
    public async Task Connection_ThatTheCallerCloses_IsClosed()
    {
        using var client = new TcpClient();
        var uri = new Uri(_api.Url);
        await client.ConnectAsync(uri.Host, uri.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync("GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Keep-Alive", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_OfAForeignPage_CannotBeReadByIt()
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/jobs", null, ("Origin", "https://evil.example"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Null(answer.Header("access-control-allow-origin"));
    }

    [Theory]
    [InlineData("POST", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("POST", "same-origin", HttpStatusCode.Conflict)]
    [InlineData("GET", "cross-site", HttpStatusCode.OK)]
    public async Task Change_ThatAForeignPageAsksFor_IsRefused(string method, string site, HttpStatusCode status)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), "/jobs", null, ("Sec-Fetch-Site", site));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Page_OfTheServiceItself_IsServed()
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/jobs", null, ("Origin", _api.Url));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private static string Digest(byte[] body) => Convert.ToBase64String(Md5.Of(body));
}
