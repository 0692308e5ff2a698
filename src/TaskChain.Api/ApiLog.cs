namespace TaskChain.Api;

/// <summary>Log messages of the HTTP floor, ids 4000 to 4999. Nothing here is written for an ordinary request.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(4000, LogLevel.Information, "TaskChain starts with data folder '{DataFolder}' and {Store}.")]
    public static partial void Starting(ILogger logger, string dataFolder, string store);

    [LoggerMessage(4001, LogLevel.Information, "TaskChain listens on {Url}.")]
    public static partial void Listening(ILogger logger, string url);

    [LoggerMessage(4002, LogLevel.Information, "TaskChain stops: no new requests, jobs are handed back.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(4003, LogLevel.Information, "TaskChain has stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(4010, LogLevel.Error, "The request to '{Path}' failed (trace {TraceId}).")]
    public static partial void Fault(ILogger logger, string path, string traceId, Exception exception);

    [LoggerMessage(4011, LogLevel.Warning, "The request to '{Path}' could not be served now (trace {TraceId}).")]
    public static partial void Unavailable(ILogger logger, string path, string traceId, Exception exception);

    [LoggerMessage(4020, LogLevel.Information, "Module '{Module}' {Version} was published with content {ContentHash}.")]
    public static partial void ModulePublished(ILogger logger, string module, string version, string contentHash);

    [LoggerMessage(4021, LogLevel.Information, "Module '{Module}' {Version} was retired, {PinnedJobs} live jobs pinned to it.")]
    public static partial void ModuleRetired(ILogger logger, string module, string version, int pinnedJobs);

    [LoggerMessage(4022, LogLevel.Information, "The compat table of module '{Module}' was changed to revision {Revision}.")]
    public static partial void TableChanged(ILogger logger, string module, long revision);

    [LoggerMessage(4023, LogLevel.Warning, "The compat table '{File}' was not applied: {Problem}")]
    public static partial void TableNotApplied(ILogger logger, string file, string problem);

    [LoggerMessage(4030, LogLevel.Warning, "The readiness check '{Check}' fails: {Problem}")]
    public static partial void NotReady(ILogger logger, string check, string problem);
}
