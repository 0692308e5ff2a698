using System.Net.Sockets;
using Npgsql;

namespace TaskChain.Storage.Database;

/// <summary>Tells failures that go away from those that do not.</summary>
internal static class Transient
{
    public static bool Is(Exception exception) => exception switch
    {
        PostgresException refused => refused.IsTransient || refused.SqlState == PostgresErrorCodes.QueryCanceled,
        NpgsqlException { IsTransient: true } => true,
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        IOException or SocketException => true,
        _ => false,
    };

    /// <summary>Is the connection gone? Then the other ones most likely are as well.</summary>
    public static bool IsLostConnection(Exception exception) =>
        exception is not PostgresException refused || refused.SqlState.StartsWith("57P", StringComparison.Ordinal);

    /// <summary>What a caller gets when trying again has not helped, or cannot.</summary>
    public static StorageException Wrap(string operation, Exception exception)
    {
        string reason = exception is PostgresException refused ? $"{refused.MessageText} (SQLSTATE {refused.SqlState})" : exception.Message;
        string advice = exception is PostgresException { SqlState: PostgresErrorCodes.DiskFull }
            ? "The database's disk is full: free space on it."
            : "Check that the database runs and can be reached.";
        return new StorageException(
            StorageErrorCodes.Unavailable, $"The store could not finish '{operation}': {reason}. {advice}", Is(exception), exception);
    }
}
