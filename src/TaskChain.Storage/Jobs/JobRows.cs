using Npgsql;
using TaskChain.Engine.Ports;

namespace TaskChain.Storage.Jobs;

/// <summary>Reads job rows; every statement that answers with jobs selects these columns first, in this order.</summary>
internal static class JobRows
{
    /// <summary>Number of the first column after a job's own.</summary>
    public const int Columns = 20;

    public static StoredJob Read(NpgsqlDataReader row) => new()
    {
        Posted = new NewJob
        {
            Id = new JobId(row.GetGuid(0)),
            WorkflowId = row.GetGuid(1),
            WorkflowRevision = row.GetGuid(2),
            Name = row.GetString(3),
            Target = row.IsDBNull(4) ? null : row.GetString(4),
            Priority = row.GetInt32(5),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(6),
            NotBefore = row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
            Document = row.GetFieldValue<byte[]>(8),
            LockHash = row.GetString(9),
            Consumer = row.IsDBNull(13) ? null : row.GetString(13),
            UniqueKey = row.IsDBNull(14) ? null : row.GetString(14),
            Locks = row.IsDBNull(15) ? null : row.GetString(15),
        },
        Status = JobStatusText.Parse(row.GetString(10)),
        Epoch = row.GetInt64(11),
        Owner = row.IsDBNull(12) ? null : new RunnerId(row.GetGuid(12)),
        IsCancelRequested = row.GetBoolean(16),
        IsPaused = row.GetBoolean(17),
        IsNamePaused = row.GetBoolean(18),
        EndedAt = row.IsDBNull(19) ? null : row.GetFieldValue<DateTimeOffset>(19),
    };

    /// <summary>Reads a logbook from three array columns.</summary>
    public static IReadOnlyList<LogEntry> ReadLog(NpgsqlDataReader row, int column)
    {
        if (row.IsDBNull(column)) return [];
        int[] sequences = row.GetFieldValue<int[]>(column), counts = row.GetFieldValue<int[]>(column + 1);
        byte[][] events = row.GetFieldValue<byte[][]>(column + 2);
        var log = new LogEntry[sequences.Length];
        for (int i = 0; i < log.Length; i++) log[i] = new LogEntry(sequences[i], counts[i], events[i]);
        return log;
    }
}
