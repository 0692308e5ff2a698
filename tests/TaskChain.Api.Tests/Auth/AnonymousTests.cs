using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using TaskChain.Api.Auth;
using TaskChain.Api.Options;
using TaskChain.Api.Tests.Support;
using TaskChain.Engine.Consumers;
using TaskChain.Testing.InMemory;

namespace TaskChain.Api.Tests.Auth;

/// <summary>Who is served without a key, and how the first key comes to be.</summary>
public sealed class AnonymousTests(SharedService shared)
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.7", false)]
    [InlineData("::ffff:10.0.0.7", false)]
    [InlineData("fe80::1", false)]
    [InlineData(null, false)]
    public async Task NoKeys_OnlyThisMachineIsServed(string? peer, bool served)
    {
        await using var keys = new ApiKeyService(new InMemoryApiKeyStore(TimeProvider.System), TimeProvider.System, NullLogger<ApiKeyService>.Instance);
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);

        Assert.Equal(served, new AnonymousAccess(keys, new TaskChainOptions()).Refusal(context) is null);
    }

    [Theory]
    [InlineData("HTTP/1.0", false)]
    [InlineData("HTTP/1.1", true)]
    public async Task NoKeys_TheProtocolOfProxiesIsRefused(string protocol, bool served)
    {
        await using var keys = new ApiKeyService(new InMemoryApiKeyStore(TimeProvider.System), TimeProvider.System, NullLogger<ApiKeyService>.Instance);
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback }, Request = { Protocol = protocol } };

        Assert.Equal(served, new AnonymousAccess(keys, new TaskChainOptions()).Refusal(context) is null);
    }

    [Theory]
    [InlineData("Forwarded", "for=10.0.0.7")]
    [InlineData("X-Forwarded-For", "10.0.0.7")]
    [InlineData("x-forwarded-port", "443")]
    [InlineData("X-Real-IP", "10.0.0.7")]
    [InlineData("CF-Connecting-IP", "10.0.0.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task NoKeys_WhatAProxyForwards_IsRefused(string header, string value)
    {
        var answer = await shared.Api.SendAsync(HttpMethod.Get, "/jobs", null, (header, value));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains(header, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoKeys_AnUnknownKeyIsNoAnonymousCaller()
    {
        var answer = await shared.Api.SendAsync(HttpMethod.Get, "/jobs", null, ("Authorization", "Bearer nonsense"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }

    [Fact]
    public async Task NoKeys_FirstKeyWithoutMaintain_IsRefused()
    {
        var answer = await shared.Api.PostAsync("/keys", new JsonObject { ["consumer"] = "a" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("first key needs the scope 'maintain'", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllowAnonymousLoopback_ServesThisMachineBesideKeys()
    {
        await using var service = await TestService.StartAsync(options => options.Auth.AllowAnonymousLoopback = true);
        var created = await service.Api.PostAsync("/keys", JsonNode.Parse("""{"consumer":"a","scopes":["maintain"]}""")!);
        using var holder = new Support.Api(service.Api.Url, (string)created.Json["key"]!);

        Assert.Equal(HttpStatusCode.OK, (await service.Api.GetAsync("/jobs")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Api.SendAsync(HttpMethod.Get, "/jobs", null, ("Host", "evil.example"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await holder.GetAsync("/jobs")).Status); // its key may only maintain
    }

    [Fact]
    public async Task Listen_BeyondLoopback_MakesAFirstKeyInAFileAndServesNobodyWithoutIt()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var file = Path.Combine(data, FirstKey.FileName);
        string key;
        await using (var service = await ServiceProcess.ListeningAsync(data, "--listen", "http://0.0.0.0:0"))
        {
            var url = service.Api.Url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
            key = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();
            using var holder = new Support.Api(url, key);
            using var nobody = new Support.Api(url);

            Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/jobs")).Status);
            Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/healthz/live")).Status);
            Assert.Equal(HttpStatusCode.OK, (await holder.GetAsync("/jobs")).Status);
            var listed = Assert.Single((await holder.GetAsync("/keys")).Json.AsArray())!;
            Assert.Equal(["submit", "read", "operate", "maintain"], listed["scopes"]!.AsArray().Select(scope => (string?)scope));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Contains(file, service.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain(key[^43..], service.Errors, StringComparison.Ordinal);
            Assert.Equal(0, await service.StopAsync());
        }

        File.Delete(file);
        await using var next = await ServiceProcess.ListeningAsync(data); // loopback now; the key is still needed
        using var again = new Support.Api(next.Api.Url, key);
        Assert.False(File.Exists(file));
        Assert.Equal(HttpStatusCode.Unauthorized, (await next.Api.GetAsync("/jobs")).Status);
        Assert.NotNull((await again.GetAsync("/keys")).Json[0]!["last_used_at"]);
    }
}
