using System.CommandLine;
using System.Globalization;
using TaskChain.Contracts.Jobs;

namespace TaskChain.Cli.Commands;

/// <summary>Waits for the end of a job, as far as its new attempts go.</summary>
internal sealed class JobWaiting
{
    public Option<bool> Wait { get; } = new("--wait") { Description = "Wait for the job's end; exit status 3 when it does not succeed." };

    public Option<double?> Timeout { get; } = new("--timeout") { Description = "Wait no longer than so many seconds; exit status 6 when the time is over." };

    public Option<bool> CancelOnInterrupt { get; } = new("--cancel-on-interrupt") { Description = "Ctrl-C cancels the job; otherwise it goes on." };

    public void AddTo(Command command)
    {
        command.Add(Wait);
        command.Add(Timeout);
        command.Add(CancelOnInterrupt);
    }

    /// <summary>Waits.</summary>
    /// <returns>The id of the last attempt of the job, and whether it succeeded.</returns>
    public async Task<(Guid Job, bool Succeeded)> UntilEndAsync(Session session, ParseResult parsed, Guid job, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seconds = parsed.GetValue(Timeout);
        if (seconds is { } limit) over.CancelAfter(TimeSpan.FromSeconds(limit));
        try
        {
            while (true)
            {
                var ended = await session.Client.GetJobHandle(job).WaitAsync(over.Token);
                if (ended.NextAttempt is not { } next) return (job, ended.Execution == "succeeded");
                job = next;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await InterruptedAsync(session, job, parsed.GetValue(CancelOnInterrupt));
            throw;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"Job {job} has not ended within {seconds} s; it goes on."));
        }
    }

    // The command is over, so what is left to do gets a time of its own.
    private static async Task InterruptedAsync(Session session, Guid job, bool cancel)
    {
        if (!cancel)
        {
            session.Error.WriteLine($"Job {job} goes on.");
            return;
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        JobDocument canceled = await session.Client.GetJobHandle(job).CancelAsync(limit.Token);
        session.Error.WriteLine($"Job {canceled.Uuid} is cancelled.");
    }
}
