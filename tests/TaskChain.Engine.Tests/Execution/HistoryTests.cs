using TaskChain.Engine.Ports;
using TaskChain.Engine.Services;
using TaskChain.Engine.Tests.Fakes;
using TaskChain.Sandbox;

namespace TaskChain.Engine.Tests.Execution;

public sealed class HistoryTests : IAsyncDisposable
{
    private static readonly string[] ChainOfTwo = ["claimed", "task_started", "task_ended", "task_started", "task_ended", "succeeded"];

    private readonly EngineBox _box = new();
    private readonly HeldBodies _held;

    public HistoryTests() => _held = new HeldBodies(_box);

    public ValueTask DisposeAsync() => _box.DisposeAsync();

    [Fact]
    public async Task History_OfAFinishedJob_IsItsLogbookAndEnds()
    {
        await _box.StartAsync();
        var job = await _box.RunAsync("""[{"name":"a","body":"one"},{"name":"b","body":"two"}]""");

        var all = await ReadAsync(_box.Engine, job.Id, -1);

        Assert.Equal(ChainOfTwo, all.Select(item => item.Event));
        Assert.Equal(Enumerable.Range(0, 6).Cast<int?>(), all.Select(item => item.Number));
        Assert.Equal("""{"at":"2026-01-01T00:00:00Z","node":"chain/0","task":"a","outcome":"succeeded","result":"one"}""", all[2].Data.ToString());
        Assert.Equal(["task_ended", "succeeded"], (await ReadAsync(_box.Engine, job.Id, 3)).Select(item => item.Event));
        Assert.Empty(await ReadAsync(_box.Engine, job.Id, 5));
        Assert.Empty(await ReadAsync(_box.Engine, job.Id, 500));
        Assert.Empty(await ReadAsync(_box.Engine, job.Id, int.MaxValue));
    }

    [Fact]
    public async Task History_OfAnUnknownJob_IsNull()
    {
        await _box.StartAsync();

        Assert.Null(await _box.Engine.Jobs.ReadHistoryAsync(Guid.NewGuid(), -1, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task History_WhileTheJobRuns_HasEveryEventOnceAndWhatBodiesSay(bool readHere)
    {
        _held.Hold("held");
        var resume = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _box.Sandbox.Bodies["says"] = async (_, observer, _) =>
        {
            await resume.Task;
            observer!.OnInfo("""{"step":1}"""u8.ToArray());
            observer.OnLog(ScriptLogLevel.Warn, "careful");
            observer.OnProgress(0.5);
            return FakeSandbox.Ok();
        };
        await _box.StartAsync();
        var reader = readHere ? _box.Engine : _box.Create();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"held"},{"body":"says"},{"body":"held"}]"""));
        await _held.UntilAsync(1);
        var items = new List<JobHistoryItem>();
        var reading = Task.Run(() => FollowAsync(reader, posted.Id, -1, items), TestContext.Current.CancellationToken);
        await UntilAsync(() => Count(items) >= 2);

        _held.EndAll();
        await UntilAsync(() => _box.Sandbox.Runs.Count == 2);
        await _box.WaitAsync(TimeSpan.FromSeconds(3)); // A reader elsewhere has looked at what was said before.
        resume.SetResult();
        await _held.UntilAsync(2);
        await UntilAsync(() => Said(items, "info"));
        _held.EndAll();
        await UntilAsync(() => reading.IsCompleted);
        await reading;

        Assert.Equal(Enumerable.Range(0, 8).Cast<int?>(), items.Where(item => item.Number is not null).Select(item => item.Number));
        Assert.Equal("succeeded", items[^1].Event);
        Assert.StartsWith("""{"data":{"step":1},"date":"2026-""", Assert.Single(items, item => item.Event == "info").Data.ToString(), StringComparison.Ordinal);
        Assert.Contains("careful", Assert.Single(items, item => item.Event == "log").Data.ToString(), StringComparison.Ordinal);
        if (readHere) Assert.Equal("""{"node":"chain/1","fraction":0.5}""", Assert.Single(items, item => item.Event == "progress").Data.ToString());
    }

    [Fact]
    public async Task History_ReadElsewhere_HasWhatTheLastBodySays()
    {
        _held.Hold("held");
        _box.Sandbox.Bodies["says"] = (_, observer, _) =>
        {
            observer!.OnInfo("""{"step":"last"}"""u8.ToArray());
            return ValueTask.FromResult(FakeSandbox.Ok());
        };
        await _box.StartAsync();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"held"},{"body":"says"}]"""));
        await _held.UntilAsync(1);
        var items = new List<JobHistoryItem>();
        var reading = Task.Run(() => FollowAsync(_box.Create(), posted.Id, -1, items), TestContext.Current.CancellationToken);
        await UntilAsync(() => Count(items) >= 2);

        _held.EndAll();
        await UntilAsync(() => reading.IsCompleted);
        await reading;

        Assert.Contains("last", Assert.Single(items, item => item.Event == "info").Data.ToString(), StringComparison.Ordinal);
        Assert.Equal("succeeded", items[^1].Event);
    }

    [Fact]
    public async Task History_OfManyJobsAtOnce_ByQuickAndSlowReaders_MissesAndRepeatsNothing()
    {
        _box.Sandbox.Returns("flaky", FakeSandbox.Fail(), FakeSandbox.Ok());
        _box.Sandbox.Returns("queue", FakeSandbox.Of(TaskRunOutcome.Queue));
        await _box.StartAsync();
        var workflow = await _box.PostWorkflowAsync("""[{"body":"flaky","retry":2},{"body":"queue"},{"body":"one"},{"body":"two"}]""");
        var readings = new List<Task>();
        for (var i = 0; i < 40; i++)
        {
            var posted = await _box.PostJobAsync(workflow);
            for (var reader = 0; reader < 4; reader++)
            {
                var (after, isSlow) = (reader - 1, reader % 2 == 1);
                readings.Add(Task.Run(() => CheckAsync(posted.Id, after, isSlow), TestContext.Current.CancellationToken));
            }
        }

        var all = Task.WhenAll(readings);
        await UntilAsync(() => all.IsCompleted);
        await all;
    }

    [Fact]
    public async Task History_OfATalkativeBody_DoesNotReadTheStoreForEachWord()
    {
        var queries = new CountingQueries(_box.Storage.Queries);
        _box.Queries = queries;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource<TaskRunResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _box.Sandbox.Bodies["talks"] = async (_, observer, _) =>
        {
            await go.Task;
            for (var i = 0; i < 1000; i++)
            {
                observer!.OnProgress(i / 1000d);
                await Task.Yield();
            }

            return await done.Task;
        };
        await _box.StartAsync();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"talks"}]"""));
        var items = new List<JobHistoryItem>();
        var reading = Task.Run(() => FollowAsync(_box.Engine, posted.Id, -1, items), TestContext.Current.CancellationToken);
        await UntilAsync(() => Count(items) == 2);
        var reads = queries.Reads;

        go.SetResult(); // The clock stands still: only announcements lead to a look.
        while (!Ends(items, "0.999}"))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.InRange(queries.Reads - reads, 0, 2); // One may have been due already.
        done.SetResult(FakeSandbox.Ok());
        await UntilAsync(() => reading.IsCompleted);
        await reading;
    }

    [Fact]
    public async Task History_OfACancelledJob_EndsWithCanceled()
    {
        _held.Hold("held");
        await _box.StartAsync();
        var posted = await _box.PostJobAsync(await _box.PostWorkflowAsync("""[{"body":"held"}]"""));
        await _held.UntilAsync(1);
        var items = new List<JobHistoryItem>();
        var reading = Task.Run(() => FollowAsync(_box.Engine, posted.Id, 1, items), TestContext.Current.CancellationToken);

        await _box.Engine.Jobs.CancelAsync(posted.Id, "alice", TestContext.Current.CancellationToken);
        await UntilAsync(() => reading.IsCompleted);
        await reading;

        Assert.Equal(["task_ended", "cancel_requested", "canceled"], items.Select(item => item.Event));
        Assert.Contains("\"by\":\"alice\"", items[1].Data.ToString(), StringComparison.Ordinal);
    }

    private async Task CheckAsync(Guid job, int after, bool isSlow)
    {
        var next = after + 1;
        var last = "";
        await foreach (var item in (await _box.Engine.Jobs.ReadHistoryAsync(job, after, TestContext.Current.CancellationToken))!)
        {
            if (item.Number is not { } number) continue;
            Assert.Equal(next++, number);
            last = item.Event;
            for (var i = 0; isSlow && i < 50; i++) await Task.Yield();
        }

        Assert.Equal("succeeded", last);
        var stored = await _box.Storage.Jobs.FindAsync(new JobId(job), TestContext.Current.CancellationToken);
        Assert.Equal(stored!.Log.Sum(entry => entry.EventCount), next);
    }

    private static async Task FollowAsync(TaskChainEngine engine, Guid job, int after, List<JobHistoryItem> items)
    {
        await foreach (var item in (await engine.Jobs.ReadHistoryAsync(job, after, TestContext.Current.CancellationToken))!)
        {
            lock (items) items.Add(item);
        }
    }

    private static async Task<List<JobHistoryItem>> ReadAsync(TaskChainEngine engine, Guid job, int after)
    {
        var items = new List<JobHistoryItem>();
        await FollowAsync(engine, job, after, items);
        return items;
    }

    private static int Count(List<JobHistoryItem> items)
    {
        lock (items) return items.Count;
    }

    private static bool Ends(List<JobHistoryItem> items, string data)
    {
        lock (items) return items[^1].Data.ToString().EndsWith(data, StringComparison.Ordinal);
    }

    private static bool Said(List<JobHistoryItem> items, string word)
    {
        lock (items) return items.Any(item => item.Event == word);
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            _box.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }
}
