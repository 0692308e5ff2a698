using Npgsql;
using NpgsqlTypes;
using TaskChain.Storage.Database;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Jobs;

/// <summary>Stores the deliveries of jobs that end, in the transaction that ends them.</summary>
internal static class Announcement
{
    /// <summary>Stores them; jobs that nobody wants to hear of, or that did not end, have none.</summary>
    /// <param name="connection">With the transaction under way.</param>
    /// <param name="jobs">Jobs that were moved in it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task StoreAsync(NpgsqlConnection connection, Guid[] jobs, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlText.Get("webhook_announce"), connection).With(Db.Array(jobs, NpgsqlDbType.Uuid));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
