using TaskChain.Engine.Ports;

namespace TaskChain.Engine.Webhooks;

/// <summary>A job control whose moves that end jobs are announced; everything else is passed on.</summary>
internal sealed class AnnouncingJobControl(IJobControl inner, EndAnnouncer announcer) : IJobControl
{
    public async Task<bool> MoveIdleAsync(IdleMove move, CancellationToken cancellationToken)
    {
        if (!announcer.IsWanted || !move.To.IsFinal()) return await inner.MoveIdleAsync(move, cancellationToken);
        var moved = await inner.MoveIdleAsync(move with { Announces = true }, cancellationToken);
        if (moved) announcer.Announced?.Invoke();
        return moved;
    }

    public Task<bool> RequestCancelAsync(JobId job, CancellationToken cancellationToken) => inner.RequestCancelAsync(job, cancellationToken);

    public Task<bool> SetPausedAsync(JobId job, bool paused, CancellationToken cancellationToken) => inner.SetPausedAsync(job, paused, cancellationToken);

    public Task SetNamePausedAsync(string name, bool paused, CancellationToken cancellationToken) =>
        inner.SetNamePausedAsync(name, paused, cancellationToken);

    public Task<IReadOnlyList<string>> PausedNamesAsync(CancellationToken cancellationToken) => inner.PausedNamesAsync(cancellationToken);

    public Task<RunnerSignals> SignalsAsync(RunnerId runner, CancellationToken cancellationToken) => inner.SignalsAsync(runner, cancellationToken);

    public Task<DeleteJobOutcome> DeleteAsync(JobId job, CancellationToken cancellationToken) => inner.DeleteAsync(job, cancellationToken);

    public Task<int> PruneAsync(TimeSpan? maxAge, long? maxCount, int batch, CancellationToken cancellationToken) =>
        inner.PruneAsync(maxAge, maxCount, batch, cancellationToken);

    public Task<IReadOnlyList<InsertJobOutcome>> InsertAllAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) =>
        inner.InsertAllAsync(jobs, cancellationToken);
}
