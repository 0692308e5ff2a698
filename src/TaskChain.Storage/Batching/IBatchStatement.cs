using Npgsql;

namespace TaskChain.Storage.Batching;

/// <summary>A statement that writes many items in one commit. One instance belongs to one lane, so it may keep a prepared command.</summary>
/// <typeparam name="TItem">What is written.</typeparam>
/// <typeparam name="TOutcome">What each writer is told.</typeparam>
internal interface IBatchStatement<TItem, TOutcome>
{
    /// <summary>Name for logs and errors.</summary>
    string Name { get; }

    /// <summary>About how many bytes an item adds to the statement.</summary>
    int Weigh(TItem item);

    /// <summary>Prepares on a fresh connection.</summary>
    Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Writes the items and fills in an outcome for each; returns only after the commit.</summary>
    /// <param name="items">What to write; the same object when it is tried again.</param>
    /// <param name="outcomes">To be filled; as long as <paramref name="items"/>.</param>
    /// <param name="again">True when an earlier attempt at these very items may have been committed.</param>
    /// <param name="cancellationToken">Cancels when the store is closed by force.</param>
    Task ExecuteAsync(IReadOnlyList<TItem> items, TOutcome[] outcomes, bool again, CancellationToken cancellationToken);
}
