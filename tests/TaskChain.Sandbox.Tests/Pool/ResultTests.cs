using System.Text;
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

    [Fact]
    public async Task RunAsync_EveryInput_ReachesTheBody()
    {
        var result = await sandbox.Pool.RunAsync(Bodies.Run("echo") with
        {
            Params = "{\"a\":[1,2]}"u8.ToArray(),
            Properties = "{\"p\":true}"u8.ToArray(),
            Results = "[{\"name\":\"first\",\"result\":{\"x\":1}},{\"name\":\"second\",\"result\":null}]"u8.ToArray(),
            Error = new TaskError("TaskTimeout", "Too slow.", "task_timeout", "first"),
        });

        Assert.Equal(
            """
            {"uuid":"job-1","target":"vm-1","attempt":2,"interrupted":true,"idempotencyKey":"key-1","createdAt":"1970-01-01T00:00:00+00:00","params":{"a":[1,2]},"properties":{"p":true},"results":{"x":1},"error":{"name":"TaskTimeout","message":"Too slow.","code":"task_timeout","task":"first","statusCode":null}}
            """,
            result.Result.Text());
    }

    [Fact]
    public async Task RunAsync_BodyOnlyReads_NothingComesBackChanged()
    {
        var result = await sandbox.Pool.RunAsync(Bodies.Run("read-only") with
        {
            Params = "{ \"name\" : \"x\", \"n\" : 1.0 }"u8.ToArray(),
            Properties = "{ \"color\" : \"blue\", \"other\" : [1 , 2] }"u8.ToArray(),
        });

        Assert.Equal("\"xblue\"", result.Result.Text());
        Assert.True(result.Params.IsEmpty);
        Assert.True(result.PropertyChanges.IsEmpty);
    }

    [Fact]
    public async Task RunAsync_BodyChangesParams_AllOfThemComeBack()
    {
        var result = await sandbox.Pool.RunAsync(Bodies.Run("change-params") with { Params = "{\"count\":1,\"name\":\"x\"}"u8.ToArray() });

        Assert.Equal("{\"count\":2,\"name\":\"x\"}", result.Params.Text());
    }

    [Fact]
    public async Task RunAsync_BodyChangesProperties_OnlyTheChangesComeBack()
    {
        var result = await sandbox.Pool.RunAsync(Bodies.Run("change-properties") with
        {
            Properties = "{\"color\":\"blue\",\"gone\":1,\"same\":2,\"list\":[1,2]}"u8.ToArray(),
        });

        Assert.Equal("{\"color\":\"red\",\"gone\":null,\"list\":[1,2,3]}", result.PropertyChanges.Text());
    }

    [Theory]
    [InlineData("queue", TaskRunOutcome.Queue, 3)]
    [InlineData("again", TaskRunOutcome.Again, 5)]
    [InlineData("wait", TaskRunOutcome.Wait, 0)]
    [InlineData("retry", TaskRunOutcome.Retry, 0)]
    public async Task RunAsync_BodyReturnsAnOutcome_ItIsTheResultsOutcome(string body, TaskRunOutcome outcome, int after)
    {
        var result = await sandbox.Pool.RunAsync(body);

        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(after), result.After);
        Assert.Equal(body == "wait" ? DateTimeOffset.UnixEpoch.AddDays(30000) : null, result.Deadline);
    }

    [Fact]
    public async Task RunAsync_BodySaysThings_ObserverHearsThemInOrderBeforeTheResult()
    {
        var recorder = new Recorder();

        await sandbox.Pool.RunAsync(Bodies.Run("say"), recorder);

        Assert.Equal(["info {\"step\":1}", "Warn careful", "progress 0.5", "info \"two\""], recorder.Words);
        Assert.NotEqual(0, recorder.ProcessId);
    }

    [Fact]
    public async Task RunAsync_CodeWritesToTheConsole_LinesAreInTheLog()
    {
        var recorder = new Recorder();

        await sandbox.Pool.RunAsync(Bodies.Run("console"), recorder);

        Assert.Equal(["Info half a line", "Error an error", "Info no end"], recorder.Words);
    }

    [Fact]
    public async Task RunAsync_BodyLeavesABackgroundLoop_ItIsNotHeardInLaterRuns()
    {
        await using var pool = SandboxFixture.Create(options => options.MinWorkers = 1);
        await pool.RunAsync("background");
        var recorder = new Recorder();

        for (var i = 0; i < 20; i++) await pool.RunAsync(Bodies.Run("delay"), recorder);

        Assert.Empty(recorder.Words);
    }

    [Fact]
    public async Task RunAsync_SecretsInWhatLeaves_AreMasked()
    {
        var recorder = new Recorder();
        var run = Bodies.Run("secrets") with
        {
            Variables = new ScriptVariables("v1", new Dictionary<string, string> { ["url"] = "http://x" }, new Dictionary<string, string> { ["password"] = "pa\"ss" }),
        };

        var result = await sandbox.Pool.RunAsync(run, recorder);
        var failed = await sandbox.Pool.RunAsync(run with { Params = "{\"throw\":1}"u8.ToArray() });

        Assert.Equal("{\"password\":\"***\",\"config\":\"http://x\",\"nested\":[\"a***b\"]}", result.Result.Text());
        Assert.Equal(["info {\"password\":\"***\"}", "Info The password is ***."], recorder.Words);
        Assert.Equal("Wrong password '***'.", failed.Failure!.Message);
    }

    [Fact]
    public async Task RunAsync_WorkerIsReused_StaticsAndProcessAreTheSame()
    {
        await using var pool = SandboxFixture.Create(options => options.MinWorkers = 1);

        var first = await pool.RunAsync("static");
        var second = await pool.RunAsync("static");

        Assert.Equal("1", first.Result.Text());
        Assert.Equal("2", second.Result.Text());
    }

    [Fact]
    public async Task RunAsync_LargeParams_GoThereAndBack()
    {
        var big = $"{{\"text\":\"{new string('x', 3_000_000)}\"}}";

        var result = await sandbox.Pool.RunAsync(Bodies.Run("change-params") with { Params = Encoding.UTF8.GetBytes(big) });

        Assert.Equal(TaskRunOutcome.Succeeded, result.Outcome);
        Assert.Equal(big.Length + ",\"count\":1".Length, result.Params.Length);
    }

    [Fact]
    public async Task RunAsync_InputsOverAFrame_AreRefused()
    {
        var result = await sandbox.Pool.RunAsync(Bodies.Run("nothing") with { Params = new byte[17 << 20] });

        Assert.Equal("input_too_large", result.Failure!.Code);
        Assert.False(result.Failure.IsRetryable);
    }

    [Fact]
    public async Task RunAsync_ManyAtOnceFromManyThreads_EachGetsItsOwnResult()
    {
        var next = 0;

        async Task RunLane()
        {
            for (int i; (i = Interlocked.Increment(ref next)) <= 10_000;)
            {
                var run = Bodies.Run("change-params") with { Params = Encoding.UTF8.GetBytes($"{{\"count\":{i - 1}}}") };
                var result = await sandbox.Pool.RunAsync(run);
                Assert.Equal($"{{\"count\":{i}}}", result.Params.Text());
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(RunLane)));
    }
}
