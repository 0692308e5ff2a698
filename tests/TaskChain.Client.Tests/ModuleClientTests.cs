using System.Net;
using System.Text;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;
using TaskChain.Contracts.Modules;

namespace TaskChain.Client.Tests;

public sealed class ModuleClientTests
{
    private const string Table = """{ "module": "url", "history": [{ "ver": "1.0.0", "breaks_bc": true, "reason": "r" }] }""";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task PublishModuleVersionAsync_Package_SendsItsBytes()
    {
        var service = new FakeService().Answer("""{ "module": "url", "ver": "1.0.0+b", "installed": true, "content_hash": "ab" }""", HttpStatusCode.Created);
        using var client = service.Client();
        using var package = new MemoryStream(Encoding.UTF8.GetBytes("PK"));

        var version = await client.PublishModuleVersionAsync("url", "1.0.0+b", package, Ct);

        var request = Assert.Single(service.Requests);
        Assert.Equal(("PUT /base/modules/url/versions/1.0.0%2Bb", "PK", "application/octet-stream"), (request.Line, request.Body, request.ContentType));
        Assert.Equal(("1.0.0+b", "ab", true), (version.Ver, version.ContentHash, version.Installed));
    }

    [Fact]
    public async Task GetModulesAsync_Answer_GivesModulesWithVersions()
    {
        var service = new FakeService().Answer(
            """{ "items": [{ "name": "async", "current": "1.0.0", "deprecated": { "use": "vasync" }, "versions": [{ "ver": "1.0.0", "installed": true, "breaks_bc": false }] }] }""");
        using var client = service.Client();

        var module = Assert.Single(await client.GetModulesAsync(Ct));

        Assert.Equal(("async", "1.0.0", "vasync"), (module.Name, module.Current, module.Deprecated?.Use));
        Assert.True(Assert.Single(module.Versions).Installed);
    }

    [Theory]
    [InlineData(false, "DELETE /base/modules/url/versions/1.0.0")]
    [InlineData(true, "DELETE /base/modules/url/versions/1.0.0?force=true")]
    public async Task RetireModuleVersionAsync_WithForce_SaysSo(bool force, string expected)
    {
        var service = new FakeService().Answer("""{ "module": "url", "ver": "1.0.0", "pinned_jobs": 2 }""");
        using var client = service.Client();

        Assert.Equal(2, (await client.RetireModuleVersionAsync("url", "1.0.0", force, Ct)).PinnedJobs);
        Assert.Equal(expected, service.Requests[0].Line);
    }

    [Fact]
    public async Task SetCurrentAsync_Version_SendsIt()
    {
        var service = new FakeService().Answer("""{ "ver": "1.0.0" }""");
        using var client = service.Client();

        Assert.Equal("1.0.0", (await client.SetCurrentAsync("url", "1.0.0", Ct)).Ver);
        Assert.Equal(("PUT /base/modules/url/current", """{"ver":"1.0.0"}"""), (service.Requests[0].Line, service.Requests[0].Body));
    }

    [Fact]
    public async Task GetCompatTableAsync_Unchanged_GivesNull()
    {
        var service = new FakeService().Answer(Table, HttpStatusCode.OK, ("ETag", "\"7\"")).Answer("", HttpStatusCode.NotModified);
        using var client = service.Client();

        var read = await client.GetCompatTableAsync("url", cancellationToken: Ct);
        var again = await client.GetCompatTableAsync("url", read!.ETag, Ct);

        Assert.Equal("\"7\"", read.ETag);
        Assert.Equal(new CompatEntryDocument("1.0.0", true) { Reason = "r" }, Assert.Single(read.Table.History));
        Assert.Null(again);
        Assert.Equal("\"7\"", service.Requests[1].Header("If-None-Match"));
    }

    [Fact]
    public async Task PutCompatTableAsync_WithRevision_SendsIfMatch()
    {
        var service = new FakeService().Answer(Table, HttpStatusCode.OK, ("ETag", "\"8\"")).Answer(Table, HttpStatusCode.OK, ("ETag", "\"1\""));
        using var client = service.Client();

        var saved = await client.PutCompatTableAsync(
            "url", new CompatTableDocument("url", [new CompatEntryDocument("1.0.0", false)]), new PutCompatTableOptions { IfMatch = "\"7\"", RewriteReason = "a typo" }, Ct);
        await client.PutCompatTableAsync("url", RawJson.Parse(Table), cancellationToken: Ct);

        Assert.Equal("\"8\"", saved.ETag);
        Assert.Equal(("PUT /base/modules/url/compat?rewrite=true&reason=a%20typo", "\"7\""), (service.Requests[0].Line, service.Requests[0].Header("If-Match")));
        Assert.Equal("""{"module":"url","history":[{"ver":"1.0.0","breaks_bc":false}]}""", service.Requests[0].Body);
        Assert.Equal(("PUT /base/modules/url/compat", "*", Table), (service.Requests[1].Line, service.Requests[1].Header("If-None-Match"), service.Requests[1].Body));
    }

    [Fact]
    public async Task PutCompatTableAsync_Stale_ThrowsWithTheCode()
    {
        using var client = new FakeService().Answer("""{ "code": "PreconditionFailed", "message": "It has changed." }""", HttpStatusCode.PreconditionFailed).Client();

        var error = await Assert.ThrowsAsync<TaskChainProblemException>(() => client.PutCompatTableAsync("url", RawJson.Parse(Table), cancellationToken: Ct));

        Assert.Equal(HttpStatusCode.PreconditionFailed, error.Status);
    }

    [Fact]
    public void Constructor_UnusableOptions_ReportsAllOfThem()
    {
        var options = new TaskChainClientOptions { Address = new Uri("ftp://x"), LongPoll = TimeSpan.Zero, ConnectionRetries = 99 };

        var error = Assert.Throws<ArgumentException>(() => new TaskChainClient(options));

        Assert.All(["Address", "LongPoll", "ConnectionRetries"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }
}
