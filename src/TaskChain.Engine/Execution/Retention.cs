using Microsoft.Extensions.Logging;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>Removes jobs that ended long ago, or more of them than wanted.</summary>
internal sealed partial class Retention(
    IJobControl control, LiveJobs jobs, RetentionOptions options, TimeProvider time, ILogger<Retention> log)
{
    private const int Batch = 500;

    /// <summary>How often a node looks, a fifth more or less so that nodes do not look together.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly TimeSpan? _maxAge = options.MaxAge > TimeSpan.Zero ? options.MaxAge : null;
    private readonly long? _maxCount = options.MaxCount > 0 ? options.MaxCount : null;

    /// <summary>Looks until cancelled.</summary>
    public async Task LoopAsync(CancellationToken cancellationToken)
    {
        while ((_maxAge is not null || _maxCount is not null) && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval * (0.8 + (0.4 * Random.Shared.NextDouble())), time, cancellationToken);
                await PruneAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e);
            }
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        int batch;
        do
        {
            batch = await control.PruneAsync(_maxAge, _maxCount, Batch, cancellationToken);
            removed += batch;
        }
        while (batch == Batch);

        if (removed == 0) return;
        jobs.ForgetEnded();
        LogRemoved(removed);
    }

    [LoggerMessage(1040, LogLevel.Information, "{Jobs} jobs that have ended were removed, as the settings say.")]
    private partial void LogRemoved(int jobs);

    [LoggerMessage(1041, LogLevel.Warning, "Jobs that have ended could not be removed; trying again later.")]
    private partial void LogFailed(Exception exception);
}
