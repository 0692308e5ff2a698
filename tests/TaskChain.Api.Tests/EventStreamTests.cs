using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using TaskChain.Api.Http;
using TaskChain.Contracts;
using TaskChain.Engine.Services;
using TaskChain.Testing;

namespace TaskChain.Api.Tests;

/// <summary>What a stream of events looks like, and what it does while nothing happens.</summary>
public sealed class EventStreamTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryStream _sent = new();
    private readonly Channel<JobHistoryItem> _items = Channel.CreateUnbounded<JobHistoryItem>();

    [Fact]
    public async Task Events_AreWrittenAsBrowsersReadThem()
    {
        _items.Writer.TryWrite(new JobHistoryItem(12, "task_ended", RawJson.Parse("{\"a\":1}")));
        _items.Writer.TryWrite(new JobHistoryItem(null, "info", RawJson.Parse("{\r\n\"a\":\n1}")));
        _items.Writer.Complete();

        await SendAsync();

        Assert.Equal("id: 12\nevent: task_ended\ndata: {\"a\":1}\n\nevent: info\ndata: {\ndata: \"a\":\ndata: 1}\n\n", Sent);
    }

    [Fact]
    public async Task Silence_IsBrokenByAHeartbeatEvery15Seconds()
    {
        var sending = SendAsync();
        _clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Equal("", Sent);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await UntilAsync(() => Sent.Length > 0);
        await UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5)); // it may not have begun to wait again
            return Sent.Length > "event: heartbeat\ndata: {}\n\n".Length;
        });

        _items.Writer.TryWrite(new JobHistoryItem(0, "claimed", RawJson.EmptyObject));
        _items.Writer.Complete();
        await sending;

        Assert.Matches("^(event: heartbeat\ndata: {}\n\n){2,}id: 0\nevent: claimed\ndata: {}\n\n$", Sent);
    }

    [Fact]
    public async Task End_WhileNothingHappens_StopsTheReadingBeforeItIsDisposedOf()
    {
        using var over = new CancellationTokenSource();
        var sending = SendAsync(over);

        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    public void Dispose() => _sent.Dispose();

    private string Sent => Encoding.UTF8.GetString(_sent.ToArray());

    private async Task SendAsync(CancellationTokenSource? over = null)
    {
        using var own = new CancellationTokenSource();
        var context = new DefaultHttpContext();
        context.Response.Body = _sent;
        await using var items = ReadAsync((over ?? own).Token).GetAsyncEnumerator(CancellationToken.None);
        await EventStream.SendAsync(context, items, isAtFirst: false, _clock, over ?? own);
    }

    // An iterator, as the engine's history is: it does not let itself be disposed of while it reads.
    private async IAsyncEnumerable<JobHistoryItem> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in _items.Reader.ReadAllAsync(cancellationToken)) yield return item;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++) await Task.Yield();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 3000 && !condition(); i++) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        Assert.True(condition());
    }
}
