using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Services;

public sealed partial class JobService
{
    /// <summary>Jobs without chains and results, those posted last first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="count">True to tell how many there are in all; costs a look at all of them only when the page does not tell it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<JobPage> ListAsync(JobFilter filter, bool count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _directory.ListAsync(filter, count, cancellationToken);
    }

    /// <summary>Numbers of jobs by age and status, at most a second old. Callers who ask at once share one count.</summary>
    public Task<JobTotals> TotalsAsync(CancellationToken cancellationToken) => _directory.TotalsAsync(cancellationToken);

    /// <summary>What is going on, on this node and on all.</summary>
    public Task<EngineSnapshot> SnapshotAsync(CancellationToken cancellationToken) => _directory.SnapshotAsync(cancellationToken);

    /// <summary>Removes a job that has ended, with its logbook and its output. Other nodes that ran it may answer it for up to a minute longer.</summary>
    public Task<DeleteJobOutcome> DeleteAsync(Guid id, CancellationToken cancellationToken) => _directory.DeleteAsync(new JobId(id), cancellationToken);
}
