using Npgsql;
using TaskChain.Storage.Sql;

namespace TaskChain.Storage.Batching;

/// <summary>
/// A lane's prepared statement. Each connection gets a fresh command: one whose connection broke in the middle of an answer can stay marked as busy.
/// </summary>
internal sealed class LaneCommand(string statement, params NpgsqlParameter[] parameters)
{
    /// <summary>The command; set once prepared.</summary>
    public NpgsqlCommand Current { get; private set; } = new();

    public NpgsqlConnection? Connection => Current.Connection;

    public Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // A parameter can belong to one command only.
        Current.Parameters.Clear();
        Current = new NpgsqlCommand(SqlText.Get(statement), connection);
        foreach (var parameter in parameters) Current.Parameters.Add(parameter);
        return Current.PrepareAsync(cancellationToken);
    }
}
