using System.Runtime.CompilerServices;
using TaskChain.Client.Exceptions;

namespace TaskChain.Client;

public sealed partial class JobHandle
{
    /// <summary>
    /// Follows the job to its end. A connection that breaks is made again, within <see cref="TaskChainClientOptions.ConnectionRetries"/>, and goes on
    /// after the last event that was seen: numbered events come exactly once and in order.
    /// </summary>
    /// <param name="after">Number of the event to go on after; null begins with the first one.</param>
    /// <param name="cancellationToken">Ends the following; the job goes on.</param>
    /// <exception cref="TaskChainProblemException">There is no such job (404).</exception>
    /// <exception cref="TaskChainConnectionException">The connection broke too often.</exception>
    public async IAsyncEnumerable<JobEvent> ReadEventsAsync(int? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var failures = 0; ; failures++)
        {
            await using var stream = await JobEventStream.OpenAsync(_connection, Path + "/events", after, cancellationToken).ConfigureAwait(false);
            if (stream is null) yield break;
            while (await NextAsync(stream, failures, cancellationToken).ConfigureAwait(false) is { } happened)
            {
                failures = 0;
                after = happened.Number ?? after;
                yield return happened;
                if (happened.IsFinal) yield break;
            }

            await _connection.PauseAsync(failures, cancellationToken).ConfigureAwait(false);
        }
    }

    // Null when the stream has to be opened again.
    private async Task<JobEvent?> NextAsync(JobEventStream stream, int failures, CancellationToken cancellationToken)
    {
        try
        {
            if (await stream.NextAsync(cancellationToken).ConfigureAwait(false) is { } happened) return happened;
        }
        catch (TaskChainConnectionException) when (failures < _connection.Options.ConnectionRetries)
        {
            return null;
        }

        // A service that stops ends its streams in good order.
        return failures < _connection.Options.ConnectionRetries
            ? null
            : throw new TaskChainConnectionException($"The events of job '{Uuid}' ended before the job, {failures + 1} times without any event.", null);
    }
}
