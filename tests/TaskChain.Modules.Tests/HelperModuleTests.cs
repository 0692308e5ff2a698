using TaskChain.Modules.Tests.Fixtures;

namespace TaskChain.Modules.Tests;

/// <summary>vasync, async and url do what their documentation says, in every version.</summary>
public sealed class HelperModuleTests
{
    [Theory]
    [InlineData("1.6.4")]
    [InlineData("2.2.0")]
    public async Task Vasync_WhenSeveralCallsFail_WaitsForAllAndTellsOfAll(string version)
    {
        const string body = """
            var ended = 0;
            try
            {
                await m.ForEachParallel(new[] { 1, 2, 3 }, async n =>
                {
                    await Task.Yield();
                    Interlocked.Increment(ref ended);
                    if (n > 1) throw new InvalidOperationException($"n{n}");
                });
                return "nothing failed";
            }
            catch (MultiError e)
            {
                return $"{ended} ended; {e.Message}; {e.Errors.Count}";
            }
            """;

        Assert.Equal("3 ended; first of 2 errors: n2; 2", await Body.RunAsync("vasync", version, body));
    }

    [Theory]
    [InlineData("1.6.4")]
    [InlineData("2.2.0")]
    public async Task Vasync_Parallel_KeepsTheOrderOfTheFunctions(string version)
    {
        const string body = """
            var first = new TaskCompletionSource();
            var results = await m.Parallel(
                async () => { await first.Task; return "a"; },
                async () => { await Task.Yield(); first.SetResult(); return "b"; });
            return string.Join(",", results);
            """;

        Assert.Equal("a,b", await Body.RunAsync("vasync", version, body));
    }

    [Theory]
    [InlineData("vasync", "1.6.4", "var queue = m.Queue<int>(Work, 2); foreach (var n in all) queue.Push(n); await queue.Drain();")]
    [InlineData("vasync", "2.2.0", "var queue = m.Queue<int>(Work, 2); foreach (var n in all) queue.Push(n); await queue.CloseAsync();")]
    [InlineData("vasync", "2.2.0", "await m.ForEachParallel(all, Work, concurrency: 2);")]
    [InlineData("async", "1.5.2", "await m.EachLimit(all, 2, Work);")]
    public async Task Concurrency_WhenLimited_IsReachedAndNeverExceeded(string module, string version, string use)
    {
        var body = $$"""
            var (now, most, done) = (0, 0, 0);
            var pair = new SemaphoreSlim(0);
            async Task Work(int n)
            {
                lock (pair) most = Math.Max(most, ++now);
                // The first waits for company, so that two must be under way at once.
                if (n == 1) await pair.WaitAsync(cancellation); else if (n == 2) pair.Release();
                await Task.Yield();
                lock (pair) { now--; done++; }
            }

            var all = Enumerable.Range(1, 20).ToList();
            {{use}}
            return $"{done} done, {most} at once";
            """;

        Assert.Equal("20 done, 2 at once", await Body.RunAsync(module, version, body));
    }

    [Fact]
    public async Task Vasync_ClosedQueue_TakesNoMore()
    {
        const string body = """
            var queue = m.Queue<int>(n => Task.CompletedTask, 1);
            await queue.CloseAsync();
            try { queue.Push(1); return "taken"; } catch (InvalidOperationException e) { return e.Message; }
            """;

        Assert.Equal("The queue is closed: push before CloseAsync.", await Body.RunAsync("vasync", "2.2.0", body));
    }

    [Fact]
    public async Task Vasync_Pipeline_HandsResultsOn() => Assert.Equal(
        "7", await Body.RunAsync("vasync", "2.2.0", "return await m.Pipeline(1, n => Task.FromResult(n + 1), async n => { await Task.Yield(); return n * 3 + 1; });"));

    [Fact]
    public async Task Async_EachSeriesAndMap_KeepTheOrder()
    {
        const string body = """
            var seen = new List<int>();
            await m.EachSeries(new[] { 3, 1, 2 }, async n => { await Task.Yield(); seen.Add(n); });
            return string.Join(",", seen.Concat(await m.Map(new[] { 1, 2 }, n => Task.FromResult(n * 10))));
            """;

        Assert.Equal("3,1,2,10,20", await Body.RunAsync("async", "1.5.2", body));
    }

    [Theory]
    [InlineData("0.10.3")]
    [InlineData("0.11.0")]
    public async Task Url_ParseAndFormat_AreEachOthersReverse(string version)
    {
        const string body = """
            var parts = m.Parse("https://imgapi.example:8443/images/x?action=import#top");
            return $"{parts.Protocol} {parts.Host} {parts.Pathname} {parts.Search} {parts.Hash} {m.Format(parts)}";
            """;

        Assert.Equal("https: imgapi.example:8443 /images/x ?action=import #top https://imgapi.example:8443/images/x?action=import#top", await Body.RunAsync("url", version, body));
    }

    [Fact]
    public async Task Url_ResolveAndParseQuery_FollowTheRules()
    {
        const string body = """
            var query = m.ParseQuery("?a=1&b=x%20y+z&a=2&c");
            return $"{m.Resolve("http://h/a/b?q", "../c")} {query["a"]}|{query["b"]}|{query["c"]}";
            """;

        Assert.Equal("http://h/c 2|x y z|", await Body.RunAsync("url", "0.11.0", body));
    }
}
