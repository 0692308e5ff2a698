namespace TaskChain.Storage;

/// <summary>Codes of <see cref="StorageException"/>.</summary>
public static class StorageErrorCodes
{
    /// <summary>The database cannot be reached, or refused its work for longer than <see cref="StorageOptions.RetryFor"/>.</summary>
    public const string Unavailable = "storage_unavailable";

    /// <summary>The database's schema is newer than this release, or was changed by hand.</summary>
    public const string SchemaMismatch = "storage_schema_mismatch";

    /// <summary>Another service has the data folder.</summary>
    public const string FolderInUse = "storage_folder_in_use";

    /// <summary>The data folder cannot be used.</summary>
    public const string FolderUnusable = "storage_folder_unusable";

    /// <summary>PostgreSQL's server programs are missing or of another version than the data.</summary>
    public const string ServerMissing = "storage_server_missing";

    /// <summary>PostgreSQL did not start or stop.</summary>
    public const string ServerFailed = "storage_server_failed";
}
