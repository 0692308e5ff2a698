using Microsoft.Extensions.Logging;

namespace TaskChain.Storage.Database;

/// <summary>Tries again, with growing pauses and for a bounded time, what failed because the database was away.</summary>
internal sealed partial class Retrier(DatabaseSources sources, TimeSpan limit, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public TimeProvider Time => time;

    public Retrier WithLimit(TimeSpan shorter) => shorter < limit ? new Retrier(sources, shorter, time, logger) : this;

    public Task RunAsync(string operation, Func<Attempt, CancellationToken, Task> action, CancellationToken cancellationToken) =>
        RunAsync(operation, async (attempt, token) => { await action(attempt, token); return true; }, cancellationToken);

    /// <exception cref="StorageException">It failed for good, or for longer than the limit.</exception>
    public async Task<T> RunAsync<T>(string operation, Func<Attempt, CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(time.GetTimestamp());
        while (true)
        {
            try
            {
                return await action(attempt, cancellationToken);
            }
            catch (Exception exception) when (Transient.Is(exception) && !cancellationToken.IsCancellationRequested)
            {
                if (!await PauseAsync(operation, attempt, exception, cancellationToken)) throw Transient.Wrap(operation, exception);
            }
        }
    }

    /// <summary>Waits before the next attempt. Returns false when the time is up.</summary>
    public async Task<bool> PauseAsync(string operation, Attempt attempt, Exception exception, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(attempt.Started) >= limit) return false;
        attempt.Number++;
        LogRetry(logger, operation, attempt.Number, exception.Message);
        if (Transient.IsLostConnection(exception)) sources.ForgetIdle();
        var pause = FirstPause * Math.Pow(2, Math.Min(attempt.Number - 1, 10));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(3001, LogLevel.Warning, "The database failed '{Operation}'; attempt {Attempt} failed with: {Reason}. Trying again.")]
    private static partial void LogRetry(ILogger logger, string operation, int attempt, string reason);
}
