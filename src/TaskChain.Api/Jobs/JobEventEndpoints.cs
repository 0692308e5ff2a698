using System.Globalization;
using TaskChain.Api.Http;
using TaskChain.Api.Problems;
using TaskChain.Contracts.Problems;
using TaskChain.Engine.Services;

namespace TaskChain.Api.Jobs;

/// <summary><c>GET /jobs/{uuid}/events</c>: what happens to a job, from its first event or after the one that the caller names, to its end.</summary>
internal sealed class JobEventEndpoints(JobService jobs, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>GET.</summary>
    public async Task GetAsync(HttpContext context)
    {
        var after = LastEventId(context.Request);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var history = RouteIds.TryUuid(context, out var id) ? await jobs.ReadHistoryAsync(id, after ?? -1, over.Token) : null;
        if (history is null)
        {
            await JobAnswers.NotFoundAsync(context);
            return;
        }

        Conventions.About(context, id);
        await using var items = history.GetAsyncEnumerator(over.Token);
        try
        {
            await AnswerAsync(context, id, items, isResumed: after is not null, over);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The caller has gone, or the service stops: callers come back with the last id that they saw.
        }
    }

    private async Task AnswerAsync(HttpContext context, Guid id, IAsyncEnumerator<JobHistoryItem> items, bool isResumed, CancellationTokenSource over)
    {
        // Browsers ask again after each end, naming the last event. 204 tells them that there is no more.
        var isAtFirst = isResumed && await jobs.FindAsync(id, over.Token) is { IsFinal: true };
        if (isAtFirst && !await items.MoveNextAsync())
        {
            Answers.Empty(context, StatusCodes.Status204NoContent);
            return;
        }

        await EventStream.BeginAsync(context);
        if (!HttpMethods.IsHead(context.Request.Method)) await EventStream.SendAsync(context, items, isAtFirst, time, over);
    }

    private static int? LastEventId(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        throw new RequestRejectedException(
            StatusCodes.Status400BadRequest, ProblemCodes.InvalidRequest, $"The header 'Last-Event-ID' is '{text}'. It must be the id of an event.");
    }
}
