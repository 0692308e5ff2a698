using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Http;

/// <summary>
/// Answers with server-sent events. A stream that has nothing to tell says <c>heartbeat</c> now and then, so that both sides notice when the other is
/// gone.
/// </summary>
internal static class EventStream
{
    /// <summary>Media type of the stream.</summary>
    public const string MediaType = "text/event-stream";

    /// <summary>Longest silence.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Begins the answer: the caller sees it before the first event.</summary>
    public static Task BeginAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        Conventions.Finish(context);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.StartAsync(context.RequestAborted);
    }

    /// <summary>Sends events until there are no more.</summary>
    /// <param name="context">The request; <see cref="BeginAsync"/> has been called.</param>
    /// <param name="items">The events.</param>
    /// <param name="isAtFirst">True when the enumerator stands at its first event already.</param>
    /// <param name="time">The clock.</param>
    /// <param name="over">Ends the stream; the enumerator heeds it, too.</param>
    public static async Task SendAsync(
        HttpContext context, IAsyncEnumerator<JobHistoryItem> items, bool isAtFirst, TimeProvider time, CancellationTokenSource over)
    {
        var pipe = context.Response.BodyWriter;
        if (isAtFirst) Write(pipe, items.Current);
        Task<bool>? next = null;
        try
        {
            while (true)
            {
                next = items.MoveNextAsync().AsTask();
                if (!next.IsCompleted) await pipe.FlushAsync(over.Token);
                if (!await NextAsync(next, pipe, time, over.Token)) break;
                Write(pipe, items.Current);
            }
        }
        finally
        {
            // An enumerator must not be disposed of while it looks for its next event.
            if (next is { IsCompleted: false })
            {
                await over.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await pipe.FlushAsync(over.Token);
    }

    private static async Task<bool> NextAsync(Task<bool> next, PipeWriter pipe, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(Heartbeat, time, cancellationToken);
            }
            catch (TimeoutException) when (!next.IsFaulted)
            {
                if (next.IsCompleted) continue;
                pipe.Write("event: heartbeat\ndata: {}\n\n"u8);
                await pipe.FlushAsync(cancellationToken);
            }
        }
    }

    private static void Write(IBufferWriter<byte> output, JobHistoryItem item)
    {
        if (item.Number is { } number)
        {
            output.Write("id: "u8);
            Span<byte> digits = stackalloc byte[11];
            number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
            output.Write(digits[..length]);
            output.Write("\n"u8);
        }

        output.Write("event: "u8);
        Encoding.UTF8.GetBytes(item.Event, output);

        // JSON that was posted in several lines is sent in several lines: a line's end is the stream's own mark.
        var data = item.Data.Utf8.Span;
        foreach (var range in data.SplitAny("\r\n"u8))
        {
            var line = data[range];
            if (line.IsEmpty) continue;
            output.Write("\ndata: "u8);
            output.Write(line);
        }

        output.Write("\n\n"u8);
    }
}
