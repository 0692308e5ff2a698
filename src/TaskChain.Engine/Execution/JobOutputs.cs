using Microsoft.Extensions.Logging;
using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Execution;

/// <summary>Writes what bodies say; tries again while the store is away.</summary>
internal sealed partial class JobOutputs(IJobStore store, TimeProvider time, ILogger<JobOutputs> log)
{
    private const int MaxTries = 8;

    /// <summary>Writes one piece. What cannot be written in several tries is lost and logged: output never stops a job.</summary>
    public async Task WriteAsync(JobOutput output, CancellationToken cancellationToken)
    {
        BackOff? backOff = null;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await store.AppendOutputAsync(output, CancellationToken.None);
                return;
            }
            catch (Exception e)
            {
                if (tries == MaxTries || cancellationToken.IsCancellationRequested)
                {
                    LogLost(e, output.Job);
                    return;
                }
            }

            try
            {
                await (backOff ??= new BackOff()).PauseAsync(time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // One last try above, without a pause before it.
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "Output of job {JobId} was lost: the store does not take it.")]
    private partial void LogLost(Exception exception, JobId jobId);
}
