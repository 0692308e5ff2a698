using System.ComponentModel.DataAnnotations;

namespace TaskChain.Storage;

/// <summary>Where and how state is kept. Section <c>TaskChain:Storage</c>. Nothing here affects jobs that are under way.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// Connection string of a PostgreSQL server (14 or newer) with a database of its own for TaskChain. Default: null, the service starts and owns a
    /// private cluster in <see cref="DataFolder"/>.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>Folder of this service's data; the private cluster is in its subfolder <c>postgres</c>. Default <c>data</c>.</summary>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// Folder of PostgreSQL's server programs. Default: null, the newest of those under <c>/usr/lib/postgresql</c>, in PATH and named by <c>pg_config</c>.
    /// </summary>
    public string? PostgresBinaries { get; set; }

    /// <summary>
    /// The user that the private cluster runs as when the service is root. Default: null, <c>postgres</c> when there is one, else <c>nobody</c>.
    /// </summary>
    public string? PostgresUser { get; set; }

    /// <summary>
    /// Batches of one kind of write that may be under way at a time; a further one starts only when many writes queue. Default 2, range 1 to 8.
    /// </summary>
    [Range(1, 8)]
    public int WriteLanes { get; set; } = 2;

    /// <summary>Most writes in one batch. Default 128, range 1 to 1,000.</summary>
    [Range(1, 1000)]
    public int MaxBatch { get; set; } = 128;

    /// <summary>Most pooled connections for reads and rare writes. Default 16, range 2 to 200.</summary>
    [Range(2, 200)]
    public int MaxConnections { get; set; } = 16;

    /// <summary>How long a call is tried again while the database cannot be reached, before it throws. Default 30 seconds.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the private cluster may take to start, crash recovery included. Default 5 minutes.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
