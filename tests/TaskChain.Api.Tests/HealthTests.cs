using System.Net;
using TaskChain.Api.Tests.Support;

namespace TaskChain.Api.Tests;

public sealed class HealthTests(SharedService shared)
{
    [Fact]
    public async Task Ready_WhenAllIsThere_ListsWhatWasLookedAt()
    {
        var answer = await shared.Api.GetAsync("/healthz/ready");

        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal("ready", (string?)answer.Json["status"]);
        Assert.Equal(["compiler", "database", "engine", "workers"], answer.Json["checks"]!.AsObject().Select(c => c.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Live_AnswersWithoutLooking() => Assert.Equal("{\"status\":\"live\"}", (await shared.Api.GetAsync("/healthz/live")).Text);
}
