using TaskChain.Sandbox.Tests.Support;

namespace TaskChain.Sandbox.Tests.Pool;

public sealed class ResultTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("nothing", "null")]
    [InlineData("text", "\"grüße \\\"quoted\\\"\"")]
    [InlineData("number", "42")]
    [InlineData("object", "{\"name\":\"x\",\"items\":[1,2],\"nested\":{\"k\":null}}")]
    [InlineData("node", "{\"a\":1.5}")]
    [InlineData("delay", "\"late\"")]
    public async Task RunAsync_BodyReturns_ResultIsItsJson(string body, string json)
    {
        var result = await sandbox.Pool.RunAsync(body);

        Assert.Null(result.Failure);
        Assert.Equal(TaskRunOutcome.Succeeded, result.Outcome);
        Assert.Equal(json, result.Result.Text());
        Assert.True(result.Params.IsEmpty);
        Assert.True(result.PropertyChanges.IsEmpty);
    }
}
