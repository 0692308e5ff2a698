using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using TaskChain.Client.Exceptions;
using TaskChain.Contracts;

namespace TaskChain.Client;

/// <summary>One answer of a job's events. It ends with the job, with the connection, or when nothing is heard for long.</summary>
internal sealed class JobEventStream : IAsyncDisposable
{
    /// <summary>The service says something every 15 seconds.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<SseItem<RawJson>> _items;
    private Task<bool>? _reading;

    private JobEventStream(HttpResponseMessage response, Stream body, TimeProvider time)
    {
        _response = response;
        _body = body;
        _time = time;
        _items = SseParser.Create(body, static (_, data) => new RawJson(data.ToArray())).EnumerateAsync(_stop.Token).GetAsyncEnumerator();
    }

    /// <summary>Opens the stream after an event; null when there is nothing after it any more.</summary>
    public static async Task<JobEventStream?> OpenAsync(ServiceConnection connection, string path, int? after, CancellationToken cancellationToken)
    {
        var response = await connection.OpenStreamAsync(
            path, after is { } last ? headers => headers.TryAddWithoutValidation("Last-Event-ID", last.ToString(CultureInfo.InvariantCulture)) : null,
            cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            response.Dispose();
            return null;
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new JobEventStream(response, body, connection.Options.TimeProvider);
    }

    /// <summary>The next event; null at the answer's end.</summary>
    /// <exception cref="TaskChainConnectionException">The connection failed, or is silent.</exception>
    public async Task<JobEvent?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                _reading = _items.MoveNextAsync().AsTask();
                if (!await _reading.WaitAsync(LongestSilence, _time, cancellationToken).ConfigureAwait(false)) return null;
                var item = _items.Current;
                if (item.EventType != "heartbeat") return new JobEvent(NumberOf(item), item.EventType, item.Data);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            throw new TaskChainConnectionException($"The events of {_response.RequestMessage?.RequestUri?.AbsolutePath} broke off: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
        await EndOfReadingAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    // An enumerator must not be disposed of while it reads; closing the connection has ended that.
    private async Task EndOfReadingAsync()
    {
        try
        {
            if (_reading is not null) await _reading.ConfigureAwait(false);
            await _items.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
            // The reading was given up.
        }
    }

    // The parser repeats the last id on events without one; those are the ones that bodies say.
    private static int? NumberOf(SseItem<RawJson> item) =>
        item.EventType is not ("info" or "log" or "progress") && int.TryParse(item.EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
