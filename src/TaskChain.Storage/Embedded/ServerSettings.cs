using System.Globalization;

namespace TaskChain.Storage.Embedded;

/// <summary>The private cluster's settings. Written at each start; what an operator sets with ALTER SYSTEM is kept beside them and wins.</summary>
internal static class ServerSettings
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Only the socket, and only with the password.</summary>
    public const string HostBasedAuthentication = "local all all scram-sha-256\n";

    public static string Write(string socketFolder, int connections)
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte;
        long buffers = Math.Clamp(memory / 16, 32, 256);
        return string.Create(CultureInfo.InvariantCulture, $"""
            # Written by TaskChain at each start; changes here are lost. Use ALTER SYSTEM.
            listen_addresses = ''
            unix_socket_directories = '{socketFolder}'
            unix_socket_permissions = 0700
            password_encryption = scram-sha-256
            max_connections = {connections}

            fsync = on
            synchronous_commit = on
            full_page_writes = on
            max_wal_size = 1GB
            min_wal_size = 128MB
            wal_buffers = 8MB
            checkpoint_timeout = 15min
            checkpoint_completion_target = 0.9

            shared_buffers = {buffers}MB
            effective_cache_size = {Math.Max(memory / 4, 64)}MB
            work_mem = 4MB
            maintenance_work_mem = 64MB
            random_page_cost = 1.1
            jit = off
            max_parallel_workers_per_gather = 0
            autovacuum_naptime = 20s
            bgwriter_delay = 500ms

            client_connection_check_interval = 5s
            update_process_title = off
            log_min_messages = warning
            log_checkpoints = off
            log_line_prefix = '%m [%p] '
            log_timezone = UTC
            timezone = UTC
            datestyle = 'iso, ymd'
            lc_messages = C

            """);
    }
}
