using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

/// <summary>How requests are read: what callers take, versions, methods, and parameters from query, form and JSON.</summary>
public sealed class RequestTests(SharedService shared)
{
    private readonly Support.Api _api = shared.Api;

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/*")]
    [InlineData("*/*")]
    [InlineData("text/plain")]
    [InlineData("text/html, application/octet-stream;q=0.4")]
    [InlineData("Application/JavaScript")]
    [InlineData("text/html, */*;q=0.1")]
    public async Task Accept_ThatAdmitsJson_IsAnswered(string accept)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/workflows", null, ("Accept", accept));

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.MediaType));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/*")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json;q=0.0, text/html")]
    public async Task Accept_ThatAdmitsNothingWeHave_IsNotAcceptable(string accept)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/workflows", null, ("Accept", accept));

        Assert.Equal((HttpStatusCode.NotAcceptable, "NotAcceptableError"), (answer.Status, answer.Code));
        Assert.StartsWith("Server accepts: application/json", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("0.1.0")]
    [InlineData("~0.1")]
    [InlineData("^0.1.0")]
    [InlineData("0.x")]
    [InlineData("0.1")]
    [InlineData(">=0.0.9 <1.0.0")]
    [InlineData("> 0.0.9")]
    [InlineData("0.0.1 - 0.1")]
    [InlineData("9.0.0 || 0.1.0")]
    [InlineData("v0.1.0")]
    public async Task AcceptVersion_ThatAdmitsTheApis_IsAnswered(string version)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/workflows", null, ("Accept-Version", version));

        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
    }

    [Theory]
    [InlineData("9.0.0")]
    [InlineData("~0.2")]
    [InlineData("^1")]
    [InlineData(">0.1.0")]
    [InlineData("<0.1.0")]
    [InlineData(">0.1")]
    [InlineData("0.1.1 - 2")]
    [InlineData("latest")]
    [InlineData("1.2.3.4")]
    [InlineData(">=")]
    public async Task AcceptVersion_ThatIsAnother_IsInvalid(string version)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, "/workflows", null, ("Accept-Version", version));

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidVersion"), (answer.Status, answer.Code));
        Assert.Equal($"{version} is not supported by GET /workflows", answer.Message);
    }

    [Theory]
    [InlineData("/ping/")]
    [InlineData("/workflows/")]
    [InlineData("/jobs/")]
    [InlineData("/jobs/5f0d1c5e-6f67-4d61-9f1b-7b0b3f7f2f55/info/")]
    [InlineData("/healthz/live/")]
    public async Task Path_WithATrailingSlash_DoesNotExist(string path)
    {
        var answer = await _api.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "ResourceNotFound"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("PUT", "/jobs/5f0d1c5e-6f67-4d61-9f1b-7b0b3f7f2f55", "GET, HEAD")]
    [InlineData("DELETE", "/jobs/5f0d1c5e-6f67-4d61-9f1b-7b0b3f7f2f55", "GET, HEAD")]
    [InlineData("PUT", "/jobs/5f0d1c5e-6f67-4d61-9f1b-7b0b3f7f2f55/info", "GET, HEAD, POST")]
    [InlineData("DELETE", "/jobs/5f0d1c5e-6f67-4d61-9f1b-7b0b3f7f2f55/info", "GET, HEAD, POST")]
    [InlineData("PUT", "/jobs", "GET, HEAD, POST")]
    [InlineData("PATCH", "/workflows", "GET, HEAD, POST")]
    [InlineData("POST", "/ping", "GET")]
    [InlineData("HEAD", "/ping", "GET")]
    [InlineData("OPTIONS", "/ping", "GET")]
    public async Task Method_ThatThePathDoesNotHave_IsNotAllowed(string method, string path, string allowed)
    {
        var answer = await _api.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal(allowed.Split(", "), answer.Header("allow")!.Split(", ").Order(StringComparer.Ordinal));
        if (method == "HEAD") return;
        Assert.Equal("MethodNotAllowedError", answer.Code);
        Assert.Equal($"{method} is not allowed", answer.Message);
    }

    [Fact]
    public async Task Query_AndBody_AreMergedAndTheBodyWins()
    {
        var workflow = await WorkflowAsync();

        var answer = await _api.PostAsync(
            $"/jobs?workflow={workflow}&target=/from/query&colour=red&size=1&size=2", new JsonObject { ["target"] = "/from/body", ["colour"] = "blue" });

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        Assert.Equal("/from/body", (string?)answer.Json["target"]);
        Assert.Equal("""{"colour":"blue","size":["1","2"]}""", answer.Json["params"]!.ToJsonString());
    }

    [Fact]
    public async Task Query_WithoutABody_IsEnough()
    {
        var answer = await _api.PostAsync($"/jobs?workflow={await WorkflowAsync()}&note=a%20b%2B%C3%A4");

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        Assert.Equal("a b+ä", (string?)answer.Json["params"]!["note"]);
    }

    [Fact]
    public async Task Form_IsReadLikeAnObject()
    {
        var form = new FormUrlEncodedContent([new("workflow", await WorkflowAsync()), new("target", "/form/1"), new("note", "a b&c=d")]);

        var answer = await _api.SendAsync(HttpMethod.Post, "/jobs", form);

        Assert.True(answer.Status == HttpStatusCode.Created, answer.ToString());
        Assert.Equal(("/form/1", "a b&c=d"), ((string?)answer.Json["target"], (string?)answer.Json["params"]!["note"]));
    }

    [Fact]
    public async Task Post_WithoutAnything_IsAnEmptyObject()
    {
        var answer = await _api.PostAsync("/jobs");

        Assert.Equal((HttpStatusCode.Conflict, "\"j.workflow\" is required"), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task Body_ThatIsDamaged_IsABadDigest()
    {
        var good = Encoding.UTF8.GetBytes($$"""{"workflow":"{{await WorkflowAsync()}}"}""");

        var accepted = await SendAsync(good, Md5.Of(good));
        var refused = await SendAsync(good, Md5.Of("other"u8));

        Assert.Equal(HttpStatusCode.Created, accepted.Status);
        Assert.Equal((HttpStatusCode.BadRequest, "BadDigest"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("no json")]
    public async Task Body_ThatIsNoJson_IsInvalidContent(string body)
    {
        var answer = await _api.SendAsync(HttpMethod.Post, "/jobs", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal((HttpStatusCode.BadRequest, "InvalidContent"), (answer.Status, answer.Code));
        Assert.StartsWith("Invalid JSON: ", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ping_SaysThatTheDatabaseIsUp()
    {
        var answer = await _api.GetAsync("/ping");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal($$"""{"pid":{{Environment.ProcessId}},"backend":"up"}""", answer.Text);
    }

    private Task<string> WorkflowAsync() => _api.WorkflowAsync(Flow.Of(Flow.Task("one", "return 1;")));

    private Task<Answer> SendAsync(byte[] body, byte[] digest)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentMD5 = digest;
        return _api.SendAsync(HttpMethod.Post, "/jobs", content);
    }
}
