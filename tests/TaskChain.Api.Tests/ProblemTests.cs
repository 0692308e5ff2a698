using System.Net;
using System.Net.Sockets;
using System.Text;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>Bad input: always answered, always a problem, never 500.</summary>
public sealed class ProblemTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    public static TheoryData<string, string, int> BadBodies()
    {
        var data = new TheoryData<string, string, int>();
        foreach (var path in (string[])["/workflows", "/jobs"])
        {
            foreach (var text in (string[])[
                " ", "{", "}", "[", "\"", "nul", "{\"a\":}", "{\"a\":1,}", "{'a':1}", "{\"a\":1} x", "{\"a\":1,\"a\":2}", "{\"a\":01}", "\"\\ud800\"",
                "{\"\\udc00\":1}", new string('[', 200), "\u0000", "{\"a\":\"\u0001\"}", "//", "NaN"])
            {
                data.Add(path, text, 400);
            }
        }

        foreach (var text in (string[])[
            "", "null", "1", "\"x\"", "[]", "[{}]", "true", "{}", "{\"name\":1}", "{\"name\":null,\"chain\":[]}", "{\"name\":\"\",\"chain\":[]}",
            "{\"name\":\"x\",\"chain\":{}}", "{\"name\":\"x\",\"chain\":\"no\"}", "{\"name\":\"x\",\"chain\":[1]}",
            "{\"name\":\"x\",\"chain\":[null]}", "{\"name\":\"x\",\"chain\":[[]]}", "{\"name\":\"x\",\"chain\":[{\"body\":1}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"timeout\":\"long\"}]}", "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"timeout\":-1}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"timeout\":1e999}]}", "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"retry\":1.5}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"retry\":99999999999}]}", "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"modules\":[]}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"modules\":{\"a b\":\"url\"}}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"modules\":{\"a\":1}}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"modules_plus\":{\"a\":{\"ver\":\"1.0.0\"}}}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\",\"modules_plus\":{\"a\":{\"name\":\"url\",\"ver\":1}}}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\"}],\"uuid\":\"no\"}", "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\"}],\"timeout\":-5}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"return 1;\"}],\"onerror\":{}}", "{\"name\":\"x\\u0000y\",\"chain\":[{\"body\":\"return 1;\"}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"\\u0000\"}]}", "{\"name\":\"x\",\"chain\":[{\"body\":\"}\"}]}", "{\"name\":\"x\",\"chain\":[{\"body\":\"} class X {\"}]}",
            "{\"name\":\"x\",\"chain\":[{\"body\":\"#r \\\"x\\\"\"}]}", "{\"name\":\"x\",\"chain\":[{\"body\":\"#line 7\\nx\"}]}", "{\"name\":\"x\",\"chain\":[{\"body\":\"/*\"}]}"])
        {
            data.Add("/workflows", text, 0);
        }

        foreach (var text in (string[])[
            "", "null", "1", "[]", "\"x\"", "{}", "{\"workflow\":1}", "{\"workflow\":null}", "{\"workflow\":{}}", "{\"workflow\":\"\"}", "{\"workflow\":\"x\"}",
            "{\"workflow\":\"\\u0000\"}", "{\"workflow\":\"00000000-0000-0000-0000-000000000000\"}"])
        {
            data.Add("/jobs", text, 0);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Post_BadBody_IsAProblem(string path, string body, int status)
    {
        var answer = await _api.SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"));

        AssertProblem(answer);
        if (status != 0) Assert.Equal(status, (int)answer.Status);
    }

    public static TheoryData<string> BadJobs() =>
    [
        "\"uuid\":1", "\"uuid\":\"no\"", "\"target\":1", "\"target\":{}", "\"target\":\"a\\u0000b\"", "\"exec_after\":\"tomorrow\"", "\"exec_after\":1e999",
        "\"exec_after\":[]", "\"priority\":\"high\"", "\"num_attempts\":\"many\"", "\"locks\":1", "\"anything\":\"\\u0000\"", "\"locks\":\"(\"",
    ];

    [Theory]
    [MemberData(nameof(BadJobs))]
    public async Task PostJob_WithABadMember_IsAProblemOrAJob(string member)
    {
        var workflow = await _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));

        var answer = await _api.SendAsync(
            HttpMethod.Post, "/jobs", new StringContent($"{{\"workflow\":\"{workflow}\",{member}}}", Encoding.UTF8, "application/json"));

        if (answer.Status != HttpStatusCode.Created) AssertProblem(answer);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/", 404)]
    [InlineData("PUT", "/jobs", 405)]
    [InlineData("DELETE", "/workflows", 405)]
    [InlineData("PATCH", "/modules/url/versions/0.10.3", 405)]
    [InlineData("GET", "/jobs?limit=0", 422)]
    [InlineData("GET", "/jobs?limit=x", 422)]
    [InlineData("GET", "/jobs?offset=-1", 422)]
    [InlineData("GET", "/workflows?limit=99999", 422)]
    [InlineData("DELETE", "/modules/url/versions/0.10.3?force=yes", 422)]
    [InlineData("DELETE", "/modules/url/versions/0.10.3?force", 422)]
    [InlineData("GET", "/jobs?target=a%00b", 422)]
    [InlineData("GET", "/workflows?name=%00", 422)]
    [InlineData("GET", "/modules/..%2f..%2fetc", 404)]
    [InlineData("GET", "/modules/url/versions/%F0%9F%98%80", 404)]
    [InlineData("DELETE", "/modules/nope/versions/1.0.0", 404)]
    public async Task WrongRequest_IsAProblem(string method, string path, int status)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path);

        AssertProblem(answer);
        Assert.Equal(status, (int)answer.Status);
    }

    [Fact]
    public async Task Problem_HasAllMembersAndTheCallersTraceId()
    {
        var answer = await _api.SendAsync(
            HttpMethod.Get, "/jobs/nope", null, ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        Assert.Equal("urn:taskchain:problem:ResourceNotFound", (string?)answer.Json["type"]);
        Assert.Equal(404, (int?)answer.Json["status"]);
        Assert.Equal("/jobs/nope", (string?)answer.Json["instance"]);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (string?)answer.Json["trace_id"]);
        Assert.Equal((string?)answer.Json["message"], (string?)answer.Json["detail"]);
        Assert.NotNull((string?)answer.Json["title"]);
    }

    [Fact]
    public async Task MalformedJson_SaysWhere()
    {
        var answer = await _api.SendAsync(HttpMethod.Post, "/workflows", new StringContent("{\n \"name\": x }", Encoding.UTF8, "application/json"));

        Assert.StartsWith("Invalid JSON: line 2, byte 10:", (string?)answer.Json["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("multipart/form-data")]
    public async Task Post_OtherMediaType_IsUnsupported(string mediaType)
    {
        var answer = await _api.SendAsync(HttpMethod.Post, "/jobs", new StringContent("{}", Encoding.UTF8, mediaType));

        AssertProblem(answer);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
    }

    [Theory]
    [InlineData("/workflows")]
    [InlineData("/jobs")]
    public async Task Post_TooMuch_IsTooLarge(string path)
    {
        var answer = await _api.SendAsync(HttpMethod.Post, path, new StringContent(new string(' ', 2_000_000), Encoding.UTF8, "application/json"));

        AssertProblem(answer);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Fact]
    public async Task Post_TooMuchInChunks_IsTooLarge()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(new string(' ', 2_000_000))));
        content.Headers.ContentType = new("application/json");

        var answer = await _api.SendAsync(HttpMethod.Post, "/jobs", content, ("Transfer-Encoding", "chunked"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "evil.example")]
    public async Task Request_OfAForeignPage_IsRefused(string header, string value)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/jobs", null, (header, value));

        AssertProblem(answer);
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    [Theory]
    [InlineData("GET /jobs HTTP/1.1\r\n\r\n")]
    [InlineData("NONSENSE\r\n\r\n")]
    [InlineData("GET /modules/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n")]
    public async Task BrokenHttp_IsAnswered400(string request)
    {
        using var client = new TcpClient();
        var uri = new Uri(_api.Url);
        await client.ConnectAsync(uri.Host, uri.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        var buffer = new byte[12];
        await stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1 400", Encoding.ASCII.GetString(buffer));
    }

    private static void AssertProblem(Answer answer)
    {
        Assert.InRange((int)answer.Status, 400, 499);
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.False(string.IsNullOrEmpty(answer.Code));
        Assert.False(string.IsNullOrEmpty((string?)answer.Json["message"]));
        Assert.Equal((int)answer.Status, (int?)answer.Json["status"]);
    }
}
